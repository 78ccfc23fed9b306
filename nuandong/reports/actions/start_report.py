from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import local_date
from nuandong.kernel.errors import Conflict, Invalid
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions, separation
from nuandong.reports.events import ReportStarted
from nuandong.reports.keeping import about
from nuandong.reports.library import definition_of
from nuandong.reports.models import Report
from nuandong.reports.policies import check_owed
from nuandong.reports.rhythm import due_at, term_at

DRAFT = "reports.report.draft"


@transaction.atomic
def start_report(*, by: Actor, now: datetime, report: str, region: int, first: date) -> Report:
    """Begin a report of a region for the period that begins on `first`; it counts by itself from then on.

    Raises NotFound for no such report, Forbidden, OutOfScope, Invalid for days or a region that owe none, NotNow before
    the period has begun, Conflict when it was begun already. Source: RES-052.
    """
    definition = definition_of(report).definition
    permissions.check(by, DRAFT, region=region)
    term = term_at(definition, first)
    if term is None or term.first != first:
        raise Invalid("reports.term", _("这不是这张报表的一个报告期。"), _("请从报表列表中选择。"), field="first")
    check_owed(definition, region=region, term=term, today=local_date(now))
    identity: UUID = new_id(now)
    separation.note_act(by=by, case=identity, act=DRAFT, now=now)
    try:
        with transaction.atomic():
            row = Report.objects.create(
                id=identity,
                region=region,
                report=report,
                first_day=term.first,
                last_day=term.last,
                version=1,
                due_at=due_at(definition.rhythm, term),
                author=by.staff,
                started_at=now,
            )
    except IntegrityError as error:
        raise Conflict("reports.there", _("这一期已经开始填报。"), _("请从列表中打开。")) from error
    journal.record(ReportStarted(**about(row)), by=by, now=now, region=region, subject=row.id)
    return row
