"""Posting a message in the transaction of the act."""

from datetime import datetime
from typing import Final
from uuid import UUID

from nuandong.kernel.ids import new_id
from nuandong.outbox.models import Message
from nuandong.vault import api as vault

TABLE: Final = "outbox_message"


def post(*, channel: str, to: str, body: str, region: int, subject: UUID, now: datetime) -> Message:
    """Leave a message to be sent after commit.

    `channel` names a sender of the wiring; `to` and `body` are kept encrypted; `subject` is the thing it is about.
    """
    message_id = new_id(now)
    return Message.objects.create(
        id=message_id,
        region=region,
        channel=channel,
        subject=subject,
        to_sealed=vault.seal(TABLE, "to_sealed", message_id, to),
        body_sealed=vault.seal(TABLE, "body_sealed", message_id, body),
        not_before=now,
        created_at=now,
    )
