from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Conflict, Invalid
from nuandong.kernel.text import clean_text
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.relief.events.keeping import ArchivePaperWithdrawn
from nuandong.relief.freezes import check_not_frozen
from nuandong.relief.lookups import archive_paper_of
from nuandong.relief.models import ArchivePaper
from nuandong.relief.scanning.records import FILE


@transaction.atomic
def withdraw_archive_paper(*, by: Actor, now: datetime, paper: UUID, why: str) -> ArchivePaper:
    """Take out of the next archives what was added by mistake; the file stays, and so do archives made with it.

    Raises NotFound, Forbidden, OutOfScope, Invalid without a reason, NotNow while an audit holds the place, Conflict
    when it was taken out already.
    """
    row = archive_paper_of(paper)
    permissions.check(by, FILE, region=row.region)
    check_not_frozen([row.region], row.season.year)
    reason = clean_text(why, 300)
    if not reason:
        raise Invalid("relief.reason_missing", _("没有填写原因。"), _("请写明为什么。"), field="why")
    standing = ArchivePaper.objects.filter(id=row.id, withdrawn_at=None)
    if standing.update(withdrawn_by=by.staff, withdrawn_at=now) != 1:
        raise Conflict("relief.paper_withdrawn", _("这份材料已经撤出。"), _("请刷新页面。"))
    payload = ArchivePaperWithdrawn(season=row.season_id, what=row.kind, number=row.number, digest=row.digest)
    journal.record(payload, by=by, now=now, region=row.region, subject=row.id, reason=reason)
    row.refresh_from_db()
    return row
