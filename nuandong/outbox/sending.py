"""Sending what is due, in three steps so that no transaction stays open during the call: claim, deliver, settle."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import structlog
from django.db import transaction

from nuandong.outbox.models import Message, State
from nuandong.outbox.posting import TABLE
from nuandong.vault import api as vault

Sender = Callable[[str, str], None]
"""Takes (to, body); raises OSError or ValueError when it could not send."""

PAUSES: Final = tuple(timedelta(seconds=s) for s in (10, 60, 300, 1800, 7200))
CLAIM: Final = timedelta(minutes=5)
"""After this a message whose sender died is taken up again; the receiver may then get it twice, never not at all."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message that is ours to deliver; its words in the clear, so it is never logged."""

    id: UUID
    channel: str
    attempt: int
    to: str
    body: str


@transaction.atomic
def claim(*, now: datetime) -> Claimed | None:
    """Take the message that has been due longest, or None. Two workers never get the same one."""
    message = (
        Message.objects.select_for_update(skip_locked=True)
        .filter(state__in=[State.WAITING, State.SENDING], not_before__lte=now)
        .order_by("not_before")
        .first()
    )
    if message is None:
        return None
    attempt = message.attempts + 1
    Message.objects.filter(id=message.id).update(state=State.SENDING, attempts=attempt, not_before=now + CLAIM)
    return Claimed(
        id=message.id,
        channel=message.channel,
        attempt=attempt,
        to=vault.open_sealed(TABLE, "to_sealed", message.id, bytes(message.to_sealed)),
        body=vault.open_sealed(TABLE, "body_sealed", message.id, bytes(message.body_sealed)),
    )


def deliver(claimed: Claimed, senders: Mapping[str, Sender]) -> str:
    """Call the gateway. Returns "" or the kind of trouble: its text may quote the number or the words."""
    try:
        senders[claimed.channel](claimed.to, claimed.body)
    except (OSError, ValueError, KeyError) as trouble:
        log.warning("outbox.not_sent", message=str(claimed.id), channel=claimed.channel, attempt=claimed.attempt)
        return type(trouble).__name__
    return ""


def settle(claimed: Claimed, trouble: str, *, now: datetime) -> None:
    """Note what became of it: sent, to be tried again after a growing pause, or given up."""
    mine = Message.objects.filter(id=claimed.id, attempts=claimed.attempt, state=State.SENDING)
    if not trouble:
        mine.update(state=State.SENT, sent_at=now, trouble="")
    elif claimed.attempt > len(PAUSES):
        mine.update(state=State.FAILED, trouble=trouble)
    else:
        mine.update(state=State.WAITING, not_before=now + PAUSES[claimed.attempt - 1], trouble=trouble)
