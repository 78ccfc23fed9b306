"""The matrix, the list behind each number, the sheet for an inspection, and the file."""

from collections.abc import Callable
from typing import Any, Final

from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nuandong.geo import selectors as divisions
from nuandong.geo.codes import Level
from nuandong.kernel.clock import local_date
from nuandong.kernel.errors import DomainError
from nuandong.plans import selectors
from nuandong.plans.engine.records import STATUS_TITLES, Status
from nuandong.web.acting import STATUS_REFUSED
from nuandong.web.form_page import select_box
from nuandong.web.http import SignedRequest
from nuandong.web.pages.compliance import exporting, matrix, saying
from nuandong.web.pages.compliance.filtering import (
    FAILED_WORD,
    Filters,
    filters,
    read_position,
    spans_of_time,
    status_choices,
    written,
)
from nuandong.web.pages.compliance.reading import MOST_EVENTS, Reading
from nuandong.web.paging import SIZE, Page, page_of
from nuandong.web.regions import region_choices
from nuandong.web.wording import refusal, written_moment

FIRST: Final = 8
"""Lines under the matrix; the list has the rest."""
ON_PAPER: Final = 300
"""Failed instances that the sheet names one by one."""


@require_safe
def overview(request: SignedRequest) -> HttpResponse:
    """Duties by divisions, and what is late first."""

    def fill(chosen: Filters, reading: Reading) -> dict[str, Any]:
        found = matrix.matrix(reading.board(), chosen, request.actor.region, local_date(reading.at))
        first = reading.lines(limit=FIRST) if chosen.status else reading.failed(FIRST)
        return {
            "matrix": found,
            "tiles": matrix.tiles(found, chosen),
            "first": saying.shown(first, reading.at),
            "list_url": chosen.url("compliance-list", status=chosen.status or FAILED_WORD),
        }

    return _answer(request, "compliance/overview.html", fill)


@require_safe
def instances(request: SignedRequest) -> HttpResponse:
    """The instances behind a number, late first."""

    def fill(chosen: Filters, reading: Reading) -> dict[str, Any]:
        cursor = read_position(request.GET.get("before"))
        lines = reading.lines(after=cursor, limit=SIZE + 1)
        page = page_of(lines, key=lambda line: written(line.position), cursor=cursor)
        duty = selectors.obligation(chosen.obligation) if chosen.obligation else None
        return {
            "page": Page(saying.shown(page.rows, reading.at), page.next, page.first),
            "duty": duty,
            "without_duty": chosen.url("compliance-list", obligation=None),
            "crumbs": [(_("落实情况"), chosen.url(status=None, obligation=None))],
        }

    return _answer(request, "compliance/list.html", fill)


@require_safe
def sheet(request: SignedRequest) -> HttpResponse:
    """What an inspection asks for, on paper: counts by duty, then every failure with its reason."""

    def fill(chosen: Filters, reading: Reading) -> dict[str, Any]:
        found = matrix.matrix(reading.board(), chosen, request.actor.region, local_date(reading.at))
        failed = reading.failed(ON_PAPER + 1)
        occurring = [status for status in Status if found.totals[status]]
        base = chosen.region or request.actor.region
        return {
            "rows": [(row, [row.counts[status] for status in occurring]) for row in found.rows],
            "titles": [_(STATUS_TITLES[status]) for status in occurring],
            "failed": saying.shown(failed[:ON_PAPER], reading.at),
            "more": len(failed) > ON_PAPER,
            "on_paper": ON_PAPER,
            "place": divisions.name_path(base, local_date(reading.at)) or base,
            "at": written_moment(reading.at),
        }

    return _answer(request, "compliance/sheet.html", fill)


@require_safe
def export(request: SignedRequest) -> FileResponse:
    """The filtered list as a file for a spreadsheet."""
    reading = Reading(request, filters(request.GET, request.now))
    # Written here, inside the scope: a stream that the server reads later would see no rows.
    file = exporting.as_csv(reading)
    name = _("落实情况-%(day)s") % {"day": local_date(reading.at).isoformat()}
    return FileResponse(file, as_attachment=True, filename=f"{name}.csv", content_type="text/csv; charset=utf-8")


def _answer(request: SignedRequest, template: str, fill: Callable[[Filters, Reading], dict[str, Any]]) -> HttpResponse:
    """The page with its filters; where a past moment cannot be recomputed here, it says why instead."""
    chosen = filters(request.GET, request.now)
    reading = Reading(request, chosen)
    context, status = _frame(request, chosen), 200
    try:
        context |= fill(chosen, reading)
    except DomainError as error:
        context["refused"] = refusal(error)
        status = STATUS_REFUSED
    return render(request, template, context, status=status)


def _frame(request: SignedRequest, chosen: Filters) -> dict[str, Any]:
    """What the three pages share: filters, their choices, addresses of the others."""
    on = local_date(chosen.at or request.now)
    regions = region_choices(request.actor, on, deepest=Level.TOWNSHIP, blank=_("全部"), whole=True)
    plans = [("", _("全部")), *((row.plan, row.title) for row in selectors.plans_titled(""))]
    return {
        "filters": chosen,
        "region_box": select_box("region", regions, str(chosen.region or "")),
        "plan_box": select_box("plan", plans, chosen.plan),
        "status_box": select_box("status", status_choices(), chosen.status),
        "times": spans_of_time(chosen, request.now),
        "clear": reverse("compliance") if chosen.active else "",
        "urls": {
            "matrix": chosen.url(),
            "list": chosen.url("compliance-list"),
            "sheet": chosen.url("compliance-sheet"),
            "csv": chosen.url("compliance-csv"),
            "now": chosen.url(at=None),
        },
        "max_rows": exporting.MAX_ROWS,
        "most_events": MOST_EVENTS,
    }
