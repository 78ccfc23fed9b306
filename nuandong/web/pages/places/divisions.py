"""The tree of divisions on a day, the history of a code, and its end."""

from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from nuandong.geo import selectors
from nuandong.geo.actions.close_division import close_division
from nuandong.geo.cells import read_codes
from nuandong.geo.codes import LEVEL_TITLES, Level, ancestors, is_code, level_of
from nuandong.kernel.clock import local_date
from nuandong.kernel.errors import Invalid, NotFound
from nuandong.kernel.text import gettext_noop
from nuandong.org import permissions
from nuandong.web.acting import STATUS_REFUSED, attempt
from nuandong.web.http import SignedRequest
from nuandong.web.pages.places.forms import CloseForm

if TYPE_CHECKING:
    from nuandong.geo.models import Division

IMPORT = "geo.division.import"


@require_GET
def divisions(request: SignedRequest) -> HttpResponse:
    """What the search finds, else the own division, else the top of all."""
    words, on = request.GET.get("q", "").strip(), _day(request)
    if not words:
        own = request.actor.region
        if is_code(own) and selectors.division_at(own, on) is not None:
            return division(request, own)
    found = selectors.search_divisions(words, on, limit=50) if words else list(selectors.children(None, on))
    context = {**_frame(request, on), "words": words, "rows": _rows(found, on)}
    return render(request, "places/divisions.html", context)


@require_GET
def division(request: SignedRequest, code: int) -> HttpResponse:
    """One code: its versions, what it came from and went into, the divisions under it."""
    on = _day(request)
    versions = selectors.versions(code) if is_code(code) else []
    if not versions:
        raise NotFound(
            "geo.division_unknown", gettext_noop("没有这个区划代码。"), gettext_noop("请核对代码，或先导入行政区划。")
        )
    current = selectors.division_at(code, on)
    before, after = selectors.successions(code)
    names = selectors.names([*ancestors(code), *(r.predecessor for r in before), *(r.successor for r in after)], on)
    context = {
        **_frame(request, on),
        "code": code,
        "division": current or versions[0],
        "current": current,
        "level": _(LEVEL_TITLES[level_of(code)]),
        "versions": versions,
        "before": [(row, names.get(row.predecessor, "")) for row in before],
        "after": [(row, names.get(row.successor, "")) for row in after],
        "rows": _rows(list(selectors.children(code, on)), on, within=False),
        "may_close": versions[0].valid_to is None and permissions.allows(request.actor, IMPORT, region=code),
        "crumbs": [
            *_crumbs(),
            *(
                (names[above], reverse("division", args=[above]))
                for above in reversed(ancestors(code))
                if above in names
            ),
        ],
    }
    return render(request, "places/division.html", context)


def _rows(found: list["Division"], on: date, *, within: bool = True) -> list[dict[str, Any]]:
    paths = selectors.name_paths([row.code for row in found], on) if within else {}
    return [
        {"division": row, "level": _(LEVEL_TITLES[Level(row.level)]), "path": paths.get(row.code, "")} for row in found
    ]


@require_http_methods(["GET", "POST"])
def close(request: SignedRequest, code: int) -> HttpResponse:
    """The end of a code."""
    found = selectors.versions(code) if is_code(code) else []
    permissions.check(request.actor, IMPORT, region=code)
    form = CloseForm(request.POST or None, initial={"on": local_date(request.now)})

    def do(data: dict[str, Any]) -> UUID:
        successors = read_codes(data["successors"])
        if successors is None:
            raise Invalid(
                "geo.successors_unreadable",
                gettext_noop("后继代码里有不是区划代码的内容。"),
                gettext_noop("请填 12 位代码，多个用顿号分开。"),
                field="successors",
            )
        return close_division(by=request.actor, now=request.now, code=code, on=data["on"], successors=successors).id

    if request.method == "POST" and attempt(request, form, "geo.close_division", do) is not None:
        messages.success(request, _("已撤销。"))
        return redirect("division", code=code)
    context = {
        "form": form,
        "code": code,
        "name": found[0].name if found else str(code),
        "back": reverse("division", args=[code]),
        "crumbs": _crumbs(),
    }
    return render(request, "places/close.html", context, status=STATUS_REFUSED if form.is_bound else 200)


def _day(request: SignedRequest) -> date:
    try:
        return parse_date(request.GET.get("on", "")) or local_date(request.now)
    except ValueError:
        return local_date(request.now)


def _frame(request: SignedRequest, on: date) -> dict[str, Any]:
    return {
        "on": on,
        "today": on == local_date(request.now),
        "may_import": permissions.allows(request.actor, IMPORT),
        "crumbs": _crumbs()[:1],
    }


def _crumbs() -> list[tuple[str, str]]:
    return [(_("重点点位"), reverse("places")), (_("行政区划"), reverse("divisions"))]
