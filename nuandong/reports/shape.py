"""What a report definition may say: the shape of library/reports/*.yaml."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, time
from typing import Annotated, Final, Literal, Self

from pydantic import Field, StringConstraints, field_validator, model_validator

from nuandong.journal import api as journal
from nuandong.kernel.reference import Entry
from nuandong.kernel.text import gettext_noop as _
from nuandong.reports.definitions import STOCK, kinds_of
from nuandong.rescue.statistics import ARRIVALS, HELPED, MET
from nuandong.tasks.kinds_of_work import kinds

Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Words = Annotated[str, StringConstraints(min_length=1, max_length=60)]
Longer = Annotated[str, StringConstraints(max_length=300)]
MonthDay = Annotated[str, StringConstraints(pattern=r"^(0[1-9]|1[0-2])-([0-2][0-9]|3[01])$")]
Clock = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]

REGISTERS: Final = {
    "register.helped.": HELPED,
    "register.met.": MET,
    "register.arrivals.": ARRIVALS,
}
"""Counts of registers beside the figures of the journal: prefix, and the names behind it."""
_FIGURE: Final = re.compile(r"[a-z_]+(\.[a-z0-9_]+)+")


def known(name: str) -> bool:
    """Whether there is such a figure, or such a count of a register."""
    if name.startswith("register."):
        return any(name == prefix + one for prefix, names in REGISTERS.items() for one in names)
    if name.startswith("work."):
        return name.removeprefix("work.") in kinds()
    return _FIGURE.fullmatch(name) is not None and kinds_of(name) != ()


class Rhythm(Entry):
    """How often, and by when: `days_after` natural days after the last day of the period, at `at`, else by its end."""

    every: Literal["week", "month", "season"]
    days_after: Annotated[int, Field(ge=0, le=60)]
    at: Clock | None = None

    @property
    def moment(self) -> time | None:
        return time.fromisoformat(self.at) if self.at else None


class Season(Entry):
    """The days of the year a report is owed for; without one, it is owed all year round."""

    first: MonthDay
    last: MonthDay

    def starting(self, year: int) -> tuple[date, date]:
        """First and last day of the season that begins in a year."""
        first = _day(year, self.first)
        last = _day(year, self.last)
        return first, last if last >= first else _day(year + 1, self.last)


class Ratio(Entry):
    """One sum by another. `scale` is the number of decimals kept (cut off); `percent` multiplies by a hundred."""

    of: tuple[str, ...]
    to: tuple[str, ...]
    percent: bool = False
    scale: Annotated[int, Field(ge=0, le=2)] = 0


class Row(Entry):
    """A line of a table: exactly one of `count`, `ratio`, `sum` (codes of other rows) and `manual` says its value."""

    code: Code
    title: Words
    unit: Annotated[str, StringConstraints(max_length=10)] = ""
    count: tuple[str, ...] = ()
    ratio: Ratio | None = None
    sum: tuple[Code, ...] = ()
    manual: bool = False
    scale: Annotated[int, Field(ge=0, le=2)] = 0
    """The last digits of a whole number that are decimals: 2 shows fen as yuan."""
    within: bool = False
    """One of those counted in the row above it (其中)."""
    note: Longer = ""

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if sum(map(bool, (self.count, self.ratio, self.sum, self.manual))) != 1:
            raise ValueError(_("count、ratio、sum、manual 要写一个，也只写一个。"))
        if unknown := [name for name in self.names if not known(name)]:
            raise ValueError(_("没有这项数据：") + "、".join(unknown))
        return self

    @property
    def names(self) -> tuple[str, ...]:
        """The figures and counts it is made of."""
        return (*self.ratio.of, *self.ratio.to) if self.ratio else self.count

    @property
    def decimals(self) -> int:
        return self.ratio.scale if self.ratio else self.scale


class Column(Entry):
    """`period`: these days; `previous`: the period before; `season`: since the season began (or the year);
    `manual`: filled in by hand; `elsewhere`: filled in by another office; `sum`: of the other columns."""

    code: Code
    title: Words
    kind: Literal["period", "previous", "season", "manual", "elsewhere", "sum"]


class Group(Entry):
    title: Words
    rows: Annotated[tuple[Row, ...], Field(min_length=1)]


class Table(Entry):
    title: Words
    columns: Annotated[tuple[Column, ...], Field(min_length=1, max_length=6)]
    groups: Annotated[tuple[Group, ...], Field(min_length=1)]

    def rows(self) -> Iterator[Row]:
        for group in self.groups:
            yield from group.rows


class Chart(Entry):
    """`day` and `week` draw the rows over time, `division` for each division below the region, `row` draws one column
    for each row. All but the last need rows that are counted by events."""

    title: Words
    by: Literal["day", "week", "division", "row"]
    kind: Literal["bar", "line", "stack"] = "bar"
    rows: Annotated[tuple[Code, ...], Field(min_length=1, max_length=12)]


class Breakdown(Entry):
    """Rows of the report once more, each division below the region in a column of its own (各地情况).

    `own` names the column of what belongs to the region itself, `total` the sum of all.
    """

    title: Words
    own: Words
    total: Words
    rows: Annotated[tuple[Code, ...], Field(min_length=1, max_length=12)]


class FreeText(Entry):
    code: Code
    title: Words
    hint: Longer = ""
    required: bool = False


class Picked(Entry):
    """A numbered list of single events and figures that whoever drafts picks; `kinds` are the events that may stand in
    public: they are about work, never about a person."""

    code: Code
    title: Words
    kinds: Annotated[tuple[str, ...], Field(min_length=1, max_length=40)]

    @field_validator("kinds")
    @classmethod
    def _known(cls, kinds: tuple[str, ...]) -> tuple[str, ...]:
        if unknown := sorted(set(kinds) - journal.registered().keys()):
            raise ValueError(_("没有这种事件：") + "、".join(unknown))
        return kinds


class Check(Entry):
    """What must add up: the `parts` make the `whole`, or with `exact: false` are no more than it."""

    title: Words
    parts: Annotated[tuple[Code, ...], Field(min_length=1)]
    whole: Code
    exact: bool = True


class Definition(Entry):
    """One report: who owes it to whom, how often, and what stands in it."""

    report: Code
    title: Words
    red_head: Annotated[str, StringConstraints(max_length=30)] = ""
    """Words of the red head (红头), behind the name of the place; none for a mere table."""
    issued: bool = False
    """Published to units as a numbered issue (第N期) once it was sent up."""
    about: Longer = ""
    sources: tuple[str, ...]
    level: Literal["county", "township"] = "county"
    submitted_by: Words
    submitted_to: Words
    rhythm: Rhythm
    season: Season | None = None
    tables: tuple[Table, ...] = ()
    breakdowns: tuple[Breakdown, ...] = ()
    charts: tuple[Chart, ...] = ()
    texts: tuple[FreeText, ...] = ()
    picked: Picked | None = None
    checks: tuple[Check, ...] = ()

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        rows = {row.code: row for row in self.rows()}
        codes = [row.code for row in self.rows()]
        if twice := sorted({code for code in codes if codes.count(code) > 1}):
            raise ValueError(_("编号重复：") + "、".join(twice))
        asked = {code for row in rows.values() for code in row.sum}
        asked |= {code for check in self.checks for code in (*check.parts, check.whole)}
        asked |= {code for chart in self.charts for code in chart.rows}
        asked |= {code for part in self.breakdowns for code in part.rows}
        if unknown := sorted(asked - rows.keys()):
            raise ValueError(_("没有这一行：") + "、".join(unknown))
        if any(rows[code].sum for row in rows.values() for code in row.sum):
            raise ValueError(_("合计行不能再由合计行相加。"))
        placed = {code for chart in self.charts if chart.by != "row" for code in chart.rows}
        placed |= {code for part in self.breakdowns for code in part.rows}
        if not all(rows[code].count and not _registered(rows[code].names) for code in placed):
            raise ValueError(_("按时间和按地区作图、分列的行必须由工作日志统计。"))
        if any(name in STOCK for code in placed for name in rows[code].count):
            raise ValueError(_("按时间和按地区作图、分列的行不能是期末数。"))
        if self.rhythm.every == "season" and self.season is None:
            raise ValueError(_("每季一次的报表要写明 season。"))
        return self

    def rows(self) -> Iterator[Row]:
        for table in self.tables:
            yield from table.rows()


def _registered(names: Iterable[str]) -> bool:
    return any(name.startswith("register.") for name in names)


def _day(year: int, month_day: str) -> date:
    month, day = map(int, month_day.split("-"))
    # 29 February of a year that has none is the day before.
    return date(year, month, 28 if (month, day) == (2, 29) and year % 4 else day)
