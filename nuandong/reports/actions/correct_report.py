from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Invalid
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import clean_text
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions, separation
from nuandong.reports.actions.start_report import DRAFT
from nuandong.reports.events import CorrectionStarted
from nuandong.reports.keeping import about, raced, report_of, sealed_texts, texts_of
from nuandong.reports.models import Report
from nuandong.reports.policies import check_move

REASON: Final = 500


@transaction.atomic
def correct_report(*, by: Actor, now: datetime, report: UUID, reason: str) -> Report:
    """Begin a new version of a report that went up: counted anew, with what was entered and written before.

    The old one stays as it was sent. Raises NotFound, Forbidden, OutOfScope, NotNow, Invalid without a reason, Conflict
    when it is being corrected already.
    """
    row = report_of(report, lock=True)
    permissions.check(by, DRAFT, region=row.region)
    check_move(row, "correct")
    words = clean_text(reason, REASON, field="reason")
    if not words:
        raise Invalid("reports.reason", _("请写明为什么更正。"), _("上级收到更正时会看到。"), field="reason")
    identity = new_id(now)
    separation.note_act(by=by, case=identity, act=DRAFT, now=now)
    try:
        with transaction.atomic():
            made = Report.objects.create(
                id=identity,
                region=row.region,
                report=row.report,
                first_day=row.first_day,
                last_day=row.last_day,
                version=row.version + 1,
                corrects=row,
                due_at=row.due_at,
                values=row.values,
                texts_sealed=sealed_texts(identity, texts_of(row)),
                author=by.staff,
                started_at=now,
            )
    except IntegrityError as error:
        raise raced() from error
    payload = CorrectionStarted(**about(made), corrects=row.id)
    journal.record(payload, by=by, now=now, region=row.region, subject=made.id, reason=words)
    return made
