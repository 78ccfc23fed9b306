"""Whether a day lies in the months in which a season helps (DIS-016). Outside them people are told, never refused."""

from dataclasses import dataclass
from datetime import date

from nuandong.relief.models import Season
from nuandong.relief.procedures import procedure_of


@dataclass(frozen=True, slots=True)
class Outside:
    """A day before or after the months of a season, and their first and last day."""

    first: date
    last: date
    early: bool


def outside(season: Season, day: date) -> Outside | None:
    """None inside the months, and for temporary relief: a new disaster does not wait for the winter (DIS-036)."""
    if season.follows_id is not None:
        return None
    first, last = procedure_of(season).months.days(season.year)
    return None if first <= day <= last else Outside(first, last, early=day < first)
