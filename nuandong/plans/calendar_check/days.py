"""The printed days of a plan in one season, and how periods run in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from nuandong.kernel.clock import day_start, local_date
from nuandong.kernel.periods import DayCalendar, Period
from nuandong.plans.engine.dues import last_day
from nuandong.plans.schema import Plan
from nuandong.plans.schema.deadlines import DAY_END, Deadline, Feasted, Fixed, Recurring, Relative

DAY: Final = timedelta(days=1)
_LOOK_BACK: Final = 800
"""Days a latest start is looked for: longer than any period that could matter in a season."""


class Spell(NamedTuple):
    """A time that a step takes: at least so long (`takes`, `notice`), or at most (`allows`)."""

    period: Period
    at_least: bool = True


@dataclass(frozen=True, slots=True)
class Season:
    """The season that begins in `year`: its window where it is known, and the days filled in for masked ones."""

    year: int
    first: date | None
    last: date | None
    calendar: DayCalendar
    filled: Mapping[str, date] = field(default_factory=dict)

    @classmethod
    def of(cls, plan: Plan, year: int, calendar: DayCalendar, filled: Mapping[str, date]) -> "Season":
        first, last = plan.season.dates(year, calendar)
        return cls(year, filled.get("season.from", first), filled.get("season.to", last), calendar, filled)

    def day(self, deadline: Deadline | None, name: str = "") -> date | None:
        """The day of a deadline that comes once; None for one that comes again, is masked, or hangs on a masked one."""
        if name in self.filled:
            return self.filled[name] if not isinstance(deadline, Recurring) else None
        match deadline:
            case Fixed():
                return deadline.day.in_season(self.year)
            case Feasted():
                return deadline.in_season(self.year, self.calendar)
            case Relative():
                edge = self.first if deadline.edge == "start" else self.last
                return (
                    edge if edge is None or deadline.period is None else last_day(deadline.period, edge, self.calendar)
                )
        return None

    def moment(self, deadline: Deadline | None, name: str = "") -> datetime | None:
        """When a deadline that comes once runs out: the end of its day, or the time it names."""
        day = self.day(deadline, name)
        if day is None:
            return None
        return day_start(day) + (
            deadline.at if isinstance(deadline, Fixed | Feasted) and name not in self.filled else DAY_END
        )

    def end(self, start: date, spells: Sequence[Spell]) -> date:
        """The last day of spells one after the other, the first beginning on `start`, which is not counted.

        They end as the duties of the engine do: a notice on whichever day it ends, a time to act on a working day.
        """
        for spell in spells:
            start = last_day(spell.period, start, self.calendar, at_least=spell.at_least)
        return start

    def latest_start(self, end: date, spells: Sequence[Spell]) -> date:
        """The last day on which the spells can begin and still be over by `end`."""
        start = end
        for _step in range(_LOOK_BACK):
            if self.end(start, spells) <= end:
                break
            start -= DAY
        return start


def last_day_before(moment: datetime) -> date:
    """The day that a deadline counts to: a deadline at 24:00 belongs to the day that ends."""
    return local_date(moment - timedelta(microseconds=1))
