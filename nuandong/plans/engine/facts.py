"""Facts: events as the engine sees them, and what it asks of them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from operator import attrgetter
from typing import Any, Final, Protocol
from uuid import UUID

from nuandong.kernel.actors import Span
from nuandong.plans.engine.matching import Pattern
from nuandong.plans.engine.records import Key

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


in_order: Final = attrgetter("acted_at", "order", "id")
"""The key that facts compare by, for sorting many of them quickly."""


def in_turn(facts: Iterable[Fact]) -> list[Fact]:
    """Facts in their order, each once."""
    some = list(facts)
    if len(some) < 2:
        return some
    some.sort(key=in_order)
    return list({fact.id.int: fact for fact in some}.values())


class Facts(Protocol):
    """What is known. Every answer leaves voided facts out and is sorted by time of the act."""

    def get(self, fact: UUID) -> Fact | None:
        """A fact by its id, voided or not."""
        ...

    def of_subject(self, subject: UUID, kinds: Collection[str]) -> Sequence[Fact]: ...

    def between(self, what: Pattern, span: Span, start: datetime, end: datetime) -> Sequence[Fact]:
        """Facts that fit a pattern in a region, done in [start, end)."""
        ...

    def firsts(self, what: Pattern, span: Span, start: datetime, end: datetime) -> Sequence[Fact]:
        """The first fact about each subject among them."""
        ...

    def of_kinds(self, kinds: Collection[str]) -> Sequence[Fact]: ...

    def decisions(self, key: Key) -> Sequence[Fact]:
        """Waivers and explanations of an instance."""
        ...


def decided(fact: Fact) -> Key:
    """The instance that a decision is about."""
    about = fact.payload
    return Key(UUID(str(about["activation"])), about["obligation"], about["scope"], about["anchor"])
