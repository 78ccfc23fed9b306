from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from nuandong.duty import events, lookups, swaps
from nuandong.duty.models import Shift, SwapRequest
from nuandong.duty.states import ShiftState
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Conflict, Forbidden, Invalid, NotNow
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import clean_line
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.org import selectors as org
from nuandong.org.telling import tell
from nuandong.vault import api as vault

_QUESTION: Final = _("有人请您替班或换班，请登录系统在“换班”里答复。")


@transaction.atomic
def ask_swap(
    *, by: Actor, now: datetime, shift: UUID, staff: UUID | None = None, in_return: UUID | None = None, note: str = ""
) -> SwapRequest:
    """Ask `staff` to take over one's own planned shift, or whoever has the shift `in_return` to swap it for that one.

    It expires when either shift begins; the other one gets a message. The note is sealed. Raises Forbidden (somebody
    else's shift), OutOfScope, NotFound (shift, staff), Invalid (nobody, oneself), NotNow (begun or not planned any
    more), Conflict while the shift is offered already. Source: product C.8.
    """
    mine = lookups.shift_of(shift)
    permissions.check(by, "duty.roster.see", region=mine.region)
    if mine.staff_id != by.staff:
        raise Forbidden("duty.not_your_shift", _("这不是您的班次。"), _("请由当班人本人或排班人员办理。"))
    other = None if in_return is None else lookups.shift_of(in_return)
    asked = staff if other is None else other.staff_id
    if asked is None or asked == by.staff or (staff is not None and staff != asked):
        raise Invalid("duty.swap_whom", _("没有选好请谁换班。"), _("请选一个人，或选对方的一个班。"), field="whom")
    lookups.check_staff(asked)
    offered = [mine] if other is None else [mine, other]
    for one in offered:
        _check_planned(one, now)
    identity, words = new_id(now), clean_line(note, 200, field="note")
    found = SwapRequest(
        id=identity,
        region=mine.region,
        shift=mine,
        in_return=other,
        asker_id=by.staff,
        asked_id=asked,
        note_sealed=vault.seal(SwapRequest._meta.db_table, "note_sealed", identity, words) if words else None,
        asked_at=now,
        until=min(one.period.lower for one in offered),
    )
    try:
        with transaction.atomic():
            found.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(
            "duty.swap_asked_already", _("这个班次已经在请人换，正等对方答复。"), _("要改请别人，先收回那一个申请。")
        ) from error
    swaps.record(found, events.SwapAsked, by=by, now=now)
    person = org.staff_by_id(asked)
    if person is not None:
        tell(person, gettext(_QUESTION), region=found.region, subject=found.id, now=now)
    return found


def _check_planned(shift: Shift, now: datetime) -> None:
    if shift.state != ShiftState.PLANNED or shift.period.lower <= now:
        raise NotNow("duty.swap_begun", _("只能换还没开始的班。"), _("临时有事请联系值班室安排替班。"))
