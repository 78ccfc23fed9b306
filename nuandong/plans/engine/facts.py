"""Facts: events as the engine sees them, and where it asks for them."""

from bisect import bisect_left, insort
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from operator import attrgetter
from typing import Any, Final, Protocol, TypeVar
from uuid import UUID

from nuandong.kernel.actors import Span
from nuandong.plans.engine.regions import around

WARNING_OPENED: Final = ("alerts.warning_received", "alerts.warning_updated")
WARNING_CLOSED: Final = ("alerts.warning_cancelled", "alerts.warning_expired", "alerts.warning_ended")
WARNINGS: Final = frozenset(WARNING_OPENED + WARNING_CLOSED)
SHIFT_STARTED: Final = "duty.shift_started"
SHIFT_ENDED: Final = "duty.shift_ended"
SHIFTS: Final = frozenset({SHIFT_STARTED, SHIFT_ENDED})
ACTIVATED: Final = "plans.plan_activated"
EXTENDED: Final = "plans.window_extended"
ENDED: Final = "plans.activation_ended"
ACTIVATIONS: Final = frozenset({ACTIVATED, EXTENDED, ENDED})
WAIVED: Final = "plans.instance_waived"
EXPLAINED: Final = "plans.miss_explained"
DECISIONS: Final = frozenset({WAIVED, EXPLAINED})
ALWAYS: Final = WARNINGS | ACTIVATIONS | DECISIONS
"""Kinds the engine needs whatever the plans say."""


@dataclass(frozen=True, slots=True, order=True)
class Fact:
    """One event. `order` is its place in the journal's reading order; facts compare by time of the act, then by it."""

    acted_at: datetime
    order: tuple[int, ...]
    id: UUID
    kind: str = field(compare=False)
    region: int = field(compare=False)
    subject: UUID = field(compare=False)
    recorded_at: datetime = field(compare=False)
    payload: Mapping[str, Any] = field(compare=False, default_factory=dict)
    voids: UUID | None = field(compare=False, default=None)


class Facts(Protocol):
    """What is known. Every answer leaves voided facts out and is sorted by time of the act."""

    def get(self, fact: UUID) -> Fact | None:
        """A fact by its id, voided or not."""
        ...

    def of_subject(self, subject: UUID, kinds: Collection[str]) -> list[Fact]: ...

    def between(self, kind: str, span: Span, start: datetime, end: datetime) -> list[Fact]:
        """Facts of a kind in a region, done in [start, end)."""
        ...

    def of_kinds(self, kinds: Collection[str]) -> list[Fact]: ...


class MemoryFacts:
    """Facts held in memory: for recomputation, tests and short histories."""

    def __init__(self, facts: Iterable[Fact] = ()) -> None:
        self._by_id: dict[UUID, Fact] = {}
        self._by_subject: dict[UUID, list[Fact]] = {}
        self._by_kind: dict[str, _Sorted] = {}
        self._by_place: dict[tuple[str, int], _Sorted] = {}
        self._voided: set[UUID] = set()
        for fact in facts:
            self.add(fact)

    def add(self, fact: Fact) -> None:
        """Take a fact in; one that is known already changes nothing."""
        if fact.id in self._by_id:
            return
        self._by_id[fact.id] = fact
        insort(self._by_subject.setdefault(fact.subject, []), fact)
        _under(self._by_kind, fact.kind).add(fact)
        for code in around(fact.region):
            _under(self._by_place, (fact.kind, code)).add(fact)
        if fact.voids is not None:
            self._voided.add(fact.voids)

    def get(self, fact: UUID) -> Fact | None:
        return self._by_id.get(fact)

    def of_subject(self, subject: UUID, kinds: Collection[str]) -> list[Fact]:
        return [fact for fact in self._live(self._by_subject.get(subject, ())) if fact.kind in kinds]

    def between(self, kind: str, span: Span, start: datetime, end: datetime) -> list[Fact]:
        found = self._by_place.get((kind, span.lo))
        return (
            [] if found is None else [fact for fact in self._live(found.between(start, end)) if fact.region < span.hi]
        )

    def of_kinds(self, kinds: Collection[str]) -> list[Fact]:
        named = (self._by_kind[kind] for kind in kinds if kind in self._by_kind)
        return sorted(fact for one in named for fact in self._live(one.all()))

    def _live(self, facts: Iterable[Fact]) -> Iterable[Fact]:
        return (fact for fact in facts if fact.id not in self._voided) if self._voided else facts


class _Sorted:
    """Facts in their order; sorted when they are asked for, not with each one that comes."""

    def __init__(self) -> None:
        self._facts: list[Fact] = []
        self._in_order = True

    def add(self, fact: Fact) -> None:
        self._in_order = self._in_order and (not self._facts or self._facts[-1].acted_at < fact.acted_at)
        self._facts.append(fact)

    def all(self) -> list[Fact]:
        if not self._in_order:
            self._facts.sort()
            self._in_order = True
        return self._facts

    def between(self, start: datetime, end: datetime) -> list[Fact]:
        facts = self.all()
        return facts[bisect_left(facts, start, key=_acted_at) : bisect_left(facts, end, key=_acted_at)]


_acted_at = attrgetter("acted_at")
_Where = TypeVar("_Where")


def _under(index: dict[_Where, _Sorted], where: _Where) -> _Sorted:
    found = index.get(where)
    if found is None:
        found = index[where] = _Sorted()
    return found
