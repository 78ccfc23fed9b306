from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import NotNow
from nuandong.kernel.text import clean_text
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.rescue.actions.register_informant import CHANGE
from nuandong.rescue.errors_station import required
from nuandong.rescue.events.informant import InformantEnded
from nuandong.rescue.lookups_informant import informant_of
from nuandong.rescue.models import Informant

_WORDS = 200


@transaction.atomic
def end_informant(*, by: Actor, now: datetime, informant: UUID, reason: str) -> Informant:
    """From now on he is no informant; what he reported before may still be rewarded.

    Raises NotFound, Forbidden, OutOfScope, Invalid without a reason, NotNow for one who has left.
    """
    row = informant_of(informant, lock=True)
    permissions.check(by, CHANGE, region=row.region)
    why = clean_text(reason, _WORDS, field="reason")
    if not why:
        raise required("reason", _("离任原因"))
    if Informant.objects.filter(id=row.id, valid_until=None).update(valid_until=now) != 1:
        raise NotNow("rescue.informant_left", _("这位信息员已经离任。"), _("重新聘任的，请新登记一次。"))
    journal.record(InformantEnded(), by=by, now=now, region=row.region, subject=row.id, reason=why)
    return informant_of(row.id)
