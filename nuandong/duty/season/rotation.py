"""The turns of a season worked out. Pure: the same plan, holidays and standing shifts give the same roster."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from nuandong.duty import hours
from nuandong.duty.hours import Interval
from nuandong.duty.season.plan import Crew, RosterLine, SeasonPlan, Turn
from nuandong.kernel.clock import day_start

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Assigned:
    """Somebody in a place from `start` to `end`; `stands_in`: the crew whose turn it was could not come."""

    line: int
    staff: UUID
    start: datetime
    end: datetime
    stands_in: bool = False


@dataclass(frozen=True, slots=True)
class Slot:
    """A shift to be filled by the crew at `place` of `crews`, or by one after it."""

    line: int
    start: datetime
    end: datetime
    crews: tuple[Crew, ...]
    place: int


@dataclass(slots=True)
class Rota:
    """Who was assigned, by time, and the shifts that nobody could take."""

    assigned: list[Assigned] = field(default_factory=list)
    unfilled: list[Slot] = field(default_factory=list)


def slots(plan: SeasonPlan, is_holiday: Callable[[date], bool]) -> Iterator[Slot]:
    """Every shift of the season, place by place and day by day."""
    for number, line in enumerate(plan.lines):
        passed = {False: 0, True: 0}
        day = plan.first
        while day <= plan.last:
            if day.weekday() in line.weekdays:
                feast = bool(line.holiday_crews) and is_holiday(day)
                crews = line.holiday_crews if feast else line.crews
                for part, (start, end) in enumerate(hours.cut(day, line.starts, line.ends, line.parts)):
                    yield Slot(number, start, end, crews, _turn(line, plan.first, day, passed[feast], part))
                passed[feast] += 1
            day += _DAY


def _turn(line: RosterLine, first: date, day: date, passed: int, part: int) -> int:
    """Whose turn it is: `passed` days of this kind have gone before, `part` shifts of the day."""
    match line.turn:
        case Turn.FORWARD:
            return passed - part
        case Turn.SHIFT:
            return passed * line.parts + part
        case Turn.DAY:
            return passed
        case Turn.WEEK:
            return ((day - timedelta(days=day.weekday())) - (first - timedelta(days=first.weekday()))).days // 7


def rotate(
    plan: SeasonPlan,
    *,
    is_holiday: Callable[[date], bool],
    after: datetime,
    taken: Mapping[UUID, Sequence[Interval]],
    members: Mapping[UUID, frozenset[UUID]],
) -> Rota:
    """Fill every shift that begins after `after`.

    A crew whose turn it is comes without those of it who are away or wanted elsewhere; if that is everybody, the next
    crew comes that has had its rest, else the next one that is free. `taken` are shifts that stand, by person;
    `members` go with their team. Nobody is put in two places at once. Source: product C.8, CARE-014.
    """
    diary = _Diary(plan, taken)
    found = Rota()
    # A team needs all its members: it is served before the desks of the same hour.
    wanted = sorted(slots(plan, is_holiday), key=lambda one: (one.start, plan.lines[one.line].team is None, one.line))
    for slot in wanted:
        if slot.start <= after:
            continue
        line = plan.lines[slot.line]
        people, stands_in = _crew(slot, diary, timedelta(hours=plan.rest_hours))
        if line.team is not None:
            # One is in charge of a team; the others are its members.
            people = people[:1]
        for staff in people:
            found.assigned.append(Assigned(slot.line, staff, slot.start, slot.end, stands_in))
            diary.note(staff, slot.end)
        for staff in members.get(line.team, frozenset()) if line.team is not None and people else ():
            diary.note(staff, slot.end)
        if not people:
            found.unfilled.append(slot)
    return found


def _crew(slot: Slot, diary: "_Diary", rest: timedelta) -> tuple[Crew, bool]:
    """Who comes, and whether they stand in for others."""
    order = [slot.crews[(slot.place + step) % len(slot.crews)] for step in range(len(slot.crews))] if slot.crews else []
    if order and (here := diary.free(order[0], slot)):
        return here, False
    for least in (rest, timedelta()):
        for crew in order[1:]:
            if here := diary.free(crew, slot, least):
                return here, True
    return (), False


class _Diary:
    """When people can come. Shifts are handed out by their beginning: the latest end says whether somebody is free."""

    def __init__(self, plan: SeasonPlan, taken: Mapping[UUID, Sequence[Interval]]) -> None:
        self._until: dict[UUID, datetime] = {}
        self._taken = taken
        self._away: dict[UUID, list[Interval]] = {}
        for one in plan.absences:
            self._away.setdefault(one.staff, []).append((day_start(one.first), day_start(one.last + _DAY)))

    def note(self, staff: UUID, end: datetime) -> None:
        self._until[staff] = max(end, self._until.get(staff, end))

    def free(self, crew: Crew, slot: Slot, rest: timedelta = timedelta()) -> Crew:
        """Those of a crew who can come, having rested so long before."""
        return tuple(one for one in crew if self._can(one, slot, rest))

    def _can(self, staff: UUID, slot: Slot, rest: timedelta) -> bool:
        if (until := self._until.get(staff)) is not None and until + rest > slot.start:
            return False
        if any(lo < slot.end + rest and slot.start < hi + rest for lo, hi in self._taken.get(staff, ())):
            return False
        return not any(lo < slot.end and slot.start < hi for lo, hi in self._away.get(staff, ()))
