from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.files import storing
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import NotNow
from nuandong.kernel.text import gettext_noop as _
from nuandong.reports.events import PackTaken
from nuandong.reports.inspection.selectors import pack as pack_of


@transaction.atomic
def take_pack(*, by: Actor, now: datetime, pack: UUID) -> bytes:
    """The archive; that somebody took it stands in the journal.

    Raises NotFound, Forbidden, NotNow before it is made.
    """
    row = pack_of(pack, by=by)
    if row.file is None:
        raise NotNow("reports.pack_not_ready", _("迎检材料还没有生成。"), _("请等生成以后再取。"))
    data, _mime = storing.read(row.file)
    payload = PackTaken(period_from=row.first_day, period_to=row.last_day, digest=row.digest)
    journal.record(payload, by=by, now=now, region=row.region, subject=row.id)
    return data
