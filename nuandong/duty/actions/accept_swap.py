from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext

from nuandong.duty import events, lookups, selectors, swaps
from nuandong.duty.errors import RosterRefused
from nuandong.duty.models import SwapRequest
from nuandong.duty.replacing import hand_over
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Conflict
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import selectors as org
from nuandong.org.telling import tell

_NEWS: Final = _("有一次换班已生效，班次开始前可以在系统“换班”里撤销。")


@transaction.atomic
def accept_swap(*, by: Actor, now: datetime, swap: UUID) -> SwapRequest:
    """The word of the one who was asked: the shifts change hands at once, and a leader is told.

    Raises Forbidden, NotFound, NotNow (settled, begun, a shift that is not planned any more), Conflict when somebody
    would have two shifts at once, or was first. Source: product C.8.
    """
    found = swaps.locked(swap)
    target = swaps.check_act(found, "accept_swap", by=by, now=now)
    pairs = [(lookups.shift_of(found.shift_id), found.asked_id)]
    if found.in_return_id is not None:
        pairs.append((lookups.shift_of(found.in_return_id), found.asker_id))
    try:
        made = [*hand_over(pairs, by=by, now=now), None]
    except RosterRefused as error:
        raise Conflict(
            "duty.swap_overlaps", _("换过来后有人同一时间有两个班。"), _("请谢绝，或先请排班人员调整另一个班。")
        ) from error
    found = swaps.settle(found, target, events.SwapAccepted, by=by, now=now, taken=made[0], given=made[1])
    _tell_leader(found, now)
    return found


def _tell_leader(found: SwapRequest, now: datetime) -> None:
    concerned = {found.asker_id, found.asked_id}
    leaders = [one for one in selectors.next_leaders(now, found.region) if one.staff not in concerned]
    person = org.staff_by_id(leaders[0].staff) if leaders else None
    if person is not None:
        tell(person, gettext(_NEWS), region=found.region, subject=found.id, now=now)
