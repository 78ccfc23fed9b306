from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Invalid
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.supplies import events, ledger
from nuandong.supplies.goods import MOST, Wanted, check_wanted
from nuandong.supplies.models import Minimum


@transaction.atomic
def set_minimum(*, by: Actor, now: datetime, store: UUID, item: str, quantity: int) -> None:
    """Say below how many pieces of an item a store counts as low; 0 takes the limit away.

    Raises Forbidden, OutOfScope, NotFound (store), Invalid (item, quantity). Source: RES-048.
    """
    place = ledger.lock_store(store)
    permissions.check(by, "supplies.stock.count", region=place.region)
    if not 0 <= quantity <= MOST:
        raise Invalid("supplies.minimum", _("最低库存不对。"), _("请填写 0 或更大的整数。"), field="quantity")
    check_wanted([Wanted(item, 1)])
    if quantity:
        Minimum.objects.update_or_create(
            store=place,
            item_id=item,
            defaults={"quantity": quantity},
            create_defaults={"id": new_id(now), "region": place.region, "quantity": quantity},
        )
    else:
        Minimum.objects.filter(store=place, item=item).delete()
    payload = events.MinimumSet(item=item, quantity=quantity)
    journal.record(payload, by=by, now=now, region=place.region, subject=place.id)
