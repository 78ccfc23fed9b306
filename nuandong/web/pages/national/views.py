"""Copy sheets: the systems, one system's cases in its order of fields, one case to copy from, its number."""

from typing import Any, Final
from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from nuandong.geo import selectors as divisions
from nuandong.geo.codes import Level
from nuandong.kernel.clock import local_date
from nuandong.org import permissions
from nuandong.reports.actions.record_serial import RECORD, record_serial
from nuandong.reports.actions.take_sheet import TAKE
from nuandong.reports.national.cases import Case, cases_by_id
from nuandong.reports.national.ordering import holder
from nuandong.reports.national.shape import System
from nuandong.web.form_page import form_page, posted, select_box
from nuandong.web.http import SignedRequest
from nuandong.web.pages.national.choosing import chosen, known, open_systems
from nuandong.web.pages.national.forms import SerialForm
from nuandong.web.pages.tasks.exporting import XLSX, book
from nuandong.web.paging import SIZE, Page, page_of, uuid_cursor
from nuandong.web.regions import region_choices
from nuandong.web.taking_over import taken

SEE: Final = "reports.national.see"
UNMASK: Final = "people.person.unmask"
MOST: Final = 500
"""Cases in one file or on one print."""


@require_safe
def overview(request: SignedRequest) -> HttpResponse:
    """The systems that work is copied into."""
    context = {
        "systems": [
            {
                "system": one,
                "kept": sum(field.kept for field in one.fields),
                "missing": [field.title for field in one.fields if not field.kept],
            }
            for one in open_systems(request)
        ],
        "crumbs": [(_("报表"), reverse("reports"))],
    }
    return render(request, "national/list.html", context)


@require_safe
def sheet(request: SignedRequest, system: str) -> HttpResponse:
    """The cases of a region and of some days, one row each, columns in the system's order."""
    choice = chosen(request, system)
    cursor = uuid_cursor(request.GET.get("before"))
    found = choice.cases(request, after=cursor, limit=SIZE + 1)
    page = page_of(found, key=lambda one: one.id, cursor=cursor)
    regions = region_choices(request.actor, local_date(request.now), deepest=Level.TOWNSHIP, whole=True)[1:]
    context = {
        "choice": choice,
        "system": choice.system,
        "page": Page([_row(choice.system, one) for one in page.rows], page.next, page.first),
        "region_box": select_box("region", regions, str(choice.region)),
        "may_record": permissions.allows(request.actor, RECORD),
        "may_order": permissions.allows(request.actor, RECORD, region=holder(request.actor.region)),
        "may_take": request.actor.may(TAKE),
        "crumbs": _crumbs(),
    }
    return render(request, "national/sheet.html", context)


@require_safe
def paper(request: SignedRequest, system: str) -> HttpResponse:
    """The sheet on paper, one block for each case, with room for the number."""
    choice = chosen(request, system)
    found = choice.cases(request, limit=MOST)
    context = {
        "choice": choice,
        "system": choice.system,
        "place": divisions.name_path(choice.region, choice.until).rpartition("/")[2],
        "rows": [_row(choice.system, one) for one in found],
    }
    return render(request, "national/paper.html", context)


@require_safe
def workbook(request: SignedRequest, system: str) -> FileResponse:
    """The sheet as a workbook, every cell text, names and numbers masked."""
    choice = chosen(request, system)
    titles = [choice.system.serial, *(one.title for one in choice.system.fields)]
    lines = [
        [one.serial, *(one.values[field.code] for field in choice.system.fields)]
        for one in choice.cases(request, limit=MOST)
    ]
    file = book(_("抄录单"), titles, lines)
    name = f"{choice.system.title}-{_('抄录单')}-{choice.until.isoformat()}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


@require_safe
def case(request: SignedRequest, system: str, case: UUID) -> HttpResponse:
    """One case, field by field, each with a button that copies it; masked ones are opened first, which is logged."""
    asked, found = _case(request, system, case)
    context = {
        "system": asked,
        "case": found,
        "fields": _fields(request, asked, found),
        "may_record": permissions.allows(request.actor, RECORD, region=found.region),
        "needs_code": request.actor.may(UNMASK) and not request.actor.second_factor,
        "here": request.path,
        "page_url": reverse("stay" if asked.cases == "stay" else "household", args=[found.id]),
        "crumbs": [*_crumbs(), (asked.title, reverse("national-sheet", args=[asked.system]))],
    }
    return render(request, "national/case.html", context)


@require_http_methods(["GET", "POST"])
def serial(request: SignedRequest, system: str, case: UUID) -> HttpResponse:
    """The system's own number of a case."""
    asked, found = _case(request, system, case)
    over = taken(request, about=found.id)
    here = reverse("national-case", args=[asked.system, found.id])
    return form_page(
        request,
        SerialForm(posted(request), initial={"serial": found.serial} | over.serial()),
        "reports.record_serial",
        lambda data: (
            record_serial(
                by=request.actor, now=request.now, system=asked.system, case=found.id, serial=data["serial"]
            ).id
        ),
        title=_("登记系统编号"),
        back=over.back or here,
        leads_to=lambda _made: over.settle(request) or here,
        done=_("编号已登记。"),
        crumbs=[*_crumbs(), (asked.title, reverse("national-sheet", args=[asked.system])), (found.label, here)],
        facts=[(_("系统"), asked.title), (_("抄录的是"), found.label), (_("现有编号"), found.serial or "—")],
    )


def _case(request: SignedRequest, system: str, case: UUID) -> tuple[System, Case]:
    asked = known(request, system)
    found = cases_by_id(asked, [case], by=request.actor, on=local_date(request.now)).get(case)
    if found is None:
        raise Http404
    return asked, found


def _row(system: System, case: Case) -> dict[str, Any]:
    return {
        "case": case,
        "values": [(one, case.values[one.code]) for one in system.fields],
        "url": reverse("national-case", args=[system.system, case.id]),
    }


def _fields(request: SignedRequest, system: System, case: Case) -> list[dict[str, Any]]:
    """The fields of a case with the address that opens a masked one, for those who may."""
    eyes = case.person is not None and permissions.allows(request.actor, UNMASK, region=case.region)
    found = []
    for number, one in enumerate(system.fields, start=1):
        opens, url = case.opens(system, one.code), ""
        if opens and eyes:
            paper = [case.person, case.document] if opens == "document" else [case.person, opens]
            url = reverse("person-unmask-document" if opens == "document" else "person-unmask", args=paper)
        found.append(
            {"number": number, "field": one, "value": case.values[one.code], "masked": bool(opens), "url": url}
        )
    return found


def _crumbs() -> list[tuple[str, str]]:
    return [(_("报表"), reverse("reports")), (_("抄录单"), reverse("national"))]
