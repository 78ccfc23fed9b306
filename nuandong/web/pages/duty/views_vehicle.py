"""Vehicles: which are out, and the log of each with kilometres and fuel."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from nuandong.duty import details, lookups, roster
from nuandong.duty.actions.register_vehicle import register_vehicle
from nuandong.duty.actions.retire_vehicle import retire_vehicle
from nuandong.duty.actions.return_vehicle import return_vehicle
from nuandong.duty.actions.take_vehicle import take_vehicle
from nuandong.geo.selectors import names
from nuandong.kernel.clock import local_date
from nuandong.org import permissions
from nuandong.web.form_page import form_page, posted
from nuandong.web.http import SignedRequest
from nuandong.web.pages.duty import choices, showing
from nuandong.web.pages.duty.forms import BringBackForm, ReasonForm, TakeForm, VehicleForm
from nuandong.web.paging import SIZE, page_of, uuid_cursor
from nuandong.web.regions import region_choices


@require_GET
def vehicles(request: SignedRequest) -> HttpResponse:
    """The register, with who is out in what."""
    by = request.actor
    rows = list(roster.vehicles(by=by))
    out = details.rides_out(by=by)
    places = names({one.region for one in rows}, local_date(request.now))
    context = {
        "vehicles": [
            (one, out.get(one.id), places.get(one.region, one.region), showing.equipment_words(one.equipment))
            for one in rows
        ],
        "may_change": permissions.allows(by, "duty.roster.change"),
        "may_drive": permissions.allows(by, "duty.shift.handover"),
        "tab": "duty-vehicles",
    }
    return render(request, "duty/vehicles.html", context)


@require_GET
def vehicle(request: SignedRequest, vehicle: UUID) -> HttpResponse:
    """One vehicle and its log."""
    by = request.actor
    found = details.vehicle(vehicle, by=by)
    cursor = uuid_cursor(request.GET.get("before"))
    rows = roster.vehicle_log(vehicle, by=by, before=cursor, limit=SIZE + 1)
    page = page_of(rows, key=lambda one: one.id, cursor=cursor)
    context = {
        "vehicle": found,
        "equipment": showing.equipment_words(found.equipment),
        "page": page,
        "rides": [
            (one, (one.km_in - one.km_out) if one.km_in is not None else None, _litres(one)) for one in page.rows
        ],
        "out": details.rides_out(by=by).get(vehicle),
        "reading": details.last_reading(vehicle),
        "may_change": permissions.allows(by, "duty.roster.change", region=found.region),
        "may_drive": permissions.allows(by, "duty.shift.handover"),
        "crumbs": _crumbs(),
    }
    return render(request, "duty/vehicle.html", context)


def _kilometres(ride: Any) -> int | None:
    return None if ride.km_in is None else ride.km_in - ride.km_out


def _litres(ride: Any) -> str:
    return f"{ride.fuel_cl // 100}.{ride.fuel_cl % 100:02d}" if ride.fuel_cl else ""


@require_http_methods(["GET", "POST"])
def new(request: SignedRequest) -> HttpResponse:
    """One more vehicle on the register."""
    by = request.actor
    form = VehicleForm(
        posted(request),
        choices={"unit": choices.units(by), "region": region_choices(by, local_date(request.now))},
        initial={"unit": str(by.unit), "region": by.region, "seats": 5},
    )

    def do(data: dict[str, Any]) -> UUID:
        return register_vehicle(
            by=by,
            now=request.now,
            region=data["region"],
            unit=UUID(data["unit"]),
            plate=data["plate"],
            seats=data["seats"],
            equipment=data["equipment"],
        ).id

    return form_page(
        request,
        form,
        "duty.register_vehicle",
        do,
        title=_("登记车辆"),
        back=reverse("duty-vehicles"),
        leads_to=_url,
        crumbs=_crumbs(),
    )


@require_http_methods(["GET", "POST"])
def take(request: SignedRequest, vehicle: UUID) -> HttpResponse:
    """Out with a team."""
    by = request.actor
    found = details.vehicle(vehicle, by=by)
    shifts = choices.driving(request.now)
    form = TakeForm(
        posted(request),
        choices={"shift": shifts},
        initial={
            "km_out": details.last_reading(vehicle),
            "shift": shifts[1][0] if len(shifts) == 2 else "",
        },
    )

    def do(data: dict[str, Any]) -> UUID:
        return take_vehicle(
            by=by,
            now=request.now,
            shift=UUID(data["shift"]),
            vehicle=vehicle,
            km_out=data["km_out"],
            acted_at=data["acted_at"],
        ).id

    return form_page(
        request,
        form,
        "duty.take_vehicle",
        do,
        title=_("出车"),
        lead=found.plate,
        back=_url(vehicle),
        done=_("已登记出车。"),
        submit=_("出车"),
        icon="steering-wheel",
        crumbs=[*_crumbs(), (found.plate, _url(vehicle))],
    )


@require_http_methods(["GET", "POST"])
def bring_back(request: SignedRequest, use: UUID) -> HttpResponse:
    """Back again, with kilometres and fuel."""
    ride = lookups.use_of(use)
    form = BringBackForm(posted(request), initial={"km_in": ride.km_out})

    def do(data: dict[str, Any]) -> UUID:
        return return_vehicle(
            by=request.actor,
            now=request.now,
            use=use,
            km_in=data["km_in"],
            fuel_cl=form.centilitres(),
            acted_at=data["acted_at"],
        ).id

    return form_page(
        request,
        form,
        "duty.return_vehicle",
        do,
        title=_("收车"),
        lead=_("%(plate)s · 出车里程 %(km)d 公里") % {"plate": ride.vehicle.plate, "km": ride.km_out},
        back=_url(ride.vehicle_id),
        done=_("已登记收车。"),
        submit=_("收车"),
        crumbs=[*_crumbs(), (ride.vehicle.plate, _url(ride.vehicle_id))],
    )


@require_http_methods(["GET", "POST"])
def retire(request: SignedRequest, vehicle: UUID) -> HttpResponse:
    """Off the register."""
    found = details.vehicle(vehicle, by=request.actor)

    def do(data: dict[str, Any]) -> UUID:
        retire_vehicle(by=request.actor, now=request.now, vehicle=vehicle, reason=data["reason"])
        return vehicle

    return form_page(
        request,
        ReasonForm(posted(request)),
        "duty.retire_vehicle",
        do,
        title=_("停用车辆"),
        lead=found.plate,
        back=_url(vehicle),
        leads_to=lambda _made: reverse("duty-vehicles"),
        submit=_("停用"),
        danger=True,
        icon="x",
        crumbs=[*_crumbs(), (found.plate, _url(vehicle))],
    )


def _url(vehicle: UUID) -> str:
    return reverse("vehicle", args=[vehicle])


def _crumbs() -> list[tuple[str, str]]:
    return [(_("值班"), reverse("duty")), (_("车辆"), reverse("duty-vehicles"))]
