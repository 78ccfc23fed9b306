"""The calendar of a plan: contradictions on top, then every dated thing as a line with its bar and its days."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.utils.translation import gettext as _

from nuandong.kernel.periods import add_months
from nuandong.kernel.text import gettext_noop
from nuandong.plans.calendar_check import LEVEL_TITLES, CalendarCheck, Finding, Level, Row, check
from nuandong.plans.calendar_check.days import last_day_before
from nuandong.plans.calendar_check.words import due_words, sentence
from nuandong.plans.schema import Plan
from nuandong.plans.schema.deadlines import Monthly
from nuandong.plans.standards import named
from nuandong.plans.vocabulary import calendar
from nuandong.web import wording
from nuandong.web.pages.plans.contents import step_time
from nuandong.web.pages.plans.demands import deadline_words

TONES: Final = {
    Level.CONTRADICTION: wording.LATE,
    Level.TIGHT: wording.SOON_TONE,
    Level.FITS: wording.OK,
    Level.NOTE: wording.INFO,
}
_DAY: Final = timedelta(days=1)
_WEEKS_UP_TO: Final = 45
_MONTHS_UP_TO: Final = 280
"""In days. Of a longer span every other month is named: the names would run into each other on a phone."""
_OTHERS: Final = {
    "phase": gettext_noop("阶段"),
    "report": gettext_noop("报告"),
    "duty": gettext_noop("有期限的义务"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """A finding in words."""

    tone: str
    level: str
    words: str
    proposals: Sequence[str]
    sources: str


@dataclass(frozen=True, slots=True)
class Line:
    """One row with its bar: `room` the days it may take, `core` the days it takes at least, `dot` a deadline, `over`
    the days by which it would pass its deadline. `takes` says how long it takes.

    Positions and widths are percentages of the span shown.
    """

    title: str
    takes: str
    within: bool
    days: Sequence[str]
    slack: str
    tone: str
    source: str
    room: tuple[str, str] | None
    core: tuple[str, str] | None
    over: tuple[str, str] | None
    dot: str | None


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Chart:
    """The span shown; `marks` are lines across it, each with its position and words."""

    groups: Sequence[Group]
    marks: Sequence[tuple[str, str]]
    today: str | None
    undated: int


def checked(plan: Plan, year: int, filled: Mapping[str, date]) -> CalendarCheck:
    """The check of a plan with the holiday calendar, the standards that it names, and days for what it masks."""
    return check(plan, year, calendar(), standards=named(plan), filled=filled)


def told(findings: Iterable[Finding]) -> list[Told]:
    return [
        Told(
            tone=TONES[one.level],
            level=_(LEVEL_TITLES[one.level]),
            words=sentence(one.said, _),
            proposals=[sentence(said, _) for said in one.proposals],
            sources=wording.listing(one.sources),
        )
        for one in findings
    ]


def open_words(plan: Plan, names: Iterable[str]) -> list[str]:
    """What the masked days are, each by the thing it belongs to."""
    return [open_title(plan, name) for name in names]


def open_title(plan: Plan, name: str) -> str:
    """What a masked day is: `Plan.unknowns` in words."""
    if name == "season.from":
        return _("方案开始日期")
    if name == "season.to":
        return _("方案结束日期")
    owner, _dot, edge = name.partition(".")
    phase = next((phase for phase in plan.phases if phase.id == owner), None)
    if phase is not None:
        words = _("“%(title)s”开始日期") if edge == "from" else _("“%(title)s”结束日期")
        return words % {"title": phase.title}
    duty = next(duty for duty in plan.duties if duty.id == owner)
    if isinstance(getattr(duty, "by", None), Monthly):
        return _("“%(title)s”每月的期限（填一个日期，取其中的日）") % {"title": duty.title}
    return _("“%(title)s”的期限") % {"title": duty.title}


def provisional(result: CalendarCheck) -> list[int]:
    """Calendar years that the schedule reaches into and whose holidays are not announced yet."""
    years = sorted({day.year for row in result.rows for day in _days(row)})
    return [year for year in years if calendar().is_provisional(date(year, 1, 1))]


def chart(plan: Plan, result: CalendarCheck, today: date) -> Chart | None:
    """The dated rows as lines on one span; None where the plan dates nothing."""
    dated = [row for row in result.rows if _days(row)]
    days = [day for row in dated for day in _days(row)]
    if not days:
        return None
    scale = _Scale(min(days), max(days))
    wrong = {one.path for one in result.contradictions}
    groups = [
        Group(title, [_line(plan, row, scale, wrong=row.path in wrong) for row in rows])
        for title, rows in _grouped(dated, result.rows)
    ]
    return Chart(
        groups=groups,
        marks=list(scale.marks()),
        today=scale.at(today) if scale.first <= today <= scale.last else None,
        undated=len(result.rows) - len(dated),
    )


class _Scale:
    """Days as percentages of the span shown; a day is as wide as it lasts."""

    def __init__(self, first: date, last: date) -> None:
        self.first, self.last = first, last
        self._length = (last - first).days + 1

    def at(self, day: date) -> str:
        return self._percent((day - self.first).days)

    def middle(self, day: date) -> str:
        return self._percent((day - self.first).days + 0.5)

    def span(self, first: date, last: date) -> tuple[str, str]:
        return self.at(first), self._percent(max((last - first).days, 0) + 1)

    def marks(self) -> Iterator[tuple[str, str]]:
        """Where to draw a line, with its words: every week of a short span, else the first of every month."""
        if self._length <= _WEEKS_UP_TO:
            for days in range(0, self._length, 7):
                yield self._percent(days), wording.short_day(self.first + days * _DAY)
            return
        month = self.first.replace(day=1)
        step = 1 if self._length <= _MONTHS_UP_TO else 2
        for index in range((self.last.year - month.year) * 12 + self.last.month - month.month + 1):
            following = add_months(month, 1)
            begin = max(month, self.first)
            # The name of a month of which little is shown would run into the next one.
            shown = (min(following, self.last + _DAY) - begin).days
            named = index % step == 0 and shown * 20 >= self._length
            yield self.at(begin), _("%(month)d月") % {"month": month.month} if named else ""
            month = following

    def _percent(self, days: float) -> str:
        return f"{100 * days / self._length:.2f}%"


def _days(row: Row) -> list[date]:
    """Every day that a row shows."""
    found = [row.earliest_start, row.earliest_end, row.latest_start, row.latest_end, row.full_end]
    if row.due is not None:
        found.append(last_day_before(row.due))
    return [day for day in found if day is not None]


def _grouped(dated: Sequence[Row], rows: Sequence[Row]) -> Iterator[tuple[str, list[Row]]]:
    """Phases with their tasks, each procedure, reports, duties; what has no dated row is left out."""
    if staged := [row for row in dated if row.kind in {"phase", "task"}]:
        yield _(_OTHERS["phase"]), staged
    for title in dict.fromkeys(row.part_of for row in rows if row.kind == "step"):
        if steps := [row for row in dated if row.kind == "step" and row.part_of == title]:
            yield title, steps
    for kind in ("report", "duty"):
        if found := [row for row in dated if row.kind == kind]:
            yield _(_OTHERS[kind]), found


def _line(plan: Plan, row: Row, scale: _Scale, *, wrong: bool) -> Line:
    room, core = _bars(row, scale)
    dot = scale.middle(last_day_before(row.due)) if row.due is not None and row.kind != "phase" else None
    tone, slack = wording.MUTE, "" if row.slack is None else _("%(n)d 天") % {"n": row.slack}
    if row.slack is not None:
        tone = wording.LATE if row.slack < 0 else wording.OK
    if wrong:
        tone, slack = wording.LATE, _(LEVEL_TITLES[Level.CONTRADICTION])
    over_end = row.full_end or (row.earliest_end if row.slack is not None and row.slack < 0 else None)
    over = scale.span(row.latest_end + _DAY, over_end) if row.latest_end is not None and over_end is not None else None
    return Line(
        title=row.title,
        takes=_takes(plan, row),
        within=row.kind == "task",
        days=list(_day_words(row)),
        slack=slack,
        tone=tone,
        source=row.source,
        room=room,
        core=core,
        over=over,
        dot=dot,
    )


_Bar = tuple[str, str] | None


def _bars(row: Row, scale: _Scale) -> tuple[_Bar, _Bar]:
    """The room a row has and the days it takes at least; of a phase with one masked end, room up to the border."""
    begin, end = row.earliest_start or row.latest_start, row.latest_end or row.earliest_end
    if row.kind == "phase":
        if begin is not None and end is not None:
            return None, scale.span(begin, end)
        open_ended = begin is not None or end is not None
        return scale.span(begin or scale.first, end or scale.last) if open_ended else None, None
    core_end = row.earliest_end or row.latest_end
    if row.latest_end is not None and core_end is not None:
        core_end = min(core_end, row.latest_end)  # what lies beyond is shown as too late
    core = scale.span(begin, core_end) if begin is not None and core_end is not None else None
    return scale.span(begin, end) if begin is not None and end is not None and end > begin else None, core


def _takes(plan: Plan, row: Row) -> str:
    """How long a step takes, as the plan prints it: notices and times allowed."""
    match row.path:
        case ("procedures", int(procedure), "steps", int(step)):
            return step_time(plan.procedures[procedure].steps[step], days=False)
    return ""


def _day_words(row: Row) -> Iterator[str]:
    if row.kind == "phase":
        yield _("%(first)s 至 %(last)s") % {
            "first": _day(row.earliest_start),
            "last": _day(row.latest_end),
        }
        return
    if row.kind == "step" and row.earliest_start is not None and row.earliest_end is not None:
        yield _("最早 %(days)s") % {"days": _pair(row.earliest_start, row.earliest_end)}
    if row.kind == "step" and row.latest_start is not None and row.latest_end is not None:
        yield _("最迟 %(days)s") % {"days": _pair(row.latest_start, row.latest_end)}
    if row.full_end is not None:
        yield _("给足时间要到 %(day)s") % {"day": _day(row.full_end)}
    if row.due is not None:
        yield _("期限 %(due)s") % {"due": due_words(row.due, _)}


def _pair(first: date, last: date) -> str:
    if first == last:
        return _day(first)
    return _("%(first)s 至 %(last)s") % {"first": _day(first), "last": _day(last)}


def _day(day: date | None) -> str:
    return deadline_words(None) if day is None else wording.short_day(day)
