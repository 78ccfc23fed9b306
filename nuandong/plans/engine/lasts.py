"""What an event begins stays for a time at least."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from nuandong.plans.engine.case import Case
from nuandong.plans.engine.facts import Fact, in_order
from nuandong.plans.engine.matching import matches
from nuandong.plans.engine.records import Key, Record
from nuandong.plans.schema import Lasts


def ending(duty: Lasts) -> frozenset[str]:
    """Kinds of events that can end it."""
    return frozenset(happening.event for happening in duty.ended_by)


def touched(case: Case[Lasts], fact: Fact) -> Iterator[Key]:
    if fact.kind == case.duty.event:
        yield case.key(fact.subject, fact.id)
    if fact.kind in ending(case.duty):
        for begun in case.facts.of_subject(fact.subject, {case.duty.event}):
            yield case.key(begun.subject, begun.id)


def evaluate(case: Case[Lasts], key: Key) -> Record | None:
    """The state of one beginning; None when it was voided or lies outside the activation."""
    subject, anchor = UUID(key.scope), UUID(key.anchor)
    found = (one for one in case.facts.of_subject(subject, {case.duty.event}) if one.id == anchor)
    begun = next(found, None)
    if begun is None or not case.within_reach(begun) or not case.acts.fits(begun):
        return None
    return evaluate_started(case, key, begun)


def started(case: Case[Lasts]) -> Sequence[Fact]:
    """The beginnings in the window and region of the activation."""
    window = case.activation.window
    return case.facts.between(case.acts, case.reach, window.start, window.end)


def evaluate_started(case: Case[Lasts], key: Key, begun: Fact) -> Record:
    """The state of a beginning in the activation."""
    duty, subject = case.duty, begun.subject
    history = case.facts.of_subject(subject, case.kinds)
    due_at = duty.time.due(begun.acted_at, case.calendar, at_least=True)
    ended = next((fact for fact in history if in_order(fact) > in_order(begun) and _ends(duty, fact)), None)
    too_soon = ended is not None and ended.acted_at < due_at
    return case.record(
        key,
        [begun, *([ended] if ended else [])],
        region=begun.region,
        subject=subject,
        starts_at=begun.acted_at,
        due_at=due_at,
        keeps=True,
        needed=0,
        done=0,
        fails_at=ended.acted_at if ended is not None and too_soon else None,
    )


def _ends(duty: Lasts, fact: Fact) -> bool:
    return any(one.event == fact.kind and matches(one.where, fact.payload) for one in duty.ended_by)
