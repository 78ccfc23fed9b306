"""Every blank, one of them with its periods and copies, one copy with what stayed empty, the files."""

from io import BytesIO
from uuid import UUID, uuid4

from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nuandong.files import storing
from nuandong.geo import selectors as divisions
from nuandong.kernel.clock import local_date
from nuandong.kernel.errors import Invalid
from nuandong.org import permissions
from nuandong.org import selectors as org
from nuandong.reports.actions.fill_blank import FILL
from nuandong.reports.actions.upload_blank import MAP
from nuandong.reports.blanks import keeping
from nuandong.reports.blanks.reading import read_filled
from nuandong.reports.library import all_definitions
from nuandong.reports.papers.composing import term_words
from nuandong.reports.states import ReportState
from nuandong.web import wording
from nuandong.web.http import SignedRequest
from nuandong.web.pages.blanks import showing

_TONES = {
    ReportState.DRAFT: wording.INFO,
    ReportState.SIGNED: wording.ACCENT,
    ReportState.SUBMITTED: wording.OK,
}


@require_safe
def overview(request: SignedRequest) -> HttpResponse:
    """Every blank and how far it is."""
    context = {
        "blanks": [
            {"held": held, "report": _report_title(held.blank.report), "state": showing.state_of(held)}
            for held in keeping.blanks()
        ],
        "may_map": permissions.allows(request.actor, MAP),
        "crumbs": [(_("报表"), reverse("reports"))],
    }
    return render(request, "blanks/list.html", context)


@require_safe
def blank(request: SignedRequest, blank_id: UUID) -> HttpResponse:
    """One blank: the periods it can be filled for, what was filled, its editions."""
    held = keeping.blank_of(blank_id)
    editions, made = keeping.editions(held.blank), keeping.fillings(held.blank)
    sources = keeping.sources(held.blank)
    places = divisions.name_paths({one.region for one in sources}, local_date(request.now)) if sources else {}
    people = {held.blank.started_by, *(one.uploaded_by for one in editions), *(one.made_by for one in made)}
    names = org.names_of(list(people | ({held.mapping.saved_by} if held.mapping else set())))
    context = {
        "held": held,
        "state": showing.state_of(held),
        "report": _report_title(held.blank.report),
        "bound": sum(map(bool, held.mapping.bindings.values())) if held.mapping else 0,
        "unbound": showing.unbound(keeping.grid_of(held.edition), held.mapping.bindings) if held.mapping else [],
        "saver": names.get(held.mapping.saved_by, "") if held.mapping else "",
        "sources": [
            {
                "row": one,
                "term": term_words(one.first_day, one.last_day),
                "place": places[one.region].rpartition("/")[2],
                "tone": _TONES[ReportState(one.state)],
                "key": uuid4(),
                "may": permissions.allows(request.actor, FILL, region=one.region),
            }
            for one in sources
        ],
        "fillings": [
            {
                "row": one,
                "term": term_words(one.first_day, one.last_day),
                "who": names.get(one.made_by, ""),
                "edition": one.mapping.edition.number,
            }
            for one in made
        ],
        "editions": [{"row": one, "who": names.get(one.uploaded_by, "")} for one in editions],
        "may_map": permissions.allows(request.actor, MAP, region=held.blank.region),
        "may_see_journal": permissions.allows(request.actor, "journal.see"),
        "crumbs": [(_("报表"), reverse("reports")), (_("上级空表"), reverse("blanks"))],
    }
    return render(request, "blanks/blank.html", context)


@require_safe
def filling(request: SignedRequest, filling_id: UUID) -> HttpResponse:
    """One filled copy: what stands in the file, every place that stayed empty with the reason, the file itself."""
    row = keeping.filling_of(filling_id)
    edition = row.mapping.edition
    grid = keeping.grid_of(edition)
    moved = 1 if row.draft and grid.kind == "docx" else 0
    try:
        sheets = list(
            showing.preview(grid, read_filled(storing.read(row.file)[0]), row.mapping.bindings, row.empty, moved=moved)
        )
    except Invalid:
        sheets = []  # the file can be had all the same
    context = {
        "row": row,
        "title": edition.blank.title,
        "term": term_words(row.first_day, row.last_day),
        "empty": showing.reasons(grid, row.empty),
        "sheets": sheets,
        "maker": org.names_of([row.made_by]).get(row.made_by, ""),
        "edition": edition.number,
        "crumbs": [
            (_("报表"), reverse("reports")),
            (_("上级空表"), reverse("blanks")),
            (edition.blank.title, reverse("blank", args=[edition.blank_id])),
        ],
    }
    return render(request, "blanks/filling.html", context)


@require_safe
def copy(request: SignedRequest, filling_id: UUID) -> FileResponse:
    """The filled file."""
    row = keeping.filling_of(filling_id)
    return _file(row.file, keeping.name_of(row))


@require_safe
def original(request: SignedRequest, blank_id: UUID) -> FileResponse:
    """The blank as it came."""
    held = keeping.blank_of(blank_id)
    return _file(held.edition.file, f"{held.blank.title}.{held.blank.kind}")


def _file(identity: UUID, name: str) -> FileResponse:
    data, mime = storing.read(identity)
    return FileResponse(BytesIO(data), as_attachment=True, filename=name, content_type=mime)


def _report_title(code: str) -> str:
    found = all_definitions().get(code)
    return found.definition.title if found else code
