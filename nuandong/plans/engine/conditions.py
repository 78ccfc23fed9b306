"""Weather warnings in force, as duties ask about them."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from nuandong.plans.engine.facts import WARNING_OPENED, WARNINGS, Fact, Facts
from nuandong.plans.engine.intervals import FOREVER, Interval, merged
from nuandong.plans.engine.regions import overlapping
from nuandong.plans.schema import LEVELS, WarningCondition


class Weather:
    """When warnings were, are, or are announced to be in force. Call `forget` after facts about warnings came in."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._skies: dict[WarningCondition, Sky] = {}
        self._histories: list[list[Fact]] | None = None

    def under(self, condition: WarningCondition) -> "Sky":
        if condition not in self._skies:
            self._skies[condition] = Sky(condition, self)
        return self._skies[condition]

    def forget(self) -> None:
        self._histories = None
        for sky in self._skies.values():
            sky.forget()

    def histories(self) -> list[list[Fact]]:
        """What is known of each warning."""
        if self._histories is None:
            found: dict[UUID, list[Fact]] = {}
            for fact in self._facts.of_kinds(WARNINGS):
                found.setdefault(fact.subject, []).append(fact)
            self._histories = list(found.values())
        return self._histories


class Sky:
    """The warnings of one condition, by division."""

    def __init__(self, condition: WarningCondition, weather: Weather) -> None:
        self._condition, self._weather = condition, weather
        self.forget()

    def forget(self) -> None:
        self._by_code: dict[bool, dict[int, list[Interval]]] = {}
        self._codes: dict[bool, list[int]] = {}
        self._over: dict[tuple[int, bool], tuple[Interval, ...]] = {}
        self._same: dict[tuple[Interval, ...], tuple[Interval, ...]] = {}

    def over(self, region: int, *, known: bool = False) -> tuple[Interval, ...]:
        """When a warning of the condition was, is, or is announced to be in force for the region or a part of it.

        A warning for a part of the region counts for the whole: somebody can freeze there. With `known`, none begins
        before it was entered here: nobody can man a post for a warning that has not reached him. Equal answers are the
        same object.
        """
        found = self._over.get((region, known))
        if found is None:
            found = tuple(merged(self._parts(region, known)))
            found = self._over[region, known] = self._same.setdefault(found, found)
        return found

    def _parts(self, region: int, known: bool) -> Iterator[Interval]:
        if known not in self._by_code:
            self._by_code[known] = self._read(known)
            self._codes[known] = sorted(self._by_code[known])
        by_code, codes = self._by_code[known], self._codes[known]
        for code in overlapping(region, codes):
            yield from by_code[code]

    def _read(self, known: bool) -> dict[int, list[Interval]]:
        found: dict[int, list[Interval]] = {}
        for history in self._weather.histories():
            for content, start, end in versions(history, known=known):
                if content.get("event") in self._condition.warning_in_force and _strong_enough(
                    content.get("level"), self._condition.level
                ):
                    for code in content.get("regions", ()):
                        found.setdefault(code, []).append((start, end))
        return found


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


def regions_of(history: list[Fact]) -> frozenset[int]:
    """All divisions that some version of a warning names."""
    return frozenset(code for fact in history for code in fact.payload.get("regions", ()))


def _strong_enough(level: object, weakest: str) -> bool:
    if weakest == "any":
        return True
    return level in LEVELS and LEVELS.index(str(level)) >= LEVELS.index(weakest)


def _moment(value: object) -> datetime | None:
    if isinstance(value, str):
        return datetime.fromisoformat(value)
    return value if isinstance(value, datetime) else None
