"""The season's home, what waits for whoever looks and how far every place is, and the list of applications."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nuandong.geo.codes import Level, level_of, span
from nuandong.kernel.clock import local_date
from nuandong.kernel.errors import Invalid
from nuandong.org import permissions
from nuandong.relief import policies_applying as policies
from nuandong.relief import selectors_applying as selectors
from nuandong.relief import selectors_queue, selectors_season
from nuandong.relief.actions.record_disaster import can_record
from nuandong.relief.steps import ApplicationState
from nuandong.web.form_page import select_box
from nuandong.web.http import SignedRequest
from nuandong.web.pages.home.todo_relief_season import items as season_items
from nuandong.web.pages.relief_applying import progress, showing, waiting
from nuandong.web.pages.relief_applying.forms import listed_choices
from nuandong.web.pages.relief_deciding.showing import title_of
from nuandong.web.paging import SIZE, Page, page_of, uuid_cursor
from nuandong.web.regions import code_of, region_choices
from nuandong.web.wording import refusal

if TYPE_CHECKING:
    from nuandong.relief.models import Season

MOST_PACKS = 30


@require_safe
def home(request: SignedRequest) -> HttpResponse:
    """A season: what waits for me, its days, how far every place is, the packs under way."""
    seasons, of = _season(request)
    if of is None:
        return render(request, "relief_applying/home.html", {"of": None})
    today = local_date(request.now)
    reach = selectors_season.reach(of)
    items = season_items(selectors_queue.queue(of, by=request.actor, today=today), of, today)
    context = {
        "of": of,
        "title": title_of(of),
        "seasons": _season_box(seasons, of) if len(seasons) > 1 else "",
        "items": items,
        "days": waiting.days(selectors_queue.timetable(of, today), today) if of.closed_at is None else [],
        "tiles": [(str(one.label), one.value, reach[one]) for one in ApplicationState if one in reach],
        "packs": showing.pack_lines(selectors.packs(of, by=request.actor)[:MOST_PACKS], request),
        "struck": [(one, title_of(one)) for one in seasons if one.id != of.id and _urgent(one, request)],
        "may_strike": can_record(of, request.actor),
        **progress.by_place(of, request),
        **_acts(of, request.actor.region, request),
    }
    return render(request, "relief_applying/home.html", context)


@require_safe
def applications(request: SignedRequest) -> HttpResponse:
    """Every application of a season: searched by name, papers or household number, narrowed, page by page."""
    seasons, of = _season(request)
    if of is None:
        return render(request, "relief_applying/home.html", {"of": None})
    asked, today = request.GET, local_date(request.now)
    words, region = asked.get("q", "").strip(), code_of(asked.get("region"))
    refused, households = "", None
    if words:
        try:
            households = selectors.found_by(words, by=request.actor, on=today, region=region)
        except Invalid as error:
            refused, households = refusal(error), set()
    places = region_choices(request.actor, today, blank=_("全部地区"), whole=True)
    states = [("", _("全部状态")), (selectors.INCOMPLETE, _("待补填")), *ApplicationState.choices]
    categories = [("", _("全部类型")), *listed_choices("household_types")]
    state, category = _one_of(asked.get("state", ""), states), _one_of(asked.get("category", ""), categories)
    wanted = selectors.Wanted(state, region, category, asked.get("held") == "1", households)
    cursor = uuid_cursor(asked.get("after"))
    found = selectors.applications(of, by=request.actor, wanted=wanted, limit=SIZE + 1, after=cursor)
    page = page_of(found, key=lambda one: one.id, cursor=cursor)
    context = {
        "of": of,
        "title": title_of(of),
        "seasons": _season_box(seasons, of),
        "states": select_box("state", states, state),
        "categories": select_box("category", categories, category),
        "regions": select_box("region", places, asked.get("region", "")),
        "words": words,
        "refused": refused,
        "held": wanted.held,
        "narrowed": wanted != selectors.Wanted(),
        "page": Page(showing.lines(page.rows, request), page.next, page.first),
        "crumbs": [(_("冬春救助"), f"{reverse('relief-home')}?season={of.id}")],
        **_acts(of, region or request.actor.region, request),
    }
    return render(request, "relief_applying/applications.html", context)


def _season(request: SignedRequest) -> tuple[list["Season"], "Season | None"]:
    """The seasons one works in, and the one that is asked for or the newest."""
    seasons = list(selectors_season.seasons_of(request.actor)[:20])
    chosen: UUID | None = uuid_cursor(request.GET.get("season"))
    return seasons, next((one for one in seasons if one.id == chosen), seasons[0] if seasons else None)


def _urgent(one: "Season", request: SignedRequest) -> bool:
    """Temporary relief under way where one works."""
    reaches = any(
        max(span(place).lo, inside.lo) < min(span(place).hi, inside.hi)
        for place in one.places or [one.region]
        for inside in request.actor.spans
    )
    return one.follows_id is not None and one.closed_at is None and reaches


def _season_box(seasons: list["Season"], of: "Season") -> str:
    return select_box("season", [(str(one.id), title_of(one)) for one in seasons], str(of.id))


def _one_of(given: str, choices: list[tuple[str, Any]]) -> str:
    return given if given in dict(choices) else ""


def _acts(of: "Season", village: int, request: SignedRequest) -> dict[str, object]:
    """Which of a village's acts there are."""
    here = of.closed_at is None and level_of(village) == Level.VILLAGE
    may_report = here and policies.struck(of, village)
    may_report = may_report and permissions.allows(request.actor, policies.REPORT, region=village)
    return {
        "village": village,
        "may_report": may_report,
        "may_take": may_report and of.follows_id is None,
        "may_assess": here and permissions.allows(request.actor, policies.ASSESS, region=village),
    }
