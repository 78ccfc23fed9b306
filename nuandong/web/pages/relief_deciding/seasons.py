"""Seasons: the list, one with how far it is, opening, closing, and what an audit holds."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from nuandong.geo import selectors as geo
from nuandong.geo.codes import Level
from nuandong.kernel.clock import local_date
from nuandong.kernel.money import read_yuan
from nuandong.org import permissions
from nuandong.plans.schema.plan import season_year
from nuandong.relief import freezes, selectors_season
from nuandong.relief.actions.close_season import close_season
from nuandong.relief.actions.freeze import SET, lift_freeze, set_freeze
from nuandong.relief.actions.open_season import OPEN, open_season
from nuandong.relief.actions.record_disaster import can_record
from nuandong.relief.actions.set_limit import set_limit
from nuandong.relief.selectors_funding import SEE as SEE_FUNDS
from nuandong.web.form_page import form_page, posted
from nuandong.web.forms import PageForm
from nuandong.web.http import SignedRequest
from nuandong.web.pages.relief_deciding import forms, showing
from nuandong.web.paging import SIZE
from nuandong.web.regions import region_choices

if TYPE_CHECKING:
    from nuandong.relief.models import Season


@require_safe
def seasons(request: SignedRequest) -> HttpResponse:
    """Every season of the own counties; there are few, a county opens one or two a year."""
    rows = list(selectors_season.seasons_of(request.actor)[: SIZE * 4])
    context = {
        "lines": showing.season_lines(rows, request.now),
        "may_open": permissions.allows(request.actor, OPEN),
        "frozen": showing.freeze_lines(season_year(local_date(request.now)), request),
        "may_freeze": permissions.allows(request.actor, SET),
    }
    return render(request, "relief_deciding/seasons.html", context)


@require_safe
def season(request: SignedRequest, season_id: UUID) -> HttpResponse:
    """How far every township is, and where money and decisions stand."""
    row = selectors_season.season(season_id, by=request.actor)
    context = showing.season(row, request) | {
        "crumbs": crumbs(),
        "may_close": permissions.allows(request.actor, OPEN, region=row.region) and row.closed_at is None,
        "may_strike": can_record(row, request.actor),
        "may_see_funds": permissions.allows(request.actor, SEE_FUNDS, region=row.region),
    }
    return render(request, "relief_deciding/season.html", context)


@require_http_methods(["GET", "POST"])
def new(request: SignedRequest) -> HttpResponse:
    """Open a season."""
    today = local_date(request.now)
    regions = [one for one in region_choices(request.actor, today, deepest=Level.COUNTY) if one[0]]
    start = {
        "region": request.actor.region,
        "year": season_year(today),
        "title": _("冬春救助"),
        "standard_on": today.isoformat(),
    }

    def do(data: dict[str, Any]) -> UUID:
        return open_season(by=request.actor, now=request.now, **data).id

    form = forms.SeasonForm(posted(request), initial=start, choices={"region": regions})
    return form_page(
        request,
        form,
        "relief.open_season",
        do,
        title=_("开启救助年度"),
        lead=_("开启后标准和程序不再变动；资金文件、申请、审定和发放都记在这个年度里。"),
        back=reverse("relief-seasons"),
        submit=_("开启"),
        done=_("已开启。"),
        leads_to=lambda made: reverse("relief-season", args=[made]),
    )


@require_http_methods(["GET", "POST"])
def close(request: SignedRequest, season_id: UUID) -> HttpResponse:
    """Close a season in which nothing is under way."""
    row = selectors_season.season(season_id, by=request.actor)

    def do(_data: dict[str, Any]) -> UUID:
        return close_season(by=request.actor, now=request.now, season=row.id).id

    return form_page(
        request,
        PageForm(posted(request)),
        "relief.close_season",
        do,
        title=_("关闭救助年度"),
        lead=_("关闭后不再受理申请、审定和发放；记录都保留。"),
        back=reverse("relief-season", args=[row.id]),
        submit=_("关闭"),
        danger=True,
        facts=[(_("年度"), showing.title_of(row))],
    )


@require_http_methods(["GET", "POST"])
def limit(request: SignedRequest, season_id: UUID) -> HttpResponse:
    """Set the limit per person, or take it away."""
    row = selectors_season.season(season_id, by=request.actor)
    start = {"limit_fen": read_yuan(row.limit_fen) if row.limit_fen else "", "source": row.limit_source}

    def do(data: dict[str, Any]) -> UUID:
        return set_limit(by=request.actor, now=request.now, season=row.id, **data).id

    return form_page(
        request,
        forms.LimitForm(posted(request), initial=start),
        "relief.set_limit",
        do,
        title=_("设定人均限额"),
        lead=_("人均超过限额的户不拒绝：村里写明理由，乡镇确认盖章，县级审定时列出。"),
        back=reverse("relief-season", args=[row.id]),
        crumbs=crumbs(row),
        facts=[(_("年度"), showing.title_of(row))],
    )


@require_http_methods(["GET", "POST"])
def freeze(request: SignedRequest) -> HttpResponse:
    """Hold everything of a place for an audit."""
    today = local_date(request.now)

    def do(data: dict[str, Any]) -> UUID:
        return set_freeze(by=request.actor, now=request.now, **data).id

    form = forms.FreezeForm(
        posted(request),
        initial={"season": season_year(today)},
        choices={"region": region_choices(request.actor, today)},
    )
    return form_page(
        request,
        form,
        "relief.set_freeze",
        do,
        title=_("审计冻结"),
        lead=_("冻结期间，这个地区的申请不能审定，款物不能放款，资料不能销毁；已办的不受影响。"),
        back=reverse("relief-seasons"),
        submit=_("冻结"),
        danger=True,
    )


@require_http_methods(["GET", "POST"])
def lift(request: SignedRequest, freeze_id: UUID) -> HttpResponse:
    """Let work go on after an audit."""

    def do(data: dict[str, Any]) -> UUID:
        return lift_freeze(by=request.actor, now=request.now, freeze=freeze_id, why=data["why"]).id

    row = freezes.freeze_of(freeze_id, by=request.actor)
    place = geo.name_path(row.region, local_date(request.now), top=Level.COUNTY)
    return form_page(
        request,
        forms.WhyForm(posted(request)),
        "relief.lift_freeze",
        do,
        title=_("解除审计冻结"),
        back=reverse("relief-seasons"),
        submit=_("解除"),
        facts=[(_("地区"), place), (_("理由"), row.why)],
    )


def crumbs(row: "Season | None" = None) -> list[tuple[str, str]]:
    found = [(_("救助年度"), reverse("relief-seasons"))]
    return found + ([(showing.title_of(row), reverse("relief-season", args=[row.id]))] if row else [])
