"""Teams: who belongs to them, what they can do, what they carry; and the posts that must be manned."""

from datetime import time
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nuandong.duty import details, roster, selectors
from nuandong.duty.actions.add_member import add_member
from nuandong.duty.actions.change_team import change_team
from nuandong.duty.actions.close_post import close_post
from nuandong.duty.actions.form_team import form_team
from nuandong.duty.actions.remove_member import remove_member
from nuandong.duty.actions.set_up_post import set_up_post
from nuandong.geo.selectors import name_path, names
from nuandong.kernel.clock import local_date
from nuandong.org import permissions
from nuandong.supplies import selectors as supplies
from nuandong.web.form_page import form_page, posted
from nuandong.web.http import SignedRequest
from nuandong.web.pages.duty import choices, showing
from nuandong.web.pages.duty.forms import ChangeTeamForm, MemberForm, PostForm, ReasonForm, TeamForm
from nuandong.web.regions import region_choices


@require_GET
def teams(request: SignedRequest) -> HttpResponse:
    """Every team, those on duty marked."""
    by, now = request.actor, request.now
    rows = list(roster.teams(by=by))
    out = {one.team: one for one in selectors.on_duty(now)}
    people = details.heads([one.id for one in rows], now=now)
    places = names({one.region for one in rows}, local_date(now))
    context = {
        "teams": [
            {
                "team": one,
                "place": places.get(one.region, one.region),
                "people": people.get(one.id, []),
                "abilities": showing.ability_words(one.abilities),
                "out": out.get(one.id),
            }
            for one in rows
        ],
        "may_change": permissions.allows(by, "duty.roster.change"),
        "tab": "duty-teams",
    }
    return render(request, "duty/teams.html", context)


@require_GET
def team(request: SignedRequest, team: UUID) -> HttpResponse:
    """One team: people, abilities, vehicle, goods carried, coming shifts."""
    by, now = request.actor, request.now
    found = details.team(team, by=by)
    out = next((one for one in selectors.on_duty(now) if one.team == team), None)
    holders = [team] if out is None or out.vehicle is None else [team, out.vehicle.id]
    stores = supplies.carried_by(holders) if by.may("supplies.stock.see") else []
    context = {
        "team": found,
        "place": name_path(found.region, local_date(now)),
        "members": list(roster.members(team, by=by, now=now)),
        "abilities": showing.ability_words(found.abilities),
        "out": out,
        "position": showing.position_words(out) if out else "",
        "carried": [(store, supplies.stock(by=by, store=store.id)) for store in stores],
        "sees_stock": by.may("supplies.stock.see"),
        "coming": [
            (one, showing.moment(one.period.lower), showing.hours(one.period.lower, one.period.upper))
            for one in details.coming(team, by=by)
        ],
        "may_change": permissions.allows(by, "duty.roster.change", region=found.region),
        "may_call": by.may("duty.phone.reveal"),
        "crumbs": _crumbs(),
    }
    return render(request, "duty/team.html", context)


@require_http_methods(["GET", "POST"])
def new(request: SignedRequest) -> HttpResponse:
    """A new team of a unit."""
    by = request.actor
    form = TeamForm(
        posted(request),
        choices={"unit": choices.units(by), "region": region_choices(by, local_date(request.now))},
        initial={"unit": str(by.unit), "region": by.region},
    )

    def do(data: dict[str, Any]) -> UUID:
        return form_team(
            by=by,
            now=request.now,
            region=data["region"],
            unit=UUID(data["unit"]),
            name=data["name"],
            kind=data["kind"],
            abilities=data["abilities"],
            call_sign=data["call_sign"],
        ).id

    return form_page(
        request,
        form,
        "duty.form_team",
        do,
        title=_("组建队伍"),
        back=reverse("duty-teams"),
        leads_to=_url,
        done=_("队伍已组建，接着添加队员。"),
        crumbs=_crumbs(),
    )


@require_http_methods(["GET", "POST"])
def change(request: SignedRequest, team: UUID) -> HttpResponse:
    """Name, call sign, base, abilities."""
    by = request.actor
    found = details.team(team, by=by)
    permissions.check(by, "duty.roster.change", region=found.region)
    form = ChangeTeamForm(
        posted(request),
        choices={"base": choices.bases(found.region)},
        initial={
            "name": found.name,
            "call_sign": found.call_sign,
            "base": str(found.base_id or ""),
            "abilities": found.abilities,
        },
    )

    def do(data: dict[str, Any]) -> UUID:
        return change_team(
            by=by,
            now=request.now,
            team=team,
            name=data["name"],
            abilities=data["abilities"],
            call_sign=data["call_sign"],
            base=choices.chosen(data["base"]),
        ).id

    return form_page(
        request,
        form,
        "duty.change_team",
        do,
        title=_("修改队伍"),
        lead=found.name,
        back=_url(team),
        crumbs=[*_crumbs(), (found.name, _url(team))],
    )


