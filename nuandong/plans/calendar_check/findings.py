"""What the calendar check finds: contradictions, tight places, and what fits; and the schedule it comes from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Literal

from nuandong.kernel.text import gettext_noop as _
from nuandong.plans.problems import Path


class Level(StrEnum):
    """How a finding weighs. Only a CONTRADICTION cannot be kept as printed."""

    CONTRADICTION = "contradiction"
    TIGHT = "tight"
    FITS = "fits"
    NOTE = "note"


LEVEL_TITLES = {
    Level.CONTRADICTION: _("矛盾"),
    Level.TIGHT: _("很紧"),
    Level.FITS: _("放得下"),
    Level.NOTE: _("提示"),
}


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence as msgid and parameters: days, periods and sums stay values until somebody reads it (`words`)."""

    message: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. `sources` are the paragraphs it rests on, `path` its place in the plan file (empty: a standard).

    `fails_by` with `unit` is by how much a contradiction fails; `proposals` are dates or sums that would do.
    """

    level: Level
    code: str
    said: Said
    sources: tuple[str, ...]
    path: Path
    fails_by: int | None = None
    unit: Literal["days", "hours", "fen"] = "days"
    proposals: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the schedule.

    `starts`, `due` are what the plan prints; the four days and `slack` (days to spare, negative where it fails) are
    computed, None where nothing printed limits them. `full_end` is when it would end if everybody took the time that
    is printed, where that is too late.
    """

    kind: Literal["phase", "task", "step", "duty", "report"]
    title: str
    part_of: str
    source: str
    path: Path
    starts: date | None = None
    due: datetime | None = None
    earliest_start: date | None = None
    earliest_end: date | None = None
    latest_start: date | None = None
    latest_end: date | None = None
    full_end: date | None = None
    slack: int | None = None


@dataclass(frozen=True, slots=True)
class CalendarCheck:
    """The whole result for one season. `open` are the days still to be filled in (`Plan.unknowns`)."""

    year: int
    findings: tuple[Finding, ...]
    rows: tuple[Row, ...]
    open: tuple[str, ...]

    def of(self, level: Level) -> tuple[Finding, ...]:
        return tuple(one for one in self.findings if one.level is level)

    @property
    def contradictions(self) -> tuple[Finding, ...]:
        return self.of(Level.CONTRADICTION)
