from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import local_date
from nuandong.kernel.errors import Invalid, NotFound, NotNow
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.people import selectors as people
from nuandong.relief import freezes
from nuandong.relief.actions.plan_goods import PLAN
from nuandong.relief.events.goods import GoodsCancelled, GoodsGiven
from nuandong.relief.models import HandOut
from nuandong.relief.steps import HandOutState
from nuandong.supplies.actions.issue_kit import issue_kit
from nuandong.supplies.goods import Wanted

GIVE = "relief.goods.give"


@transaction.atomic
def give_goods(
    *,
    by: Actor,
    now: datetime,
    hand_out: UUID,
    store: UUID,
    receiver: UUID,
    signature: UUID | None,
    delivered: bool = False,
) -> HandOut:
    """Hand a household's goods out of a store to one of its members, who signs; nobody collects for others (DIS-035).

    `signature` is a stored photo of the signature or thumb print, `delivered` says that it was brought to the house.
    Raises NotFound, Forbidden, OutOfScope, Invalid (no signature, receiver of another household), NotNow (given or
    cancelled already, frozen), Conflict when the store holds too few.
    """
    row = hand_out_of(hand_out, lock=True)
    permissions.check(by, GIVE, region=row.region)
    freezes.check_not_frozen([row.region], row.entitlement.season.year)
    _check_waiting(row)
    _check_receiver(row, receiver, signature, by=by, now=now)
    wanted = [Wanted(row.item, row.quantity)]
    moved = issue_kit(by=by, now=now, store=store, lines=wanted, person=receiver, signed=True)
    changed = HandOut.objects.filter(id=row.id, state=HandOutState.PLANNED).update(
        state=HandOutState.GIVEN,
        receiver=receiver,
        signature=signature,
        deliver=delivered,
        movement=moved.act,
        given_by=by.staff,
        given_at=now,
    )
    if changed != 1:
        raise _over()
    payload = GoodsGiven(
        entitlement=row.entitlement_id,
        item=row.item,
        quantity=row.quantity,
        receiver=receiver,
        delivered=delivered,
        act=moved.act,
    )
    journal.record(payload, by=by, now=now, region=row.region, subject=row.id)
    return hand_out_of(row.id)


def _check_receiver(row: HandOut, receiver: UUID, signature: UUID | None, *, by: Actor, now: datetime) -> None:
    members = people.members_of([row.entitlement.household_id], by=by, on=local_date(now))
    if receiver not in members.get(row.entitlement.household_id, ()):
        raise Invalid(
            "relief.goods_proxy",
            _("领取人不是这一户的成员，不能代领。"),
            _("请由本户成员签字领取；不能来的，送到家里签字。"),
            field="receiver",
        )
    if signature is None:
        raise Invalid(
            "relief.goods_signature",
            _("没有签字或手印的照片。"),
            _("请拍下领取人的签字或手印。"),
            field="signature",
        )


@transaction.atomic
def cancel_goods(*, by: Actor, now: datetime, hand_out: UUID, why: str) -> HandOut:
    """Take a household off the list before anything was given; it can be listed again. Raises as `give_goods`."""
    row = hand_out_of(hand_out, lock=True)
    permissions.check(by, PLAN, region=row.region)
    _check_waiting(row)
    if not why.strip():
        raise Invalid("relief.goods_why", _("没有填写理由。"), _("请填写。"), field="why")
    if HandOut.objects.filter(id=row.id, state=HandOutState.PLANNED).update(state=HandOutState.CANCELLED) != 1:
        raise _over()
    payload = GoodsCancelled(item=row.item, quantity=row.quantity)
    journal.record(payload, by=by, now=now, region=row.region, subject=row.id, reason=why.strip())
    return hand_out_of(row.id)


def hand_out_of(identity: UUID, *, lock: bool = False) -> HandOut:
    """Raises NotFound."""
    rows = HandOut.objects.select_for_update(of=("self",)) if lock else HandOut.objects
    found = rows.select_related("entitlement__season", "entitlement__application").filter(id=identity).first()
    if found is None:
        raise NotFound("relief.no_hand_out", _("没有找到这一户的物资。"), _("请从实物发放名单中打开。"))
    return found


def _check_waiting(row: HandOut) -> None:
    if row.state != HandOutState.PLANNED:
        raise _over()


def _over() -> NotNow:
    return NotNow("relief.goods_over", _("这一户的物资已经领取或取消。"), _("请刷新页面查看。"))
