"""At least N acts in every period about each subject: contacts with a household, checks of a place."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from nuandong.kernel.clock import local_date
from nuandong.plans.engine.case import Case
from nuandong.plans.engine.cells import Cell, Window, cell_at
from nuandong.plans.engine.counting import asks_from, in_hours, tally
from nuandong.plans.engine.coverage import EVER
from nuandong.plans.engine.dues import last_day
from nuandong.plans.engine.facts import Fact
from nuandong.plans.engine.matching import matches, pattern
from nuandong.plans.engine.records import Key, Record
from nuandong.plans.schema import AtLeast, Subjects

_INSTANT = timedelta(microseconds=1)
_DAY = timedelta(days=1)


def kinds(duty: AtLeast) -> frozenset[str]:
    """Kinds of events that say whom the duty is about; none where it is about divisions."""
    return frozenset() if duty.for_each is None else frozenset({duty.for_each.event, *duty.for_each.until})


def touched(case: Case[AtLeast], subjects: Subjects, fact: Fact) -> Iterator[Key]:
    if case.acts.fits(fact):
        yield from cell_keys(case, subjects, fact.subject, fact.acted_at, fact.acted_at + _INSTANT)
    if fact.kind == subjects.event or fact.kind in subjects.until:
        # Entered later than done: the days between have begun already. What moved a subject away took its days with
        # it, back to the first; when that is taken back, they are there again.
        listed = (one.acted_at for one in case.facts.of_subject(fact.subject, {subjects.event}))
        first, last = min(listed, default=fact.acted_at), max(fact.acted_at, fact.recorded_at)
        yield from _all_keys(case, fact.subject, min(first, fact.acted_at) - _DAY, last + _INSTANT)


def begun(case: Case[AtLeast], subjects: Subjects, after: datetime, before: datetime) -> Iterator[Key]:
    for subject in _listed(case, subjects, before):
        yield from cell_keys(case, subjects, subject, after, before)


def cell_keys(
    case: Case[AtLeast], subjects: Subjects, subject: UUID, after: datetime, before: datetime
) -> Iterator[Key]:
    if (held := _held(case, subjects, subject)) is not None:
        for cell in _cells(case, held.window, after, before):
            yield case.key(subject, cell.name)


def evaluate(case: Case[AtLeast], subjects: Subjects, key: Key) -> Record | None:
    """The state of one subject in one period; a period in which it began or ended asks for its share."""
    duty, subject = case.duty, UUID(key.scope)
    held = _held(case, subjects, subject)
    if held is None:
        return None
    cell = cell_at(date.fromisoformat(key.anchor), duty.per, duty.hours, held.window)
    return None if cell is None else _state(case, key, subject, held, cell, _acts(case, subject))


def swept(case: Case[AtLeast], subjects: Subjects, before: datetime) -> Iterator[tuple[Key, Record]]:
    """What `begun` and `evaluate` give for the whole window: what is true of a subject is worked out once."""
    for subject in _listed(case, subjects, before):
        held = _held(case, subjects, subject)
        if held is None:
            continue
        acts = _acts(case, subject)
        for cell in _cells(case, held.window, case.activation.window.start, before):
            key = case.key(subject, cell.name)
            if (record := _state(case, key, subject, held, cell, acts)) is not None:
                yield key, record


def _listed(case: Case[AtLeast], subjects: Subjects, before: datetime) -> Iterable[UUID]:
    listed = case.facts.between(pattern(subjects.event, subjects.where), case.reach, EVER, before)
    return {fact.subject.int: fact.subject for fact in listed}.values()


def _cells(case: Case[AtLeast], window: Window, after: datetime, before: datetime) -> Iterator[Cell]:
    """The periods of a subject's window: those of the whole window as they are, the first and last clipped to it."""
    after, before = max(after, window.start), min(before, window.end + _DAY)
    for whole in case.cells.within(after, before) if after < before else ():
        if window.starts_on <= whole.first and whole.last <= window.ends_on:
            yield whole
        else:
            cell = cell_at(whole.anchor, case.duty.per, case.duty.hours, window)
            if cell is not None and cell.reaches_into(after, before):
                yield cell


def _acts(case: Case[AtLeast], subject: UUID) -> list[Fact]:
    duty = case.duty
    return [fact for fact in case.facts.of_subject(subject, {duty.event}) if matches(duty.where, fact.payload)]


def _state(case: Case[AtLeast], key: Key, subject: UUID, held: "_Held", cell: Cell, acts: list[Fact]) -> Record | None:
    starts_at = asks_from(case, cell, held.listed.region)
    if starts_at is None:
        return None
    # Nobody could know of it earlier that day.
    starts_at, region = max(starts_at, held.since), held.listed.region
    return tally(case, key, cell, in_hours(cell, acts), region=region, subject=subject, starts_at=starts_at)


def _all_keys(case: Case[AtLeast], subject: UUID, after: datetime, before: datetime) -> Iterator[Key]:
    """Keys of the whole activation, whether the subject is still listed or not: what ceased to be loses its record."""
    for cell in case.cells.within(after, before):
        yield case.key(subject, cell.name)


class _Held(NamedTuple):
    """The days for which the duty holds for a subject, the event that lists it, and since when."""

    window: Window
    listed: Fact
    since: datetime


def _held(case: Case[AtLeast], subjects: Subjects, subject: UUID) -> _Held | None:
    """None if the duty does not hold for the subject."""
    history = case.facts.of_subject(subject, kinds(case.duty))
    listed = [fact for fact in history if fact.kind == subjects.event and matches(subjects.where, fact.payload)]
    if not listed or not case.reach.contains(listed[-1].region):
        return None
    # Listed elsewhere before it moved here: others answered for it then.
    begun = next(fact for fact in listed if case.reach.contains(fact.region))
    first = local_date(begun.acted_at)
    if subjects.after is not None:
        first = last_day(subjects.after, first, case.calendar, at_least=True) + _DAY
    window = case.activation.window
    window = replace(window, starts_on=max(window.starts_on, first))
    ended = [fact for fact in history if fact.kind in subjects.until and fact > listed[-1]]
    if ended:
        window = replace(window, ends_on=min(window.ends_on, local_date(ended[0].acted_at) - _DAY))
    return _Held(window, listed[-1], begun.acted_at) if window.starts_on <= window.ends_on else None
