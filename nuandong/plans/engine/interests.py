"""Which duties an act may concern: hundreds ask for one kind of event, and most of them for other words in it."""

from collections.abc import Iterator
from typing import Any

from nuandong.plans.engine.case import Case
from nuandong.plans.engine.facts import Fact
from nuandong.plans.engine.matching import Pattern, values
from nuandong.plans.schema import AtLeast, ByDeadline, Coverage, Never


class Interests:
    """Duties by the kind of event they look at, and by what it must say where that is all they look at."""

    def __init__(self) -> None:
        self._any: dict[str, list[Case[Any]]] = {}
        self._said: dict[str, dict[str, dict[Any, list[Case[Any]]]]] = {}

    def add(self, case: Case[Any]) -> None:
        narrow = what.narrowest if (what := _only(case)) is not None else None
        if narrow is None:
            for kind in case.kinds:
                self._any.setdefault(kind, []).append(case)
            return
        name, choices = narrow
        by_value = self._said.setdefault(case.duty.event, {}).setdefault(name, {})
        for choice in choices:
            by_value.setdefault(choice, []).append(case)

    def of(self, fact: Fact) -> Iterator[Case[Any]]:
        """Among which are all that it concerns; one may come twice."""
        yield from self._any.get(fact.kind, ())
        for name, by_value in self._said.get(fact.kind, {}).items():
            for value in values(fact.payload, name):
                if isinstance(value, str | int):
                    yield from by_value.get(value, ())


def _only(case: Case[Any]) -> Pattern | None:
    """The acts a duty looks at, if it looks at nothing else."""
    match case.duty:
        case AtLeast(for_each=None) | ByDeadline() | Never() | Coverage(base=None):
            return case.acts
    return None
