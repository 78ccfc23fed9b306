from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Invalid
from nuandong.kernel.text import clean_text
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.reports.actions.sign_report import SIGN
from nuandong.reports.events import ReportSentBack
from nuandong.reports.keeping import about, move, report_of
from nuandong.reports.models import Report
from nuandong.reports.policies import check_move

REASON: Final = 500


@transaction.atomic
def send_back(*, by: Actor, now: datetime, report: UUID, reason: str) -> Report:
    """Take the signature off a report that has not gone up yet; it is a draft again and counts anew.

    Raises NotFound, Forbidden, OutOfScope, NotNow, Invalid without a reason.
    """
    row = report_of(report, lock=True)
    permissions.check(by, SIGN, region=row.region)
    check_move(row, "send_back")
    words = clean_text(reason, REASON, field="reason")
    if not words:
        raise Invalid("reports.reason", _("请写明退回的理由。"), _("填报人按理由修改。"), field="reason")
    move(row, "send_back", signed_by=None, signed_at=None, digest="", content_sealed=None)
    journal.record(ReportSentBack(**about(row)), by=by, now=now, region=row.region, subject=row.id, reason=words)
    return report_of(row.id)
