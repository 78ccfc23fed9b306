"""What of supplies lies open with somebody who is transferred: the stores he answers for."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.text import gettext_noop as _
from nuandong.org.handover import OpenThing, Provider
from nuandong.supplies import events, ledger
from nuandong.supplies.models import Store


def stores_of(staff: UUID) -> list[OpenThing]:
    """Open stores somebody keeps."""
    rows = Store.objects.filter(keeper=staff, active=True).order_by("name", "id")
    return [OpenThing(thing=one.id, label=one.name, since=one.opened_at) for one in rows]


def move_stores(*, giver: UUID, taker: UUID, things: Sequence[UUID], by: Actor, now: datetime) -> int:
    """The taker answers for the stores; who may hand work over needs no permission to move goods."""
    rows = [one for one in ledger.lock_stores(things).values() if one.keeper_id == giver]
    for one in rows:
        payload = events.StoreChanged(keeper=taker, active=True)
        journal.record(payload, by=by, now=now, region=one.region, subject=one.id)
    return Store.objects.filter(id__in=[one.id for one in rows]).update(keeper_id=taker)


PROVIDERS: Final = (Provider(code="supplies.stores", title=_("保管的物资存放点"), listing=stores_of, move=move_stores),)
