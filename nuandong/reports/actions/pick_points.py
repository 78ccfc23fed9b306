from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Invalid
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions, separation
from nuandong.reports import picking
from nuandong.reports.actions.start_report import DRAFT
from nuandong.reports.events import TextsWritten
from nuandong.reports.keeping import about, content_of, move, report_of, sealed_texts, term_of, texts_of
from nuandong.reports.library import definition_of
from nuandong.reports.models import Report
from nuandong.reports.policies import check_move


@transaction.atomic
def pick_points(*, by: Actor, now: datetime, report: UUID, picks: Sequence[str]) -> Report:
    """Keep which single events and figures stand in a report as numbered lines; what is not named goes out.

    A pick is `event:<id>` or `figure:<row>/<column>` (`reports.picking`). Raises NotFound, Forbidden (also for whoever
    signed this report before), OutOfScope, NotNow once it is signed, Invalid for a report without such a list, more
    than it takes, and an event or figure that may not stand in it. Source: OPS-009.
    """
    row = report_of(report, lock=True)
    permissions.check(by, DRAFT, region=row.region)
    check_move(row, "fill")
    picked = definition_of(row.report).definition.picked
    if picked is None:
        raise Invalid("reports.no_picks", _("这张报表不挑选事件。"), _("请选择简报。"), field="points")
    wanted = list(dict.fromkeys(picks))
    if len(wanted) > picking.MOST:
        raise Invalid(
            "reports.too_many_points",
            _("最多挑选 %(most)d 条。"),
            _("请去掉几条；更多的写进文字或用表格。"),
            field="points",
            most=picking.MOST,
        )
    figures = picking.figures({line.code: (sheet, line) for sheet, line in content_of(row).lines()})
    events = [one for one in wanted if one not in figures]
    if len(events) != len(picking.standing(picked, picking.ids(events), region=row.region, term=term_of(row))):
        raise Invalid(
            "reports.not_pickable",
            _("有一条不能写进这份报表。"),
            _("只能挑选报告期内、本地区、没有作废的事件和统计数。请刷新后重新挑选。"),
            field="points",
        )
    separation.note_act(by=by, case=row.id, act=DRAFT, now=now)
    written = texts_of(row)
    kept = "\n".join(wanted)
    if kept != written.get(picked.code, ""):
        payload = TextsWritten(**about(row), passages=[picked.code])
        journal.record(payload, by=by, now=now, region=row.region, subject=row.id)
    move(row, "fill", texts_sealed=sealed_texts(row.id, written | {picked.code: kept}))
    return report_of(row.id)
