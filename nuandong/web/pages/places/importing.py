"""Taking over lists and boundaries: a trial that writes nothing, the import, and templates to fill in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from nuandong.geo.actions.import_divisions import import_divisions
from nuandong.geo.actions.import_outlines import import_outlines
from nuandong.geo.actions.import_places import import_places
from nuandong.geo.errors import ImportRefused, RowError
from nuandong.kernel.errors import DomainError
from nuandong.kernel.ids import new_id
from nuandong.web.acting import STATUS_REFUSED, attempt
from nuandong.web.forms import PageForm
from nuandong.web.http import SignedRequest
from nuandong.web.pages.places.forms import ImportForm, OutlineForm
from nuandong.web.pages.places.template_files import divisions_template, places_template
from nuandong.web.wording import COMMA, listing

SHOWN_ERRORS: Final = 200
WORKBOOK: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Counts = dict[str, int]


@dataclass(frozen=True, slots=True)
class _Kind:
    """One list that can be imported: `run` does it and counts."""

    name: str
    title: Any
    lead: Any
    back: str
    template: str
    words: dict[str, Any]
    run: Callable[[SignedRequest, dict[str, Any]], Counts]
    form: type[PageForm] = ImportForm


def _run_places(request: SignedRequest, data: dict[str, Any]) -> Counts:
    done = import_places(by=request.actor, now=request.now, data=data["file"].read())
    return {"rows": done.rows, "registered": done.registered, "changed": done.changed}


def _run_divisions(request: SignedRequest, data: dict[str, Any]) -> Counts:
    done = import_divisions(by=request.actor, now=request.now, data=data["file"].read())
    return {
        "rows": done.rows,
        "created": done.created,
        "changed": done.changed,
        "closed": done.closed,
        "successions": done.successions,
    }


def _run_outlines(request: SignedRequest, data: dict[str, Any]) -> Counts:
    count = import_outlines(by=request.actor, now=request.now, data=data["file"].read(), source=data["source"])
    return {"outlines": count}


_LIST_LEAD: Final = gettext_lazy("先试算，看清会新增和修改什么；有一行不对，整张表都不写入。同一张表再导一次不会重复。")
PLACES: Final = _Kind(
    "geo.import_places",
    gettext_lazy("导入点位"),
    _LIST_LEAD,
    "places",
    "places-template",
    {
        "rows": gettext_lazy("表格行数"),
        "registered": gettext_lazy("新登记点位"),
        "changed": gettext_lazy("修改点位"),
    },
    _run_places,
)
DIVISIONS: Final = _Kind(
    "geo.import_divisions",
    gettext_lazy("导入行政区划"),
    _LIST_LEAD,
    "divisions",
    "divisions-template",
    {
        "rows": gettext_lazy("表格行数"),
        "created": gettext_lazy("新增区划"),
        "changed": gettext_lazy("修改区划"),
        "closed": gettext_lazy("其中撤销"),
        "successions": gettext_lazy("新增沿革关系"),
    },
    _run_divisions,
)
OUTLINES: Final = _Kind(
    "geo.import_outlines",
    gettext_lazy("导入区划轮廓"),
    gettext_lazy("地图上的边界。同一代码以后导入的为准；没有轮廓也能使用，地图上只显示点位。"),
    "divisions",
    "",
    {"outlines": gettext_lazy("区划轮廓")},
    _run_outlines,
    OutlineForm,
)


@require_http_methods(["GET", "POST"])
def import_of_places(request: SignedRequest) -> HttpResponse:
    """A list of places."""
    return _import(request, PLACES)


@require_http_methods(["GET", "POST"])
def import_of_divisions(request: SignedRequest) -> HttpResponse:
    """A list of divisions."""
    return _import(request, DIVISIONS)


@require_http_methods(["GET", "POST"])
def import_of_outlines(request: SignedRequest) -> HttpResponse:
    """Boundaries for the maps."""
    return _import(request, OUTLINES)


def _import(request: SignedRequest, kind: _Kind) -> HttpResponse:
    form = kind.form(request.POST, request.FILES) if request.method == "POST" else kind.form()
    trial = "trial" in request.POST
    errors: Sequence[RowError] = ()
    counts: Counts = {}

    def do(data: dict[str, Any]) -> UUID:
        nonlocal errors
        try:
            counts.update(kind.run(request, data))
        except ImportRefused as refused:
            errors = refused.rows
            raise
        return new_id(request.now)

    if trial and form.is_valid():
        _try(form, do)
    elif request.method == "POST" and not trial and attempt(request, form, kind.name, do) is not None:
        said = listing((f"{words} {counts[key]}" for key, words in kind.words.items() if counts.get(key)), COMMA)
        messages.success(request, _("已导入。%(counts)s") % {"counts": said})
        return redirect(kind.back)
    context = {
        "form": form,
        "kind": kind,
        "counts": [(words, counts[key]) for key, words in kind.words.items() if key in counts],
        "changes": any(count for key, count in counts.items() if key != "rows"),
        "errors": [(one.row, one.column, _(one.message) % one.params) for one in errors[:SHOWN_ERRORS]],
        "hidden": max(0, len(errors) - SHOWN_ERRORS),
        "crumbs": [(_("重点点位"), reverse("places"))],
    }
    template = "places/_import_result.html" if request.htmx else "places/import.html"
    return render(request, template, context, status=STATUS_REFUSED if form.errors else 200)


def _try(form: PageForm, do: Callable[[dict[str, Any]], UUID]) -> None:
    """Do it and take it back: what is shown is exactly what the import will do."""
    try:
        with transaction.atomic():
            do(form.cleaned_data)
            transaction.set_rollback(True)
    except DomainError as error:
        form.refuse(error)


@require_GET
def template_of_places(request: SignedRequest) -> HttpResponse:
    """An empty list of places to fill in."""
    return _file(places_template(), _("重点点位模板.xlsx"))


@require_GET
def template_of_divisions(request: SignedRequest) -> HttpResponse:
    """An empty list of divisions to fill in."""
    return _file(divisions_template(), _("行政区划模板.xlsx"))


def _file(data: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": content_disposition_header(as_attachment=True, filename=name) or "attachment"}
    return HttpResponse(data, content_type=WORKBOOK, headers=headers)
