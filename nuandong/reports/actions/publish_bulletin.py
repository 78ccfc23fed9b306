from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max

from nuandong.geo.codes import contains
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Conflict, Invalid, NotNow
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.org import selectors as org
from nuandong.plans.contents import check_notice
from nuandong.plans.schema.plan import season_year
from nuandong.reports.content import Content
from nuandong.reports.events import BulletinPublished
from nuandong.reports.keeping import content_of, report_of
from nuandong.reports.library import definition_of
from nuandong.reports.models import Issue, IssueCopy, Report
from nuandong.reports.states import ReportState
from nuandong.tasks.actions.record_work import Done, record_work
from nuandong.vault import api as vault

PUBLISH: Final = "reports.bulletin.publish"
_COUNTS_AS: Final = "bulletin_issued"


@transaction.atomic
def publish_bulletin(*, by: Actor, now: datetime, report: UUID) -> Issue:
    """Give a bulletin that was signed and sent up its number of the season, and a copy to every unit of its region.

    It counts as work of plans that ask for bulletins. Raises NotFound, Forbidden, OutOfScope, Invalid for a report that
    is no bulletin, NotNow before it went up, Conflict where it was published or somebody was first. Source: OPS-009.
    """
    row = report_of(report, lock=True)
    permissions.check(by, PUBLISH, region=row.region)
    if not definition_of(row.report).definition.issued:
        raise Invalid("reports.not_issued", _("这张报表不编期发布。"), _("请选择简报。"), field="report")
    if row.state != ReportState.SUBMITTED:
        raise NotNow("reports.not_sent", _("简报还没有报送。"), _("请先签批并报送，再发布给各单位。"))
    content = content_of(row)
    check_notice("bulletin", region=row.region, now=now, shows=_shown(content))
    issue = _numbered(row, content.title, content.canonical(), by=by, now=now)
    units = [node.unit for node in org.units_tree(by) if contains(row.region, node.unit.region)]
    IssueCopy.objects.bulk_create(
        IssueCopy(id=new_id(now), region=unit.region, issue=issue, unit=unit.id, sent_at=now) for unit in units
    )
    record_work(by=by, now=now, region=row.region, subject=issue.id, what=Done(work=_COUNTS_AS, done=1))
    payload = BulletinPublished(
        report=row.report, season=issue.season, number=issue.number, digest=row.digest, units=len(units)
    )
    journal.record(payload, by=by, now=now, region=row.region, subject=issue.id)
    return issue


def _shown(content: Content) -> set[str]:
    """What a bulletin shows, in the words of plans (`plans.schema.sections.NOTICE_FIELDS`)."""
    present = {
        "figures": any(cell.value for _sheet, line in content.lines() for cell in line.cells),
        "events": any(point.event for passage in content.passages for point in passage.points),
        "text": any(passage.text for passage in content.passages if not passage.points),
    }
    return {field for field, there in present.items() if there}


def _numbered(row: Report, title: str, content: bytes, *, by: Actor, now: datetime) -> Issue:
    season = season_year(row.last_day)
    given = Issue.objects.filter(place=row.region, report_code=row.report, season=season)
    number = (given.aggregate(last=Max("number"))["last"] or 0) + 1
    identity = new_id(now)
    try:
        with transaction.atomic():
            return Issue.objects.create(
                id=identity,
                place=row.region,
                report=row.id,
                report_code=row.report,
                title=title,
                season=season,
                number=number,
                content_sealed=vault.seal_bytes(Issue._meta.db_table, "content_sealed", identity, content),
                published_at=now,
                published_by=by.staff,
                by_unit=by.unit,
            )
    except IntegrityError as error:
        raise Conflict(
            "reports.published", _("这份简报已经发布。"), _("请从简报列表中打开；要改的，先撤回再更正。")
        ) from error
