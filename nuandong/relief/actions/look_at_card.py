from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.files.storing import read
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import NotFound
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.relief.events.applying import CardPhotoSeen
from nuandong.relief.lookups import application_of
from nuandong.relief.models import CardSeen
from nuandong.relief.policies_applying import SEE


@transaction.atomic
def look_at_card(*, by: Actor, now: datetime, application: UUID) -> tuple[bytes, str]:
    """The photo of the card that was seen last, and its kind of picture. The number stands on it in full: whoever looks
    leaves an event, as with any number read in full. Raises NotFound, Forbidden, OutOfScope. Source: GB/T 22239-2019.
    """
    row = application_of(application)
    permissions.check(by, SEE, region=row.region)
    seen = CardSeen.objects.filter(application=row).order_by("-seen_at").first()
    if seen is None:
        raise NotFound("relief.no_photo", _("没有这张照片。"), _("请从申请页面打开。"))
    journal.record(CardPhotoSeen(card=seen.id), by=by, now=now, region=row.region, subject=row.id)
    return read(seen.photo)
