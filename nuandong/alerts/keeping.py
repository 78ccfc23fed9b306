"""Keeping raw messages: sealed, hashed, and within bounds even when somebody floods us."""

import hashlib
from datetime import datetime
from typing import Final

from nuandong.alerts.formats.limits import MAX_BYTES
from nuandong.alerts.kinds import Outcome, Source
from nuandong.alerts.models import RawMessage
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import day_start, local_date
from nuandong.kernel.ids import new_id
from nuandong.vault import api as vault

OVERSIZED_KEPT: Final = 64 * 1024
"""Bytes kept of a file above the size limit."""
REFUSED_PER_DAY: Final = 200
"""Refused files kept with their content per Shanghai day; of more, only hash and size remain."""

_PLACE: Final = ("alerts_rawmessage", "body_sealed")


def keep(
    data: bytes,
    *,
    by: Actor,
    now: datetime,
    source: Source,
    outcome: Outcome,
    form: str = "",
    refusal_code: str = "",
) -> RawMessage:
    """Keep what arrived; the same bytes with the same outcome are kept once."""
    digest = hashlib.sha256(data).digest()
    known = RawMessage.objects.filter(digest=digest, outcome=outcome, refusal_code=refusal_code).first()
    if known is not None:
        return known
    body = data[: _bytes_to_keep(data, outcome, now)]
    raw_id = new_id(now)
    return RawMessage.objects.create(
        id=raw_id,
        received_at=now,
        received_by=by.staff,
        unit=by.unit,
        source=source,
        digest=digest,
        size=len(data),
        kept=len(body),
        body_sealed=vault.seal_bytes(*_PLACE, raw_id, body),
        format=form,
        outcome=outcome,
        refusal_code=refusal_code,
    )


def body_of(raw: RawMessage) -> bytes:
    """The bytes kept of a raw message."""
    return vault.open_bytes(*_PLACE, raw.id, bytes(raw.body_sealed))


def _bytes_to_keep(data: bytes, outcome: Outcome, now: datetime) -> int:
    if outcome is Outcome.REFUSED:
        today = RawMessage.objects.filter(outcome=outcome, received_at__gte=day_start(local_date(now)))
        if today.count() >= REFUSED_PER_DAY:
            return 0
    return len(data) if len(data) <= MAX_BYTES else OVERSIZED_KEPT
