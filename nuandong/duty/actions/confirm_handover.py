from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.duty import events, lookups, policies
from nuandong.duty.actions.end_shift import end_shift
from nuandong.duty.actions.start_shift import start_shift
from nuandong.duty.errors import changed_meanwhile, no_such
from nuandong.duty.models import ShiftHandover
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Forbidden
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.org.rows import only


@transaction.atomic
def confirm_handover(*, by: Actor, now: datetime, handover: UUID) -> ShiftHandover:
    """The receiver's word that he read the log and took over; nobody else can give it.

    His shift begins and the other one ends at this moment, where they have not already: no gap between them.
    Raises Forbidden, OutOfScope, NotFound, NotNow (too early for his shift), Conflict when confirmed already.
    """
    found = only(ShiftHandover.objects.filter(id=handover), no_such(_("交接班记录")))
    permissions.check(by, "duty.shift.handover", region=found.region)
    giver, taker = lookups.shift_of(found.from_shift_id), lookups.shift_of(found.to_shift_id)
    if by.staff != taker.staff_id:
        raise Forbidden("duty.not_the_receiver", _("只有接班人本人可以确认接班。"), _("请接班人登录后确认。"))
    if ShiftHandover.objects.filter(id=found.id, confirmed_at=None).update(confirmed_at=now) != 1:
        raise changed_meanwhile()
    if policies.can_move(taker, "start_shift"):
        start_shift(by=by, now=now, shift=taker.id)
    if policies.can_move(giver, "end_shift"):
        end_shift(by=by, now=now, shift=giver.id)
    payload = events.HandoverConfirmed(
        from_shift=giver.id, open_items=sum(found.open_items.values()), **lookups.told(taker)
    )
    journal.record(payload, by=by, now=now, region=found.region, subject=taker.id)
    found.refresh_from_db()
    return found
