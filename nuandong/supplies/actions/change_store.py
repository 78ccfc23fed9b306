from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import NotNow
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.supplies import events, ledger
from nuandong.supplies.actions.open_store import check_keeper
from nuandong.supplies.models import Balance, Store, Transfer
from nuandong.supplies.states import TransferState


@transaction.atomic
def change_store(
    *, by: Actor, now: datetime, store: UUID, keeper: UUID | None = None, active: bool = True, reason: str = ""
) -> Store:
    """Give a store another keeper, or close it with `active=False` once it is empty (season's end, RES-032).

    Raises Forbidden, OutOfScope, NotFound (store, keeper), NotNow while goods lie there or are on their way to it.
    """
    place = ledger.lock_store(store)
    permissions.check(by, "supplies.stock.move", region=place.region)
    if keeper is not None:
        check_keeper(keeper)
    if not active:
        _check_empty(place)
    Store.objects.filter(id=place.id).update(keeper_id=keeper or place.keeper_id, active=active)
    place.refresh_from_db()
    payload = events.StoreChanged(keeper=place.keeper_id, active=active)
    journal.record(payload, by=by, now=now, region=place.region, subject=place.id, reason=reason or None)
    return place


def _check_empty(store: Store) -> None:
    coming = Transfer.objects.filter(to_store=store, state=TransferState.SENT).exists()
    if coming or Balance.objects.filter(store=store, quantity__gt=0).exists():
        raise NotNow(
            "supplies.store_not_empty",
            _("%(store)s还有物资，或有物资正在调入。"),
            _("请先调出、签收或盘点清零，再停用。"),
            store=store.name,
        )
