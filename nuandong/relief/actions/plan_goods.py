from datetime import datetime
from typing import Literal
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Invalid, NotNow
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.relief import freezes
from nuandong.relief.events.goods import GoodsPlanned
from nuandong.relief.lookups import season_of
from nuandong.relief.models import Entitlement, HandOut
from nuandong.relief.policies_deciding import check_open
from nuandong.relief.steps import HandOutState
from nuandong.supplies.goods import Wanted, check_wanted

PLAN = "relief.goods.plan"
MOST_EACH = 50

Per = Literal["household", "person"]


@transaction.atomic
def plan_goods(
    *, by: Actor, now: datetime, season: UUID, village: int, item: str, each: int, per: Per, deliver: bool = False
) -> int:
    """Put every household of a village that was granted relief on the list for an item; answers how many are new.

    `each` pieces per household or per person helped; `deliver` brings it to the house. Households that are on the list
    for the item already stay as they are: pressing twice gives nobody twice. Raises NotFound, Forbidden, OutOfScope,
    Invalid (item, quantity), NotNow (season closed, frozen, nobody left). Source: DIS-014, DIS-035.
    """
    row = season_of(season)
    permissions.check(by, PLAN, region=village)
    check_open(row)
    freezes.check_not_frozen([village], row.year)
    if not 1 <= each <= MOST_EACH or per not in ("household", "person"):
        raise Invalid("relief.goods_each", _("数量不对。"), _("请填写 1 到 %(most)d。"), field="each", most=MOST_EACH)
    check_wanted([Wanted(item, each)])
    granted = Entitlement.objects.select_for_update(of=("self",)).filter(season=row, region=village, ended_at=None)
    listed = HandOut.objects.filter(item=item).exclude(state=HandOutState.CANCELLED).values("entitlement")
    made = [
        HandOut(
            id=new_id(now),
            region=village,
            entitlement=one,
            item=item,
            quantity=each * (one.application.persons if per == "person" else 1),
            deliver=deliver,
            planned_by=by.staff,
            planned_at=now,
        )
        for one in granted.exclude(id__in=listed).select_related("application").order_by("id")
    ]
    if not made:
        raise NotNow(
            "relief.goods_nobody",
            _("这个村没有还要列入的户。"),
            _("已审定的户都在名单里了，或还没有审定的户。"),
        )
    HandOut.objects.bulk_create(made, batch_size=1000)
    payload = GoodsPlanned(
        item=item, each=each, per=per, households=len(made), quantity=sum(one.quantity for one in made)
    )
    journal.record(payload, by=by, now=now, region=village, subject=row.id)
    return len(made)
