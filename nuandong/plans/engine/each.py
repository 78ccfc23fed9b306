"""At least N acts in every period about each subject: contacts with a household, checks of a place."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from nuandong.kernel.clock import local_date
from nuandong.plans.engine.case import Case
from nuandong.plans.engine.cells import Window, cell_at, cells
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
    listed = case.facts.between(pattern(subjects.event, subjects.where), case.reach, EVER, before)
    for subject in dict.fromkeys(fact.subject for fact in listed):
        yield from cell_keys(case, subjects, subject, after, before)


def cell_keys(
    case: Case[AtLeast], subjects: Subjects, subject: UUID, after: datetime, before: datetime
) -> Iterator[Key]:
    window = _window(case, subjects, subject)
    if window is not None:
        for cell in cells(case.duty.per, case.duty.hours, window[0], after, before):
            yield case.key(subject, cell.name)


def evaluate(case: Case[AtLeast], subjects: Subjects, key: Key) -> Record | None:
    """The state of one subject in one period; a period in which it began or ended asks for its share."""
    duty, subject = case.duty, UUID(key.scope)
    found = _window(case, subjects, subject)
    if found is None:
        return None
    window, listed, since = found
    cell = cell_at(date.fromisoformat(key.anchor), duty.per, duty.hours, window)
    starts_at = asks_from(case, cell, listed.region)
    if cell is None or starts_at is None:
        return None
    starts_at = max(starts_at, since)  # nobody could know of it earlier that day
    acts = [fact for fact in case.facts.of_subject(subject, {duty.event}) if matches(duty.where, fact.payload)]
    return tally(case, key, cell, in_hours(cell, acts), region=listed.region, subject=subject, starts_at=starts_at)


def _all_keys(case: Case[AtLeast], subject: UUID, after: datetime, before: datetime) -> Iterator[Key]:
    """Keys of the whole activation, whether the subject is still listed or not: what ceased to be loses its record."""
    for cell in case.cells.within(after, before):
        yield case.key(subject, cell.name)


def _window(case: Case[AtLeast], subjects: Subjects, subject: UUID) -> tuple[Window, Fact, datetime] | None:
    """The days for which the duty holds for a subject, the event that lists it, and since when; None if it does not."""
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
    return (window, listed[-1], begun.acted_at) if window.starts_on <= window.ends_on else None
