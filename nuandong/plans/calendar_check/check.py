"""The calendar check of a whole plan in one season (product.md A.4)."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from nuandong.kernel.periods import DayCalendar
from nuandong.plans.calendar_check import amounts, phases, procedures
from nuandong.plans.calendar_check.days import Season
from nuandong.plans.calendar_check.findings import CalendarCheck, Finding, Level, Row
from nuandong.plans.calendar_check.phases import span_of
from nuandong.plans.calendar_check.steps import Timed, timed
from nuandong.plans.schema import ByDeadline, Coverage, Plan
from nuandong.policy.schema import Standard

_ORDER = tuple(Level)


def check(
    plan: Plan,
    year: int,
    calendar: DayCalendar,
    *,
    standards: Iterable[Standard] = (),
    filled: Mapping[str, date] | None = None,
) -> CalendarCheck:
    """Everything that can be said of a plan in the season that begins in `year`, the worst first.

    `filled` are days for what the plan masks (`Plan.unknowns`); `standards` those that the plan names. A calendar year
    without a file raises `NotFound`, unless the calendar assumes weekends.
    """
    season = Season.of(plan, year, calendar, filled or {})
    by_id = {phase.id: phase for phase in plan.phases}
    steps = [timed(procedure, index, by_id, season) for index, procedure in enumerate(plan.procedures)]
    found: list[Finding] = [*phases.findings(plan, season)]
    for lines in steps:
        found += procedures.findings(lines, season)
    found += amounts.findings(standards)
    return CalendarCheck(
        year=year,
        findings=tuple(sorted(found, key=lambda one: _ORDER.index(one.level))),
        rows=tuple(_rows(plan, steps, season)),
        open=tuple(name for name in plan.unknowns() if name not in season.filled),
    )


def _rows(plan: Plan, steps: list[list[Timed]], season: Season) -> Iterator[Row]:
    """The schedule: phases with their tasks, procedures with their steps, then what is due once."""
    for index, phase in enumerate(plan.phases):
        starts, ends = span_of(phase, season)
        yield Row(
            "phase",
            phase.title,
            "",
            phase.source,
            ("phases", index),
            starts=starts,
            due=season.moment(phase.ends, f"{phase.id}.to"),
            earliest_start=starts,
            latest_end=ends,
        )
        for number, task in enumerate(phase.tasks):
            due = season.moment(task.by)
            yield Row("task", task.title, phase.title, task.source, ("phases", index, "tasks", number), due=due)
    for procedure, lines in zip(plan.procedures, steps, strict=True):
        for line in lines:
            yield _step_row(line, procedure.title, season)
    for index, report in enumerate(plan.reports):
        if (due := season.moment(report.by, report.id)) is not None:
            yield Row("report", report.title, "", report.source, ("reports", index), due=due)
    for index, duty in enumerate(plan.obligations):
        if not isinstance(duty, ByDeadline | Coverage):
            continue
        if (due := phases.season_of(duty, plan, season).moment(duty.by, duty.id)) is not None:
            yield Row("duty", duty.title, "", duty.source, ("obligations", index), due=due)


def _step_row(line: Timed, title: str, season: Season) -> Row:
    return Row(
        "step",
        line.step.title,
        title,
        line.step.source,
        line.path,
        starts=line.starts,
        due=season.moment(line.step.by),
        earliest_start=line.earliest_start,
        earliest_end=line.too_early or line.earliest_end,
        latest_start=line.latest_start,
        latest_end=line.latest_end,
        full_end=line.too_long,
        slack=line.slack,
    )
