"""Keeping the compliance tables up to date: by events, by the clock, and from scratch for any moment.

`catch_up` and `roll` are called by a job every few seconds, as SYSTEM in the entered scope.
"""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Final

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.errors import Invalid
from nuandong.kernel.text import gettext_noop as _
from nuandong.plans import keeping
from nuandong.plans.engine import Engine, Key, State
from nuandong.plans.engine.facts import ACTIVATED, ACTIVATIONS, ALWAYS
from nuandong.plans.engine.state import kinds_of
from nuandong.plans.models import Activation
from nuandong.plans.stored_facts import StoredFacts, fact_of, store
from nuandong.plans.versions import Plans
from nuandong.plans.vocabulary import calendar

CONSUMER: Final = "plans.compliance"
_PAGE: Final = 2000
MANY: Final = 300
EACH: Final = 50
"""So many instances at once are worked out quicker with all facts at hand, if these are not so many times as many."""


def catch_up(*, batch: int = 500) -> int:
    """Take the next settled events into the tables; returns how many were read. Call it until it returns 0."""
    # All kinds are read, not only those the plans name: an event of any kind may void one that counts.
    return journal.consume(CONSUMER, _take, batch=batch)


@transaction.atomic
def roll(now: datetime) -> int:
    """Add the instances that began by the clock alone up to `now`; returns how many."""
    facts = StoredFacts()
    engine = Engine(facts, Plans(), calendar())
    added = 0
    for row in Activation.objects.select_for_update():
        activation = engine.activations.get(row.id)
        if activation is None:
            continue  # its event has not been read yet
        keys = keeping.missing(engine.begun(activation, row.rolled_to or activation.window.start, now))
        if len(keys) >= MANY:
            facts.read(engine.kinds(), most=EACH * len(keys))
        records = {key: engine.evaluate(key) for key in keys}
        keeping.save(records)
        added += sum(record is not None for record in records.values())
        Activation.objects.filter(id=row.id).update(rolled_to=now)
    return added


def recompute(at: datetime, *, most: int | None = None, second_core: bool = False) -> State:
    """The whole state as it was known at `at`, computed from the journal alone, tables left aside.

    Facts recorded after `at` are left out, even where they tell of acts before it: that is what the board showed then.
    Reads every event in the entered scope: a page passes `most`, and gets Invalid when the journal holds more events.
    A command, which has no other threads, may pass `second_core`: a forked child then does half of the work.
    """
    if most is not None:
        _check_length(most)
    plans = Plans()
    known = {event.id: event for event in _all(ALWAYS) if event.recorded_at <= at}
    hashes = {event.payload["plan_hash"] for event in known.values() if event.kind == ACTIVATED}
    kinds = frozenset[str]().union(*(kinds_of(plans[plan_hash]) for plan_hash in hashes))
    # All kinds are looked through: an event of any kind may void one that counts.
    for event in _all(None):
        if event.recorded_at <= at and (event.kind in kinds or event.voids is not None):
            known[event.id] = event
    facts = (fact_of(event) for event in sorted(known.values(), key=lambda event: event.cursor))
    return State.from_scratch(plans, calendar(), facts, at, second_core=second_core)


def _check_length(most: int) -> None:
    cursor, left = journal.START, most
    while page := journal.read_after(cursor, limit=min(_PAGE, left + 1)):
        cursor, left = page[-1].cursor, left - len(page)
        if left < 0:
            raise Invalid(
                "plans.too_much_to_recompute",
                _("流水账超过 %(most)d 条，不能在页面上重新计算过去时刻的情况。"),
                _("请由管理员用命令 nuandong compliance --at 计算。"),
                field="at",
                most=most,
            )


def _take(events: list[journal.Event]) -> None:
    """Store what matters of a batch and bring every instance it touches up to date."""
    activations = [event for event in events if event.kind in ACTIVATIONS]
    wanted = _engine().kinds()
    if activations:
        store(activations)
        before, wanted = wanted, _engine().kinds()
        # Kinds that no plan looked at until now: the journal still has them.
        if new := wanted - before:
            store(_all(new))
    relevant = [event for event in events if event.kind in wanted or event.voids is not None]
    if not relevant:
        return
    store(relevant)
    facts = StoredFacts()
    facts.hold(event.subject for event in relevant)
    engine = Engine(facts, Plans(), calendar())
    keys: set[Key] = set()
    for event in relevant:
        keys |= engine.touched(fact_of(event), keeping.keys_of)
    if len(keys) < MANY or not facts.read(engine.kinds(), most=EACH * len(keys)):
        facts.hold(subject for key in keys if (subject := key.subject) is not None)
    keeping.save({key: engine.evaluate(key) for key in keys})
    keeping.unrolled(event.subject for event in activations)


def _engine() -> Engine:
    """An engine over what is stored now."""
    return Engine(StoredFacts(), Plans(), calendar())


def _all(kinds: Collection[str] | None) -> Iterator[journal.Event]:
    """Every settled event of some kinds, or of all, oldest first, page by page."""
    cursor = journal.START
    while page := journal.read_after(cursor, limit=_PAGE, kinds=kinds):
        yield from page
        cursor = page[-1].cursor
