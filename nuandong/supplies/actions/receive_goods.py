from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Invalid
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions, separation
from nuandong.supplies import events, ledger
from nuandong.supplies.goods import Moved, Part, check_parts
from nuandong.supplies.kinds import MovementKind, Source
from nuandong.supplies.ledger import Act


@transaction.atomic
def receive_goods(
    *,
    by: Actor,
    now: datetime,
    store: UUID,
    parts: Sequence[Part],
    source: str,
    acted_at: datetime | None = None,
    reason: str = "",
) -> Moved:
    """Take delivered goods into a store; pieces, whole numbers, by size, batch and day of expiry.

    `source` is a code of `kinds.Source`. Whoever received a numbered batch may not count it later.
    Raises Forbidden, OutOfScope, NotFound (store), Invalid (source, parts). Source: RES-048, product C.9.
    """
    place = ledger.lock_store(store)
    permissions.check(by, "supplies.stock.receive", region=place.region)
    if source not in Source.values:
        raise Invalid("supplies.source", _("没有这种物资来源。"), _("请从列表中选择。"), field="source")
    clean = check_parts(parts, new=True)
    act = Act(act=new_id(now), kind=MovementKind.RECEIVE, now=now, acted_at=acted_at or now, cause=source)
    ledger.put_in(place, clean, act)
    for lot in ledger.lot_ids(place, clean):
        separation.note_act(by=by, case=lot, act="supplies.stock.receive", now=now)
    payload = events.GoodsReceived(store=place.id, source=source, **events.lines(clean))
    journal.record(
        payload, by=by, now=now, acted_at=acted_at, region=place.region, subject=act.act, reason=reason or None
    )
    return Moved(act.act, place.id, tuple(clean))
