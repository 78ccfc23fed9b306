"""Whether conditions hold: facts of a payload, warnings in force."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from nuandong.plans.engine.facts import WARNING_OPENED, WARNINGS, Fact, Facts
from nuandong.plans.engine.intervals import FOREVER, Interval, merged
from nuandong.plans.engine.regions import overlap
from nuandong.plans.schema import LEVELS, WarningCondition


def matches(where: Mapping[str, Any] | None, payload: Mapping[str, Any]) -> bool:
    """Whether a payload has, for every field asked for, one of the values asked for; an absent field does not match."""
    for name, wanted in (where or {}).items():
        choices = wanted if isinstance(wanted, list) else [wanted]
        actual = payload.get(name)
        values = actual if isinstance(actual, list) else [actual]
        # True is 1 for Python and must not be for a plan.
        if not any(value == choice and type(value) is type(choice) for value in values for choice in choices):
            return False
    return True


def in_force(condition: WarningCondition, region: int, facts: Facts, *, known: bool = False) -> list[Interval]:
    """When a warning of the condition was, is, or is announced to be in force for the region or a part of it.

    A warning for a part of the region counts for the whole: somebody can freeze there. With `known`, none begins before
    it was entered here: nobody can man a post for a warning that has not reached him.
    """
    found: list[Interval] = []
    for history in _warnings(facts).values():
        found.extend(
            (start, end)
            for content, start, end in versions(history, known=known)
            if content.get("event") in condition.warning_in_force
            and _strong_enough(content.get("level"), condition.level)
            and any(overlap(code, region) for code in content.get("regions", ()))
        )
    return merged(found)


def versions(history: list[Fact], *, known: bool = False) -> list[tuple[Mapping[str, Any], datetime, datetime]]:
    """The contents one warning had, with the time each was in force.

    A version lasts from its own start until its own end, until the next version was issued, or until the warning was
    cancelled or ended, whichever is first. A version without an end lasts until the next event. None begins before it
    was issued.
    """
    found = []
    for index, fact in enumerate(history):
        if fact.kind not in WARNING_OPENED:
            continue
        start = max(_moment(fact.payload.get("from")) or fact.acted_at, fact.acted_at)
        if known:
            start = max(start, fact.recorded_at)
        ends = [later.acted_at for later in history[index + 1 :]]
        if (announced := _moment(fact.payload.get("until"))) is not None:
            ends.append(announced)
        found.append((fact.payload, start, min(ends, default=FOREVER)))
    return found


def touched(history: list[Fact]) -> Interval | None:
    """All the time in which the state of a warning can matter: what must be looked at again when it changes."""
    opened = [fact for fact in history if fact.kind in WARNING_OPENED]
    if not opened:
        return None
    return min(fact.acted_at for fact in opened), max(_moment(fact.payload.get("until")) or FOREVER for fact in opened)


def _warnings(facts: Facts) -> dict[UUID, list[Fact]]:
    found: dict[UUID, list[Fact]] = {}
    for fact in facts.of_kinds(WARNINGS):
        found.setdefault(fact.subject, []).append(fact)
    return found


def _strong_enough(level: object, weakest: str) -> bool:
    if weakest == "any":
        return True
    return level in LEVELS and LEVELS.index(str(level)) >= LEVELS.index(weakest)


def _moment(value: object) -> datetime | None:
    if isinstance(value, str):
        return datetime.fromisoformat(value)
    return value if isinstance(value, datetime) else None
