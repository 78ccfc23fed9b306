"""What a number is made of: the events that moved it, or who entered it and when."""

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nuandong.journal import api as journal
from nuandong.journal.types import Event
from nuandong.kernel.clock import day_start
from nuandong.org import permissions
from nuandong.reports import keeping, selectors
from nuandong.reports.breaking_down import span_of
from nuandong.reports.content import Head, Line
from nuandong.reports.definitions import STOCK, deltas, kinds_of
from nuandong.reports.papers import composing
from nuandong.web.http import SignedRequest
from nuandong.web.pages.journal.presenting import entries
from nuandong.web.pages.reports import saying
from nuandong.web.paging import SIZE, Page, page_of, uuid_cursor

if TYPE_CHECKING:
    from nuandong.reports.models import Report

_DAY: Final = timedelta(days=1)
_REGISTERED: Final = {
    "register.helped.": ("rescue.person_admitted",),
    "register.met.": ("rescue.encounter_recorded",),
    "register.arrivals.": ("rescue.crew_on_scene",),
}
"""The events that put people and clues into what the registers count."""


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
    if cell.source in {"manual", "none"}:
        events = _entered(row, one, column)
        page = Page(events, None, True)
    else:
        page = page_of(_moved(row, one, column, cursor), key=lambda event: event.id, cursor=cursor)
    names = [name for name in one.names if not name.startswith("register.")]
    context = {
        "row": row,
        "line": one,
        "head": column,
        "value": saying.number(cell.value, one.decimals),
        "source": _(saying.SOURCES[cell.source]),
        "register": cell.source == "register" or (cell.source == "ratio" and not names),
        "sealed": row.signed_at is not None,
        "term": composing.term_words(column.first, column.last) if column.first and column.last else "",
        "page": Page(_lines(page.rows, names), page.next, page.first),
        "counts": bool(names) and cell.source == "events",
        "may_open": permissions.allows(request.actor, "journal.see"),
        "crumbs": [(_("报表"), reverse("reports")), (content.title, reverse("report-view", args=[row.id]))],
    }
    return render(request, "reports/figure.html", context)


def _entered(row: "Report", line: Line, head: Head) -> list[Event]:
    """Every value that was entered into this cell, the last first, earlier versions of the report included."""
    reports = [one.id for one in selectors.versions(row)]
    found = journal.history(subjects=reports, kinds=["reports.value_entered"], limit=10 * SIZE)
    return [one for one in found if (one.payload["row"], one.payload["column"]) == (line.code, head.code)][:SIZE]


def _moved(row: "Report", line: Line, head: Head, cursor: UUID | None) -> list[Event]:
    """Events of the kinds behind the number within its days; the events of a stock are those of all days before."""
    if head.first is None or head.last is None:
        return []
    kinds = {kind for name in line.names for kind in _kinds(name)}
    stock = any(name in STOCK for name in line.names)
    return journal.history(
        kinds=sorted(kinds),
        since=None if stock else day_start(head.first),
        until=day_start(head.last + _DAY),
        spans=(span_of(head, row.region),),
        before=cursor,
        limit=SIZE + 1,
    )


def _kinds(name: str) -> Sequence[str]:
    return next((kinds for prefix, kinds in _REGISTERED.items() if name.startswith(prefix)), kinds_of(name))


def _lines(events: Sequence[Event], names: Sequence[str]) -> list[dict[str, Any]]:
    """Events in words with what each adds to the number; those of a kind that add nothing are left out."""
    added = {
        event.id: sum(delta.change for delta in deltas(event) if delta.name in names) if names else 0
        for event in events
    }
    shown = [event for event in events if not names or added[event.id] or event.kind.startswith("reports.")]
    return [{"entry": entry, "added": added[entry.event.id]} for entry in entries(shown)]
