"""The roster of a season: drafts that can be left and found again, worked out and checked, published in one go."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from nuandong.duty.actions.change_season import change_season
from nuandong.duty.actions.draft_season import draft_season
from nuandong.duty.actions.drop_season import drop_season
from nuandong.duty.actions.publish_season import publish_season
from nuandong.duty.season import drafts
from nuandong.duty.season.plan import RosterLine, SeasonPlan
from nuandong.duty.season.preview import preview
from nuandong.duty.states import DraftState
from nuandong.kernel.clock import local_date
from nuandong.web.form_page import form_page, posted
from nuandong.web.http import SignedRequest
from nuandong.web.pages.duty import choices, season_showing
from nuandong.web.pages.duty.names import People
from nuandong.web.pages.duty.season_forms import LineForm, PublishForm, SeasonForm, SeenForm, fresh, initial_of

if TYPE_CHECKING:
    from nuandong.duty.models import RosterDraft


@require_GET
def seasons(request: SignedRequest) -> HttpResponse:
    """Drafts and what was published."""
    rows = [(one, drafts.plan_of(one)) for one in drafts.drafts(by=request.actor)]
    return render(request, "duty/seasons.html", {"rows": rows, "tab": "duty-seasons", "crumbs": _crumbs()[:1]})


@require_http_methods(["GET", "POST"])
def new(request: SignedRequest) -> HttpResponse:
    """Begin one: its days; places come next."""
    tomorrow = local_date(request.now) + timedelta(days=1)
    form = SeasonForm(
        posted(request),
        people=_people(request),
        initial={"first": tomorrow, "last": tomorrow + timedelta(days=119), "rest_hours": 8, "week_hours": 60},
    )

    def do(data: dict[str, Any]) -> UUID:
        return draft_season(by=request.actor, now=request.now, title=data["title"], plan=form.plan()).id

    return form_page(
        request,
        form,
        "duty.draft_season",
        do,
        title=_("整季排班"),
        lead=_("先定起止日期，再逐个岗位排轮班。发布前谁也看不到。"),
        back=reverse("duty-seasons"),
        leads_to=_url,
        submit=_("下一步"),
        icon="arrow-right",
        crumbs=_crumbs(),
    )


@require_GET
def season(request: SignedRequest, draft: UUID) -> HttpResponse:
    """A draft: its places, what is wrong, each day of a month, each person's share."""
    found = drafts.draft(draft, by=request.actor)
    plan = drafts.plan_of(found)
    context: dict[str, Any] = {
        "draft": found,
        "plan": plan,
        "open": found.state == DraftState.DRAFT,
        "seen": drafts.seen_as(found),
        "crumbs": _crumbs(),
    }
    context["lines"] = season_showing.lines(plan, choices.place_titles(request.actor))
    if found.state == DraftState.DRAFT:
        made = preview(plan, now=request.now)
        context |= season_showing.shown(plan, made, request.GET.get("month", ""))
        context["form"] = PublishForm(initial={"seen": drafts.seen_as(found)})
    return render(request, "duty/season.html", context)


@require_http_methods(["GET", "POST"])
def settings(request: SignedRequest, draft: UUID) -> HttpResponse:
    """Another title, other days, who is away."""
    found = drafts.draft(draft, by=request.actor)
    plan, people = drafts.plan_of(found), _people(request)
    form = SeasonForm(
        posted(request),
        people=people,
        initial={
            "title": found.title,
            "seen": drafts.seen_as(found),
            "absences": people.absences_text(plan.absences),
            **plan.model_dump(include={"first", "last", "rest_hours", "week_hours"}),
        },
    )

    def do(data: dict[str, Any]) -> UUID:
        return change_season(
            by=request.actor,
            now=request.now,
            draft=draft,
            seen=data["seen"],
            plan=form.plan(plan.lines),
            title=data["title"],
        ).id

    return _page(request, form, found, do, title=_("日期和请假"))


@require_http_methods(["GET", "POST"])
def add_line(request: SignedRequest, draft: UUID) -> HttpResponse:
    """One more place with its turns."""
    found = drafts.draft(draft, by=request.actor)
    initial = fresh(request.GET.get("duty", ""))
    return _line(request, found, initial, lambda lines, line: [*lines, line], title=_("加一行轮班"))


