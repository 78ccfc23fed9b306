"""Many lines changed at once: one statement, whatever their number."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection

from nuandong.relief.models import PayoutLine
from nuandong.relief.steps import LineState

CHUNK: Final = 2000
Frozen = tuple[UUID, bytes, str, str, bytes | None]
"""Line, sealed snapshot, its hash, masked account, its blind hash."""


def claim(amounts: Mapping[UUID, int]) -> int:
    """Add to what is claimed of entitlements (negative: give back), never past what was granted; how many changed."""
    if not amounts:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE relief_entitlement AS e SET claimed_fen = e.claimed_fen + v.fen "
            "FROM unnest(%s::uuid[], %s::bigint[]) AS v(id, fen) "
            "WHERE e.id = v.id AND e.ended_at IS NULL "
            "AND e.claimed_fen + v.fen BETWEEN 0 AND e.amount_fen - e.written_off_fen",
            [list(amounts), list(amounts.values())],
        )
        return int(cursor.rowcount)


def freeze(rows: Sequence[Frozen]) -> int:
    """How many planned lines were frozen."""
    identities, sealed, hashes, masked, blinds = (list(column) for column in zip(*rows, strict=True))
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE relief_payoutline AS l SET state = %s, snapshot_sealed = v.sealed, snapshot_hash = v.hash, "
            "account_masked = v.masked, account_blind = v.blind "
            "FROM unnest(%s::uuid[], %s::bytea[], %s::text[], %s::text[], %s::bytea[]) "
            "AS v(id, sealed, hash, masked, blind) WHERE l.id = v.id AND l.state = %s",
            [LineState.FROZEN.value, identities, sealed, hashes, masked, blinds, LineState.PLANNED.value],
        )
        return int(cursor.rowcount)


def send(files: Mapping[UUID, Sequence[UUID]]) -> int:
    """File → its lines: they are with the bank now; how many frozen lines that were."""
    done = 0
    for file, lines in files.items():
        for start in range(0, len(lines), CHUNK):
            rows = PayoutLine.objects.filter(id__in=lines[start : start + CHUNK], state=LineState.FROZEN)
            done += rows.update(state=LineState.SENT, file_id=file)
    return done


def answer(rows: Sequence[tuple[Any, ...]], now: datetime) -> int:
    """Line, state before, state, the bank's code, its words, its time or None; how many lines changed."""
    if not rows:
        return 0
    identities, before, states, codes, words, times = (list(column) for column in zip(*rows, strict=True))
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE relief_payoutline AS l SET state = v.state, bank_code = v.code, bank_words = v.words, "
            "answered_at = COALESCE(v.at, %s) "
            "FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::text[], %s::text[], %s::timestamptz[]) "
            "AS v(id, before, state, code, words, at) WHERE l.id = v.id AND l.state = v.before",
            [now, identities, before, states, codes, words, times],
        )
        return int(cursor.rowcount)
