from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.org import permissions
from nuandong.reports.events import ReportSubmitted
from nuandong.reports.keeping import about, move, report_of
from nuandong.reports.models import Report
from nuandong.reports.policies import check_move

SUBMIT = "reports.report.submit"


@transaction.atomic
def submit_report(*, by: Actor, now: datetime, report: UUID) -> Report:
    """Send a signed report up, exactly as it was signed; from now on only a correction can change what it says.

    Raises NotFound, Forbidden, OutOfScope, NotNow unless it is signed. Source: RES-052.
    """
    row = report_of(report, lock=True)
    permissions.check(by, SUBMIT, region=row.region)
    check_move(row, "submit")
    move(row, "submit", submitted_by=by.staff, submitted_at=now)
    payload = ReportSubmitted(**about(row), digest=row.digest, in_time=now <= row.due_at, corrects=row.corrects_id)
    journal.record(payload, by=by, now=now, region=row.region, subject=row.id)
    return report_of(row.id)
