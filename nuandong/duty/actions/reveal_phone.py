from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.duty import events, selectors
from nuandong.duty.errors import no_such, required
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import NotNow
from nuandong.kernel.text import clean_line
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.org import selectors as org
from nuandong.org.phones import open_phone


@transaction.atomic
def reveal_phone(*, by: Actor, now: datetime, staff: UUID, reason: str) -> str:
    """The number of somebody on duty, or of a leader an escalation may ring up, in clear; each look is an event.

    Raises Forbidden, Invalid without a reason, NotFound for nobody or no number, NotNow for somebody off duty.
    Source: architecture §4.14 (each unmasking is an event with a reason).
    """
    permissions.check(by, "duty.phone.reveal", region=by.region)
    words = clean_line(reason, 200, field="reason")
    if not words:
        raise required("reason", _("原因"))
    found = org.staff_by_id(staff)
    if found is None or found.phone_sealed is None:
        raise no_such(_("电话号码"))
    if not selectors.is_called(staff, now, by.region):
        raise NotNow("duty.phone_off_duty", _("此人现在不在岗。"), _("只能查看在岗人员和带班领导的电话。"))
    payload = events.PhoneRevealed(staff=staff)
    journal.record(payload, by=by, now=now, region=by.region, subject=staff, reason=words)
    return open_phone(found)
