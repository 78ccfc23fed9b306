from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from nuandong.geo.codes import contains
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.ids import new_id
from nuandong.org import permissions
from nuandong.org.lookups import unit_of
from nuandong.plans.bans import Breach, Rule
from nuandong.supervision.actions.raise_finding import RAISE, TASK_TITLE, WHAT
from nuandong.supervision.events import FindingMended, FindingRaised
from nuandong.supervision.kinds import FindingState, Severity
from nuandong.supervision.models import Finding
from nuandong.tasks.actions.assign_task import assign_task
from nuandong.tasks.origins import Origin
from nuandong.tasks.states import OriginKind

Key = tuple[UUID, str, UUID, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A breach of the prohibition `ban` of an activated plan; `title` says what is forbidden, `unit` puts it right and
    `by_unit` looks again."""

    activation: UUID
    ban: str
    title: str
    breach: Breach
    rule: Rule
    unit: UUID
    by_unit: UUID

    @property
    def key(self) -> Key:
        """What a breach is found by again: it is raised once, however often it is found."""
        return self.activation, self.ban, self.breach.subject, self.breach.region


@dataclass(frozen=True, slots=True)
class Settled:
    """How many findings were raised, and how many the checks do not find any more."""

    raised: int
    mended: int


def standing_keys(activations: Collection[UUID]) -> set[Key]:
    """The breaches that were raised before, open or closed."""
    rows = Finding.objects.filter(activation__in=activations, visit=None)
    return {
        (activation, ban, subject, region)
        for activation, ban, subject, region in rows.values_list("activation", "ban", "subject", "found_in")
        if activation and subject and region is not None
    }


@transaction.atomic
def settle_breaches(
    *, by: Actor, now: datetime, activations: Collection[UUID], found: Iterable[Found], current: set[Key]
) -> Settled:
    """Raise a finding for each breach that is new, and note on the open ones whether they still stand.

    `current` are the keys of all breaches that stand now against what `activations` forbid. Raises Forbidden.
    Source: DIS-034, OPS-006.
    """
    permissions.check(by, RAISE)
    raised = 0
    for one in found:
        _raise(one, by=by, now=now)
        raised += 1
    mended = 0
    for row in Finding.objects.filter(activation__in=activations, visit=None, state=FindingState.OPEN):
        gone = (row.activation, row.ban, row.subject, row.found_in) not in current
        if gone == (row.mended_at is not None):
            continue
        Finding.objects.filter(id=row.id).update(mended_at=now if gone else None)
        payload = FindingMended(unit=row.unit, gone=gone)
        journal.record(payload, by=by, now=now, region=row.region, subject=row.id)
        mended += gone
    return Settled(raised, mended)


def _raise(one: Found, *, by: Actor, now: datetime) -> None:
    unit = unit_of(one.unit)
    breach = one.breach
    region = breach.region if contains(unit.region, breach.region) else unit.region
    what = one.title[:WHAT]
    identity = new_id(now)
    due_at = now + timedelta(days=one.rule.days)
    task = assign_task(
        by=by,
        now=now,
        region=region,
        unit=unit.id,
        giver=one.by_unit,
        title=TASK_TITLE % {"what": what},
        due_at=due_at,
        origin=Origin(OriginKind.FINDING, identity),
    )
    severity = Severity(one.rule.severity)
    Finding.objects.create(
        id=identity,
        region=region,
        activation=one.activation,
        ban=one.ban,
        subject=breach.subject,
        found_in=breach.region,
        event=breach.event,
        unit=unit.id,
        by_unit=one.by_unit,
        severity=severity,
        what=what,
        task=task,
        due_at=due_at,
        raised_at=now,
        raised_by=by.staff,
    )
    payload = FindingRaised(
        unit=unit.id, ban=one.ban, shown_by=breach.event, severity=severity, due_at=due_at, task=task.id
    )
    journal.record(payload, by=by, now=now, region=region, subject=identity, text={"words": what})
