from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Invalid, NotNow
from nuandong.kernel.text import clean_line
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.reports.actions.publish_bulletin import PUBLISH
from nuandong.reports.events import BulletinWithdrawn
from nuandong.reports.models import Issue
from nuandong.reports.selectors_bulletin import issue_of

_WORDS: Final = 200


@transaction.atomic
def withdraw_bulletin(*, by: Actor, now: datetime, issue: UUID, reason: str) -> Issue:
    """Take an issue back; every unit sees that and why. Its number stays taken, a corrected report gets the next one.

    Raises NotFound, Forbidden, OutOfScope, Invalid without a reason, NotNow where it was withdrawn.
    """
    found = issue_of(issue)
    permissions.check(by, PUBLISH, region=found.place)
    why = clean_line(reason, _WORDS, field="reason")
    if not why:
        raise Invalid("reports.withdraw_reason", _("撤回原因没有填写。"), _("请填写后再保存。"), field="reason")
    standing = Issue.objects.filter(id=found.id, withdrawn_at=None)
    if standing.update(withdrawn_at=now, withdrawn_by=by.staff, reason=why) != 1:
        raise NotNow("reports.withdrawn", _("这期简报已经撤回。"), _("请刷新页面查看最新情况。"))
    payload = BulletinWithdrawn(report=found.report_code, season=found.season, number=found.number)
    journal.record(payload, by=by, now=now, region=found.place, subject=found.id, reason=why)
    return issue_of(found.id)
