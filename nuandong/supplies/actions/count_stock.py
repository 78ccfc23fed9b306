from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions, separation
from nuandong.supplies import events, ledger
from nuandong.supplies.errors import required
from nuandong.supplies.goods import Part, check_parts
from nuandong.supplies.kinds import MovementKind
from nuandong.supplies.ledger import Act


@dataclass(frozen=True, slots=True)
class Counted:
    """What a count found: parts over the books and under them. `act` is its id."""

    act: UUID
    more: tuple[Part, ...]
    less: tuple[Part, ...]


@transaction.atomic
def count_stock(*, by: Actor, now: datetime, store: UUID, counted: Sequence[Part], reason: str = "") -> Counted:
    """Put the books of a store right by what was counted, lot by lot; 0 pieces for a lot that is gone.

    Lots not named stay as they are. A difference needs a `reason` and becomes a movement. Whoever received a numbered
    batch does not count it. Raises Forbidden, OutOfScope, NotFound, Invalid. Source: product C.9, separation.yaml.
    """
    place = ledger.lock_store(store)
    permissions.check(by, "supplies.stock.count", region=place.region)
    clean = check_parts(counted, least=0)
    books = ledger.books(place, [part.lot for part in clean])
    gaps = [(part.lot, part.quantity - books.get(part.lot, 0)) for part in clean]
    more = [Part(lot, gap) for lot, gap in gaps if gap > 0]
    less = [Part(lot, -gap) for lot, gap in gaps if gap < 0]
    if (more or less) and not reason.strip():
        raise required("reason", _("差异原因"))
    act = new_id(now)
    ledger.put_in(place, more, Act(act=act, kind=MovementKind.COUNT_MORE, now=now, acted_at=now))
    ledger.take_out(place, less, Act(act=act, kind=MovementKind.COUNT_LESS, now=now, acted_at=now))
    for lot in ledger.lot_ids(place, clean):
        separation.note_act(by=by, case=lot, act="supplies.stock.count", now=now)
    payload = events.StockCounted(
        store=place.id,
        more=sum(part.quantity for part in more),
        less=sum(part.quantity for part in less),
        **events.lines(clean),
    )
    journal.record(payload, by=by, now=now, region=place.region, subject=act, reason=reason or None)
    return Counted(act, tuple(more), tuple(less))
