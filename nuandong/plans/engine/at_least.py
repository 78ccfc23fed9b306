"""At least N acts in every period."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from nuandong.geo.codes import span as span_of
from nuandong.plans.engine import each
from nuandong.plans.engine.case import Case
from nuandong.plans.engine.cells import Cell
from nuandong.plans.engine.counting import asks_from, in_hours, tally
from nuandong.plans.engine.facts import Fact
from nuandong.plans.engine.records import Key, Record
from nuandong.plans.schema import AtLeast

_INSTANT = timedelta(microseconds=1)


def concerned(case: Case[AtLeast], fact: Fact) -> Iterator[str]:
    """The periods for which an act may count."""
    return anchors(case, fact.acted_at, fact.acted_at + _INSTANT)


def anchors(case: Case[AtLeast], start: datetime, end: datetime) -> Iterator[str]:
    """The periods that have hours in [start, end)."""
    return (cell.name for cell in case.cells.within(start, end))


def evaluate(case: Case[AtLeast], key: Key) -> Record | None:
    """The state of one division in one period; None where the duty asks for nothing there.

    An act counts once, however often it was entered under the same subject, in the hours the duty names.
    """
    duty = case.duty
    if duty.for_each is not None:
        return each.evaluate(case, duty.for_each, key)
    scope = int(key.scope)
    cell = case.cells.at(key.anchor)
    starts_at = asks_from(case, cell, scope)
    if cell is None or starts_at is None or scope not in case.scopes:
        return None
    return tally(case, key, cell, _acts(case, cell, scope), region=scope, subject=None, starts_at=starts_at)


def _acts(case: Case[AtLeast], cell: Cell, scope: int) -> list[Fact]:
    found: dict[int, Fact] = {}
    for fact in in_hours(cell, case.facts.between(case.acts, span_of(scope), cell.start, cell.end)):
        found.setdefault(fact.subject.int, fact)
    return list(found.values())
