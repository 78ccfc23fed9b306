"""Forward and backward schedule over the steps of a procedure.

The forward pass asks how early each step can be over, every step taking its least time. The backward pass asks how
late it can be over. The full pass asks how late it may be over, everybody using the time that the plan gives: where
that runs past a printed day, two printed times contradict each other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from nuandong.kernel.periods import Period
from nuandong.plans.calendar_check.days import Season, Spell
from nuandong.plans.problems import Path
from nuandong.plans.schema.procedures import Phase, Procedure, Step


@dataclass(frozen=True, slots=True)
class Bound:
    """A printed last day: of the step itself, or of the phase it belongs to."""

    day: date
    title: str
    source: str
    of_phase: bool = False


@dataclass(slots=True, eq=False)
class Timed:
    """A step with its days; `led_by` is the step that decides when it begins, None where a printed day does."""

    step: Step
    path: Path
    before: tuple["Timed", ...]
    starts: date | None
    phase: Phase | None
    phase_starts: date | None
    bound: Bound | None
    least: tuple[Spell, ...]
    most: tuple[Spell, ...]
    earliest_start: date | None = None
    earliest_end: date | None = None
    latest_start: date | None = None
    latest_end: date | None = None
    full_end: date | None = None
    led_by: "Timed | None" = None
    full_led_by: "Timed | None" = None
    too_early: date | None = None
    """The earliest end, where it lies after the bound."""
    too_long: date | None = None
    """The end of the full pass, where it lies after the bound."""

    @property
    def slack(self) -> int | None:
        if self.latest_end is None or self.earliest_end is None:
            return None
        return (self.latest_end - (self.too_early or self.earliest_end)).days


def timed(procedure: Procedure, at: int, phases: dict[str, Phase], season: Season) -> list[Timed]:
    """The steps of a procedure with all their days, in the order of the file."""
    lines: list[Timed] = []
    for number, step in enumerate(procedure.steps):
        lines.append(_line(step, ("procedures", at, "steps", number), lines, phases, season))
    for line in lines:
        _forward(line, season)
        _full(line, season)
    for line in reversed(lines):
        _backward(line, lines, season)
    return lines


def _line(step: Step, path: Path, lines: Sequence[Timed], phases: dict[str, Phase], season: Season) -> Timed:
    by_id = {line.step.id: line for line in lines}
    before = tuple(by_id[name] for name in step.after) if step.after is not None else tuple(lines[-1:])
    phase = phases.get(step.phase or "")
    by = season.day(step.by)
    bounds = [Bound(by, step.title, step.source)] if by is not None else []
    if phase is not None and (ends := season.day(phase.ends, f"{phase.id}.to")) is not None:
        bounds.append(Bound(ends, phase.title, phase.source, of_phase=True))
    return Timed(
        step=step,
        path=path,
        before=before,
        starts=season.day(step.starts),
        phase=phase,
        phase_starts=season.day(phase.starts, f"{phase.id}.from") if phase is not None else None,
        bound=min(bounds, key=lambda bound: bound.day, default=None),
        least=_spells(step.takes, step.notice),
        most=(Spell(step.allows, at_least=False), *_spells(step.notice))
        if step.allows
        else _spells(step.takes, step.notice),
    )


def _spells(*periods: Period | None) -> tuple[Spell, ...]:
    return tuple(Spell(period) for period in periods if period is not None)


def _forward(line: Timed, season: Season) -> None:
    found = [(day, None) for day in (line.starts, line.phase_starts) if day is not None]
    led = [(one.earliest_end, one) for one in line.before if one.earliest_end is not None]
    line.earliest_start, line.led_by = max([*found, *led], key=lambda pair: pair[0], default=(None, None))
    if line.earliest_start is None:
        return
    end = season.end(line.earliest_start, line.least)
    if line.bound is not None and end > line.bound.day:
        # What follows is judged as if the printed day were kept: one contradiction is told once.
        line.too_early, end = end, line.bound.day
    line.earliest_end = end


def _full(line: Timed, season: Season) -> None:
    found = [(line.starts, None)] if line.starts is not None else []
    led = [(one.full_end, one) for one in line.before if one.full_end is not None]
    start, line.full_led_by = max([*found, *led], key=lambda pair: pair[0], default=(None, None))
    end = season.end(start, line.most) if start is not None else None
    if end is not None and line.bound is not None and end > line.bound.day:
        line.too_long, end = end, line.bound.day
    printed = line.bound.day if line.bound is not None and not line.bound.of_phase else None
    line.full_end = printed or end


def _backward(line: Timed, lines: Sequence[Timed], season: Season) -> None:
    ends = [line.bound.day] if line.bound is not None else []
    ends += [one.latest_start for one in lines if line in one.before and one.latest_start is not None]
    if ends:
        line.latest_end = min(ends)
        line.latest_start = season.latest_start(line.latest_end, line.least)


def led(line: Timed) -> list[Timed]:
    """The steps that decide how early this one can be over; the first begins, or ends, on a printed day."""
    found = [line]
    while (before := found[0].led_by) is not None:
        found.insert(0, before)
        if before.too_early is not None:
            break
    return found


def led_in_full(line: Timed) -> list[Timed]:
    """The steps that decide how late this one may be over; the first begins, or ends, on a printed day."""
    found = [line]
    while (before := found[0].full_led_by) is not None:
        found.insert(0, before)
        if before.bound is not None and before.full_end == before.bound.day:
            break
    return found
