"""What the printed days of the window, the phases, their tasks and the duties say against each other."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from nuandong.kernel.clock import day_start
from nuandong.kernel.text import gettext_noop as _
from nuandong.plans.calendar_check.days import DAY, Season, last_day_before
from nuandong.plans.calendar_check.findings import Finding, Level, Said
from nuandong.plans.problems import Path
from nuandong.plans.schema import ByDeadline, Coverage, Obligation, Plan
from nuandong.plans.schema.deadlines import Fixed
from nuandong.plans.schema.procedures import Phase, Task

Span = tuple[date | None, date | None]
_HOUR = timedelta(hours=1)


def findings(plan: Plan, season: Season) -> Iterator[Finding]:
    """Contradictions between printed days; a masked day contradicts nothing."""
    if season.first is not None and season.last is not None and season.first > season.last:
        yield _season_turned(plan, season.first, season.last)
    spans = {phase.id: span_of(phase, season) for phase in plan.phases}
    by_id = {phase.id: phase for phase in plan.phases}
    for index, phase in enumerate(plan.phases):
        here: Path = ("phases", index)
        starts, ends = spans[phase.id]
        if starts is not None and ends is not None and starts > ends:
            yield _phase_turned(phase, starts, ends, here)
            continue
        for name in phase.after:
            if name in by_id:
                yield from _overlap(phase, spans[phase.id], by_id[name], spans[name], season, here)
        for number, task in enumerate(phase.tasks):
            yield from _task(task, phase, spans, by_id, season, (*here, "tasks", number))
    yield from _before_window(plan, season)


def span_of(phase: Phase, season: Season) -> Span:
    """First and last day of a phase in the season."""
    return season.day(phase.starts, f"{phase.id}.from"), season.day(phase.ends, f"{phase.id}.to")


def season_of(duty: Obligation, plan: Plan, season: Season) -> Season:
    """The season as a duty sees it: one that holds during a phase counts from the ends of the phase."""
    phase = next((phase for phase in plan.phases if phase.id == duty.during), None)
    if phase is None:
        return season
    first, last = span_of(phase, season)
    return replace(season, first=first, last=last)


def _season_turned(plan: Plan, first: date, last: date) -> Finding:
    params = {"first": first, "last": last, "days": (first - last).days}
    return Finding(
        Level.CONTRADICTION,
        "season_turned",
        Said(_("方案的期限倒了：%(first)s 开始，%(last)s 结束，早 %(days)d 天。"), params),
        (plan.season.source or plan.sources[0],),
        ("season",),
        (first - last).days,
        proposals=(Said(_("结束日期如果在次年，写成 +1/ 开头"), {}),),
    )


def _phase_turned(phase: Phase, starts: date, ends: date, here: Path) -> Finding:
    params = {"phase": phase.title, "first": starts, "last": ends, "days": (starts - ends).days}
    return Finding(
        Level.CONTRADICTION,
        "phase_turned",
        Said(_("“%(phase)s”的期限倒了：%(first)s 开始，%(last)s 结束，早 %(days)d 天。"), params),
        (phase.source,),
        here,
        (starts - ends).days,
        proposals=(Said(_("结束日期最早 %(first)s；如果在次年，写成 +1/ 开头"), params),),
    )


def _overlap(phase: Phase, span: Span, before: Phase, earlier: Span, season: Season, here: Path) -> Iterator[Finding]:
    (starts, ends), (began, over) = span, earlier
    if starts is None or over is None or starts >= over:
        return
    days = (over - starts).days + 1
    params = {"phase": phase.title, "before": before.title, "first": starts, "last": ends, "over": over, "days": days}
    if (starts, ends) == (began, over):
        message = _("“%(phase)s”要等“%(before)s”结束，两者却写着同样的日期：%(first)s 至 %(last)s，重叠 %(days)d 天。")
    else:
        message = _("“%(phase)s”从 %(first)s 开始，排在它前面的“%(before)s”到 %(over)s 才结束，重叠 %(days)d 天。")
    later = {"phase": phase.title, "day": over + DAY, "last": season.last}
    if season.last is not None and ends is not None and ends <= over < season.last:
        proposals = [Said(_("“%(phase)s”改为 %(day)s 至 %(last)s"), later)]
    else:
        proposals = [Said(_("“%(phase)s”最早 %(day)s 开始"), later)]
    if began is None or began < starts:
        proposals.append(Said(_("或者“%(before)s”最迟 %(day)s 结束"), {"before": before.title, "day": starts - DAY}))
    yield Finding(
        Level.CONTRADICTION,
        "phases_overlap",
        Said(message, params),
        _both(before.source, phase.source),
        here,
        days,
        proposals=tuple(proposals),
    )


def _task(
    task: Task, phase: Phase, spans: dict[str, Span], by_id: dict[str, Phase], season: Season, here: Path
) -> Iterator[Finding]:
    """A task against its own phase, and against those that cannot begin without it."""
    due = season.moment(task.by)
    if due is None:
        return
    starts, ends = spans[phase.id]
    if starts is not None and due <= day_start(starts):
        yield _before_phase(task, phase, due, starts, here)
    elif ends is not None and due < day_start(ends + DAY) and _sums_up(task, due, ends):
        yield _before_end(task, phase, due, ends, here)
    for name in task.needed_for:
        needed = spans.get(name, (None, None))[0]
        # What is due in the morning of the first day, or on it, is there when the phase begins.
        if needed is not None and last_day_before(due) > needed:
            yield _late_for(task, by_id[name], due, needed, here)


def _sums_up(task: Task, due: datetime, ends: date) -> bool:
    return task.sums_up if task.sums_up is not None else last_day_before(due) == ends


def _before_phase(task: Task, phase: Phase, due: datetime, starts: date, here: Path) -> Finding:
    days = (starts - last_day_before(due)).days
    params = {"task": task.title, "phase": phase.title, "due": due, "start": starts, "days": days}
    return Finding(
        Level.CONTRADICTION,
        "task_before_phase",
        Said(_("“%(task)s”的期限 %(due)s 在“%(phase)s”开始（%(start)s）之前 %(days)d 天。"), params),
        _both(task.source, phase.source),
        here,
        days,
        proposals=(Said(_("期限最早 %(start)s"), params),),
    )


def _before_end(task: Task, phase: Phase, due: datetime, ends: date, here: Path) -> Finding:
    short = day_start(ends + DAY) - due
    whole = short % DAY == timedelta(0)
    early = short // (DAY if whole else _HOUR)
    params = {"task": task.title, "phase": phase.title, "due": due, "end": ends, "n": early}
    message = (
        _("“%(task)s”要在 %(due)s 前交，它汇总的“%(phase)s”却到 %(end)s 24:00 才结束，早 %(n)d 天。")
        if whole
        else _("“%(task)s”要在 %(due)s 前交，它汇总的“%(phase)s”却到 %(end)s 24:00 才结束，早 %(n)d 小时。")
    )
    return Finding(
        Level.CONTRADICTION,
        "task_before_end",
        Said(message, params),
        _both(task.source, phase.source),
        here,
        early,
        "days" if whole else "hours",
        (
            Said(_("“%(phase)s”最迟 %(due)s 结束"), params),
            Said(_("或者把“%(task)s”的期限改到 %(end)s 24:00"), params),
        ),
    )


def _late_for(task: Task, phase: Phase, due: datetime, starts: date, here: Path) -> Finding:
    day = last_day_before(due)
    params = {"task": task.title, "phase": phase.title, "due": due, "start": starts, "days": (day - starts).days}
    return Finding(
        Level.CONTRADICTION,
        "needed_too_late",
        Said(_("“%(phase)s”从 %(start)s 开始就要用，“%(task)s”的期限却是 %(due)s，晚 %(days)d 天。"), params),
        _both(task.source, phase.source),
        here,
        (day - starts).days,
        proposals=(
            Said(_("“%(task)s”最迟 %(day)s 完成"), {"task": task.title, "day": starts - DAY}),
            Said(_("或者“%(phase)s”最早 %(day)s 开始"), {"phase": phase.title, "day": day}),
        ),
    )


def _before_window(plan: Plan, season: Season) -> Iterator[Finding]:
    """Duties whose one printed day lies outside the window: before it nothing counts yet."""
    for index, duty in enumerate(plan.obligations):
        if not isinstance(duty, ByDeadline | Coverage) or not isinstance(duty.by, Fixed):
            continue
        day = season.day(duty.by, duty.id)
        if day is None:
            continue
        if duty.during is not None:
            yield from _beside_phase(duty, day, plan, season, ("obligations", index))
            continue
        params = {"duty": duty.title, "day": day, "first": season.first, "last": season.last}
        if season.first is not None and day < season.first:
            days = (season.first - day).days
            yield Finding(
                Level.CONTRADICTION,
                "due_before_window",
                Said(_("“%(duty)s”的期限 %(day)s 在方案开始（%(first)s）之前 %(days)d 天。"), params | {"days": days}),
                _both(duty.source, plan.season.source or duty.source),
                ("obligations", index),
                days,
                proposals=(Said(_("方案最迟 %(day)s 开始，或者期限最早 %(first)s"), params),),
            )
        elif season.last is not None and day > season.last:
            yield Finding(
                Level.NOTE,
                "due_after_window",
                Said(_("“%(duty)s”的期限 %(day)s 在方案结束（%(last)s）以后。"), params),
                _both(duty.source, plan.season.source or duty.source),
                ("obligations", index),
            )


def _beside_phase(duty: ByDeadline | Coverage, day: date, plan: Plan, season: Season, here: Path) -> Iterator[Finding]:
    """A duty of a phase that is due when the phase has not begun: nothing counts before."""
    phase = next((phase for phase in plan.phases if phase.id == duty.during), None)
    first = span_of(phase, season)[0] if phase is not None else None
    if phase is None or first is None or day >= first:
        return
    params = {"duty": duty.title, "day": day, "phase": phase.title, "first": first, "days": (first - day).days}
    yield Finding(
        Level.CONTRADICTION,
        "due_before_phase",
        Said(_("“%(duty)s”的期限 %(day)s 在“%(phase)s”开始（%(first)s）之前 %(days)d 天。"), params),
        _both(duty.source, phase.source),
        here,
        (first - day).days,
        proposals=(Said(_("“%(phase)s”最迟 %(day)s 开始，或者期限最早 %(first)s"), params),),
    )


def _both(first: str, second: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((first, second)))
