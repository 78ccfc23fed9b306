from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.text import clean_text
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.publicity.actions.record_announcement import RECORD
from nuandong.publicity.errors import raced, required
from nuandong.publicity.events import AnnouncementVoided
from nuandong.publicity.lookups import announcement_of
from nuandong.publicity.models import Announcement
from nuandong.publicity.policies.announcement import check_voidable
from nuandong.tasks.actions.void_work import void_work

_WORDS: Final = 200


@transaction.atomic
def void_announcement(*, by: Actor, now: datetime, announcement: UUID, reason: str) -> Announcement:
    """Take an entry back with all it counted as; a right one is entered anew.

    Raises NotFound, Forbidden for another unit, OutOfScope, NotNow for a voided one, Invalid without a reason, Conflict
    if somebody was first.
    """
    found = announcement_of(announcement)
    permissions.check(by, RECORD, region=found.region)
    check_voidable(found, by)
    why = clean_text(reason, _WORDS, field="reason")
    if not why:
        raise required("reason", _("作废原因"))
    if Announcement.objects.filter(id=found.id, voided_at=None).update(voided_at=now) != 1:
        raise raced()
    for work in found.works:
        void_work(by=by, now=now, record=work, reason=why)
    payload = AnnouncementVoided(unit=found.unit)
    journal.record(payload, by=by, now=now, region=found.region, subject=found.id, reason=why, voids=found.event)
    return announcement_of(found.id)
