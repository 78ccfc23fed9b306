"""What the schedule of a procedure shows: steps that cannot be kept, tight ones, and stages that they fit into."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final

from nuandong.kernel.periods import Period, Unit
from nuandong.kernel.text import gettext_noop as _
from nuandong.plans.calendar_check.days import DAY, Season
from nuandong.plans.calendar_check.findings import Finding, Level, Said
from nuandong.plans.calendar_check.steps import Bound, Timed, led, led_in_full
from nuandong.plans.schema.procedures import Phase

Spent = tuple[tuple[str, Period], ...]
"""Steps that take time, each with its periods."""
TIGHT: Final = 2
"""So many days to spare, or fewer, are worth a word."""


def findings(lines: Sequence[Timed], season: Season) -> Iterator[Finding]:
    """What can be said of the steps of one procedure."""
    for line in lines:
        if line.starts is not None and line.bound is not None and line.starts > line.bound.day:
            yield _turned(line, line.starts, line.bound)
        elif line.too_early is not None and line.bound is not None:
            yield _too_early(line, line.bound, line.too_early, season)
        elif line.too_long is not None and line.bound is not None:
            yield _too_long(line, line.bound, line.too_long, season)
    if any(line.too_early is not None or line.too_long is not None for line in lines):
        # Days to spare mean nothing where something else has to move first.
        return
    for line in lines:
        if line.least and line.slack is not None and line.slack <= TIGHT:
            yield _tight(line, line.slack)
    yield from _fitting(lines, season)


def sources(lines: Iterable[Timed], *more: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*(line.step.source for line in lines), *more]))


def _turned(line: Timed, starts: date, bound: Bound) -> Finding:
    params = {"step": line.step.title, "start": starts, "by": bound.day, "days": (starts - bound.day).days}
    return Finding(
        Level.CONTRADICTION,
        "step_turned",
        Said(_("“%(step)s”从 %(start)s 开始，期限却是 %(by)s，早 %(days)d 天。"), params),
        sources([line], bound.source),
        line.path,
        (starts - bound.day).days,
        proposals=(Said(_("“%(step)s”最迟 %(by)s 开始，或者把期限改到 %(start)s 以后"), params),),
    )


def _too_early(line: Timed, bound: Bound, end: date, season: Season) -> Finding:
    """Even with everybody at their quickest the printed day cannot be kept."""
    way = led(line)
    first = way[0]
    ended = first is not line and first.too_early is not None
    start = first.earliest_end if ended else first.earliest_start
    spent = _spent(way[1:] if ended else way, full=False)
    said = Said(_EARLIEST[_shape(spent, ended=ended)], _params(first, start, spent, bound, end))
    return _failing("steps_do_not_fit", said, way, bound, end, season, full=False)


def _too_long(line: Timed, bound: Bound, end: date, season: Season) -> Finding:
    """Everybody may take the time that is printed, and then another printed day cannot be kept."""
    way = led_in_full(line)
    first = way[0]
    ended = first is not line and first.bound is not None and first.full_end == first.bound.day
    start = first.full_end if ended else first.starts
    spent = _spent(way[1:] if ended else way, full=True)
    said = Said(_LONGEST[_shape(spent, ended=ended)], _params(first, start, spent, bound, end))
    return _failing("time_cannot_be_given", said, way, bound, end, season, full=True)


_AFTER: Final = _("“%(origin)s”可以到 %(start)s，排在它后面的“%(bound)s”却到 %(by)s 为止，早 %(days)d 天。")
_BEHIND: Final = _("“%(origin)s”%(start)s 才开始，排在它后面的“%(bound)s”却到 %(by)s 为止，早 %(days)d 天。")
_EARLIEST: Final = {
    "after": _AFTER,
    "behind": _BEHIND,
    "ended": _(
        "“%(origin)s”到 %(start)s，再加%(chain)s，最早要到 %(end)s，比“%(bound)s”的期限 %(by)s 晚 %(days)d 天。"
    ),
    "begun": _(
        "“%(origin)s”从 %(start)s 开始，经过%(chain)s，最早要到 %(end)s，比“%(bound)s”的期限 %(by)s 晚 %(days)d 天。"
    ),
}
_LONGEST: Final = {
    "after": _AFTER,
    "behind": _BEHIND,
    "ended": _(
        "“%(origin)s”可以到 %(start)s，再给足%(chain)s，要到 %(end)s，"
        "比“%(bound)s”的期限 %(by)s 晚 %(days)d 天：时间给不足。"
    ),
    "begun": _(
        "“%(origin)s”从 %(start)s 开始，给足%(chain)s，要到 %(end)s，"
        "比“%(bound)s”的期限 %(by)s 晚 %(days)d 天：时间给不足。"
    ),
}


def _shape(spent: Spent, *, ended: bool) -> str:
    """Which sentence fits: from the printed end or the beginning of the first step, with or without time between."""
    if spent:
        return "ended" if ended else "begun"
    return "after" if ended else "behind"


def _params(first: Timed, start: date | None, spent: Spent, bound: Bound, end: date) -> dict[str, object]:
    return {
        "origin": first.step.title,
        "start": start,
        "chain": spent,
        "bound": bound.title,
        "by": bound.day,
        "end": end,
        "days": (end - bound.day).days,
    }


def _failing(
    code: str, said: Said, way: Sequence[Timed], bound: Bound, end: date, season: Season, *, full: bool
) -> Finding:
    return Finding(
        Level.CONTRADICTION,
        code,
        said,
        sources(way, bound.source),
        way[-1].path,
        (end - bound.day).days,
        proposals=_proposals(way, bound, end, season, full=full),
    )


def _spent(way: Sequence[Timed], *, full: bool) -> Spent:
    """The steps that take time, each with its periods."""
    return tuple((line.step.title, spell.period) for line in way for spell in (line.most if full else line.least))


def _proposals(way: Sequence[Timed], bound: Bound, end: date, season: Season, *, full: bool) -> tuple[Said, ...]:
    """When the steps on the way must end or begin at the latest; or where the last day would have to move to."""
    found: list[Said] = []
    latest = bound.day
    for line in _back(way):
        params = {"step": line.step.title, "day": latest}
        printed = line.bound
        if printed is not None and not printed.of_phase and line is not way[-1] and printed.day > latest:
            said = Said(_("“%(step)s”最迟 %(day)s 完成（原定 %(printed)s）"), params | {"printed": printed.day})
            found.insert(0, said)
        latest = season.latest_start(latest, line.most if full else line.least)
        if line.starts is not None and line.starts > latest:
            params = {"step": line.step.title, "day": latest, "printed": line.starts}
            found.insert(0, Said(_("“%(step)s”最迟 %(day)s 开始（原定 %(printed)s）"), params))
    move = {"target": bound.title, "by": bound.day, "end": end}
    found.append(Said(_("或者把“%(target)s”的 %(by)s 改到 %(end)s"), move))
    return tuple(found)


def _back(way: Sequence[Timed]) -> Iterator[Timed]:
    """The way backwards, and on from its first step along what led there, as all of it would have to move."""
    yield from reversed(way)
    line = way[0]
    while (before := line.full_led_by or line.led_by) is not None:
        yield before
        line = before


def _tight(line: Timed, slack: int) -> Finding:
    params = {"step": line.step.title, "days": slack, "day": line.latest_start, "end": line.latest_end}
    message = (
        _("“%(step)s”可行，但只有 %(days)d 天余地：最迟 %(day)s 开始。")
        if slack
        else _("“%(step)s”可行，但没有余地：最迟 %(day)s 开始，%(end)s 就要完成。")
    )
    return Finding(Level.TIGHT, "step_tight", Said(message, params), sources([line]), line.path)


def _fitting(lines: Sequence[Timed], season: Season) -> Iterator[Finding]:
    """Stages into which the steps fit, with what they take of it."""
    phases: dict[str, list[Timed]] = {}
    for line in lines:
        if line.phase is not None and line.least:
            phases.setdefault(line.phase.id, []).append(line)
    for inside in phases.values():
        phase = inside[0].phase
        starts, last = inside[0].phase_starts, inside[-1]
        ends = season.day(phase.ends, f"{phase.id}.to") if phase is not None else None
        if phase is not None and starts is not None and ends is not None and last.earliest_end is not None:
            yield _fits(phase, inside, starts, ends, last.earliest_end)


def _fits(phase: Phase, inside: Sequence[Timed], starts: date, ends: date, over: date) -> Finding:
    params = {
        "phase": phase.title,
        "chain": _spent(inside, full=False),
        "used": sum(_length(line) for line in inside),
        "length": (ends - starts).days,
        "over": over,
        "rest": (ends - over).days,
    }
    return Finding(
        Level.FITS,
        "steps_fit",
        Said(
            _(
                "“%(phase)s”放得下：%(chain)s，共 %(used)d 天，这一阶段有 %(length)d 天；"
                "最早 %(over)s 做完，还余 %(rest)d 天。"
            ),
            params,
        ),
        sources(inside, phase.source),
        inside[0].path,
    )


def _length(line: Timed) -> int:
    """Days that a step takes: natural days as printed, others as they fall in the calendar."""
    if all(spell.period.unit is Unit.NATURAL_DAYS for spell in line.least):
        return sum(spell.period.amount for spell in line.least)
    start, end = line.earliest_start, line.earliest_end
    return (end - start) // DAY if start is not None and end is not None else 0