@require_http_methods(["GET", "POST"])
def disband(request: SignedRequest, team: UUID) -> HttpResponse:
    """The team is no more; its past stays."""
    by = request.actor
    found = details.team(team, by=by)
    permissions.check(by, "duty.roster.change", region=found.region)

    def do(_data: dict[str, Any]) -> UUID:
        return change_team(by=by, now=request.now, team=team, active=False).id

    return form_page(
        request,
        ReasonForm(posted(request)),
        "duty.disband_team",
        do,
        title=_("撤销队伍"),
        lead=found.name,
        back=_url(team),
        leads_to=lambda _made: reverse("duty-teams"),
        submit=_("撤销队伍"),
        danger=True,
        icon="x",
        crumbs=[*_crumbs(), (found.name, _url(team))],
    )


@require_http_methods(["GET", "POST"])
def join(request: SignedRequest, team: UUID) -> HttpResponse:
    """One more member."""
    by = request.actor
    found = details.team(team, by=by)
    permissions.check(by, "duty.roster.change", region=found.region)
    form = MemberForm(posted(request), choices={"staff": choices.staff(by, request.now)})

    def do(data: dict[str, Any]) -> UUID:
        return add_member(by=by, now=request.now, team=team, staff=UUID(data["staff"])).id

    return form_page(
        request,
        form,
        "duty.add_member",
        do,
        title=_("添加队员"),
        lead=found.name,
        back=_url(team),
        submit=_("添加"),
        icon="user-plus",
        crumbs=[*_crumbs(), (found.name, _url(team))],
    )


@require_POST
def leave(request: SignedRequest, team: UUID, staff: UUID) -> HttpResponse:
    """Out of the team, from now on."""
    remove_member(by=request.actor, now=request.now, team=team, staff=staff)
    messages.success(request, _("已移出队伍。"))
    return redirect(_url(team))


@require_GET
def posts(request: SignedRequest) -> HttpResponse:
    """The desks that must be manned, and when."""
    rows = list(roster.posts(by=request.actor))
    context = {
        "posts": rows,
        "places": names({one.region for one in rows}, local_date(request.now)),
        "may_change": permissions.allows(request.actor, "duty.roster.change"),
        "tab": "duty-posts",
    }
    return render(request, "duty/posts.html", context)


@require_http_methods(["GET", "POST"])
def new_post(request: SignedRequest) -> HttpResponse:
    """A desk that must be manned."""
    by = request.actor
    form = PostForm(
        posted(request),
        choices={"unit": choices.units(by), "region": region_choices(by, local_date(request.now))},
        initial={
            "unit": str(by.unit),
            "region": by.region,
            "opens": time(),
            "closes": time(),
            "with_leader": True,
        },
    )

    def do(data: dict[str, Any]) -> UUID:
        return set_up_post(
            by=by,
            now=request.now,
            region=data["region"],
            unit=UUID(data["unit"]),
            code=data["code"],
            title=data["title"],
            opens=data["opens"],
            closes=data["closes"],
            with_leader=data["with_leader"],
        ).id

    return form_page(
        request, form, "duty.set_up_post", do, title=_("设值班岗位"), back=reverse("duty-posts"), crumbs=_posts_crumbs()
    )


@require_http_methods(["GET", "POST"])
def end_post(request: SignedRequest, post: UUID) -> HttpResponse:
    """The desk is no more."""
    found = details.post(post, by=request.actor)

    def do(data: dict[str, Any]) -> UUID:
        close_post(by=request.actor, now=request.now, post=post, reason=data["reason"])
        return post

    return form_page(
        request,
        ReasonForm(posted(request)),
        "duty.close_post",
        do,
        title=_("撤销岗位"),
        lead=found.title,
        back=reverse("duty-posts"),
        submit=_("撤销岗位"),
        danger=True,
        icon="x",
        crumbs=_posts_crumbs(),
    )


def _url(team: UUID) -> str:
    return reverse("team", args=[team])


def _crumbs() -> list[tuple[str, str]]:
    return [(_("值班"), reverse("duty")), (_("队伍"), reverse("duty-teams"))]


def _posts_crumbs() -> list[tuple[str, str]]:
    return [(_("值班"), reverse("duty")), (_("岗位"), reverse("duty-posts"))]
