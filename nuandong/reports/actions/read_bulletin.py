from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Forbidden, NotNow
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.reports.events import BulletinRead
from nuandong.reports.models import IssueCopy
from nuandong.reports.selectors_bulletin import SEE, copy_of

READ: Final = SEE


@transaction.atomic
def read_bulletin(*, by: Actor, now: datetime, copy: UUID) -> IssueCopy:
    """Somebody of the unit has read the issue and signs for it (签收).

    Raises NotFound, Forbidden for another unit, OutOfScope, NotNow for one withdrawn or signed for before.
    """
    found = copy_of(copy)
    permissions.check(by, READ, region=found.region)
    if by.unit != found.unit:
        raise Forbidden("reports.not_your_copy", _("这份简报是发给别的单位的。"), _("请由该单位的同事签收。"))
    if found.issue.withdrawn_at is not None:
        raise NotNow("reports.withdrawn", _("这期简报已经撤回。"), _("不用签收。"))
    if IssueCopy.objects.filter(id=found.id, read_at=None).update(read_at=now, read_by=by.staff) != 1:
        raise NotNow("reports.read_already", _("本单位已经签收。"), _("不用再签收。"))
    issue = found.issue
    payload = BulletinRead(report=issue.report_code, season=issue.season, number=issue.number, unit=found.unit)
    journal.record(payload, by=by, now=now, region=found.region, subject=issue.id)
    return copy_of(found.id)
