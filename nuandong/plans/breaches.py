"""What the tables of compliance show of prohibitions: duties `never` that are broken, and breaks nobody explained."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Min
from django.db.models.functions import Coalesce

from nuandong.plans.bans import Breach, Watched, bans
from nuandong.plans.engine import Status
from nuandong.plans.models import StoredFact
from nuandong.plans.selectors import instances_at


@dataclass(frozen=True, slots=True)
class BrokenNever:
    """Something that may never happen and did: the duty of an activation, and the event."""

    activation: UUID
    code: str
    title: str
    breach: Breach


def broken_nevers(now: datetime) -> Iterator[BrokenNever]:
    """What happened against the duties `never` that must be kept; waived ones are left out."""
    rows = list(instances_at(now).filter(kind="never", status=Status.BROKEN.value))
    facts = StoredFact.objects.in_bulk({event for row in rows for event in row.evidence})
    for row in rows:
        for event in row.evidence:
            if (fact := facts.get(event)) is None:
                continue
            unit = fact.payload.get("unit")
            yield BrokenNever(
                row.activation_id,
                row.obligation.code,
                row.obligation.title,
                Breach(
                    subject=fact.subject,
                    region=fact.region,
                    at=fact.acted_at,
                    unit=UUID(unit) if unit else None,
                    event=fact.id,
                ),
            )


def unexplained(watched: Watched) -> Iterator[Breach]:
    """Duties of the plan that were broken in a division, and nobody said why: one breach for each duty and division."""
    horizon = watched.now - timedelta(hours=bans()["unexplained"].hours)
    broken = instances_at(watched.now).filter(
        activation=watched.activation, status=Status.BROKEN.value, explained_by=None
    )
    since = broken.exclude(kind="never").annotate(since=Coalesce("fails_at", "due_at")).filter(since__lte=horizon)
    for duty, region, at in since.order_by().values_list("obligation", "region").annotate(Min("since")):
        yield Breach(subject=duty, region=region, at=at)
