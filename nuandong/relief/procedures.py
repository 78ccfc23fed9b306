"""How a season walks its four steps: notices, signatures, deadlines. Data of library/relief/procedures.yaml."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from typing import Annotated, Final, Literal, Self

from pydantic import Field, model_validator

from nuandong.kernel import reference
from nuandong.kernel.calendar import WorkCalendar
from nuandong.kernel.errors import NotFound
from nuandong.kernel.text import gettext_noop as _
from nuandong.plans.schema.plan import season_year
from nuandong.relief.models import Season

PATH: Final = reference.LIBRARY / "relief" / "procedures.yaml"

After = Literal["assess", "review", "decide", "pay"]
Shown = Literal["head", "size", "persons", "category", "amount", "result"]


class NoticeRule(reference.Entry):
    """One notice: after which step, where, how long, and what it shows (DIS-021, DIS-022, DIS-023, DIS-024)."""

    code: str
    title: reference.Title
    after: After
    at: Literal["village", "township"]
    days: Annotated[int, Field(ge=1, le=60)]
    unit: Literal["natural", "working"]
    in_turn: bool = False
    shows: tuple[Shown, ...]

    def last_day(self, posted: date, days: int, calendar: WorkCalendar) -> date:
        """The last day of a notice posted on a day, which is itself not counted. `days` is what is left of it."""
        return calendar.add_workdays(posted, days) if self.unit == "working" else posted + timedelta(days=days)


class Band(reference.Entry):
    """Lists of up to so many yuan need so many signatures; None: of any amount."""

    up_to: Annotated[int, Field(ge=1)] | None = None
    signatures: Annotated[int, Field(ge=1, le=5)]


class Remark(reference.Entry):
    """What the bank's remark says (DIS-027): exactly this, or something that contains this."""

    equals: str | None = None
    contains: str | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.equals is None) == (self.contains is None):
            raise ValueError("either equals or contains")
        return self


class Months(reference.Entry):
    """The months of a season in which help reaches people (DIS-016): from the first of one to the end of another."""

    first: Annotated[int, Field(ge=7, le=12)] = 12
    last: Annotated[int, Field(ge=1, le=7)] = 5

    def days(self, season: int) -> tuple[date, date]:
        """First and last day of the season that began in a year."""
        return date(season, self.first, 1), date(season + 1, self.last, monthrange(season + 1, self.last)[1])


class Procedure(reference.Entry):
    title: reference.Title
    source: str
    notices: tuple[NoticeRule, ...]
    pay_within: Annotated[int, Field(ge=1)] | None = None
    """Working days after the decision (DIS-028)."""
    pay_by: Annotated[str, Field(pattern="^(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])$")] | None = None
    """The day (month-day) by which what was decided before has arrived (DIS-029, DIS-031); one that every month has."""
    remark: Remark
    quorum: Annotated[int, Field(ge=1, le=100)]
    """Per cent of those invited who must come to an assessment."""
    bands: Annotated[tuple[Band, ...], Field(min_length=1)]
    cards: tuple[str, ...] = ()
    """Kinds of `bank.cards` money may go to (DIS-027); none: any."""
    quick: bool = False
    """For temporary relief after a new disaster (DIS-036)."""
    months: Months = Months()
    """A season that was opened before procedures named them has these."""
    partly: bool = False
    """Whether a list may take households whose village's share of the money covers them in part (DIS-015)."""

    @model_validator(mode="after")
    def _bands_rise(self) -> Self:
        limits = [band.up_to for band in self.bands]
        if (
            limits[-1] is not None
            or None in limits[:-1]
            or limits[:-1] != sorted(set(limits[:-1]), key=lambda x: x or 0)
        ):
            raise ValueError("bands must rise and end without a limit")
        if len({one.code for one in self.notices}) < len(self.notices):
            raise ValueError("notices need codes of their own")
        return self

    @property
    def pays_in_time(self) -> bool:
        return self.pay_within is not None or self.pay_by is not None

    def due(self, decided: date, season: int, days: WorkCalendar) -> date | None:
        """The last day for the money of a decision of the season that began in a year; None where nothing is set."""
        found = [] if self.pay_within is None else [days.add_workdays(decided, self.pay_within)]
        if self.pay_by is not None:
            month, day = map(int, self.pay_by.split("-"))
            fixed = next(one for year in (season, season + 1) if season_year(one := date(year, month, day)) == season)
            # What is decided after that day was not meant by it.
            found += [fixed] if decided <= fixed else []
        return min(found, default=None)

    def after(self, step: After) -> list[NoticeRule]:
        """The notices that follow a step, in their order."""
        return [one for one in self.notices if one.after == step]

    def signatures(self, fen: int) -> int:
        """How many must sign a list of so much money."""
        return next(band.signatures for band in self.bands if band.up_to is None or fen <= band.up_to * 100)


class Procedures(reference.Entry):
    procedures: Mapping[str, Procedure]


@cache
def procedures() -> Mapping[str, Procedure]:
    """Every procedure of the library by code."""
    return reference.read(PATH, Procedures).procedures


def quick_procedures() -> Mapping[str, Procedure]:
    """Those for temporary relief after a new disaster."""
    return {code: one for code, one in procedures().items() if one.quick}


def procedure_named(code: str) -> Procedure:
    """One of the library. Raises NotFound."""
    found = procedures().get(code)
    if found is None:
        raise NotFound(
            "relief.no_procedure",
            _("没有程序“%(given)s”。"),
            _("可选：%(known)s。"),
            field="procedure",
            given=code[:40],
            known="、".join(procedures()),
        )
    return found


def procedure_of(season: Season) -> Procedure:
    """The procedure as it stood when the season was opened."""
    return Procedure.model_validate(season.rules)