@require_http_methods(["GET", "POST"])
def change_line(request: SignedRequest, draft: UUID, line: int) -> HttpResponse:
    """The turns of a place."""
    found = drafts.draft(draft, by=request.actor)
    old = _nth(drafts.plan_of(found), line)
    initial = initial_of(old, _people(request))

    def put(lines: Sequence[RosterLine], made: RosterLine) -> list[RosterLine]:
        return [*lines[:line], made, *lines[line + 1 :]]

    return _line(request, found, initial, put, title=_("修改轮班"))


@require_http_methods(["GET", "POST"])
def remove_line(request: SignedRequest, draft: UUID, line: int) -> HttpResponse:
    """Take a place out of the draft."""
    found = drafts.draft(draft, by=request.actor)
    plan = drafts.plan_of(found)
    _nth(plan, line)

    def do(data: dict[str, Any]) -> UUID:
        rest = plan.model_copy(update={"lines": (*plan.lines[:line], *plan.lines[line + 1 :])})
        return change_season(by=request.actor, now=request.now, draft=draft, seen=data["seen"], plan=rest).id

    form = SeenForm(posted(request), initial={"seen": drafts.seen_as(found)})
    lead = season_showing.lines(plan, choices.place_titles(request.actor))[line].title
    return _page(request, form, found, do, title=_("去掉这一行"), lead=lead, danger=True, icon="x")


@require_http_methods(["GET", "POST"])
def publish(request: SignedRequest, draft: UUID) -> HttpResponse:
    """Write every shift."""
    found = drafts.draft(draft, by=request.actor)

    def do(data: dict[str, Any]) -> UUID:
        return publish_season(
            by=request.actor, now=request.now, draft=draft, seen=data["seen"], holes_known=data["holes_known"]
        ).id

    form = PublishForm(posted(request), initial={"seen": drafts.seen_as(found)})
    return _page(
        request,
        form,
        found,
        do,
        title=_("发布值班表"),
        name="duty.publish_season",
        lead=found.title,
        done=_("已发布，班次已排进值班表。"),
        icon="check",
    )


@require_http_methods(["GET", "POST"])
def drop(request: SignedRequest, draft: UUID) -> HttpResponse:
    """Give the draft up."""
    found = drafts.draft(draft, by=request.actor)

    def do(data: dict[str, Any]) -> UUID:
        return drop_season(by=request.actor, now=request.now, draft=draft, seen=data["seen"]).id

    form = SeenForm(posted(request), initial={"seen": drafts.seen_as(found)})
    return _page(
        request,
        form,
        found,
        do,
        title=_("作废草稿"),
        name="duty.drop_season",
        lead=found.title,
        danger=True,
        icon="x",
        done=_("草稿已作废。"),
    )


def _line(
    request: SignedRequest,
    found: "RosterDraft",
    initial: dict[str, Any],
    put: Callable[[Sequence[RosterLine], RosterLine], list[RosterLine]],
    *,
    title: str,
) -> HttpResponse:
    by, plan = request.actor, drafts.plan_of(found)
    form = LineForm(
        posted(request),
        people=_people(request),
        choices={"duty": choices.duties(by), "vehicle": choices.vehicles(by)},
        initial={**initial, "seen": drafts.seen_as(found)},
    )

    def do(data: dict[str, Any]) -> UUID:
        changed = plan.model_copy(update={"lines": tuple(put(plan.lines, form.line()))})
        return change_season(by=by, now=request.now, draft=found.id, seen=data["seen"], plan=changed).id

    return _page(
        request, form, found, do, title=title, template="duty/season_line.html", named=choices.by_unit(by, request.now)
    )


def _page(
    request: SignedRequest,
    form: Any,
    found: "RosterDraft",
    do: Callable[[dict[str, Any]], UUID],
    *,
    title: str,
    name: str = "duty.change_season",
    **more: Any,
) -> HttpResponse:
    return form_page(
        request,
        form,
        name,
        do,
        title=title,
        back=_url(found.id),
        crumbs=[*_crumbs(), (found.title, _url(found.id))],
        **{"submit": title, **more},
    )


def _nth(plan: SeasonPlan, line: int) -> RosterLine:
    if line >= len(plan.lines):
        raise Http404
    return plan.lines[line]


def _people(request: SignedRequest) -> People:
    return People(choices.people(request.actor, request.now))


def _url(draft: UUID) -> str:
    return reverse("duty-season", args=[draft])


def _crumbs() -> list[tuple[str, str]]:
    return [(_("值班"), reverse("duty")), (_("整季排班"), reverse("duty-seasons"))]
