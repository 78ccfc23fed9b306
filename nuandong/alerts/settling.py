"""Bringing stored warnings in line with all messages of their chain, and telling the journal what changed."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Q

from nuandong.alerts import events
from nuandong.alerts.chains import Closing, Leaf, Outcome, Sent, resolve
from nuandong.alerts.formats.parsed import Format, MessageType, Status
from nuandong.alerts.models import Message, WeatherWarning
from nuandong.alerts.states import TRANSITIONS, Move, State
from nuandong.alerts.writing import regions_of
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor

MAX_CHAIN: Final = 500
"""Messages of one chain looked at together; a season's chain has some dozens."""


def settle(message: Message, *, by: Actor, now: datetime, region: int) -> None:
    """Apply a message just written to the warnings of its sender, and write the journal events of all that changed.

    The events belong to `region`, the receiving unit's; their time of the act is when the issuer sent the message, now
    if his clock runs ahead.
    """
    messages = {m.identifier: m for m in chain_of(message)}
    rows = {
        w.id: w for w in WeatherWarning.objects.filter(message__in=messages.values()).order_by("message", "ordinal")
    }
    regions = regions_of(rows.values())
    outcomes = resolve(_as_sent(m, rows.values(), regions) for m in messages.values())
    updated: set[UUID] = set()
    closed: list[tuple[WeatherWarning, Closing]] = []
    fresh = [w for w in rows.values() if w.message_id == message.id]
    for warning in fresh:
        if _join_thread(warning, outcomes[warning.id], rows):
            updated.add(warning.id)
    for warning in rows.values():
        closing = outcomes[warning.id].closing
        if closing is not None and _close(warning, closing, messages):
            closed.append((warning, closing))
    for warning in fresh:
        kind = events.WarningUpdated if warning.id in updated else events.WarningReceived
        said = content(warning, regions[warning.id]) | {"relayed": message.format == Format.FORM}
        _record(kind.model_validate(said), warning, at=message.sent_at, by=by, now=now, region=region)
    for warning, closing in closed:
        # A successor of the same subject says it all by its own event.
        if closing.successor is None or rows[closing.successor].thread != warning.thread:
            payload = events.WarningCancelled.model_validate(content(warning, regions[warning.id]))
            _record(payload, warning, at=closing.at, by=by, now=now, region=region)


def content(warning: WeatherWarning, regions: Iterable[int]) -> dict[str, object]:
    """The fields that all events of warnings share; `until` is when it ceased, for one that is closed."""
    ends = warning.until if warning.closed_at is None else min(warning.until, warning.closed_at)
    return {
        "warning": warning.id,
        "event": warning.event,
        "level": warning.level,
        "regions": list(regions),
        "starts_at": warning.starts_at,
        "until": ends,
        "until_assumed": warning.until_assumed,
    }


def _record(
    payload: journal.Payload, warning: WeatherWarning, *, at: datetime, by: Actor, now: datetime, region: int
) -> None:
    journal.record(payload, by=by, now=now, region=region, subject=warning.thread, acted_at=min(at, now))


def chain_of(message: Message) -> Collection[Message]:
    """All actual messages of the sender that are linked by references, through messages that never arrived too."""
    found = {message.id: message}
    names = {message.identifier, *message.refers_to}
    while len(found) < MAX_CHAIN:
        linked = Message.objects.filter(
            Q(identifier__in=names) | Q(refers_to__overlap=list(names)),
            sender=message.sender,
            status=Status.ACTUAL,
        ).exclude(id__in=found)[: MAX_CHAIN - len(found)]
        more = {other.id: other for other in linked}
        if not more:
            break
        found |= more
        for other in more.values():
            names |= {other.identifier, *other.refers_to}
    return found.values()


def _as_sent(message: Message, rows: Iterable[WeatherWarning], regions: dict[UUID, tuple[int, ...]]) -> Sent:
    return Sent(
        sender=message.sender,
        identifier=message.identifier,
        at=message.sent_at,
        type=MessageType(message.type),
        references=tuple(message.refers_to),
        warnings=tuple(
            Leaf(w.id, w.event, regions[w.id], closed=w.closed_at is not None and w.closed_by_id is None)
            for w in rows
            if w.message_id == message.id
        ),
    )


def _join_thread(warning: WeatherWarning, outcome: Outcome, rows: dict[UUID, WeatherWarning]) -> bool:
    """Give a new warning the subject of what it replaced, or of what replaced it already; True in the first case."""
    kin = outcome.replaces or (outcome.closing.successor if outcome.closing else None)
    if kin is not None:
        warning.thread = rows[kin].thread
        WeatherWarning.objects.filter(id=warning.id).update(thread=warning.thread)
    return outcome.replaces is not None


def _close(warning: WeatherWarning, closing: Closing, messages: dict[str, Message]) -> bool:
    """Write down how a warning was closed; True if it was open until now."""
    was_current = warning.state == State.CURRENT
    move = Move.REPLACE if closing.type is MessageType.UPDATE else Move.CANCEL
    warning.state = TRANSITIONS[State.CURRENT][move]
    warning.closed_at = closing.at
    warning.closed_by = messages[closing.by]
    warning.replaced_by_id = closing.successor
    warning.save(update_fields=["state", "closed_at", "closed_by", "replaced_by"])
    return was_current
