"""Duties of a stage: one that a plan asks for `during` a phase has that phase for its window."""

from dataclasses import replace
from datetime import date

from nuandong.kernel.periods import DayCalendar
from nuandong.plans.engine.activations import Activation
from nuandong.plans.engine.cells import Window
from nuandong.plans.engine.dues import day_of
from nuandong.plans.schema import Obligation, Plan
from nuandong.plans.schema.procedures import Phase


def staged(duty: Obligation, plan: Plan, activation: Activation, calendar: DayCalendar) -> Activation | None:
    """The activation as the duty sees it; None where it has no days: its phase is masked, or lies outside the window.

    `start` and `end` in the deadlines of such a duty are those of the phase.
    """
    if duty.during is None:
        return activation
    phase = next((one for one in plan.phases if one.id == duty.during), None)
    first, last = span_of(phase, activation, calendar) if phase is not None else (None, None)
    if first is None or last is None:
        return None
    window = activation.window
    first, last = max(first, window.starts_on), min(last, window.ends_on)
    return replace(activation, window=Window(first, last)) if first <= last else None


def span_of(phase: Phase, activation: Activation, calendar: DayCalendar) -> tuple[date | None, date | None]:
    """First and last day of a phase, filled in where the source masks them."""
    filled, window = activation.filled, activation.window
    return (
        filled.get(f"{phase.id}.from") or day_of(phase.starts, window, calendar),
        filled.get(f"{phase.id}.to") or day_of(phase.ends, window, calendar),
    )
