"""How far the hash chain reaches: for the page of the journal and the command line."""

from dataclasses import dataclass
from datetime import datetime

from nuandong.journal.models import Seal
from nuandong.journal.types import START, Cursor
from nuandong.journal.verification import count_after


@dataclass(frozen=True, slots=True)
class Standing:
    """The last seal (number 0 and no time before the first one) and how many events of the scope wait for the next."""

    number: int
    sealed_at: datetime | None
    head: str
    unsealed: int


def standing() -> Standing:
    """The end of the chain as it is now; `head` in hexadecimal, to be compared with a copy kept elsewhere."""
    last = Seal.objects.order_by("-number").defer("ids", "digests").first()
    if last is None:
        return Standing(0, None, "", count_after(START))
    end = Cursor(last.last_epoch, last.last_xid, last.last_id)
    return Standing(last.number, last.sealed_at, bytes(last.head).hex(), count_after(end))
