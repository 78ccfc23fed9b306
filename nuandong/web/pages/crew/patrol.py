"""A patrol round: setting out, looking at one key location after the other, coming back."""

from typing import Any, Final
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from nuandong.duty import selectors as duty
from nuandong.geo.coordinates import Point, distance_m
from nuandong.kernel.errors import Invalid, NotNow
from nuandong.org import cards as org
from nuandong.rescue import selectors_encounter, selectors_patrol
from nuandong.rescue.actions.check_point import check_point
from nuandong.rescue.actions.complete_round import complete_round
from nuandong.rescue.actions.start_round import start_round
from nuandong.rescue.kinds import Mode
from nuandong.rescue.selectors_patrol import Spot
from nuandong.web.form_page import form_page
from nuandong.web.http import SignedRequest
from nuandong.web.pages.clues.showing import met_line
from nuandong.web.pages.crew.forms import BackForm, CheckForm, RoundForm, when

SHOWN: Final = 25
"""Key locations in one page: more than a crew sees in a shift, few enough for an old phone."""


@require_safe
def patrol(request: SignedRequest) -> HttpResponse:
    """The round under way and where to look, overdue places first; with `?lat=&lng=` the nearest of them first."""
    now = request.now
    team = duty.my_team(request.actor.staff, now)
    out = selectors_patrol.open_round_of(team.team) if team else None
    checks = selectors_patrol.checks_of(out.id) if out else []
    here = _here(request)
    spots = selectors_patrol.tonight(team.region, now) if team and out else []
    spots = [spot for spot in spots if spot.place.id not in {one.place_id for one in checks}]
    if here is not None:
        spots.sort(key=lambda spot: (not spot.overdue(now), _metres(spot, here) or 10**9))
    partners = _partners(team.region) if team else []
    asks = BackForm if out else RoundForm
    form = asks(partners=partners, initial={"joint_units": [str(unit) for unit in out.joint_units] if out else []})
    context = {
        "crumbs": [(_("我的任务"), reverse("crew"))],
        "team": team,
        "round": out,
        "mode": Mode(out.mode).label if out else "",
        "form": form,
        "partners": len(partners),
        "checks": checks,
        "spots": [_spot(spot, here, now) for spot in spots[:SHOWN]],
        "more": max(len(spots) - SHOWN, 0),
        "here": here,
        "met": [met_line(one) for one in selectors_encounter.of_round(out.id)] if out else [],
    }
    return render(request, "crew/patrol.html", context)


@require_http_methods(["GET", "POST"])
def start(request: SignedRequest) -> HttpResponse:
    """The team sets out."""
    team = duty.my_team(request.actor.staff, request.now)

    def do(data: dict[str, Any]) -> UUID:
        if team is None:
            raise NotNow("rescue.team_off_duty", _("您现在没有随队上岗。"), _("请先在值班页面上岗。"))
        return start_round(
            by=request.actor,
            now=request.now,
            team=team.team,
            joint_units=data["joint_units"],
            acted_at=when(data, request.now),
        ).id

    form = RoundForm(request.POST or None, partners=_partners(team.region if team else request.actor.region))
    return _page(request, form, "start_round", do, title=_("开始巡查"), done=_("巡查开始。"))


@require_http_methods(["GET", "POST"])
def check(request: SignedRequest, round_id: UUID) -> HttpResponse:
    """A look at one key location; whoever was found there is recorded next."""
    selectors_patrol.get(round_id)
    form = CheckForm(request.POST or None)

    def do(data: dict[str, Any]) -> UUID:
        return check_point(
            by=request.actor,
            now=request.now,
            patrol=round_id,
            place=data["place"],
            found=data["found"] or 0,
            note=data["note"],
            position=form.point(data),
            acted_at=when(data, request.now),
        ).id

    def next_page(made: UUID) -> str:
        if form.cleaned_data["found"]:
            return f"{reverse('encounter-new')}?check={made}"
        return reverse("crew-patrol")

    return _page(request, form, "check_point", do, title=_("巡查打卡"), done=_("已打卡。"), leads_to=next_page)


@require_http_methods(["GET", "POST"])
def end(request: SignedRequest, round_id: UUID) -> HttpResponse:
    """The team is back."""
    row = selectors_patrol.get(round_id)

    def do(data: dict[str, Any]) -> UUID:
        return complete_round(
            by=request.actor,
            now=request.now,
            patrol=round_id,
            joint_units=data["joint_units"],
            crew=data["crew"],
            acted_at=when(data, request.now),
        ).id

    form = BackForm(request.POST or None, partners=_partners(row.region))
    return _page(request, form, "complete_round", do, title=_("结束巡查"), done=_("巡查已结束。"))


def _partners(region: int) -> list[tuple[str, str]]:
    return [(str(unit), name) for unit, name in org.partners(region).items()]


def _page(request: SignedRequest, form: Any, name: str, do: Any, **more: Any) -> HttpResponse:
    return form_page(request, form, f"rescue.{name}", do, back=reverse("crew-patrol"), submit=more["title"], **more)


def _spot(spot: Spot, here: Point | None, now: Any) -> dict[str, Any]:
    metres = _metres(spot, here) if here is not None else None
    prefix = f"id_{spot.place.id.hex[-8:]}"
    return {
        "spot": spot,
        "overdue": spot.overdue(now),
        "away": _away(metres),
        "form": CheckForm(initial={"place": spot.place.id}, auto_id=f"{prefix}_%s"),
    }


def _away(metres: float | None) -> str:
    if metres is None:
        return ""
    if metres < 1000:
        return _("%(n)d 米") % {"n": round(metres)}
    return _("%(n)s 公里") % {"n": round(metres / 1000, 1)}


def _metres(spot: Spot, here: Point) -> float | None:
    return None if spot.place.point is None else distance_m(here, spot.place.point)


def _here(request: SignedRequest) -> Point | None:
    try:
        return Point(float(request.GET["lat"]), float(request.GET["lng"]))
    except (KeyError, ValueError, Invalid):
        return None
