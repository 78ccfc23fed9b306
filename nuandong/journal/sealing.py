"""The hash chain: every few seconds the settled events since the last seal become its next link."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction

from nuandong.journal.consumers import lock_consumer
from nuandong.journal.models import Seal
from nuandong.journal.order import next_after
from nuandong.journal.types import START, Cursor

BATCH: Final = 2000
DIGEST_BYTES: Final = 32
_LOCK: Final = "journal.seal"

# The database renders jsonb and timestamps the same way every time, so the rows are hashed as it prints them;
# the session's time zone is UTC.
ROW = (
    "id, epoch, xid::text, concat_ws(E'\\x1f', kind, version, actor, typist, unit, region, subject_type, subject, "
    "extract(epoch from acted_at), extract(epoch from recorded_at), payload::text, "
    "coalesce(voids::text, '-'), coalesce(encode(text_digest, 'hex'), '-'))"
)


Row = tuple[UUID, int, str, str]
"""An event as (id, epoch, xid, canonical text)."""


@dataclass(frozen=True, slots=True)
class Digested:
    """One event as the chain sees it."""

    cursor: Cursor
    digest: bytes


def digest_rows(rows: Sequence[Row]) -> Iterator[Digested]:
    for event_id, epoch, xid, words in rows:
        content = f"{event_id}\x1f{epoch}\x1f{xid}\x1f{words}".encode()
        yield Digested(Cursor(epoch, int(xid), event_id), hashlib.sha256(content).digest())


def link(number: int, previous: bytes, count: int, digests: bytes) -> bytes:
    """The head after a seal: SHA-256 over its number, the head before, the count and all digests."""
    return hashlib.sha256(b"%d|%d|" % (number, count) + previous + digests).digest()


def select_between(low: Cursor, high: Cursor) -> list[Row]:
    """Rows with low < cursor ≤ high, in no order."""
    query = (
        f"SELECT {ROW} FROM journal_event WHERE (epoch, xid, id) > (%s, %s::text::xid8, %s) "  # noqa: S608
        "AND (epoch, xid, id) <= (%s, %s::text::xid8, %s)"
    )
    return _rows(query, [low.epoch, str(low.xid), low.id, high.epoch, str(high.xid), high.id])


def _rows(query: str, values: Sequence[Any]) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        rows: list[Row] = cursor.fetchall()
    return rows


@transaction.atomic
def seal_next(*, now: datetime, batch: int = BATCH) -> Seal | None:
    """Seal up to `batch` settled events that are not sealed yet; None when there are none or another process is at it.

    Needs a scope over every region.
    """
    if not lock_consumer(_LOCK):
        return None
    last = Seal.objects.order_by("-number").defer("ids", "digests").first()
    after = Cursor(last.last_epoch, last.last_xid, last.last_id) if last else START
    rows = list(digest_rows(_rows(*next_after(ROW, after, batch))))
    if not rows:
        return None
    number = last.number + 1 if last else 1
    previous = bytes(last.head) if last else bytes(DIGEST_BYTES)
    digests = b"".join(row.digest for row in rows)
    end = rows[-1].cursor
    return Seal.objects.create(
        number=number,
        sealed_at=now,
        last_epoch=end.epoch,
        last_xid=end.xid,
        last_id=end.id,
        count=len(rows),
        ids=[row.cursor.id for row in rows],
        digests=digests,
        previous=previous,
        head=link(number, previous, len(rows), digests),
    )


def anchor(seal: Seal, path: Path) -> None:
    """Write a seal's head to a file outside the database, one line each: number, time, head."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.open("a", encoding="ascii") as file:
        file.write(f"{seal.number} {seal.sealed_at.isoformat()} {bytes(seal.head).hex()}\n")


def seal_all(*, now: datetime, anchor_file: Path | None) -> int:
    """Seal everything settled and anchor the last head, once it is committed. Returns the number of events sealed."""
    count = 0
    last = None
    while (seal := seal_next(now=now)) is not None:
        count, last = count + seal.count, seal
    if last is not None and anchor_file is not None:
        # The file must never remember a seal that a crash kept out of the database.
        transaction.on_commit(partial(anchor, last, anchor_file))
    return count
