"""How reports are kept: found by id, moved on, their words and contents sealed and opened, counted anew while open."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from nuandong.geo import selectors as divisions
from nuandong.geo.codes import Level
from nuandong.kernel.errors import Conflict, NotFound
from nuandong.kernel.text import gettext_noop as _
from nuandong.org.rows import only
from nuandong.reports.content import Content
from nuandong.reports.counting import Entered, Filled, Place, count
from nuandong.reports.library import definition_of
from nuandong.reports.models import Report
from nuandong.reports.rhythm import Term, before
from nuandong.reports.states import REPORT, ReportState
from nuandong.vault import api as vault

_TABLE = Report._meta.db_table


def report_of(identity: UUID, *, lock: bool = False) -> Report:
    """A report of the entered scope, or NotFound. Acts on one report lock it, so that they follow each other."""
    rows = Report.objects.filter(id=identity)
    return only(
        rows.select_for_update(no_key=True) if lock else rows,
        NotFound("reports.not_found", _("没有找到这份报表。"), _("它可能不在您的管辖区域内，请从列表中打开。")),
    )


def move(report: Report, act: str, **columns: object) -> None:
    """Move a report on; Conflict if somebody was first."""
    to = REPORT[ReportState(report.state)][act]
    if Report.objects.filter(id=report.id, state=report.state).update(state=to, **columns) != 1:
        raise raced()


def raced() -> Conflict:
    return Conflict("reports.raced", _("刚刚有人办理了这份报表。"), _("请刷新页面查看最新情况。"))


def term_of(report: Report) -> Term:
    return Term(report.first_day, report.last_day)


def about(report: Report) -> dict[str, Any]:
    """What every event of a report says."""
    return {
        "report": report.report,
        "period_from": report.first_day,
        "period_to": report.last_day,
        "version": report.version,
    }


def values_of(report: Report) -> dict[Place, Entered]:
    """What was entered by hand."""
    found = {}
    for place, (value, who) in report.values.items():
        row, _slash, column = place.partition("/")
        found[(row, column)] = Entered(value, UUID(who))
    return found


def stored_values(values: Mapping[Place, Entered]) -> dict[str, Any]:
    return {f"{row}/{column}": [entered.value, str(entered.by)] for (row, column), entered in values.items()}


def texts_of(report: Report) -> dict[str, str]:
    """What was written, by passage."""
    if report.texts_sealed is None:
        return {}
    found: dict[str, str] = json.loads(vault.open_sealed(_TABLE, "texts_sealed", report.id, bytes(report.texts_sealed)))
    return found


def sealed_texts(identity: UUID, texts: Mapping[str, str]) -> bytes | None:
    written = {code: words for code, words in texts.items() if words}
    if not written:
        return None
    return vault.seal(_TABLE, "texts_sealed", identity, json.dumps(written, ensure_ascii=False))


def sealed_content(identity: UUID, content: Content) -> bytes:
    return vault.seal_bytes(_TABLE, "content_sealed", identity, content.canonical())


def content_of(report: Report) -> Content:
    """The content as it was signed, or as it is counted now while the report is open."""
    if report.content_sealed is not None:
        plain = vault.open_bytes(_TABLE, "content_sealed", report.id, bytes(report.content_sealed))
        return Content.model_validate_json(plain)
    return counted(report)


def counted(report: Report) -> Content:
    """The content as it is counted now, also of a report that was sealed."""
    stored, term = definition_of(report.report), term_of(report)
    filled = Filled(values_of(report), texts_of(report), _earlier(report, before(stored.definition, term)))
    name = divisions.name_path(report.region, report.last_day, top=Level.PREFECTURE)
    return count(stored, region=report.region, place=name, term=term, version=report.version, filled=filled)


def _earlier(report: Report, term: Term | None) -> Content | None:
    """What was last sent up for the period before."""
    if term is None:
        return None
    rows = Report.objects.filter(
        region=report.region, report=report.report, first_day=term.first, state=ReportState.SUBMITTED
    )
    found = rows.order_by("-version").first()
    return content_of(found) if found else None
