"""Reads of draws, visits and findings for pages, in the entered scope."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from nuandong.kernel.actors import Actor
from nuandong.kernel.batches import EVERYTHING, batches
from nuandong.machine.together import listed
from nuandong.org import permissions
from nuandong.supervision.kinds import FindingState, Severity
from nuandong.supervision.lookups import draw_of, finding_of, visit_of
from nuandong.supervision.models import Draw, DrawPick, Finding, Visit, VisitFile
from nuandong.tasks.states import OPEN, TaskState
from nuandong.vault import api as vault

PAGE: Final = 50
SEE_DRAWS: Final = "supervision.draw.see"
SEE: Final = "supervision.visit.see"
_ENDED: Final = [state for state in TaskState if state not in OPEN]
WAITING: Final = Q(state=FindingState.OPEN, task__state__in=_ENDED)
"""Findings that wait for their re-check."""
UNDER_WAY: Final = Q(state=FindingState.OPEN, task__state__in=list(OPEN))
"""Findings that the unit has still to put right; past the time of the task they are late."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which findings: `standing` is `open` (still to be put right), `waiting`, `late`, `closed` or empty for all;
    `by_check` only those that a running check found, or only those of visits."""

    standing: str = ""
    severity: Severity | None = None
    unit: UUID | None = None
    words: str = ""
    by_check: bool | None = None


ALL: Final = Wanted()


def draws(by: Actor, *, after: UUID | None = None, limit: int = PAGE) -> list[Draw]:
    """Draws of the scope, newest first, by keyset of ids, their pools left out. Raises Forbidden."""
    permissions.check(by, SEE_DRAWS)
    rows = Draw.objects.defer("pools")
    if after is not None:
        rows = rows.filter(id__lt=after)
    return list(rows.order_by("-id")[:limit])


def draw(identity: UUID, *, by: Actor) -> Draw:
    """One draw. Raises NotFound, Forbidden, OutOfScope."""
    row = draw_of(identity)
    permissions.check(by, SEE_DRAWS, region=row.region)
    return row


def picks(drawn: Collection[UUID]) -> list[DrawPick]:
    """What came out of draws, each draw's in the order of the lot."""
    return list(DrawPick.objects.filter(draw__in=drawn).order_by("draw", "number"))


def visits_of(rows: Collection[DrawPick]) -> Mapping[UUID, UUID]:
    """The visits that carry picks out, by pick."""
    found = Visit.objects.filter(pick__in=[row.id for row in rows]).values_list("pick", "id")
    return {pick: visit for pick, visit in found if pick is not None}


def visits(by: Actor, *, result: str = "", after: UUID | None = None, limit: int = PAGE) -> list[Visit]:
    """Visits of the scope, newest first, by keyset of ids. Raises Forbidden."""
    permissions.check(by, SEE)
    rows = Visit.objects.all()
    if result:
        rows = rows.filter(result=result)
    if after is not None:
        rows = rows.filter(id__lt=after)
    return list(rows.order_by("-id")[:limit])


def visit(identity: UUID, *, by: Actor) -> Visit:
    """One visit. Raises NotFound, Forbidden, OutOfScope."""
    row = visit_of(identity)
    permissions.check(by, SEE, region=row.region)
    return row


def note_of(row: Visit) -> str:
    """What was written about a visit, only for pages that may show words."""
    if row.note_sealed is None:
        return ""
    return vault.open_sealed(Visit._meta.db_table, "note_sealed", row.id, bytes(row.note_sealed))


def files_of(identity: UUID) -> list[VisitFile]:
    """The photos of a visit in the order they came."""
    return list(VisitFile.objects.filter(visit=identity).order_by("id"))


def faults(rows: Sequence[Visit]) -> Mapping[UUID, int]:
    """How many findings visits led to."""
    found = Finding.objects.filter(visit__in=[row.id for row in rows]).order_by().values_list("visit")
    return dict(found.annotate(Count("id")))


def findings_of(identity: UUID) -> list[Finding]:
    """What a visit found, in the order it was raised."""
    return list(Finding.objects.select_related("task").filter(visit=identity).order_by("id"))


def finding(identity: UUID, *, by: Actor) -> Finding:
    """One finding with its task. Raises NotFound, Forbidden, OutOfScope."""
    row = finding_of(identity)
    permissions.check(by, SEE, region=row.region)
    return row


def findings(
    by: Actor, *, now: datetime, wanted: Wanted = ALL, after: UUID | None = None, limit: int = PAGE
) -> list[Finding]:
    """Findings of the scope with their tasks, newest first, by keyset of ids. Raises Forbidden."""
    permissions.check(by, SEE)
    rows = _wanted(wanted, now)
    if after is not None:
        rows = rows.filter(id__lt=after)
    return list(rows.order_by("-id")[:limit])


def finding_batches(
    by: Actor, *, now: datetime, wanted: Wanted = ALL, most: int = EVERYTHING
) -> Iterator[list[Finding]]:
    """The same without pages, read piece by piece, `most` findings together."""

    def read(after: UUID | None, limit: int) -> list[Finding]:
        return findings(by, now=now, wanted=wanted, after=after, limit=limit)

    return batches(read, key=lambda row: row.id, most=most)


def to_recheck(by: Actor, *, limit: int = PAGE) -> list[Finding]:
    """Findings of one's unit that wait, but for those whose task one completed oneself; the longest first."""
    rows = to_recheck_rows(by).select_related("task")
    return listed(rows.order_by(F("task__completed_at").asc(), "id")[:limit])


def to_recheck_rows(by: Actor) -> QuerySet[Finding]:
    """The same, not asked for yet."""
    rows = Finding.objects.filter(WAITING, by_unit=by.unit).exclude(unit=by.unit, visit__isnull=False)
    return rows.exclude(task__completed_by=by.staff)


def counts(by: Actor, *, now: datetime) -> Mapping[str, int]:
    """How many findings stand open, wait and are late. Raises Forbidden."""
    permissions.check(by, SEE)
    late = UNDER_WAY & Q(task__due_at__lt=now)
    return Finding.objects.aggregate(
        open=Count("id", filter=UNDER_WAY), waiting=Count("id", filter=WAITING), late=Count("id", filter=late)
    )


def _wanted(wanted: Wanted, now: datetime) -> QuerySet[Finding]:
    rows = Finding.objects.select_related("task")
    if wanted.standing == "open":
        rows = rows.filter(UNDER_WAY)
    elif wanted.standing == "waiting":
        rows = rows.filter(WAITING)
    elif wanted.standing == "late":
        rows = rows.filter(UNDER_WAY, task__due_at__lt=now)
    elif wanted.standing == "closed":
        rows = rows.filter(state=FindingState.CLOSED)
    if wanted.by_check is not None:
        rows = rows.filter(visit__isnull=wanted.by_check)
    if wanted.severity is not None:
        rows = rows.filter(severity=wanted.severity)
    if wanted.unit is not None:
        rows = rows.filter(unit=wanted.unit)
    return rows.filter(what__contains=wanted.words) if wanted.words else rows
