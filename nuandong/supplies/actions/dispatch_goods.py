from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.geo import codes
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Invalid
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.supplies import events, ledger
from nuandong.supplies.goods import Part, Wanted, check_wanted
from nuandong.supplies.kinds import MovementKind
from nuandong.supplies.ledger import Act
from nuandong.supplies.models import Store, Transfer, TransferLine


@transaction.atomic
def dispatch_goods(
    *,
    by: Actor,
    now: datetime,
    from_store: UUID,
    to_store: UUID,
    lines: Sequence[Wanted],
    acted_at: datetime | None = None,
    reason: str = "",
) -> Transfer:
    """Send goods from one store to another; they are nobody's stock until `confirm_transfer` counts them there.

    What expires first goes first. Whoever dispatches sees both stores. Raises Forbidden, OutOfScope, NotFound (stores),
    Invalid (lines, the same store twice), Conflict (too little). Source: RES-032, product C.9.
    """
    if from_store == to_store:
        raise Invalid("supplies.same_store", _("调出和调入不能是同一个存放点。"), _("请重新选择。"), field="to_store")
    stores = ledger.lock_stores([from_store, to_store])
    giver, taker = stores[from_store], stores[to_store]
    for place in (giver, taker):
        permissions.check(by, "supplies.stock.move", region=place.region)
    names = {code: item.name for code, item in check_wanted(lines).items()}
    when = acted_at or now
    parts = ledger.choose(giver, lines, on=when, names=names)
    transfer = Transfer.objects.create(
        id=new_id(now),
        region=_region(giver, taker),
        from_store=giver,
        from_name=giver.name,
        to_store=taker,
        sent_by=by.staff,
        sent_at=when,
    )
    TransferLine.objects.bulk_create(_line(transfer, part, now) for part in parts)
    ledger.take_out(giver, parts, Act(act=transfer.id, kind=MovementKind.TRANSFER_OUT, now=now, acted_at=when))
    payload = events.GoodsDispatched(from_store=giver.id, to_store=taker.id, **events.lines(parts))
    journal.record(
        payload, by=by, now=now, acted_at=acted_at, region=transfer.region, subject=transfer.id, reason=reason or None
    )
    return transfer


def _region(giver: Store, taker: Store) -> int:
    # Both ends must see the row: where one region lies within the other, that is the smaller one.
    return giver.region if codes.contains(taker.region, giver.region) else taker.region


def _line(transfer: Transfer, part: Part, now: datetime) -> TransferLine:
    return TransferLine(
        id=new_id(now),
        region=transfer.region,
        transfer=transfer,
        item_id=part.lot.item,
        size=part.lot.size,
        batch=part.lot.batch,
        expiry=part.lot.expiry,
        sent=part.quantity,
    )
