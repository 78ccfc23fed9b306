"""The season's home, what waits for whoever looks and how far every place is, and the list of applications."""

from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nuandong.geo.codes import Level, level_of, span
from nuandong.kernel.books import XLSX, book
from nuandong.kernel.clock import local_date
from nuandong.kernel.errors import Invalid
from nuandong.kernel.money import format_yuan
from nuandong.kernel.sheets import inert
from nuandong.org import permissions
from nuandong.relief import policies_applying as policies
from nuandong.relief import selectors_applying as selectors
from nuandong.relief import selectors_queue, selectors_season
from nuandong.relief.actions.record_disaster import can_record
from nuandong.relief.ordering import APPLICATIONS, At
from nuandong.relief.papers.filling import MOST, taken
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
LIST: Final = "applications"
"""What the journal calls the list taken as a workbook."""


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
        "money": selectors_season.money(of),
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
    wanted, refused = _wanted(request)
    cursor, order = At.parse(asked.get("after")), _order(request)
    found = selectors.applications(of, by=request.actor, wanted=wanted, limit=SIZE + 1, order=order, after=cursor)
    page = page_of(found, key=lambda one: At(one.ordered_by, one.id), cursor=cursor, size=SIZE)  # type: ignore[attr-defined]
    places = region_choices(request.actor, today, blank=_("全部地区"), whole=True)
    context = {
        "of": of,
        "title": title_of(of),
        "seasons": _season_box(seasons, of),
        "states": select_box("state", _states(), wanted.state),
        "categories": select_box("category", _categories(), wanted.category),
        "regions": select_box("region", places, asked.get("region", "")),
        "words": asked.get("q", "").strip(),
        "refused": refused,
        "held": wanted.held,
        "sort": asked.get("sort", ""),
        "narrowed": wanted != selectors.Wanted(),
        "page": Page(showing.lines(page.rows, request), page.next, page.first),
        "query": urlencode({key: value for key, value in asked.items() if key != "after"} | {"season": of.id}),
        "crumbs": [(_("冬春救助"), f"{reverse('relief-home')}?season={of.id}")],
        **_acts(of, wanted.region or request.actor.region, request),
    }
    return render(request, "relief_applying/applications.html", context)


@require_safe
def workbook(request: SignedRequest) -> HttpResponseBase:
    """The same list whole, masked; the journal keeps who took it."""
    _seasons, of = _season(request)
    if of is None:
        return redirect("relief-applications")
    wanted, _refused = _wanted(request)
    found = selectors.applications(of, by=request.actor, wanted=wanted, limit=MOST, order=_order(request))
    region = wanted.region or request.actor.region
    taken(LIST, len(found), of, region, by=request.actor, now=request.now, plain=False, printed=False)
    titles = (
        _("户主"),
        _("村（社区）"),
        _("登记日期"),
        _("家庭类型"),
        _("状态"),
        _("家庭人口"),
        _("救助人数"),
        _("金额（元）"),
    )
    rows = (
        (
            one["row"].head_masked,
            one["place"],
            one["row"].reported_on.isoformat(),
            one["category"],
            str(one["row"].get_state_display()),
            str(one["row"].size),
            str(one["row"].persons),
            "" if one["row"].amount_fen is None else format_yuan(one["row"].amount_fen),
        )
        for one in showing.lines(found, request)
    )
    file = book(_("救助申请"), titles, (tuple(map(inert, row)) for row in rows))
    name = f"{_('救助申请')}-{of.year}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


def _wanted(request: SignedRequest) -> tuple[selectors.Wanted, str]:
    """What the filter asks for, and why the words in it find nobody."""
    asked = request.GET
    words, region = asked.get("q", "").strip(), code_of(asked.get("region"))
    refused, households = "", None
    if words:
        try:
            households = selectors.found_by(words, by=request.actor, on=local_date(request.now), region=region)
        except Invalid as error:
            refused, households = refusal(error), set()
    state, category = _one_of(asked.get("state", ""), _states()), _one_of(asked.get("category", ""), _categories())
    return selectors.Wanted(state, region, category, asked.get("held") == "1", households), refused


def _order(request: SignedRequest) -> str:
    """The order of the address; the newest first where it asks for none that there is."""
    given = request.GET.get("sort", "")
    return given if given.removeprefix("-") in APPLICATIONS else "-date"


def _states() -> list[tuple[str, Any]]:
    return [("", _("全部状态")), (selectors.INCOMPLETE, _("待补填")), *ApplicationState.choices]


def _categories() -> list[tuple[str, Any]]:
    return [("", _("全部类型")), *listed_choices("household_types")]


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
