"""The commit-safe order of events, and the query for the next of them.

Only transactions that nothing older can still overtake are read: by id or by a sequence alone, events of writers that
commit late would be missed.
"""

from typing import Any, Final

from nuandong.journal.types import Cursor

SETTLED: Final = "xid < pg_snapshot_xmin(pg_current_snapshot())"


def next_after(fields: str, cursor: Cursor, limit: int, *, kinds: list[str] | None = None) -> tuple[str, list[Any]]:
    """The query for up to `limit` settled events after a cursor, oldest first, and its values.

    The rest of the cursor's transaction, then later transactions, then later epochs: three plain ranges of the index.
    Of one row comparison the planner takes only the first column into account, thinks that nearly nothing is left, and
    sorts the whole journal.
    """
    of_kinds = " AND kind = ANY(%s)" if kinds is not None else ""
    wanted: list[Any] = [kinds] if kinds is not None else []
    xid = str(cursor.xid)
    ranges: tuple[tuple[str, str, list[Any]], ...] = (
        ("epoch = %s AND xid = %s::text::xid8 AND id > %s", "id", [cursor.epoch, xid, cursor.id]),
        ("epoch = %s AND xid > %s::text::xid8", "xid, id", [cursor.epoch, xid]),
        ("epoch > %s", "epoch, xid, id", [cursor.epoch]),
    )
    parts = [
        f"(SELECT * FROM journal_event WHERE {where} AND {SETTLED}{of_kinds} ORDER BY {order} LIMIT %s)"  # noqa: S608
        for where, order, _values in ranges
    ]
    values = [value for _where, _order, given in ranges for value in (*given, *wanted, limit)]
    # The few rows found are put in order once more: the database may read the ranges side by side. The columns are
    # named with their table, as a bare name could mean an output column, and xid as text puts 10 before 9.
    return (
        f"SELECT {fields} FROM ({' UNION ALL '.join(parts)}) AS journal_event "  # noqa: S608
        "ORDER BY journal_event.epoch, journal_event.xid, journal_event.id LIMIT %s",
        [*values, limit],
    )
