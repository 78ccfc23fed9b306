"""At least N acts by a deadline, once or every week or month anew."""

from collections.abc import Iterator
from datetime import date, datetime

from nuandong.geo.codes import span as span_of
from nuandong.plans.engine.case import Case
from nuandong.plans.engine.conditions import matches
from nuandong.plans.engine.dues import Due
from nuandong.plans.engine.facts import Fact
from nuandong.plans.engine.intervals import FOREVER
from nuandong.plans.engine.records import Key, Record
from nuandong.plans.schema import ByDeadline
from nuandong.plans.schema.deadlines import Recurring


def touched(case: Case[ByDeadline], fact: Fact) -> Iterator[Key]:
    if fact.kind == case.duty.event and matches(case.duty.where, fact.payload):
        for scope in case.scopes_of(fact.region):
            for due in case.dues.values():
                if _counts(case, due, fact):
                    yield case.key(scope, due.anchor)


def keys(case: Case[ByDeadline], scope: int, after: datetime, before: datetime) -> Iterator[Key]:
    """The instances that can be open in [after, before)."""
    for due in case.dues.values():
        if due.start < before and due.at >= after:
            yield case.key(scope, due.anchor)


def evaluate(case: Case[ByDeadline], key: Key) -> Record | None:
    """The state of one division at one deadline; an act counts once, however often it was entered."""
    duty, scope = case.duty, int(key.scope)
    due = case.dues.get(key.anchor)
    if due is None or scope not in case.scopes:
        return None
    found: dict[object, Fact] = {}
    for fact in case.facts.between(duty.event, span_of(scope), _from(case, due), FOREVER):
        if matches(duty.where, fact.payload) and _counts(case, due, fact):
            found.setdefault(fact.subject, fact)
    acts = list(found.values())
    last = acts[duty.count - 1] if len(acts) >= duty.count else None
    return case.record(
        key,
        acts,
        region=scope,
        subject=None,
        starts_at=due.start,
        due_at=due.at,
        still_wanted=_told_apart(duty),
        needed=duty.count,
        done=len(acts),
        satisfied_at=last.acted_at if last else None,
        late_entry=last is not None and last.acted_at <= due.at and any(a.recorded_at > due.at for a in acts),
    )


def _told_apart(duty: ByDeadline) -> bool:
    """Whether a late act can be told from an early one for the next deadline."""
    return duty.about is not None or not isinstance(duty.by, Recurring)


def _from(case: Case[ByDeadline], due: Due) -> datetime:
    return case.activation.window.start if case.duty.about is not None else due.start


def _counts(case: Case[ByDeadline], due: Due, fact: Fact) -> bool:
    duty = case.duty
    if duty.about is not None and isinstance(duty.by, Recurring):
        told = fact.payload.get(duty.about)
        day = date.fromisoformat(told) if isinstance(told, str) else told
        return isinstance(day, date) and due.first <= day <= due.last
    return fact.acted_at >= due.start and (_told_apart(duty) or fact.acted_at < due.at)
