from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.duty import events, lookups
from nuandong.duty.models import Shift
from nuandong.duty.moving import move
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import NotNow
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions


@transaction.atomic
def note_absence(*, by: Actor, now: datetime, shift: UUID, reason: str = "") -> Shift:
    """Note that somebody did not come to a shift whose time has begun; his place in the roster is free again.

    Raises Forbidden, OutOfScope, NotFound, NotNow (state, or before its time), Conflict when somebody was first.
    """
    found = lookups.shift_of(shift)
    permissions.check(by, "duty.roster.change", region=found.region)
    if now < found.period.lower:
        raise NotNow("duty.absent_too_early", _("班次还没开始。"), _("不能来的，请安排替班或取消班次。"))
    move(found, "note_absence")
    payload = events.ShiftMissed(**lookups.told(found))
    journal.record(payload, by=by, now=now, region=found.region, subject=found.id, reason=reason or None)
    return found
