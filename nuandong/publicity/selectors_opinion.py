"""Reads of public opinion for pages, in the entered scope."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from nuandong.kernel.actors import Actor
from nuandong.kernel.batches import batches as _batches
from nuandong.machine.together import listed
from nuandong.org import permissions
from nuandong.publicity.kinds import OpinionState, Seriousness
from nuandong.publicity.lookups import opinion_of
from nuandong.publicity.models import Opinion
from nuandong.tasks.states import OPEN

PAGE: Final = 50
SEE: Final = "publicity.opinion.see"
UNANSWERED: Final = (OpinionState.FOUND, OpinionState.VERIFIED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which items: `standing` is a state, `late`, or empty for all."""

    standing: str = ""
    seriousness: Seriousness | None = None
    unit: UUID | None = None
    words: str = ""


ALL: Final = Wanted()


def opinion(identity: UUID, *, by: Actor) -> Opinion:
    """One item with its task. Raises NotFound, Forbidden, OutOfScope."""
    row = opinion_of(identity)
    permissions.check(by, SEE, region=row.region)
    return row


def opinions(
    by: Actor, *, now: datetime, wanted: Wanted = ALL, after: UUID | None = None, limit: int = PAGE
) -> list[Opinion]:
    """Items of the scope with their tasks, newest first, by keyset of ids. Raises Forbidden."""
    permissions.check(by, SEE)
    rows = _wanted(wanted, now)
    if after is not None:
        rows = rows.filter(id__lt=after)
    return list(rows.order_by("-id")[:limit])


def batches(by: Actor, *, now: datetime, wanted: Wanted = ALL, most: int) -> Iterator[list[Opinion]]:
    """The same without pages, read piece by piece, `most` items together."""

    def read(after: UUID | None, limit: int) -> list[Opinion]:
        return opinions(by, now=now, wanted=wanted, after=after, limit=limit)

    return _batches(read, key=lambda row: row.id, most=most)


def to_settle(by: Actor, *, limit: int = PAGE) -> list[Opinion]:
    """Answers that wait for one's unit, but for those one gave oneself; the longest first."""
    return listed(to_settle_rows(by).select_related("task").order_by("answered_at", "id")[:limit])


def to_settle_rows(by: Actor) -> QuerySet[Opinion]:
    """The same, not asked for yet."""
    return Opinion.objects.filter(by_unit=by.unit, state=OpinionState.ANSWERED).exclude(answered_by=by.staff)


def counts(by: Actor, *, now: datetime) -> Mapping[str, int]:
    """How many items are unanswered, late, and wait to be closed. Raises Forbidden."""
    permissions.check(by, SEE)
    return Opinion.objects.aggregate(
        unanswered=Count("id", filter=Q(state__in=UNANSWERED)),
        late=Count("id", filter=_late(now)),
        waiting=Count("id", filter=Q(state=OpinionState.ANSWERED)),
    )


def _late(now: datetime) -> Q:
    return Q(state__in=UNANSWERED, task__state__in=list(OPEN), task__due_at__lt=now)


def _wanted(wanted: Wanted, now: datetime) -> QuerySet[Opinion]:
    rows = Opinion.objects.select_related("task")
    if wanted.standing == "late":
        rows = rows.filter(_late(now))
    elif wanted.standing:
        rows = rows.filter(state=wanted.standing)
    if wanted.seriousness is not None:
        rows = rows.filter(seriousness=wanted.seriousness)
    if wanted.unit is not None:
        rows = rows.filter(unit=wanted.unit)
    return rows.filter(what__contains=wanted.words) if wanted.words else rows
