"""An act within a time of a trigger, about the same subject."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from nuandong.kernel.periods import Period
from nuandong.plans.engine.case import Case
from nuandong.plans.engine.facts import Fact, in_order, in_turn
from nuandong.plans.engine.matching import matches, pattern
from nuandong.plans.engine.records import Key, Record
from nuandong.plans.schema import FLAGS, Within


class Clock(NamedTuple):
    """What became of the time. `due_at` None: on hold now. `off_at`: the duty ceased to hold then, and does not now."""

    starts_at: datetime
    due_at: datetime | None
    held_since: datetime | None = None
    off_at: datetime | None = None


def kinds(duty: Within) -> frozenset[str]:
    """Kinds of events that change an instance of the duty, its trigger left out."""
    return frozenset({duty.event, *duty.changed_by, *(release.event for release in duty.until)})


def touched(case: Case[Within], fact: Fact) -> Iterator[Key]:
    if starts_clock(case.duty, fact):
        yield case.key(fact.subject, fact.id)
    if fact.kind in kinds(case.duty):
        for trigger in case.facts.of_subject(fact.subject, {case.duty.trigger}):
            if starts_clock(case.duty, trigger):
                yield case.key(trigger.subject, trigger.id)


def started(case: Case[Within]) -> Sequence[Fact]:
    """The events that start a clock of the duty in the window and region of the activation."""
    starts, window = pattern(case.duty.trigger, case.duty.trigger_where), case.activation.window
    return case.facts.between(starts, case.reach, window.start, window.end)


def starts_clock(duty: Within, fact: Fact) -> bool:
    """Whether an event starts a clock of the duty."""
    return fact.kind == duty.trigger and matches(duty.trigger_where, fact.payload)


def evaluate(case: Case[Within], key: Key) -> Record | None:
    """The state of one trigger; None when it was voided or lies outside the activation."""
    subject, anchor = UUID(key.scope), UUID(key.anchor)
    triggers = (one for one in case.facts.of_subject(subject, {case.duty.trigger}) if one.id == anchor)
    trigger = next(triggers, None)
    if trigger is None or not case.within_reach(trigger) or not starts_clock(case.duty, trigger):
        return None
    return evaluate_started(case, key, trigger)


def evaluate_started(case: Case[Within], key: Key, trigger: Fact) -> Record:
    """The state of a trigger that starts a clock of the activation."""
    duty, subject, own = case.duty, trigger.subject, trigger.id.int
    history = [fact for fact in case.facts.of_subject(subject, case.kinds) if fact.id.int != own]
    where, event, changing = duty.where, duty.event, duty.changed_by
    acts = [fact for fact in history if fact.kind == event and (where is None or matches(where, fact.payload))]
    changes = [fact for fact in history if fact.kind in changing] if changing else []
    released, never_was = _release(duty, history) if duty.until else (None, False)
    clock = _clock(case, trigger, changes)
    done = acts[0] if acts else None
    if done is not None and released is not None and in_order(done) < in_order(released):
        released = None  # what was done before needs no release
    stops = [at for at in (clock.off_at if clock else None, released.acted_at if released else None) if at is not None]
    return case.record(
        key,
        in_turn([trigger, *changes, *acts[:1], *([released] if released else [])]),
        region=trigger.region,
        subject=subject,
        starts_at=clock.starts_at if clock else trigger.acted_at,
        due_at=clock.due_at if clock else None,
        still_wanted=True,
        applies=clock is not None and not never_was,
        done=len(acts),
        satisfied_at=done.acted_at if done else None,
        released_at=min(stops, default=None),
        held_since=clock.held_since if clock else None,
        late_entry=bool(done and clock and clock.due_at and done.acted_at <= clock.due_at < done.recorded_at),
    )


def _release(duty: Within, history: list[Fact]) -> tuple[Fact | None, bool]:
    """The first event that releases the instance, and whether some event says that there never was a duty."""
    first, never_was = None, False
    for fact in history:
        fitting = [r for r in duty.until if r.event == fact.kind and matches(r.where, fact.payload)]
        if fitting:
            first = first or fact
            never_was = never_was or any(release.from_start for release in fitting)
    return first, never_was


def _clock(case: Case[Within], trigger: Fact, changes: list[Fact]) -> Clock | None:
    """Run the clock through all that is known of the subject; None when the duty never held.

    It starts when the duty first holds. Time in which it does not hold, or a flag of `hold` stands, is added to the due
    time; what happens after the time has run out changes nothing any more.
    """
    duty = case.duty
    time = _time(case, trigger, changes)
    if not changes and not duty.hold and time is not None:
        # Most: nothing is known but the trigger, and nothing stops the clock.
        begun = matches(duty.when, trigger.payload)
        return Clock(trigger.acted_at, _due(time, trigger.acted_at, case)) if begun else None
    run = _Run(time, case)
    known: dict[str, Any] = dict(trigger.payload)
    run.reach(trigger.acted_at, matches(duty.when, known), _held(duty, known))
    for fact in changes:
        known |= fact.payload
        run.reach(max(fact.acted_at, trigger.acted_at), matches(duty.when, known), _held(duty, known))
    return run.result()


def _time(case: Case[Within], trigger: Fact, changes: list[Fact]) -> Period | None:
    """The time allowed, by what had been entered when the ordinary time ran out: no place becomes remote after that."""
    duty = case.duty
    if not duty.exceptions:
        return duty.time
    ordinary = _due(duty.time, trigger.acted_at, case)
    known: dict[str, Any] = dict(trigger.payload)
    for fact in changes:
        if fact.recorded_at <= ordinary:
            known |= fact.payload
    return next((exception.time for exception in duty.exceptions if matches(exception.condition, known)), duty.time)


def _held(duty: Within, known: dict[str, Any]) -> bool:
    return bool(duty.hold) and matches({FLAGS: list(duty.hold)}, known)


class _Run:
    """The clock of one instance, moved from change to change."""

    def __init__(self, period: Period | None, case: Case[Within]) -> None:
        self._period, self._case = period, case
        self._starts_at: datetime | None = None
        self._paused = timedelta(0)
        self._paused_at: datetime | None = None
        self._off = False

    def reach(self, at: datetime, holds: bool, held: bool) -> None:
        """At `at` it became known that the duty holds or not, and whether its clock is held."""
        if self._starts_at is None:
            if not holds or (self._period is None and at >= self._case.activation.window.end):
                return
            self._starts_at = at
        if self._paused_at is None and at > self._starts_at and self._due() <= at:
            return  # the time had run out
        if self._paused_at is not None:
            self._paused += at - self._paused_at
            self._paused_at = None
        if held or not holds:
            self._paused_at = at
        self._off = not holds

    def result(self) -> Clock | None:
        if self._starts_at is None:
            return None
        if self._paused_at is None:
            return Clock(self._starts_at, self._due())
        if self._off:
            return Clock(self._starts_at, self._due(), off_at=self._paused_at)
        return Clock(self._starts_at, None, held_since=self._paused_at)

    def _due(self) -> datetime:
        assert self._starts_at is not None
        return _due(self._period, self._starts_at + self._paused, self._case)


def _due(period: Period | None, start: datetime, case: Case[Within]) -> datetime:
    """When the time is over: so long after its start, or as the window ends."""
    return case.activation.window.end if period is None else period.due(start, case.calendar)
