"""What a number is made of: the events that moved it, or who entered it and when."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nuandong.journal import api as journal
from nuandong.journal.types import Event
from nuandong.org import permissions
from nuandong.reports import keeping, selectors
from nuandong.reports.behind import Counted, adds_up, behind, permissions_for, registered
from nuandong.reports.breaking_down import span_of
from nuandong.reports.content import Head, Line, Sheet
from nuandong.reports.library import all_definitions
from nuandong.reports.papers import composing
from nuandong.reports.shape import Row
from nuandong.web.http import SignedRequest
from nuandong.web.pages.journal.presenting import entries
from nuandong.web.pages.reports import saying
from nuandong.web.paging import SIZE, Page, page_of, uuid_cursor

if TYPE_CHECKING:
    from nuandong.reports.models import Report

_ENTERED: Final = frozenset({"manual", "none"})


@require_safe
def figure(request: SignedRequest, report_id: UUID, row_code: str, column_code: str) -> HttpResponse:
    """The events behind one number of a report, each with what it added."""
    row = selectors.report(report_id, by=request.actor)
    content = keeping.content_of(row)
    found = next(((sheet, one) for sheet, one in content.lines() if one.code == row_code), None)
    column = next((one for one in found[0].columns if one.code == column_code), None) if found else None
    if found is None or column is None:
        raise Http404
    one, cell = found[1], found[1].cell(column_code)
    cursor = uuid_cursor(request.GET.get("before"))
    shape = _shape(row.report, one.code)
    of, to = (shape.ratio.of, shape.ratio.to) if shape and shape.ratio else (one.names, ())
    adding = adds_up(cell, column)
    listed = not adding and cell.source not in _ENTERED and _may_list(request, row.region, (*of, *to))
    if cell.source in _ENTERED:
        page = Page([Counted(event, 0) for event in _entered(row, one, column)], None, True)
    else:
        span = span_of(column, row.region)
        found_here = behind(of, to, column, span, before=cursor, limit=SIZE + 1) if listed else []
        page = page_of(found_here, key=lambda counted: counted.event.id, cursor=cursor)
    context = {
        "row": row,
        "line": one,
        "head": column,
        "value": saying.number(cell.value, one.decimals),
        "source": _(saying.SOURCES[cell.source]),
        "register": registered((*of, *to)),
        "hidden": not _may_list(request, row.region, (*of, *to)),
        "sealed": row.signed_at is not None,
        "term": composing.term_words(column.first, column.last) if column.first and column.last else "",
        "page": Page(_lines(page.rows), page.next, page.first),
        "parts": _parts(row, found[0], one, column, shape.sum if shape else ()) if adding else [],
        "ratio": bool(to),
        "counts": listed,
        "may_open": permissions.allows(request.actor, "journal.see"),
        "crumbs": [(_("报表"), reverse("reports")), (content.title, reverse("report-view", args=[row.id]))],
    }
    return render(request, "reports/figure.html", context)


def _shape(report: str, code: str) -> Row | None:
    """The row as the definition has it today; none for one that it no longer has."""
    stored = all_definitions().get(report)
    return next((one for one in stored.definition.rows() if one.code == code), None) if stored else None


def _may_list(request: SignedRequest, region: int, names: Sequence[str]) -> bool:
    """Which people a register counted is for those who may see them anyway, in all of the report's region."""
    return all(permissions.allows(request.actor, one, region=region) for one in permissions_for(names))


def _parts(row: "Report", sheet: Sheet, line: Line, head: Head, rows: Sequence[str]) -> list[dict[str, str]]:
    """The cells that a sum adds up, each with its own page."""
    cells = [(one, head.code, one.title) for one in sheet.lines() if one.code in rows]
    if head.kind == "sum":
        cells = [(line, one.code, one.title) for one in sheet.columns if one.code != head.code]
    return [
        {
            "title": title,
            "value": saying.number(one.cell(column).value, one.decimals),
            "url": reverse("report-figure", args=[row.id, one.code, column]),
        }
        for one, column, title in cells
    ]


def _entered(row: "Report", line: Line, head: Head) -> list[Event]:
    """Every value that was entered into this cell, the last first, earlier versions of the report included."""
    reports = [one.id for one in selectors.versions(row)]
    found = journal.history(subjects=reports, kinds=["reports.value_entered"], limit=10 * SIZE)
    return [one for one in found if (one.payload["row"], one.payload["column"]) == (line.code, head.code)][:SIZE]


def _lines(rows: Sequence[Counted]) -> list[dict[str, Any]]:
    """Events in words with what each adds to the number; those of a kind that add nothing are left out, those that
    were taken back stay."""
    kept = {one.event.id: one for one in rows if one.counts or one.event.kind.startswith("reports.")}
    return [
        {"entry": entry, "counted": kept[entry.event.id]} for entry in entries([one.event for one in kept.values()])
    ]
