"""The board of beds: who lies where, what is free; giving, moving, releasing; setting up and taking out of use."""

from itertools import groupby
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from nuandong.org import permissions
from nuandong.people import selectors as people
from nuandong.rescue import selectors_bed, selectors_stay
from nuandong.rescue.actions.assign_bed import assign_bed
from nuandong.rescue.actions.close_bed import close_bed
from nuandong.rescue.actions.release_bed import release_bed
from nuandong.rescue.actions.set_up_bed import set_up_bed
from nuandong.rescue.kinds_stay import BedException, Zone
from nuandong.rescue.lookups_station import bed_of, stay_of
from nuandong.rescue.policies.beds import zone_advice
from nuandong.rescue.selectors_bed import BedRow
from nuandong.rescue.states.stay import INSIDE
from nuandong.web.form_page import form_page, posted, select_box
from nuandong.web.forms import PageForm
from nuandong.web.fresh import fresh_part
from nuandong.web.http import SignedRequest
from nuandong.web.pages.stays import forms, showing
from nuandong.web.pages.stays.forms_care import ReasonForm
from nuandong.web.pages.stays.intake import step
from nuandong.web.paging import uuid_cursor
from nuandong.web.wording import noted

if TYPE_CHECKING:
    from nuandong.rescue.models import Stay

ASSIGN = "rescue.stay.assign_bed"


@require_safe
def board(request: SignedRequest) -> HttpResponse:
    """Rooms and beds by zone."""
    known = showing.stations(request.actor)
    context = {
        "station_box": select_box("station", known, str(_station(request) or "")) if len(known) > 1 else "",
        "query": request.GET.urlencode(),
        "may_set_up": permissions.allows(request.actor, ASSIGN),
        "crumbs": [(_("救助站"), reverse("stays"))],
        **_zones(request),
    }
    return render(request, "stays/beds.html", context)


@require_GET
def fresh(request: SignedRequest) -> HttpResponse:
    """The board alone, while others assign."""
    return fresh_part(request, "stays/_beds.html", lambda: _zones(request))


def _station(request: SignedRequest) -> UUID | None:
    known = [UUID(key) for key, _name in showing.stations(request.actor)]
    asked = uuid_cursor(request.GET.get("station"))
    return asked if asked in known else next(iter(known), None)


def _zones(request: SignedRequest) -> dict[str, Any]:
    station = _station(request)
    rows = selectors_bed.beds(request.actor, station) if station else []
    inside = [use.stay for row in rows for use in row.uses]
    cards = people.cards([stay.person_id for stay in inside], by=request.actor)
    order = list(Zone)
    rows.sort(key=lambda row: order.index(Zone(row.bed.zone)))
    zones = [
        {
            "name": Zone(zone).label,
            "rooms": [
                {"name": room, "beds": [_cell(row, cards) for row in beds]}
                for room, beds in groupby(group, key=lambda row: row.bed.room)
            ],
        }
        for zone, group in groupby(rows, key=lambda row: row.bed.zone)
    ]
    free = sum(row.free for row in rows)
    return {
        "zones": zones,
        "beds": len(rows),
        "free": free,
        "used": len(rows) - free,
        "homeless": _without_bed(request, station) if station else [],
        "may_assign": permissions.allows(request.actor, ASSIGN),
    }


def _cell(row: BedRow, cards: dict[UUID, Any]) -> dict[str, Any]:
    people_in = [
        {
            "use": use,
            "name": showing.name_of(use.stay, cards.get(use.stay.person_id)),
            "looks": showing.looks(use.stay),
            "exception": BedException(use.exception).label if use.exception else "",
        }
        for use in row.uses
    ]
    return {"bed": row.bed, "free": row.free, "people": people_in}


def _without_bed(request: SignedRequest, station: UUID) -> list[dict[str, Any]]:
    rows = selectors_stay.stays(request.actor, now=request.now, station=station, states=INSIDE)
    return [
        {"row": row, "name": showing.name_of(row.stay, row.person), "looks": showing.looks(row.stay)}
        for row in rows
        if not row.bed
    ]


@require_http_methods(["GET", "POST"])
def assign(request: SignedRequest, stay_id: UUID) -> HttpResponse:
    """A bed for somebody, or another one."""
    row = stay_of(stay_id)
    advice = zone_advice(None, age=row.age, flags=row.flags)
    form = forms.BedForm(
        posted(request),
        choices={"bed": _bed_choices(request, row), "companion": _companions(request, row.station_id, row.id)},
        initial={"bed": request.GET.get("bed", "")},
    )

    def do(data: dict[str, Any]) -> UUID:
        return _give(request, stay_id, data["bed"], data)

    return step(
        request,
        row,
        form,
        "assign_bed",
        do,
        title=_("安排床位"),
        done=_("床位已安排。"),
        lead=(_(advice) if advice else "")
        + _("按性别、年龄和身体状况分区，男女分室；监护人和子女同住的，选择例外并写明与谁同住。"),
        icon="bed",
        submit=_("安排"),
    )


def _give(request: SignedRequest, stay: UUID, bed: UUID, data: dict[str, Any]) -> UUID:
    exception, companion = data["exception"], data["companion"]
    if exception == BedException.GUARDIAN_WITH_CHILD and companion is None:
        # A bed with somebody in it is chosen only to lie beside him.
        companion = next((use.stay_id for use in _sleeping(request, bed) if use.stay_id != stay), None)
    assign_bed(
        by=request.actor,
        now=request.now,
        stay=stay,
        bed=bed,
        exception=exception,
        reason=data["reason"],
        companion=companion,
    )
    return stay


