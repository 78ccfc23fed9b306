"""The state of an instance, whatever its kind, and the instances that facts bring into being."""

from collections.abc import Iterator
from typing import Any

from nuandong.plans.engine import at_least, by_deadline, coverage, each, lasts, never, presence, standing, within
from nuandong.plans.engine.case import Case
from nuandong.plans.engine.records import Key, Record
from nuandong.plans.schema import (
    AtLeast,
    ByDeadline,
    Coverage,
    Lasts,
    Never,
    Obligation,
    Presence,
    Subjects,
    Within,
)


def evaluate(case: Case[Any], key: Key) -> Record | None:
    """The state of an instance of a duty; None where there is none (any more)."""
    duty: Obligation = case.duty
    match duty:
        case AtLeast():
            return at_least.evaluate(case, key)
        case Within():
            return within.evaluate(case, key)
        case ByDeadline():
            return by_deadline.evaluate(case, key)
        case Lasts():
            return lasts.evaluate(case, key)
        case Coverage():
            return coverage.evaluate(case, key)
        case Presence():
            return presence.evaluate(case, key)
        case Never():
            return never.evaluate(case, key)


def caused(case: Case[Any]) -> Iterator[Key]:
    """Instances of a duty that come into being by facts: triggers in the window, days under a warning."""
    match case.duty:
        case Within():
            yield from (case.key(fact.subject, fact.id) for fact in within.started(case))
        case Lasts():
            yield from (case.key(fact.subject, fact.id) for fact in lasts.started(case))
        case AtLeast(for_each=Subjects() as subjects):
            if case.sky is not None:
                yield from each.begun(case, subjects, case.activation.window.start, case.activation.window.end)
        case AtLeast() | Presence():
            if case.sky is not None:
                for scope in case.divisions:
                    for anchor in standing.under(case, case.sky.over(scope)):
                        yield case.key(scope, anchor)
