"""Consumers: whoever derives something from events reads on from a stored cursor, one reader at a time."""

import zlib
from collections.abc import Callable, Collection

from django.db import connection, transaction

from nuandong.journal.models import Consumer
from nuandong.journal.reading import read_after
from nuandong.journal.types import START, Cursor, Event

_LOCK_SPACE = 0x4A4E  # "JN": keeps our advisory locks apart from other users of the same database


def lock_consumer(name: str) -> bool:
    """Take the consumer's lock until the end of the transaction; False when another process holds it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [_LOCK_SPACE, zlib.crc32(name.encode()) - 2**31])
        row = cursor.fetchone()
    return bool(row and row[0])


def position(name: str) -> Cursor:
    stored = Consumer.objects.filter(name=name).first()
    return Cursor(stored.epoch, stored.xid, stored.last) if stored else START


@transaction.atomic
def consume(
    name: str, handler: Callable[[list[Event]], None], *, kinds: Collection[str] | None = None, batch: int = 500
) -> int:
    """Hand the next settled events to `handler`, then move the cursor, all in one transaction.

    Needs a scope that sees every region the consumer is about. Returns the number of events handled; 0 also when
    another process is at it. An exception of the handler leaves cursor and effects as they were: the events come again.
    """
    if not lock_consumer(name):
        return 0
    events = read_after(position(name), limit=batch, kinds=kinds)
    if not events:
        return 0
    handler(events)
    last = events[-1]
    Consumer.objects.update_or_create(name=name, defaults={"epoch": last.epoch, "xid": last.xid, "last": last.id})
    return len(events)


def rewind(name: str) -> None:
    """Forget the cursor: the consumer starts over. For rebuilding what it derives."""
    Consumer.objects.filter(name=name).delete()
