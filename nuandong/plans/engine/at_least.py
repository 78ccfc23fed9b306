"""At least N acts in every period."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from nuandong.geo.codes import span as span_of
from nuandong.plans.engine import each
from nuandong.plans.engine.case import Case
from nuandong.plans.engine.cells import Cell, cell_at, cells
from nuandong.plans.engine.conditions import matches
from nuandong.plans.engine.counting import asks_from, in_hours, tally
from nuandong.plans.engine.facts import Fact
from nuandong.plans.engine.records import Key, Record
from nuandong.plans.schema import AtLeast

_INSTANT = timedelta(microseconds=1)


def touched(case: Case[AtLeast], fact: Fact) -> Iterator[Key]:
    """The instances for which an act may count, or which it brings into being."""
    if case.duty.for_each is not None:
        yield from each.touched(case, case.duty.for_each, fact)
    elif fact.kind == case.duty.event and matches(case.duty.where, fact.payload):
        for scope in case.scopes_of(fact.region):
            yield from cell_keys(case, scope, fact.acted_at, fact.acted_at + _INSTANT)


def cell_keys(case: Case[AtLeast], scope: int, start: datetime, end: datetime) -> Iterator[Key]:
    for cell in cells(case.duty.per, case.duty.hours, case.activation.window, start, end):
        yield case.key(scope, cell.anchor)


def evaluate(case: Case[AtLeast], key: Key) -> Record | None:
    """The state of one division in one period; None where the duty asks for nothing there.

    An act counts once, however often it was entered under the same subject, in the hours the duty names.
    """
    duty = case.duty
    if duty.for_each is not None:
        return each.evaluate(case, duty.for_each, key)
    scope = int(key.scope)
    cell = cell_at(date.fromisoformat(key.anchor), duty.per, duty.hours, case.activation.window)
    starts_at = asks_from(case, cell, scope)
    if cell is None or starts_at is None or scope not in case.scopes:
        return None
    return tally(case, key, cell, _acts(case, cell, scope), region=scope, subject=None, starts_at=starts_at)


def _acts(case: Case[AtLeast], cell: Cell, scope: int) -> list[Fact]:
    found: dict[object, Fact] = {}
    for fact in in_hours(cell, case.facts.between(case.duty.event, span_of(scope), cell.start, cell.end)):
        if matches(case.duty.where, fact.payload):
            found.setdefault(fact.subject, fact)
    return list(found.values())
