"""Sending what is due: claimed by a conditional update, tried again with growing pauses, given up loudly."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Final

import structlog
from django.db.models import F

from nuandong.outbox.models import Message, State
from nuandong.outbox.posting import TABLE
from nuandong.vault import api as vault

Sender = Callable[[str, str], None]
"""Takes (to, body); raises OSError or ValueError when it could not send."""

PAUSES: Final = tuple(timedelta(seconds=s) for s in (10, 60, 300, 1800, 7200))
CLAIM: Final = timedelta(minutes=5)
"""After this a message whose sender died is taken up again; the receiver may then get it twice, never not at all."""

log = structlog.get_logger(__name__)


def send_due(senders: Mapping[str, Sender], *, now: datetime, limit: int = 50) -> int:
    """Send up to `limit` due messages; returns how many went out. Run outside a transaction that could roll back."""
    due = Message.objects.filter(state__in=[State.WAITING, State.SENDING], not_before__lte=now).order_by("not_before")
    sent = 0
    for message in due[:limit]:
        claimed = Message.objects.filter(id=message.id, attempts=message.attempts, state=message.state).update(
            state=State.SENDING, attempts=F("attempts") + 1, not_before=now + CLAIM
        )
        if claimed and _send(message, senders, now):
            sent += 1
    return sent


def _send(message: Message, senders: Mapping[str, Sender], now: datetime) -> bool:
    try:
        sender = senders[message.channel]
        sender(
            vault.open_sealed(TABLE, "to_sealed", message.id, bytes(message.to_sealed)),
            vault.open_sealed(TABLE, "body_sealed", message.id, bytes(message.body_sealed)),
        )
    except (OSError, ValueError, KeyError) as trouble:
        _put_off(message, trouble, now)
        return False
    Message.objects.filter(id=message.id).update(state=State.SENT, sent_at=now, trouble="")
    return True


def _put_off(message: Message, trouble: Exception, now: datetime) -> None:
    tries = message.attempts + 1
    given_up = tries > len(PAUSES)
    # Only the kind of trouble: an error text of a gateway may quote the number or the words.
    Message.objects.filter(id=message.id).update(
        state=State.FAILED if given_up else State.WAITING,
        not_before=now if given_up else now + PAUSES[tries - 1],
        trouble=type(trouble).__name__,
    )
    log.warning(
        "outbox.not_sent", message=str(message.id), channel=message.channel, tries=tries, trouble=type(trouble).__name__
    )
