from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from nuandong.geo.codes import contains
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import clean_line
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.org.lookups import unit_of
from nuandong.supervision.errors import required
from nuandong.supervision.events import FindingRaised
from nuandong.supervision.kinds import Severity
from nuandong.supervision.lookups import visit_of
from nuandong.supervision.models import Finding
from nuandong.supervision.policies.finding import check_raiser
from nuandong.tasks.actions.assign_task import assign_task
from nuandong.tasks.origins import Origin
from nuandong.tasks.states import OriginKind

RAISE: Final = "supervision.finding.raise"
TASK_TITLE: Final = _("整改：%(what)s")
WHAT: Final = 180


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong, how badly, who has to put it right and by when; `wanted` what has to come of it."""

    what: str
    severity: Severity
    unit: UUID
    due_at: datetime
    wanted: str = ""


@transaction.atomic
def raise_finding(*, by: Actor, now: datetime, visit: UUID, fault: Fault) -> Finding:
    """A visit found something wrong: the unit gets a task to put it right by its time.

    Raises NotFound, Forbidden, OutOfScope, Invalid for words, time, or a unit that would re-check itself.
    Source: OPS-005, OPS-006.
    """
    found = visit_of(visit)
    unit = unit_of(fault.unit)
    region = found.region if contains(unit.region, found.region) else unit.region
    permissions.check(by, RAISE, region=region)
    check_raiser(by, unit.id)
    what = clean_line(fault.what, WHAT, field="what")
    if not what:
        raise required("what", _("发现的问题"))
    identity = new_id(now)
    task = assign_task(
        by=by,
        now=now,
        region=region,
        unit=unit.id,
        title=TASK_TITLE % {"what": what},
        due_at=fault.due_at,
        deliverable=fault.wanted,
        origin=Origin(OriginKind.FINDING, identity),
    )
    made = Finding.objects.create(
        id=identity,
        region=region,
        visit=found,
        unit=unit.id,
        by_unit=by.unit,
        severity=fault.severity,
        what=what,
        task=task,
        due_at=fault.due_at,
        raised_at=now,
        raised_by=by.staff,
    )
    payload = FindingRaised(unit=unit.id, visit=found.id, severity=fault.severity, due_at=fault.due_at, task=task.id)
    journal.record(payload, by=by, now=now, region=region, subject=made.id, text={"words": what})
    return made
