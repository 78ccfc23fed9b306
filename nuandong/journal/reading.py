"""Reading events: in commit-safe order for consumers, newest first for people."""

import json
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from nuandong.journal.order import next_after
from nuandong.journal.recording import CLOCK_TOLERANCE, SHEET, open_sidecar
from nuandong.journal.types import Cursor, Event
from nuandong.kernel.actors import Span
from nuandong.kernel.ids import floor_id

FIELDS = (
    "id, epoch, xid, kind, version, actor, typist, unit, region, subject_type, subject, "
    "acted_at, recorded_at, payload, voids, text_digest"
)


def read_after(cursor: Cursor, *, limit: int = 1000, kinds: Collection[str] | None = None) -> list[Event]:
    """Up to `limit` settled events after `cursor`, oldest first, of the entered scope.

    An event is returned once and only once to a reader that passes on the cursor of the last event it got.
    """
    query, values = next_after(FIELDS, cursor, limit, kinds=None if kinds is None else list(kinds))
    return list(_events(query, values))


def history(
    *,
    subject: UUID | None = None,
    subjects: Collection[UUID] | None = None,
    actor: UUID | None = None,
    actors: Collection[UUID] | None = None,
    kinds: Collection[str] | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    spans: Collection[Span] = (),
    before: UUID | None = None,
    limit: int = 50,
) -> list[Event]:
    """Events of the entered scope, newest first; page on with `before` = the last id shown.

    `since` and `until` (aware) bound the time of the act: [since, until). Without a subject, give the regions of the
    scope as `spans`: how few rows the row-level policy leaves, the planner cannot know.
    """
    conditions, values = ["true"], list[Any]()

    def add(condition: str, value: Any) -> None:
        if value is not None:
            conditions.append(condition)
            values.append(value)

    add("subject = %s", subject)
    add("subject = ANY(%s)", list(subjects) if subjects is not None else None)
    add("actor = %s", actor)
    add("actor = ANY(%s)", list(actors) if actors is not None else None)
    add("kind = ANY(%s)", list(kinds) if kinds is not None else None)
    add("acted_at >= %s", since)
    # Nothing is recorded before it was done, so older ids, and their partitions, need not be looked at.
    add("id >= %s", floor_id(since - CLOCK_TOLERANCE) if since is not None else None)
    add("acted_at < %s", until)
    add("id < %s", before)
    if spans:
        conditions.append("(" + " OR ".join(["region >= %s AND region < %s"] * len(spans)) + ")")
        values += [bound for one in spans for bound in (one.lo, one.hi)]
    query = f"SELECT {FIELDS} FROM journal_event WHERE {' AND '.join(conditions)} ORDER BY id DESC LIMIT %s"  # noqa: S608
    return list(_events(query, [*values, limit]))


def get(event_id: UUID) -> Event | None:
    return next(iter(_events(f"SELECT {FIELDS} FROM journal_event WHERE id = %s", [event_id])), None)  # noqa: S608


def voider(event_id: UUID) -> Event | None:
    """The first event of the entered scope that voids this one."""
    query = f"SELECT {FIELDS} FROM journal_event WHERE voids = %s ORDER BY id LIMIT 1"  # noqa: S608
    return next(iter(_events(query, [event_id])), None)


def events(ids: Collection[UUID]) -> list[Event]:
    """The events of these ids that lie in the entered scope."""
    if not ids:
        return []
    return list(_events(f"SELECT {FIELDS} FROM journal_event WHERE id = ANY(%s)", [list(ids)]))  # noqa: S608


def texts(event_ids: Iterable[UUID]) -> dict[UUID, dict[str, str]]:
    """The free words of events, decrypted; events without words, or whose season's key was destroyed, are left out."""
    found = {event: {name: text for name, text in said.items() if name != SHEET} for event, said in _opened(event_ids)}
    return {event: said for event, said in found.items() if said}


def sheet_of(event_id: UUID) -> UUID | None:
    """The photo of the paper behind an event that was typed for whoever signed it; None where nobody typed for another,
    and once the season's key was destroyed."""
    said = dict(_opened([event_id])).get(event_id, {})
    return UUID(said[SHEET]) if SHEET in said else None


def _opened(event_ids: Iterable[UUID]) -> list[tuple[UUID, dict[str, str]]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.event, t.season, t.sealed FROM journal_journaltext t JOIN vault_datakey k ON k.season = t.season "
            "WHERE t.event = ANY(%s) AND k.wrapped IS NOT NULL",
            [list(event_ids)],
        )
        return [(event, open_sidecar(bytes(sealed), season, event)[0]) for event, season, sealed in cursor.fetchall()]


def mark() -> Cursor:
    """A cursor for whoever reads the tables now: what they do not show yet, `read_after` will tell of."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce((SELECT epoch FROM journal_event ORDER BY epoch DESC LIMIT 1), 0), "
            "pg_snapshot_xmin(pg_current_snapshot())::text"
        )
        epoch, xid = cursor.fetchone()
    return Cursor(epoch, int(xid), UUID(int=0))


def version() -> str:
    """A token that changes with every event that becomes visible in the entered scope: the ETag of boards.

    The highest transaction alone would miss an older one that commits after it, so the transactions still under way
    below it belong to the token. What consumers derive follows some seconds after the events, so how far they have
    come belongs to it as well.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH last AS (SELECT epoch, xid, id FROM journal_event ORDER BY epoch DESC, xid DESC, id DESC LIMIT 1) "
            "SELECT epoch, xid, right(id::text, 12), (SELECT coalesce(string_agg(x::text, '.'), '') "
            "FROM pg_snapshot_xip(pg_current_snapshot()) x WHERE x < last.xid), "
            "(SELECT left(md5(coalesce(string_agg(c::text, ',' ORDER BY name), '')), 8) FROM journal_consumer c) "
            "FROM last"
        )
        row = cursor.fetchone()
    return "-".join(str(part) for part in row) if row else "0"


def _events(query: str, values: list[Any]) -> Iterator[Event]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        for row in cursor.fetchall():
            yield Event(
                id=row[0],
                epoch=row[1],
                xid=int(row[2]),
                kind=row[3],
                version=row[4],
                actor=row[5],
                typist=row[6],
                unit=row[7],
                region=row[8],
                subject_type=row[9],
                subject=row[10],
                acted_at=row[11],
                recorded_at=row[12],
                payload=json.loads(row[13]),
                voids=row[14],
                text_digest=bytes(row[15]) if row[15] is not None else None,
            )
