"""Which periods a report is owed for, and by when. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from nuandong.kernel.clock import combine, day_start
from nuandong.kernel.periods import add_months
from nuandong.reports.shape import Definition, Rhythm

_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True, order=True)
class Term:
    """The days of one report, both included."""

    first: date
    last: date

    @property
    def days(self) -> list[date]:
        return [self.first + n * _DAY for n in range((self.last - self.first).days + 1)]


def term_at(definition: Definition, day: date) -> Term | None:
    """The period a day lies in; None outside the season of a report that is owed once for it."""
    match definition.rhythm.every:
        case "week":
            first = day - timedelta(days=day.weekday())
            return Term(first, first + _WEEK - _DAY)
        case "month":
            first = day.replace(day=1)
            return Term(first, add_months(first, 1) - _DAY)
    season = season_at(definition, day)
    return Term(*season) if season[0] <= day <= season[1] else None


def due_at(rhythm: Rhythm, term: Term) -> datetime:
    """When it must have been sent up."""
    last = term.last + timedelta(days=rhythm.days_after)
    return combine(last, rhythm.moment) if rhythm.moment else day_start(last + _DAY)


def before(definition: Definition, term: Term) -> Term | None:
    """The period before; none for a report owed once."""
    return None if definition.rhythm.every == "season" else term_at(definition, term.first - _DAY)


def season_at(definition: Definition, day: date) -> tuple[date, date]:
    """The season a day lies in, or the last one before it; without a season, the calendar year."""
    if definition.season is None:
        return day.replace(month=1, day=1), day.replace(month=12, day=31)
    this = definition.season.starting(day.year)
    return this if this[0] <= day else definition.season.starting(day.year - 1)


def owed(definition: Definition, *, since: date, until: date) -> Iterator[Term]:
    """The periods that touch the season and end from `since` on and begin by `until`, newest first."""
    term = term_at(definition, until)
    if term is None:
        term = Term(*season_at(definition, until))
    while term is not None and term.last >= since:
        if definition.season is None or _touches(definition, term):
            yield term
        if definition.rhythm.every != "season":
            term = term_at(definition, term.first - _DAY)
            continue
        season = season_at(definition, term.first - _DAY)
        term = Term(*season)


def is_term(definition: Definition, term: Term) -> bool:
    """Whether these are the days of one report."""
    return term_at(definition, term.first) == term


def _touches(definition: Definition, term: Term) -> bool:
    first, last = season_at(definition, term.last)
    return first <= term.last and term.first <= last
