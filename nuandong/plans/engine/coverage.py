"""A share of all there are."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from nuandong.geo.codes import Level, contains, level_of
from nuandong.geo.codes import span as span_of
from nuandong.plans.engine.case import Case
from nuandong.plans.engine.facts import Fact
from nuandong.plans.engine.intervals import FOREVER
from nuandong.plans.engine.matching import Pattern, pattern
from nuandong.plans.engine.records import Key, Record
from nuandong.plans.schema import Coverage
from nuandong.plans.schema.obligations import Whole

EVER: Final = datetime(1990, 1, 1, tzinfo=UTC)
"""Households were listed before the season began: they count as well."""


def kinds(duty: Coverage) -> frozenset[str]:
    if duty.base is None:
        return frozenset({duty.event})
    return frozenset({duty.event, duty.base.event, *(one.event for one in duty.base.until)})


def patterns(case: Case[Coverage]) -> tuple[Pattern, ...]:
    """Events that may change how much there is, or how much of it is done."""
    found: tuple[Pattern, ...] | None = case.memo.get("patterns")
    if found is None:
        parts = () if case.duty.base is None else (case.duty.base, *case.duty.base.until)
        found = case.memo["patterns"] = case.acts, *(pattern(one.event, one.where) for one in parts)
    return found


def evaluate(case: Case[Coverage], key: Key) -> Record | None:
    """The state of one division. Where there is nothing to cover, or none was declared, nothing is asked."""
    duty, scope = case.duty, int(key.scope)
    due = case.dues.get(key.anchor)
    if due is None or scope not in case.scopes:
        return None
    acts = case.facts.between(case.acts, span_of(scope), case.activation.window.start, FOREVER)
    base, steps = _numbers(acts) if duty.base is None else _subjects(case, duty.base, scope, acts, due.at)
    needed = -(-base * duty.percent // 100)
    last = next((fact for count, fact in steps if needed and count >= needed), None)
    return case.record(
        key,
        [last] if last else acts[-1:],
        region=scope,
        subject=None,
        starts_at=due.start,
        due_at=due.at,
        still_wanted=True,
        applies=base > 0 or (duty.base is None and not _declared_none(case, scope, acts)),
        needed=needed or 1,
        done=steps[-1][0] if steps else 0,
        satisfied_at=last.acted_at if last else None,
        late_entry=last is not None and last.acted_at <= due.at < last.recorded_at,
    )


def _declared_none(case: Case[Coverage], scope: int, acts: Sequence[Fact]) -> bool:
    """Whether it was declared that a division has none: for itself as a whole, or in every township of it."""
    told = {act.region for act in acts if isinstance(act.payload.get("base"), int)}
    if not told or scope in told:
        return scope in told
    parts = [code for code in case.activation.regions if level_of(code) is Level.TOWNSHIP and contains(scope, code)]
    return bool(parts) and told.issuperset(parts)


_Steps = list[tuple[int, Fact]]
"""How many were done after each act."""


def _subjects(case: Case[Coverage], base: Whole, scope: int, acts: Sequence[Fact], due: datetime) -> tuple[int, _Steps]:
    """Distinct subjects: those listed by the deadline and not taken out again, and those among them with an act."""
    here, since = span_of(scope), case.activation.window.start if base.in_season else EVER
    _acts, listed, *gone = patterns(case)
    wanted = {fact.subject.int for fact in case.facts.between(listed, here, since, due)}
    for one in gone if wanted else ():
        wanted.difference_update(fact.subject.int for fact in case.facts.between(one, here, EVER, due))
    waiting, steps = set(wanted), _Steps()
    for act in acts if wanted else ():
        if (subject := act.subject.int) in waiting:
            waiting.discard(subject)
            steps.append((len(wanted) - len(waiting), act))
    return len(wanted), steps


def _numbers(acts: Sequence[Fact]) -> tuple[int, _Steps]:
    """Numbers that the acts bring along: each adds to what is done in its division, the latest base of it counts.

    More than all is all: what one division did too often covers nobody in another.
    """
    done: dict[int, int] = {}
    base: dict[int, int] = {}
    covered: dict[int, int] = {}
    steps, total = _Steps(), 0
    for act in acts:
        region, told = act.region, act.payload
        count, whole = told.get("done"), told.get("base")
        so_far = done[region] = done.get(region, 0) + (count if isinstance(count, int) else 0)
        if isinstance(whole, int):
            base[region] = whole
        else:
            whole = base.get(region)
        if whole is not None:
            now = min(so_far, whole)
            total += now - covered.get(region, 0)
            covered[region] = now
        steps.append((total, act))
    return sum(base.values()), steps
