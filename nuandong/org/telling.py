"""Messages to people of the office, left in the outbox in the transaction of the act."""

from datetime import datetime
from typing import TYPE_CHECKING, Final
from uuid import UUID

from nuandong.org import selectors as org
from nuandong.org.phones import open_phone
from nuandong.outbox.posting import post

if TYPE_CHECKING:
    from nuandong.org.models import Staff

CHANNEL: Final = "notice"


def tell(person: "Staff", words: str, *, region: int, subject: UUID, now: datetime) -> bool:
    """Leave a message for somebody; False for somebody without a number."""
    number = open_phone(person)
    if number:
        post(channel=CHANNEL, to=number, body=words, region=region, subject=subject, now=now)
    return bool(number)


def tell_by_id(staff: UUID, words: str, *, region: int, subject: UUID, now: datetime) -> bool:
    """The same for somebody whose id is known; False for nobody as well."""
    person = org.staff_by_id(staff)
    return person is not None and tell(person, words, region=region, subject=subject, now=now)
