"""Feasts by which plans set their days, New Year to the Lantern Festival, from `library/calendar/feasts.yaml`.

A season is named by the year it begins in: the Spring Festival of the season 2026 is that of February 2027.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Final, Literal, Self, get_args

from pydantic import model_validator

from nuandong.kernel import reference
from nuandong.kernel.text import gettext_noop as _

FEAST_TITLES: Final = {
    "winter_solstice": _("冬至"),
    "new_year": _("元旦"),
    "laba": _("腊八"),
    "little_new_year": _("小年"),
    "new_years_eve": _("除夕"),
    "spring_festival": _("春节"),
    "lantern_festival": _("元宵节"),
}
_FULL_MOON: Final = timedelta(days=14)

Feast = Literal["winter_solstice", "laba", "little_new_year", "new_years_eve", "spring_festival", "lantern_festival"]
_MOVABLE: Final = frozenset(get_args(Feast))


class Feasts(reference.Entry):
    """The days of each season; New Year is on the first of January and is not written down."""

    source: str
    seasons: Mapping[int, Mapping[Feast, date]]

    @model_validator(mode="after")
    def _plausible(self) -> Self:
        """A slip of the typist shows where the feasts do not follow each other as they always do."""
        for year, days in self.seasons.items():
            if days.keys() != _MOVABLE:
                raise ValueError(f"season {year}: {', '.join(sorted(_MOVABLE))}")
            eve, first, lantern = days["new_years_eve"], days["spring_festival"], days["lantern_festival"]
            if eve + timedelta(days=1) != first or first + _FULL_MOON != lantern or first.year != year + 1:
                raise ValueError(f"season {year}")
        return self


def read_feasts(path: Path) -> Mapping[int, Mapping[str, date]]:
    """The days by season and feast; raises `Invalid` for a file with mistakes."""
    seasons = reference.read(path, Feasts).seasons
    return {year: {"new_year": date(year + 1, 1, 1)} | dict[str, date](days.items()) for year, days in seasons.items()}
