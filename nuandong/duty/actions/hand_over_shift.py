from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from nuandong.duty import events, lookups, policies
from nuandong.duty.errors import required
from nuandong.duty.models import Shift, ShiftHandover
from nuandong.duty.states import OPEN, ShiftState
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Conflict, Invalid, NotNow
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import clean_text
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.vault import api as vault

LONGEST_LOG = 4000


@transaction.atomic
def hand_over_shift(
    *,
    by: Actor,
    now: datetime,
    from_shift: UUID,
    to_shift: UUID,
    log: str,
    open_items: Mapping[str, int] | None = None,
) -> ShiftHandover:
    """Write what the next shift must know; it counts once the receiver confirms (`confirm_handover`).

    `open_items` counts what lies open by kind, as the caller's modules know it: {"rescue.clues": 3}. The log is sealed.
    Raises Forbidden (permission, somebody else's shift), OutOfScope, NotFound, Invalid (empty log, another post),
    NotNow (not on shift, or the next one is over), Conflict for a shift already handed over. Source: RES-010, C.8.
    """
    giver, taker = lookups.shift_of(from_shift), lookups.shift_of(to_shift)
    permissions.check(by, "duty.shift.handover", region=giver.region)
    policies.check_own(by, giver)
    _check_pair(giver, taker)
    words = clean_text(log, LONGEST_LOG, field="log")
    if not words:
        raise required("log", _("交班内容"))
    counts = {kind: count for kind, count in (open_items or {}).items() if count > 0}
    identity = new_id(now)
    try:
        with transaction.atomic():
            handover = ShiftHandover.objects.create(
                id=identity,
                region=giver.region,
                from_shift=giver,
                to_shift=taker,
                log_sealed=vault.seal(ShiftHandover._meta.db_table, "log_sealed", identity, words),
                open_items=counts,
                handed_at=now,
            )
    except IntegrityError as error:
        raise Conflict(
            "duty.handed_over_already", _("这个班次已经交班。"), _("请接班人确认；有补充的写进下一班记录。")
        ) from error
    payload = events.ShiftHandedOver(to_shift=taker.id, open_items=sum(counts.values()), **lookups.told(giver))
    journal.record(payload, by=by, now=now, region=giver.region, subject=giver.id)
    return handover


def _check_pair(giver: Shift, taker: Shift) -> None:
    if giver.state not in (ShiftState.STARTED, ShiftState.ENDED) or taker.state not in OPEN:
        raise NotNow("duty.handover_state", _("交班的班次还没上岗，或接班的班次已经结束。"), _("请重新选择班次。"))
    if giver.id == taker.id or (giver.post_id, giver.team_id) != (taker.post_id, taker.team_id):
        raise Invalid(
            "duty.handover_pair",
            _("只能在同一岗位或同一队伍的两个班次之间交接。"),
            _("请重新选择接班的班次。"),
            field="to_shift",
        )
