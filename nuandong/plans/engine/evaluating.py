"""The state of an instance, whatever its kind, and the instances that facts bring into being."""

from collections.abc import Callable, Iterator
from typing import Any, Final

from nuandong.plans.engine import at_least, by_deadline, coverage, each, lasts, never, presence, standing, within
from nuandong.plans.engine.case import Case
from nuandong.plans.engine.records import Key, Record
from nuandong.plans.schema import (
    AtLeast,
    ByDeadline,
    Coverage,
    Lasts,
    Never,
    Presence,
    Subjects,
    Within,
)

_BY_KIND: Final[dict[type, Callable[[Case[Any], Key], Record | None]]] = {
    AtLeast: at_least.evaluate,
    Within: within.evaluate,
    ByDeadline: by_deadline.evaluate,
    Lasts: lasts.evaluate,
    Coverage: coverage.evaluate,
    Presence: presence.evaluate,
    Never: never.evaluate,
}


def evaluate(case: Case[Any], key: Key) -> Record | None:
    """The state of an instance of a duty; None where there is none (any more)."""
    return _BY_KIND[type(case.duty)](case, key)


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
