"""The engine: which instances a fact concerns, what their state is, and a state kept up to date in memory."""

import gc
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from nuandong.kernel.periods import DayCalendar
from nuandong.plans.engine import coverage, each, lasts, standing, within
from nuandong.plans.engine.activations import Activation, folded
from nuandong.plans.engine.case import Case
from nuandong.plans.engine.conditions import Weather, regions_of, touched
from nuandong.plans.engine.evaluating import caused, evaluate
from nuandong.plans.engine.facts import ACTIVATIONS, ALWAYS, DECISIONS, SHIFTS, WARNINGS, Fact, Facts, decided
from nuandong.plans.engine.halves import in_halves
from nuandong.plans.engine.interests import Interests
from nuandong.plans.engine.intervals import Interval
from nuandong.plans.engine.memory import MemoryFacts
from nuandong.plans.engine.records import Key, Record, Status, status
from nuandong.plans.engine.regions import overlapping
from nuandong.plans.engine.stages import staged
from nuandong.plans.engine.sweep import alike, keyed, packed, swept, unpacked, weight
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
        self._weather = Weather(self._facts)
        self._cases: dict[UUID, dict[str, Case[Any]]] = {}
        self._interests = Interests()
        for activation in self.activations.values():
            self._cases[activation.id] = {}
            for case in self._made(activation):
                self._cases[activation.id][case.duty.id] = case
                self._interests.add(case)

    def _made(self, activation: Activation) -> Iterator[Case[Any]]:
        """The duties of an activation, those of a stage with its days; one without days is left out."""
        plan = self._plans[activation.plan]
        for duty in plan.duties:
            if (seen := staged(duty, plan, activation, self._calendar)) is not None:
                yield Case(seen, duty, self._facts, self._calendar, self._weather, _kinds(duty))

    def cases(self) -> Iterator[Case[Any]]:
        """Every duty of every activation."""
        return (case for cases in self._cases.values() for case in cases.values())

    def weather_changed(self) -> None:
        """To be called when facts about warnings came in after the engine was made."""
        self._weather.forget()

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
        return None if case is None else evaluate(case, key)

    def begun(self, activation: Activation, after: datetime, upto: datetime) -> Iterator[Key]:
        """Instances that come into being by the clock alone, by beginning in or reaching into [after, upto]."""
        before = upto + timedelta(microseconds=1)
        for case in self._cases[activation.id].values():
            match case.duty:
                case AtLeast(for_each=Subjects() as subjects):
                    if case.duty.when is None:
                        yield from each.begun(case, subjects, after, before)
                case Within() | Lasts():
                    pass
                case _:
                    anchors = list(standing.begun(case, after, before))
                    yield from (case.key(scope, anchor) for scope in case.divisions for anchor in anchors)

    def caused(self, activation: Activation) -> Iterator[Key]:
        """Instances that come into being by facts: triggers in the window, days under a warning."""
        for case in self._cases[activation.id].values():
            yield from caused(case)

    def _touched(self, fact: Fact, existing: Existing) -> Iterator[Key]:
        if fact.kind in ACTIVATIONS:
            yield from existing(fact.subject, None)
            if (activation := self.activations.get(fact.subject)) is not None:
                yield from self.caused(activation)
            return
        if fact.kind in DECISIONS:
            yield decided(fact)
            return
        if fact.kind in WARNINGS:
            history = [*self._facts.of_subject(fact.subject, WARNINGS), fact]
            if (time := touched(history)) is not None:
                yield from self._under_warning(time, regions_of(history))
        for case in self._interests.of(fact):
            yield from _by_act(case, fact)
            if isinstance(case.duty, AtLeast) and fact.kind in each.kinds(case.duty):
                theirs = existing(case.activation.id, fact.subject)
                yield from (key for key in theirs if key.obligation == case.duty.id)

    def _under_warning(self, time: Interval, regions: Collection[int]) -> Iterator[Key]:
        for case in self.cases():
            if case.sky is None:
                continue
            if isinstance(case.duty, AtLeast) and case.duty.for_each is not None:
                yield from each.begun(case, case.duty.for_each, *time)
            elif scopes := {scope for code in regions for scope in overlapping(code, case.divisions)}:
                anchors = standing.under(case, [time])
                yield from (case.key(scope, anchor) for scope in scopes for anchor in anchors)

    def _case(self, key: Key) -> Case[Any] | None:
        return self._cases.get(key.activation, {}).get(key.obligation)


