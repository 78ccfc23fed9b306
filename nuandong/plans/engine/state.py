"""The engine: which instances a fact concerns, what their state is, and a state kept up to date in memory."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from nuandong.kernel.periods import DayCalendar
from nuandong.plans.engine import at_least, by_deadline, coverage, each, lasts, never, presence, within
from nuandong.plans.engine.activations import Activation, folded
from nuandong.plans.engine.case import SEASON, Case
from nuandong.plans.engine.conditions import in_force, touched
from nuandong.plans.engine.facts import ACTIVATIONS, ALWAYS, DECISIONS, SHIFTS, WARNINGS, Fact, Facts, MemoryFacts
from nuandong.plans.engine.intervals import Interval
from nuandong.plans.engine.records import Key, Record, Status, status
from nuandong.plans.engine.stages import staged
from nuandong.plans.schema import (
    AtLeast,
    ByDeadline,
    Coverage,
    Lasts,
    Never,
    Obligation,
    Plan,
    Presence,
    Subjects,
    Within,
)

Existing = Callable[[UUID, UUID | None], Iterable[Key]]
"""The keys of the records that exist for an activation, of one subject if it is given."""


def kinds_of(plan: Plan) -> frozenset[str]:
    """Every kind of event that the duties of a plan look at."""
    return frozenset().union(*(_kinds(duty) for duty in plan.duties))


def _kinds(duty: Obligation) -> frozenset[str]:
    match duty:
        case AtLeast():
            return each.kinds(duty) | {duty.event}
        case ByDeadline() | Never():
            return frozenset({duty.event})
        case Lasts():
            return lasts.ending(duty) | {duty.event}
        case Coverage():
            return coverage.kinds(duty)
        case Within():
            return within.kinds(duty) | {duty.trigger}
        case Presence():
            return SHIFTS


class Engine:
    """Answers questions about facts. `plans` maps the hash of a plan's text to the plan.

    It caches activations: make a new one after facts about them came in, or call `refresh`.
    """

    def __init__(self, facts: Facts, plans: Mapping[str, Plan], calendar: DayCalendar) -> None:
        self._facts, self._plans, self._calendar = facts, plans, calendar
        self.refresh()

    def refresh(self) -> None:
        by_id: dict[UUID, list[Fact]] = {}
        for fact in self._facts.of_kinds(ACTIVATIONS):
            by_id.setdefault(fact.subject, []).append(fact)
        all_folded = ((activation, folded(facts)) for activation, facts in by_id.items())
        self.activations: dict[UUID, Activation] = {key: found for key, found in all_folded if found is not None}
        self._cases: dict[UUID, dict[str, Case[Any]]] = {}
        self._by_kind: dict[str, list[Case[Any]]] = {}
        for activation in self.activations.values():
            cases = self._cases[activation.id] = dict(self._made(activation))
            for case in cases.values():
                for kind in _kinds(case.duty):
                    self._by_kind.setdefault(kind, []).append(case)

    def _made(self, activation: Activation) -> Iterator[tuple[str, Case[Any]]]:
        """The duties of an activation by their ids, those of a stage with its days; one without days is left out."""
        plan = self._plans[activation.plan]
        for duty in plan.duties:
            if (seen := staged(duty, plan, activation, self._calendar)) is not None:
                yield duty.id, Case(seen, duty, self._facts, self._calendar)

    def kinds(self) -> frozenset[str]:
        """Kinds of events that matter to what is activated, and those that always do."""
        plans = (self._plans[activation.plan] for activation in self.activations.values())
        return ALWAYS.union(*(kinds_of(plan) for plan in plans))

    def touched(self, fact: Fact, existing: Existing) -> set[Key]:
        """The instances whose state may change with a fact that came in; a fact that voids concerns what it voids."""
        keys = set(self._touched(fact, existing))
        if fact.voids is not None and (voided := self._facts.get(fact.voids)) is not None:
            # What it had kept from being begins now, up to the day it was voided.
            keys |= set(self._touched(replace(voided, recorded_at=fact.recorded_at), existing))
        return keys

    def evaluate(self, key: Key) -> Record | None:
        """The state of an instance; None where there is none (any more)."""
        case = self._case(key)
        match case.duty if case else None:
            case AtLeast():
                return at_least.evaluate(case, key)  # type: ignore[arg-type]
            case Within():
                return within.evaluate(case, key)  # type: ignore[arg-type]
            case ByDeadline():
                return by_deadline.evaluate(case, key)  # type: ignore[arg-type]
            case Lasts():
                return lasts.evaluate(case, key)  # type: ignore[arg-type]
            case Coverage():
                return coverage.evaluate(case, key)  # type: ignore[arg-type]
            case Presence():
                return presence.evaluate(case, key)  # type: ignore[arg-type]
            case Never():
                return never.evaluate(case, key)  # type: ignore[arg-type]
        return None

    def begun(self, activation: Activation, after: datetime, upto: datetime) -> Iterator[Key]:
        """Instances that come into being by the clock alone, by beginning in or reaching into [after, upto]."""
        before = upto + timedelta(microseconds=1)
        for case in self._cases[activation.id].values():
            match case.duty:
                case AtLeast(for_each=Subjects() as subjects, when=None):
                    yield from each.begun(case, subjects, after, before)
                case AtLeast(when=None):
                    for scope in case.scopes:
                        yield from at_least.cell_keys(case, scope, after, before)
                case Presence(when=None):
                    for scope in case.scopes:
                        yield from presence.cell_keys(case, scope, after, before)
                case ByDeadline():
                    for scope in case.scopes:
                        yield from by_deadline.keys(case, scope, after, before)
                case Coverage() if case.activation.window.start <= upto:
                    for scope in case.scopes:
                        yield from coverage.keys(case, scope)
                case Never() if case.activation.window.start <= upto:
                    for scope in case.scopes:
                        yield case.key(scope, SEASON)

    def caused(self, activation: Activation) -> Iterator[Key]:
        """Instances that come into being by facts: triggers in the window, days under a warning."""
        for case in self._cases[activation.id].values():
            window = case.activation.window
            match case.duty:
                case Within():
                    span = case.reach
                    for trigger in self._facts.between(case.duty.trigger, span, window.start, window.end):
                        if within.starts_clock(case.duty, trigger):
                            yield case.key(trigger.subject, trigger.id)
                case Lasts():
                    for fact in self._facts.between(case.duty.event, case.reach, window.start, window.end):
                        yield case.key(fact.subject, fact.id)
                case AtLeast(for_each=Subjects() as subjects) if case.duty.when is not None:
                    yield from each.begun(case, subjects, window.start, window.end)
                case AtLeast() | Presence() if case.duty.when is not None:
                    for scope in case.scopes:
                        for lo, hi in in_force(case.duty.when, scope, self._facts):
                            yield from _cells(case, scope, lo, hi)

    def _touched(self, fact: Fact, existing: Existing) -> Iterator[Key]:
        if fact.kind in ACTIVATIONS:
            yield from existing(fact.subject, None)
            if (activation := self.activations.get(fact.subject)) is not None:
                yield from self.caused(activation)
            return
        if fact.kind in DECISIONS:
            yield _key_of(fact.payload)
            return
        if fact.kind in WARNINGS:
            history = [*self._facts.of_subject(fact.subject, WARNINGS), fact]
            if (time := touched(history)) is not None:
                yield from self._under_warning(time)
        for case in self._by_kind.get(fact.kind, ()):
            yield from _by_act(case, fact)
            if isinstance(case.duty, AtLeast) and fact.kind in each.kinds(case.duty):
                theirs = existing(case.activation.id, fact.subject)
                yield from (key for key in theirs if key.obligation == case.duty.id)

    def _under_warning(self, time: Interval) -> Iterator[Key]:
        for activation in self.activations.values():
            for case in self._cases[activation.id].values():
                if isinstance(case.duty, AtLeast | Presence) and case.duty.when is not None:
                    if isinstance(case.duty, AtLeast) and case.duty.for_each is not None:
                        yield from each.begun(case, case.duty.for_each, *time)
                    for scope in case.scopes:
                        yield from _cells(case, scope, *time)

    def _case(self, key: Key) -> Case[Any] | None:
        return self._cases.get(key.activation, {}).get(key.obligation)


def _by_act(case: Case[Any], fact: Fact) -> Iterator[Key]:
    duty: Obligation = case.duty
    match duty:
        case AtLeast():
            return at_least.touched(case, fact)
        case Within():
            return within.touched(case, fact)
        case Presence():
            return presence.touched(case, fact)
        case ByDeadline():
            return by_deadline.touched(case, fact)
        case Lasts():
            return lasts.touched(case, fact)
        case Coverage():
            return coverage.touched(case, fact)
        case Never():
            return never.touched(case, fact)


def _cells(case: Case[Any], scope: int, start: datetime, end: datetime) -> Iterator[Key]:
    if isinstance(case.duty, Presence):
        # A day's last hours may spoil the next day within the tolerance.
        yield from presence.cell_keys(case, scope, start - case.duty.tolerance, end + case.duty.tolerance)
    else:
        yield from at_least.cell_keys(case, scope, start, end)


def _key_of(payload: Mapping[str, Any]) -> Key:
    return Key(UUID(str(payload["activation"])), payload["obligation"], payload["scope"], payload["anchor"])


class State:
    """Records kept up to date fact by fact, in memory: for recomputing any time, and the model for the stored ones."""

    def __init__(self, plans: Mapping[str, Plan], calendar: DayCalendar) -> None:
        self.records: dict[Key, Record] = {}
        self._facts = MemoryFacts()
        self.engine = Engine(self._facts, plans, calendar)

    def apply(self, facts: Iterable[Fact]) -> set[Key]:
        """Take facts in, in reading order, in batches of any size. Returns the keys whose record changed."""
        batch = list(facts)
        for fact in batch:
            self._facts.add(fact)
        if any(fact.kind in ACTIVATIONS or fact.voids is not None for fact in batch):
            self.engine.refresh()
        keys: set[Key] = set()
        for fact in batch:
            keys |= self.engine.touched(fact, self._existing)
        return {key for key in keys if self._renew(key)}

    def status(self, now: datetime) -> dict[Key, Status]:
        """The status of every instance that has begun by `now`."""
        return {key: status(record, now) for key, record in self.visible(now).items()}

    def visible(self, now: datetime) -> dict[Key, Record]:
        """The records that have begun by `now`; periods that began by the clock alone are added first."""
        for activation in self.engine.activations.values():
            for key in self.engine.begun(activation, activation.window.start, now):
                if key not in self.records:
                    self._renew(key)
        return {key: record for key, record in sorted(self.records.items()) if record.starts_at <= now}

    def _existing(self, activation: UUID, subject: UUID | None) -> list[Key]:
        ours = (key for key in self.records if key.activation == activation)
        return [key for key in ours if subject is None or key.subject == subject]

    def _renew(self, key: Key) -> bool:
        """Compute a record anew; whether it changed."""
        before, after = self.records.pop(key, None), self.engine.evaluate(key)
        if after is not None:
            self.records[key] = after
        return before != after
