"""Facts: events as the engine sees them, and where it asks for them."""

from bisect import insort
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Protocol
from uuid import UUID

from nuandong.kernel.actors import Span

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
        self._by_subject: dict[UUID, list[Fact]] = defaultdict(list)
        self._by_kind: dict[str, list[Fact]] = defaultdict(list)
        self._voided: set[UUID] = set()
        for fact in facts:
            self.add(fact)

    def add(self, fact: Fact) -> None:
        """Take a fact in; one that is known already changes nothing."""
        if fact.id in self._by_id:
            return
        self._by_id[fact.id] = fact
        insort(self._by_subject[fact.subject], fact)
        insort(self._by_kind[fact.kind], fact)
        if fact.voids is not None:
            self._voided.add(fact.voids)

    def get(self, fact: UUID) -> Fact | None:
        return self._by_id.get(fact)

    def of_subject(self, subject: UUID, kinds: Collection[str]) -> list[Fact]:
        return [fact for fact in self._live(self._by_subject.get(subject, ())) if fact.kind in kinds]

    def between(self, kind: str, span: Span, start: datetime, end: datetime) -> list[Fact]:
        facts = self._live(self._by_kind.get(kind, ()))
        return [fact for fact in facts if start <= fact.acted_at < end and span.contains(fact.region)]

    def of_kinds(self, kinds: Collection[str]) -> list[Fact]:
        return sorted(fact for kind in kinds for fact in self._live(self._by_kind.get(kind, ())))

    def _live(self, facts: Iterable[Fact]) -> Iterable[Fact]:
        return (fact for fact in facts if fact.id not in self._voided)