def _by_act(case: Case[Any], fact: Fact) -> Iterator[Key]:
    match case.duty:
        case AtLeast(for_each=Subjects() as subjects):
            return each.touched(case, subjects, fact)
        case Within():
            return within.touched(case, fact)
        case Lasts():
            return lasts.touched(case, fact)
    return standing.touched(case, fact)


@contextmanager
def without_collecting(*, for_good: bool) -> Iterator[None]:
    """Millions of objects made in one go, none of them garbage: the collector would walk through them for nothing.

    `for_good`: nor does it do so later, in a process that will not outlive them.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if for_good:
            gc.freeze()
        if enabled:
            gc.enable()


class State:
    """Records kept up to date fact by fact, in memory: for recomputing any time, and the model for the stored ones."""

    def __init__(self, plans: Mapping[str, Plan], calendar: DayCalendar) -> None:
        self.records: dict[Key, Record] = {}
        self._facts = MemoryFacts()
        self._about: dict[tuple[UUID, str], set[Key]] | None = None
        self._swept_to: datetime | None = None
        self.engine = Engine(self._facts, plans, calendar)

    @classmethod
    def from_scratch(
        cls,
        plans: Mapping[str, Plan],
        calendar: DayCalendar,
        facts: Iterable[Fact],
        upto: datetime,
        *,
        second_core: bool = False,
    ) -> "State":
        """What `apply` of all facts and a look at `upto` lead to, at once.

        With `second_core` a forked child does about half of it: only in a process without other threads.
        """
        state = cls(plans, calendar)
        with without_collecting(for_good=second_core):
            state._facts.add(facts)
            state.engine.refresh()
            state._sweep(upto, second_core)
        return state

    def apply(self, facts: Iterable[Fact]) -> set[Key]:
        """Take facts in, in reading order, in batches of any size. Returns the keys whose record changed."""
        batch = list(facts)
        self._facts.add(batch)
        self._swept_to = None
        if any(fact.kind in ACTIVATIONS or fact.voids is not None for fact in batch):
            self.engine.refresh()
        elif any(fact.kind in WARNINGS for fact in batch):
            self.engine.weather_changed()
        keys: set[Key] = set()
        for fact in batch:
            keys |= self.engine.touched(fact, self._existing)
        return {key for key in keys if self._renew(key)}

    def status(self, now: datetime) -> dict[Key, Status]:
        """The status of every instance that has begun by `now`."""
        return {key: status(record, now) for key, record in self.visible(now).items()}

    def visible(self, now: datetime) -> dict[Key, Record]:
        """The records that have begun by `now`, in no order; periods that began by the clock alone are added first."""
        if self._swept_to is None or self._swept_to < now:
            for activation in self.engine.activations.values():
                for key in self.engine.begun(activation, activation.window.start, now):
                    if key not in self.records:
                        self._renew(key)
        found = dict(self.records)
        for key in [key for key, record in found.items() if record.starts_at > now]:
            del found[key]
        return found

    def _sweep(self, upto: datetime, second_core: bool) -> None:
        before, groups = upto + timedelta(microseconds=1), list(alike(self.engine.cases()))
        work = partial(swept, facts=self._facts, before=before)
        first = [group[0] for group in groups]
        if second_core:
            weights = [weight(case, self._facts) for case in first]
            found = in_halves(first, work, weights, packed, partial(unpacked, facts=self._facts))
        else:
            found = enumerate(map(work, first))
        for place, some in found:
            for case in groups[place]:
                self.records.update(keyed(case, some))
        for decision in self._facts.of_kinds(DECISIONS):
            self._renew(decided(decision))
        self._swept_to = upto

    def _existing(self, activation: UUID, subject: UUID | None) -> Collection[Key]:
        if subject is None:
            return [key for key in self.records if key.activation == activation]
        if self._about is None:
            self._about = {}
            for key, record in self.records.items():
                if record.subject is not None:
                    self._about.setdefault((key.activation, key.scope), set()).add(key)
        return self._about.get((activation, str(subject)), ())

    def _renew(self, key: Key) -> bool:
        """Compute a record anew; whether it changed."""
        before, after = self.records.get(key), self.engine.evaluate(key)
        if after is not None:
            self.records[key] = after
        elif before is not None:
            del self.records[key]
        if self._about is not None and key.subject is not None and (before is None) != (after is None):
            theirs = self._about.setdefault((key.activation, key.scope), set())
            (theirs.discard if after is None else theirs.add)(key)
        return before != after
