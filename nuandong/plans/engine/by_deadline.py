"""At least N acts by a deadline, once or every week or month anew."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from nuandong.geo.codes import span as span_of
from nuandong.plans.engine.case import Case
from nuandong.plans.engine.dues import Due
from nuandong.plans.engine.facts import Fact
from nuandong.plans.engine.firsts import Firsts
from nuandong.plans.engine.intervals import FOREVER
from nuandong.plans.engine.records import Key, Record
from nuandong.plans.schema import ByDeadline
from nuandong.plans.schema.deadlines import Recurring


def concerned(case: Case[ByDeadline], fact: Fact) -> Iterator[str]:
    """The deadlines for which an act counts."""
    return (anchor for anchor, due in case.dues.items() if _counts(case, due, fact))


def anchors(case: Case[ByDeadline], after: datetime, before: datetime) -> Iterator[str]:
    """The deadlines that can be open in [after, before)."""
    return (anchor for anchor, due in case.dues.items() if due.start < before and due.at >= after)


def evaluate(case: Case[ByDeadline], key: Key) -> Record | None:
    """The state of one division at one deadline; an act counts once, however often it was entered."""
    duty, scope = case.duty, int(key.scope)
    due = case.dues.get(key.anchor)
    if due is None or scope not in case.scopes:
        return None
    acts = _acts(case, due, scope)
    first = acts[: duty.count]
    last = first[-1] if len(first) == duty.count else None
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
        late_entry=last is not None and last.acted_at <= due.at and any(act.recorded_at > due.at for act in first),
    )


def _acts(case: Case[ByDeadline], due: Due, scope: int) -> Sequence[Fact]:
    duty, here = case.duty, span_of(scope)
    if duty.about is not None and isinstance(duty.by, Recurring):
        start = case.activation.window.start
        told = case.facts.between(case.acts, here, start, FOREVER)
        return Firsts((fact for fact in told if _is_about(duty.about, due, fact)), start).facts
    # For a deadline that comes once all counts that was done since the window began.
    return case.facts.firsts(case.acts, here, _from(case, due), FOREVER if _told_apart(duty) else due.at)


def _told_apart(duty: ByDeadline) -> bool:
    """Whether a late act can be told from an early one for the next deadline."""
    return duty.about is not None or not isinstance(duty.by, Recurring)


def _from(case: Case[ByDeadline], due: Due) -> datetime:
    return case.activation.window.start if case.duty.about is not None else due.start


def _counts(case: Case[ByDeadline], due: Due, fact: Fact) -> bool:
    duty = case.duty
    if duty.about is not None and isinstance(duty.by, Recurring):
        return _is_about(duty.about, due, fact)
    return fact.acted_at >= _from(case, due) and (_told_apart(duty) or fact.acted_at < due.at)


def _is_about(name: str, due: Due, fact: Fact) -> bool:
    told = fact.payload.get(name)
    day = date.fromisoformat(told) if isinstance(told, str) else told
    return isinstance(day, date) and due.first <= day <= due.last
