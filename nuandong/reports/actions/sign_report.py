from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Conflict
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions, separation
from nuandong.reports.checking import missing_texts
from nuandong.reports.events import ReportSigned
from nuandong.reports.keeping import about, content_of, move, report_of, sealed_content
from nuandong.reports.library import definition_of
from nuandong.reports.models import Report
from nuandong.reports.policies import check_move, check_written

SIGN = "reports.report.sign"


@transaction.atomic
def sign_report(*, by: Actor, now: datetime, report: UUID, digest: str) -> Report:
    """The group leader's signature (组长签批): what he saw, known by its `digest`, is sealed with that hash.

    Raises NotFound, Forbidden (permission, or he drafted it), OutOfScope, NotNow, Invalid while a passage is missing,
    Conflict when the numbers have changed since he looked. Source: RES-054.
    """
    row = report_of(report, lock=True)
    permissions.check(by, SIGN, region=row.region)
    check_move(row, "sign")
    content = content_of(row)
    check_written(missing_texts(definition_of(row.report).definition, content))
    if content.digest() != digest:
        raise Conflict("reports.moved", _("报表的数据刚刚有变化。"), _("请核对新的数据后再签批。"))
    separation.note_act(by=by, case=row.id, act=SIGN, now=now)
    move(row, "sign", signed_by=by.staff, signed_at=now, digest=digest, content_sealed=sealed_content(row.id, content))
    journal.record(ReportSigned(**about(row), digest=digest), by=by, now=now, region=row.region, subject=row.id)
    return report_of(row.id)