def _sleeping(request: SignedRequest, bed: UUID) -> list[Any]:
    rows = selectors_bed.beds(request.actor, bed_of(bed).station_id)
    return [use for row in rows if row.bed.id == bed for use in row.uses]


def _bed_choices(request: SignedRequest, stay: "Stay") -> list[Any]:
    """Fitting free beds first, then those that need an exception, then those with somebody in."""
    fit = {one.id for one in selectors_bed.free_beds_for(request.actor, stay)}
    rows = selectors_bed.beds(request.actor, stay.station_id)
    groups: dict[str, list[tuple[str, str]]] = {
        _("适合此人的空床"): [],
        _("其他空床（须写明例外）"): [],
        _("已住人（仅限监护人与子女同住）"): [],
    }
    titles = list(groups)
    for row in rows:
        place = 0 if row.bed.id in fit else 1 if row.free else 2
        groups[titles[place]].append((str(row.bed.id), noted(row.bed, Zone(row.bed.zone).label)))
    return [("", _("请选择")), *((title, beds) for title, beds in groups.items() if beds)]


@require_http_methods(["GET", "POST"])
def fill(request: SignedRequest, bed_id: UUID) -> HttpResponse:
    """Somebody for a free bed of the board; those without a bed first."""
    bed = bed_of(bed_id)
    rows = selectors_stay.stays(request.actor, now=request.now, station=bed.station_id, states=INSIDE, limit=500)
    waiting = [(str(one.stay.id), _person_words(one)) for one in rows if not one.bed]
    moving = [(str(one.stay.id), f"{_person_words(one)} · {one.bed}") for one in rows if one.bed]
    groups = [(_("还没有床位"), waiting), (_("换床"), moving)]
    choices = [("", _("请选择")), *((title, some) for title, some in groups if some)]
    with_whom = [("", _("没有")), *((str(one.stay.id), _person_words(one)) for one in rows)]
    form = forms.FillForm(posted(request), choices={"stay": choices, "companion": with_whom})

    def do(data: dict[str, Any]) -> UUID:
        return _give(request, data["stay"], bed_id, data)

    return form_page(
        request,
        form,
        "rescue.assign_bed",
        do,
        title=_("安排 %(bed)s 床") % {"bed": bed},
        back=_board_of(bed.station_id),
        done=_("床位已安排。"),
        facts=[(_("区域"), Zone(bed.zone).label)],
        submit=_("安排"),
        icon="bed",
        crumbs=_crumbs(),
    )


def _companions(request: SignedRequest, station: UUID, stay: UUID) -> list[tuple[str, str]]:
    """Who may be the guardian or the child of somebody: whoever else is in the station."""
    rows = selectors_stay.stays(request.actor, now=request.now, station=station, states=INSIDE, limit=500)
    return [("", _("没有")), *((str(one.stay.id), _person_words(one)) for one in rows if one.stay.id != stay)]


def _person_words(row: selectors_stay.Row) -> str:
    return noted(showing.name_of(row.stay, row.person), showing.looks(row.stay))


@require_http_methods(["GET", "POST"])
def release(request: SignedRequest, stay_id: UUID) -> HttpResponse:
    """Out of the bed, still in the station."""
    row = stay_of(stay_id)

    def do(_data: dict[str, Any]) -> UUID:
        release_bed(by=request.actor, now=request.now, stay=stay_id)
        return stay_id

    form = PageForm(posted(request))
    title, done = _("退出床位"), _("床位已空出。")
    return step(request, row, form, "release_bed", do, title=title, done=done, submit=title, template="act.html")


@require_http_methods(["GET", "POST"])
def set_up(request: SignedRequest) -> HttpResponse:
    """A new bed."""
    form = forms.NewBedForm(
        posted(request),
        choices={"station": showing.stations(request.actor)},
        initial={"station": str(_station(request) or "")},
    )

    def do(data: dict[str, Any]) -> UUID:
        made = {key: data[key] for key in ("station", "room", "label", "zone")}
        return set_up_bed(by=request.actor, now=request.now, **made).id

    return form_page(
        request,
        form,
        "rescue.set_up_bed",
        do,
        title=_("设置床位"),
        back=reverse("beds"),
        done=_("床位已设置。"),
        crumbs=_crumbs(),
    )


@require_http_methods(["GET", "POST"])
def close(request: SignedRequest, bed_id: UUID) -> HttpResponse:
    """An empty bed out of use."""
    bed = bed_of(bed_id)

    def do(data: dict[str, Any]) -> UUID:
        close_bed(by=request.actor, now=request.now, bed=bed_id, reason=data["reason"])
        return bed_id

    return form_page(
        request,
        ReasonForm(posted(request)),
        "rescue.close_bed",
        do,
        title=_("停用 %(bed)s 床") % {"bed": bed},
        back=_board_of(bed.station_id),
        done=_("床位已停用。"),
        submit=_("停用"),
        danger=True,
        crumbs=_crumbs(),
    )


def _board_of(station: UUID) -> str:
    return f"{reverse('beds')}?station={station}"


def _crumbs() -> list[tuple[str, str]]:
    return [(_("救助站"), reverse("stays")), (_("床位"), reverse("beds"))]
