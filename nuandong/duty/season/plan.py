"""What the roster of a season is made from: places, people in turn, hours, days off. A draft keeps it as JSON."""

from datetime import date, time, timedelta
from typing import Final
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, ConfigDict

LONGEST: Final = timedelta(days=200)
MOST_LINES: Final = 40
MOST_SHIFTS: Final = 8000
EVERY_DAY: Final = (0, 1, 2, 3, 4, 5, 6)

Crew = tuple[UUID, ...]
"""People who serve together and take turns as one."""


class Turn(models.TextChoices):
    """How crews follow one another."""

    FORWARD = "forward", _("顺转：今天白班，明天夜班，再轮休")
    SHIFT = "shift", _("每班换组")
    DAY = "day", _("每天换组")
    WEEK = "week", _("每周换组（周一）")


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class RosterLine(Part):
    """One place through the season. The hours from `starts` to `ends` (the next day if not later) in equal `parts`.

    `holiday_crews` take turns of their own on statutory holidays; without them the others go on. `weekdays`: 0 Monday.
    """

    post: UUID | None = None
    team: UUID | None = None
    leader: bool = False
    vehicle: UUID | None = None
    starts: time = time(8)
    ends: time = time(8)
    parts: int = 1
    turn: Turn = Turn.DAY
    crews: tuple[Crew, ...]
    holiday_crews: tuple[Crew, ...] = ()
    weekdays: tuple[int, ...] = EVERY_DAY

    @property
    def people(self) -> frozenset[UUID]:
        """Everybody who takes turns here."""
        return frozenset(one for crew in (*self.crews, *self.holiday_crews) for one in crew)


class Absence(Part):
    """Somebody is away from the day `first` to the day `last`, both included."""

    staff: UUID
    first: date
    last: date


class SeasonPlan(Part):
    """A season from `first` to `last`, both included.

    `rest_hours`: less between two shifts of somebody is pointed out; so are more than `week_hours` in a week.
    """

    first: date
    last: date
    rest_hours: int = 8
    week_hours: int = 60
    lines: tuple[RosterLine, ...] = ()
    absences: tuple[Absence, ...] = ()

    @property
    def people(self) -> frozenset[UUID]:
        """Everybody named in it."""
        away = (one.staff for one in self.absences)
        return frozenset(away).union(*(line.people for line in self.lines))
