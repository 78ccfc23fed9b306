"""Writing events: in the transaction of the act, never apart from it."""

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import connection

from nuandong.journal.kinds import Payload, kind_of
from nuandong.journal.types import Event
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Invalid
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import gettext_noop as _
from nuandong.vault import api as vault
from nuandong.vault.datakeys import SeasonCipher

CLOCK_TOLERANCE: Final = timedelta(minutes=2)
"""How far a phone's clock may run ahead before its time of the act is refused."""
_SALT_BYTES: Final = 16
SHEET: Final = "signed_sheet"
"""Stands in the sidecar beside the words: the photo of the paper that the actor signed and another person typed."""

_COLUMNS = (
    "id, kind, version, actor, typist, unit, region, subject_type, subject, "
    "acted_at, recorded_at, payload, voids, text_digest"
)
_INSERT = f"INSERT INTO journal_event ({_COLUMNS}) VALUES ({', '.join(['%s'] * 14)}) RETURNING epoch, xid"  # noqa: S608
_INSERT_TEXT = "INSERT INTO journal_journaltext (event, region, season, sealed) VALUES (%s, %s, %s, %s)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An event about to be recorded."""

    payload: Payload
    by: Actor
    now: datetime
    region: int
    subject: UUID
    acted_at: datetime | None = None
    text: Mapping[str, str] | None = None
    reason: str | None = None
    voids: UUID | None = None


def record(
    payload: Payload,
    *,
    by: Actor,
    now: datetime,
    region: int,
    subject: UUID,
    acted_at: datetime | None = None,
    text: Mapping[str, str] | None = None,
    reason: str | None = None,
    voids: UUID | None = None,
) -> Event:
    """Write one event; it stands or falls with the transaction around it.

    `region` is a 12-digit division code; `acted_at` (aware) defaults to `now` and may lie in the past (补录), not in
    the future; `text` and `reason` are free words and go to the encrypted sidecar. Raises Invalid for a future time,
    LookupError for an unregistered kind, and DatabaseError when the region lies outside the entered scope.
    """
    draft = Draft(
        payload=payload,
        by=by,
        now=now,
        region=region,
        subject=subject,
        acted_at=acted_at,
        text=text,
        reason=reason,
        voids=voids,
    )
    return record_many([draft])[0]


def record_many(drafts: Iterable[Draft]) -> list[Event]:
    """Write several events in one round trip; same rules as `record`."""
    rows: list[list[Any]] = []
    sidecars: list[list[Any]] = []
    ciphers: dict[int, SeasonCipher] = {}
    for draft in drafts:
        event_id = new_id(draft.now)
        words = _words(draft)
        digest = None
        if words:
            digest, sidecar = _sidecar(event_id, draft, words, ciphers)
            sidecars.append(sidecar)
        rows.append(_row(event_id, draft, digest))
    if not rows:
        return []
    with connection.cursor() as cursor:
        stamps = _insert(cursor, rows)
        if sidecars:
            cursor.executemany(_INSERT_TEXT, sidecars)
    return [_event(row, *stamp) for row, stamp in zip(rows, stamps, strict=True)]


def _words(draft: Draft) -> dict[str, str]:
    words = {**(draft.text or {}), **({"reason": draft.reason} if draft.reason else {})}
    return {**words, SHEET: str(draft.by.sheet)} if draft.by.sheet else words


def _insert(cursor: Any, rows: Sequence[Sequence[Any]]) -> list[tuple[int, int]]:
    if len(rows) == 1:
        cursor.execute(_INSERT, rows[0])
        return [_stamp(cursor.fetchone())]
    cursor.cursor.executemany(_INSERT, rows, returning=True)
    stamps = []
    while True:
        stamps.append(_stamp(cursor.fetchone()))
        if not cursor.cursor.nextset():
            return stamps


def _stamp(row: tuple[Any, Any]) -> tuple[int, int]:
    return int(row[0]), int(row[1])


def _row(event_id: UUID, draft: Draft, digest: bytes | None) -> list[Any]:
    kind = type(draft.payload)
    if kind_of(kind.kind) is not kind:
        raise LookupError(f"{kind.__qualname__} is not the registered class of {kind.kind}")
    acted_at = draft.acted_at or draft.now
    if acted_at > draft.now + CLOCK_TOLERANCE:
        raise Invalid(
            "journal.acted_in_future",
            _("行为时间晚于现在。"),
            _("请核对填写的时间；补录时填写实际发生的时间。"),
            field="acted_at",
        )
    return [
        event_id,
        kind.kind,
        kind.version,
        draft.by.staff,
        draft.by.typist,
        draft.by.unit,
        draft.region,
        kind.subject_type,
        draft.subject,
        acted_at,
        draft.now,
        json.dumps(draft.payload.model_dump(mode="json"), ensure_ascii=False),
        draft.voids,
        digest,
    ]


def _sidecar(
    event_id: UUID, draft: Draft, words: Mapping[str, str], ciphers: dict[int, SeasonCipher]
) -> tuple[bytes, list[Any]]:
    # The salt lies inside the ciphertext: with the key gone, the digest left in the chain tells nothing.
    plain = secrets.token_bytes(_SALT_BYTES) + json.dumps(words, ensure_ascii=False, sort_keys=True).encode()
    season = vault.season_of(draft.now)
    if season not in ciphers:
        ciphers[season] = vault.data_cipher(season, now=draft.now)
    sealed = ciphers[season].seal(plain, aad=sidecar_aad(event_id))
    return hashlib.sha256(plain).digest(), [event_id, draft.region, season, sealed]


def sidecar_aad(event_id: UUID) -> bytes:
    return b"journal_text|" + event_id.bytes


def open_sidecar(sealed: bytes, season: int, event_id: UUID) -> tuple[dict[str, str], bytes]:
    """The words of one event and the digest they must have."""
    plain = vault.data_cipher(season).open(sealed, aad=sidecar_aad(event_id))
    return json.loads(plain[_SALT_BYTES:]), hashlib.sha256(plain).digest()


def _event(row: list[Any], epoch: int, xid: int) -> Event:
    (
        event_id,
        kind,
        version,
        actor,
        typist,
        unit,
        region,
        subject_type,
        subject,
        acted,
        recorded,
        payload,
        voids,
        digest,
    ) = row
    return Event(
        id=event_id,
        epoch=epoch,
        xid=xid,
        kind=kind,
        version=version,
        actor=actor,
        typist=typist,
        unit=unit,
        region=region,
        subject_type=subject_type,
        subject=subject,
        acted_at=acted,
        recorded_at=recorded,
        payload=json.loads(payload),
        voids=voids,
        text_digest=digest,
    )
