from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import NotFound
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import events, lookups, permissions
from nuandong.org.phones import open_phone


@transaction.atomic
def reveal_phone(*, by: Actor, now: datetime, staff: UUID, reason: str = "") -> str:
    """The full telephone number of a colleague, to ring him up; who looked is on record. NotFound if none is known."""
    found = lookups.staff_of(staff)
    permissions.check(by, "org.staff.call", region=found.unit.region)
    digits = open_phone(found)
    if not digits:
        raise NotFound("org.no_phone", _("没有登记电话。"), _("请向所在单位询问后补登。"))
    journal.record(
        events.PhoneRevealed(), by=by, now=now, region=found.unit.region, subject=found.id, reason=reason or None
    )
    return digits
