"""Instances for lists, files and past moments: late first, page by page, from the tables or from a recomputed state."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from operator import attrgetter
from typing import Final
from uuid import UUID

from django.db.models import BigIntegerField, Case, IntegerField, Q, Value, When
from django.db.models.functions import Cast, Extract

from nuandong.kernel.actors import Span
from nuandong.plans import keeping, selectors
from nuandong.plans.engine import Key, Record, State, Status, status
from nuandong.plans.engine.records import is_due_soon
from nuandong.plans.models import Obligation
from nuandong.plans.selectors import BoardRow

FAILED: Final = (Status.BROKEN, Status.LATE, Status.MISSED)
_ORDER: Final = (Status.OPEN, Status.ON_HOLD, Status.MISSED, Status.WAIVED, Status.MET, Status.NOT_APPLICABLE)
"""Behind what is still to be done though late, and behind what is broken."""
_WANTED, _BROKEN, _SOON, _REST = 0, 1, 2, 3
_AHEAD: Final = (_WANTED, _SOON, _REST)
"""Ranks that are read from the earliest due time on; what is over is read from the latest."""
_MICRO: Final = 1_000_000

Position = tuple[int, int, UUID]
"""Where a line stands in the list: its rank, its due time as a number that grows down the list, its id."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list is about. `since` leaves out what was due before; no statuses means all of them."""

    since: datetime | None = None
    within: Span | None = None
    obligation: UUID | None = None
    plan: str | None = None
    statuses: Collection[Status] = ()
    due_soon: bool = False

    def fits(self, line: "Line") -> bool:
        """Whether a line is asked for; what `_narrowed` says in SQL."""
        record = line.record
        return (
            (self.since is None or record.due_at is None or record.due_at >= self.since)
            and (self.within is None or self.within.contains(record.region))
            and (self.obligation is None or line.duty.id == self.obligation)
            and (not self.plan or line.duty.version.plan == self.plan)
            and (not self.statuses or line.status in self.statuses)
            and (not self.due_soon or line.due_soon)
        )


@dataclass(frozen=True, slots=True)
class Line:
    """One instance as it stands at a moment, with its duty (and the version of the plan it belongs to)."""

    record: Record
    status: Status
    due_soon: bool
    duty: Obligation

    @property
    def id(self) -> UUID:
        return self.record.key.instance

    @property
    def position(self) -> Position:
        rank = self._rank()
        due = self.record.due_at
        # Whole numbers only: a fraction of a second must compare here as it does in the database.
        moment = int(due.timestamp()) * _MICRO + due.microsecond if due is not None else 0
        return rank, moment if rank in _AHEAD else -moment, self.id

    def _rank(self) -> int:
        record = self.record
        undone = record.still_wanted and record.satisfied_at is None and record.released_at is None
        if self.status in {Status.LATE, Status.BROKEN} and undone:
            return _WANTED
        if self.status is Status.BROKEN:
            return _BROKEN
        return _SOON if self.due_soon else _REST + _ORDER.index(self.status)


def lines(now: datetime, asked: Asked, *, after: Position | None = None, limit: int) -> list[Line]:
    """Instances that have begun by `now`, late first; keyset: pass the `position` of the last line shown."""
    found = selectors.narrowed(
        selectors.instances_at(now),
        since=asked.since,
        obligation=asked.obligation,
        within=asked.within,
        plan=asked.plan,
    )
    if asked.statuses:
        found = found.filter(status__in=[one.value for one in asked.statuses])
    if asked.due_soon:
        found = found.filter(due_soon=True)
    micros = Cast(Extract("due_at", "epoch", tzinfo=UTC) * Value(_MICRO), BigIntegerField())
    placed = found.annotate(rank=_rank_in_sql()).annotate(
        place=Case(
            When(due_at=None, then=Value(0)),
            When(rank__in=_AHEAD, then=micros),
            default=-micros,
            output_field=BigIntegerField(),
        )
    )
    if after is not None:
        rank, place, last = after
        beyond = Q(rank=rank, place=place, id__gt=last) | Q(rank=rank, place__gt=place) | Q(rank__gt=rank)
        placed = placed.filter(beyond)
    return [
        Line(keeping.record_of(row), Status(row.status), row.due_soon, row.obligation)
        for row in placed.order_by("rank", "place", "id")[:limit]
    ]


def _rank_in_sql() -> Case:
    failed = Q(status__in=[Status.LATE.value, Status.BROKEN.value])
    undone = Q(still_wanted=True, satisfied_at=None, released_at=None)
    rest = [When(status=one.value, then=Value(_REST + place)) for place, one in enumerate(_ORDER)]
    return Case(
        When(failed & undone, then=Value(_WANTED)),
        When(status=Status.BROKEN.value, then=Value(_BROKEN)),
        When(due_soon=True, then=Value(_SOON)),
        *rest,
        default=Value(_REST + len(_ORDER)),
        output_field=IntegerField(),
    )


def past_lines(state: State, at: datetime, *, seen: Callable[[int], bool]) -> list[Line]:
    """Every instance of a recomputed state at `at`, of the regions for which `seen` says yes, late first."""
    records = {key: record for key, record in state.visible(at).items() if seen(record.region)}
    hashes = {key.activation: state.engine.activations[key.activation].plan for key in records}
    duties = _duties(set(hashes.values()))
    found = [_line(key, record, at, duties, hashes) for key, record in records.items()]
    return sorted(found, key=attrgetter("position"))


def _line(
    key: Key, record: Record, at: datetime, duties: Mapping[tuple[str, str], Obligation], hashes: Mapping[UUID, str]
) -> Line:
    duty = duties[hashes[key.activation], key.obligation]
    return Line(record, status(record, at), is_due_soon(record, at), duty)


def _duties(hashes: Collection[str]) -> dict[tuple[str, str], Obligation]:
    rows = Obligation.objects.filter(version__hash__in=hashes).select_related("version").defer("version__text")
    return {(row.version.hash, row.code): row for row in rows}


def counted(found: Iterable[Line]) -> list[BoardRow]:
    """Lines counted by division and obligation, as `selectors.board` counts the tables."""
    counts: dict[tuple[int, UUID], Counter[Status]] = {}
    soon: Counter[tuple[int, UUID]] = Counter()
    duties: dict[UUID, Obligation] = {}
    for line in found:
        place = (line.record.region, line.duty.id)
        counts.setdefault(place, Counter())[line.status] += 1
        soon[place] += line.due_soon
        duties[line.duty.id] = line.duty
    order = sorted(counts, key=lambda place: (place[0], duties[place[1]].version.plan, duties[place[1]].position))
    return [
        selectors.board_row(duties[duty], region, counts[region, duty], soon[region, duty]) for region, duty in order
    ]
