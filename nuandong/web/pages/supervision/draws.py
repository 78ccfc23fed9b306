"""Draws: the list, one that can be repeated, a new one."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from nuandong.geo.codes import Level
from nuandong.geo.kinds import PlaceKind
from nuandong.kernel.clock import local_date
from nuandong.org import permissions
from nuandong.org.kinds import UnitKind
from nuandong.supervision import selectors
from nuandong.supervision.actions.make_draw import MAKE, Wanted, make_draw
from nuandong.supervision.actions.record_visit import RECORD
from nuandong.supervision.repeating import repeat
from nuandong.web.form_page import form_page, posted
from nuandong.web.http import SignedRequest
from nuandong.web.pages.supervision import forms, showing
from nuandong.web.pages.tasks import choices
from nuandong.web.paging import SIZE, page_of, uuid_cursor
from nuandong.web.regions import region_choices


@require_safe
def draws(request: SignedRequest) -> HttpResponse:
    """Every draw, newest first: none can be made to vanish."""
    after = uuid_cursor(request.GET.get("after"))
    rows = selectors.draws(request.actor, after=after, limit=SIZE + 1)
    page = page_of(rows, key=lambda row: row.id, cursor=after)
    picks = selectors.picks([row.id for row in page.rows])
    visited = selectors.visits_of(picks)
    lines = showing.draw_lines(page.rows, request.now)
    for line in lines:
        own = [pick for pick in picks if pick.draw_id == line["row"].id]
        line |= {"drawn": len(own), "visited": sum(pick.id in visited for pick in own)}
    context = {"page": page, "lines": lines, "may_make": permissions.allows(request.actor, MAKE)}
    return render(request, "supervision/draws.html", context)


@require_safe
def draw(request: SignedRequest, draw_id: UUID) -> HttpResponse:
    """What was drawn out of what by which seed; `repeat` in the address draws again and says whether it is the same."""
    row = selectors.draw(draw_id, by=request.actor)
    picks = selectors.picks([row.id])
    visited = selectors.visits_of(picks)
    lines = showing.pick_lines(picks)
    for line in lines:
        line["visit"] = visited.get(line["row"].id)
    context = {
        "row": row,
        "line": showing.draw_lines([row], request.now)[0],
        "lines": lines,
        "targets": len(row.pools["targets"]),
        "inspectors": len(row.pools["inspectors"]),
        "again": repeat(row) if "repeat" in request.GET else None,
        "may_record": permissions.allows(request.actor, RECORD),
        "crumbs": _crumbs(),
    }
    return render(request, "supervision/draw.html", context)


@require_http_methods(["GET", "POST"])
def make(request: SignedRequest) -> HttpResponse:
    """Which pools and how many; the lot does the rest."""

    def do(data: dict[str, Any]) -> UUID:
        wanted = Wanted(
            place_kinds=[PlaceKind(kind) for kind in data["place_kinds"]],
            unit_kinds=[UnitKind(kind) for kind in data["unit_kinds"]],
            inspecting=data["inspectors"],
            wanted=data["wanted"],
            each=data["each"],
        )
        return make_draw(
            by=request.actor, now=request.now, region=data["region"], title=data["title"], wanted=wanted
        ).id

    form = forms.DrawForm(
        posted(request),
        choices={
            "region": region_choices(request.actor, local_date(request.now), deepest=Level.TOWNSHIP, whole=True),
            "inspectors": choices.units(request.actor),
        },
        initial={"region": request.actor.region, "wanted": 3, "each": 2, "inspectors": [request.actor.unit]},
    )
    return form_page(
        request,
        form,
        "supervision.make_draw",
        do,
        title=_("随机抽查"),
        lead=_("种子由系统在抽取时随机产生并与名录一同留存，谁也不能指定；每次抽取都不能删除。"),
        back=reverse("draws"),
        leads_to=lambda made: reverse("draw", args=[made]),
        done=_("已抽取。"),
        submit=_("抽取"),
        icon="arrows-exchange",
        crumbs=_crumbs(),
    )


def _crumbs() -> list[tuple[str, str]]:
    return [(_("督查"), reverse("supervision")), (_("随机抽查"), reverse("draws"))]
