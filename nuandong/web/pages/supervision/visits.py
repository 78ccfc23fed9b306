"""Unannounced visits: the list, one with its photos, a new one."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from nuandong.files.storing import read
from nuandong.geo.kinds import PlaceKind
from nuandong.geo.places import place_by_id, places_page
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import NotFound
from nuandong.kernel.text import gettext_noop
from nuandong.org import permissions
from nuandong.org import selectors as org
from nuandong.org.lookups import unit_of
from nuandong.supervision import selectors
from nuandong.supervision.actions.raise_finding import RAISE
from nuandong.supervision.actions.record_visit import PHOTO, RECORD, Seen, record_visit
from nuandong.supervision.kinds import Result
from nuandong.supervision.lookups import pick_of
from nuandong.web import behalf
from nuandong.web.fields import stored, uploads
from nuandong.web.form_page import form_page, posted, select_box
from nuandong.web.http import SignedRequest
from nuandong.web.pages.supervision import forms, showing
from nuandong.web.pages.tasks import choices
from nuandong.web.paging import SIZE, page_of, uuid_cursor

if TYPE_CHECKING:
    from nuandong.supervision.models import DrawPick

_MOST_PLACES = 500
_PLACE, _UNIT = "place:", "unit:"


@require_safe
def visits(request: SignedRequest) -> HttpResponse:
    """Who was visited, newest first."""
    after, result = uuid_cursor(request.GET.get("after")), request.GET.get("result", "")
    rows = selectors.visits(
        request.actor, result=result if result in Result.values else "", after=after, limit=SIZE + 1
    )
    page = page_of(rows, key=lambda row: row.id, cursor=after)
    found = selectors.faults(page.rows)
    context = {
        "page": page,
        "lines": [
            {**line, "found": found.get(line["row"].id, 0)} for line in showing.visit_lines(page.rows, request.now)
        ],
        "result_box": select_box("result", [("", _("全部")), *Result.choices], result),
        "filtered": bool(result),
        "may_record": permissions.allows(request.actor, RECORD),
        "may_draws": permissions.allows(request.actor, selectors.SEE_DRAWS),
    }
    return render(request, "supervision/visits.html", context)


@require_safe
def visit(request: SignedRequest, visit_id: UUID) -> HttpResponse:
    """What was looked at, what was seen, what has to be put right."""
    row = selectors.visit(visit_id, by=request.actor)
    reads = showing.reads_words(request.actor, units=(row.unit, row.by_unit), region=row.region)
    context = {
        "row": row,
        "line": showing.visit_lines([row], request.now)[0],
        "checklist": showing.checklist(row),
        "note": selectors.note_of(row) if reads else "",
        "files": selectors.files_of(row.id),
        "findings": showing.finding_lines(selectors.findings_of(row.id), request.now),
        "may_raise": permissions.allows(request.actor, RAISE, region=row.region),
        "crumbs": _crumbs(),
    }
    return render(request, "supervision/visit.html", context)


@never_cache
@require_safe
def photo(request: SignedRequest, visit_id: UUID, visit_file: UUID) -> HttpResponse:
    """A photo of a visit."""
    row = selectors.visit(visit_id, by=request.actor)
    kept = next((one.file for one in selectors.files_of(row.id) if one.id == visit_file), None)
    if kept is None:
        raise NotFound("supervision.no_photo", gettext_noop("没有这张照片。"), gettext_noop("请从督查页打开。"))
    data, mime = read(kept)
    return HttpResponse(data, content_type=mime)


@require_http_methods(["GET", "POST"])
def record(request: SignedRequest) -> HttpResponse:
    """What was visited: drawn (`pick` in the address) or chosen."""
    pick = _pick(request)

    def do(data: dict[str, Any]) -> UUID:
        place, unit = (pick.place, pick.unit) if pick else _target(data["target"])
        region = place_by_id(place).region if place else unit_of(unit).region if unit else request.actor.region
        by = behalf.actor(request, data, region=region)
        kept = [stored(request, one, region=region, purpose=PHOTO) for one in data["photos"]]
        seen = Seen(
            place=place,
            unit=unit,
            inspectors=data["inspectors"],
            looked=form.looked(data),
            result=Result(data["result"]),
            note=data["note"],
            files=[one for one in kept if one],
        )
        made = record_visit(
            by=by, now=request.now, seen=seen, pick=pick.id if pick else None, acted_at=data["acted_at"]
        )
        return made.id

    form = behalf.offer(
        request,
        forms.VisitForm(
            posted(request),
            uploads(request),
            choices={
                "target": [] if pick else _targets(request.actor),
                "inspectors": _people(request.actor, pick),
            },
            initial=_initial(request, pick),
        ),
    )
    return form_page(
        request,
        form,
        "supervision.record_visit",
        do,
        title=_("登记督查"),
        lead=_("不打招呼、直奔现场；看到什么记什么，发现的问题在登记后提出。"),
        back=reverse("draw", args=[pick.draw_id]) if pick else reverse("visits"),
        leads_to=lambda made: reverse("visit", args=[made]),
        done=_("已登记。"),
        submit=_("登记"),
        template="supervision/record.html",
        facts=[(_("督查对象"), showing.pick_lines([pick])[0]["name"]), (_("抽查"), pick.draw.title)] if pick else (),
        crumbs=_crumbs(),
    )


def _initial(request: SignedRequest, pick: "DrawPick | None") -> dict[str, Any]:
    return {
        "target": request.GET.get("target", ""),
        "inspectors": pick.inspectors if pick else [request.actor.staff],
    }


def _pick(request: SignedRequest) -> "DrawPick | None":
    asked = uuid_cursor(request.GET.get("pick"))
    if asked is None:
        return None
    found = pick_of(asked)
    permissions.check(request.actor, RECORD, region=found.region)
    return found


def _targets(by: Actor) -> list[Any]:
    """Units and places of one's regions, places by their kind."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for place in places_page(by, limit=_MOST_PLACES, after=None):
        groups.setdefault(place.kind, []).append((f"{_PLACE}{place.id}", place.name))
    units = [(f"{_UNIT}{unit}", name) for unit, name in choices.units(by)]
    return [
        ("", _("请选择")),
        (_("单位"), units),
        *((PlaceKind(kind).label, found) for kind, found in sorted(groups.items())),
    ]


def _target(text: str) -> tuple[UUID | None, UUID | None]:
    """Place and unit of a choice; the form has checked that it is one of them."""
    kind, _mark, identity = text.partition(":")
    return (UUID(identity), None) if f"{kind}:" == _PLACE else (None, UUID(identity))


def _people(by: Actor, pick: "DrawPick | None") -> list[tuple[str, str]]:
    """One's own colleagues, and those who were drawn."""
    found = {str(one.id): one.name for one in org.people_of([by.unit])}
    if pick:
        found |= {str(one): name for one, name in org.names_of(pick.inspectors).items()}
    return sorted(found.items(), key=lambda one: one[1])


def _crumbs() -> list[tuple[str, str]]:
    return [(_("督查"), reverse("supervision")), (_("督查记录"), reverse("visits"))]
