"""At least N acts in every period."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from nuandong.geo.codes import span as span_of
from nuandong.plans.engine import each
from nuandong.plans.engine.case import Case
from nuandong.plans.engine.cells import Cell, cell_at, cells
from nuandong.plans.engine.conditions import in_force, matches
from nuandong.plans.engine.facts import Fact
from nuandong.plans.engine.intervals import clipped, total
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
    needed = cell.share(duty.count) if cell else 0
    if cell is None or needed == 0 or scope not in case.scopes or not case.on_day(duty.on_days, cell.first):
        return None
    starts_at = cell.start
    if duty.when is not None:
        asked = clipped(in_force(duty.when, scope, case.facts), cell.start, cell.end)
        if total(asked) < duty.when.lasting or not asked:
            return None
        starts_at = asked[0][0]
    acts = _acts(case, cell, scope)
    last = acts[needed - 1] if len(acts) >= needed else None
    return case.record(
        key,
        acts,
        region=scope,
        subject=None,
        starts_at=starts_at,
        due_at=cell.end,
        needed=needed,
        done=len(acts),
        satisfied_at=last.acted_at if last else None,
        late_entry=last is not None and any(act.recorded_at > cell.end for act in acts[:needed]),
    )


def _acts(case: Case[AtLeast], cell: Cell, scope: int) -> list[Fact]:
    found: dict[object, Fact] = {}
    counted = cell.counted()
    for fact in case.facts.between(case.duty.event, span_of(scope), cell.start, cell.end):
        in_hours = any(start <= fact.acted_at < end for start, end in counted)
        if in_hours and matches(case.duty.where, fact.payload):
            found.setdefault(fact.subject, fact)
    return list(found.values())
