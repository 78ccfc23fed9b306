from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Invalid
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import clean_line
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.rescue.errors_station import required, wrong_state
from nuandong.rescue.events.stay import BelongingsDeposited
from nuandong.rescue.lookups_station import stay_of
from nuandong.rescue.models import Belonging
from nuandong.rescue.sealing import seal
from nuandong.rescue.states.stay import StayState

_MOST = 999


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """Something deposited; `prohibited` things go to the police and never back."""

    what: str
    count: int = 1
    prohibited: bool = False
    photo: UUID | None = None


@transaction.atomic
def deposit_belongings(*, by: Actor, now: datetime, stay: UUID, things: Sequence[Thing]) -> list[Belonging]:
    """Take belongings into keeping; papers of the person are never kept against his will (国务院令第381号).

    Raises Forbidden, OutOfScope, NotFound, NotNow once he has left, Invalid. Source: RES-033, facts 2.2 row 7.
    """
    row = stay_of(stay)
    permissions.check(by, "rescue.stay.care", region=row.region)
    if row.state == StayState.LEFT:
        raise wrong_state(_("在站记录"), str(StayState.LEFT.label))
    if not things:
        raise required("what", _("物品"))
    rows = Belonging.objects.bulk_create([_kept(one, row.id, row.region, by=by, now=now) for one in things])
    payload = BelongingsDeposited(lines=len(rows), prohibited=sum(one.prohibited for one in rows))
    journal.record(payload, by=by, now=now, region=row.region, subject=row.id)
    return rows


def _kept(thing: Thing, stay: UUID, region: int, *, by: Actor, now: datetime) -> Belonging:
    identity = new_id(now)
    what = seal(Belonging, "what_sealed", identity, clean_line(thing.what, 200, field="what"))
    if what is None:
        raise required("what", _("物品"))
    if not 1 <= thing.count <= _MOST:
        raise Invalid("rescue.count", _("件数应为 1 到 %(most)d。"), _("请核对件数。"), field="count", most=_MOST)
    return Belonging(
        id=identity,
        region=region,
        stay_id=stay,
        what_sealed=what,
        count=thing.count,
        prohibited=thing.prohibited,
        photo=thing.photo,
        deposited_at=now,
        deposited_by=by.staff,
    )
