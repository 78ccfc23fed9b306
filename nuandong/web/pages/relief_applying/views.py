"""The season's home, an application, a meeting, a pack."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nuandong.geo.codes import Level, level_of
from nuandong.kernel.clock import local_date
from nuandong.org import permissions
from nuandong.relief import policies_applying as policies
from nuandong.relief import selectors_applying as selectors
from nuandong.relief import selectors_season
from nuandong.relief.steps import ApplicationState
from nuandong.web.form_page import select_box
from nuandong.web.http import SignedRequest
from nuandong.web.pages.relief_applying import showing
from nuandong.web.pages.relief_deciding.showing import title_of
from nuandong.web.pages.relief_findings.showing import standing
from nuandong.web.paging import SIZE, Page, page_of, uuid_cursor
from nuandong.web.regions import region_choices


@require_safe
def home(request: SignedRequest) -> HttpResponse:
    """A season: how many stand at each step, the packs, every application."""
    seasons = list(selectors_season.seasons_of(request.actor)[:20])
    chosen = uuid_cursor(request.GET.get("season"))
    of = next((one for one in seasons if one.id == chosen), seasons[0] if seasons else None)
    if of is None:
        return render(request, "relief_applying/home.html", {"of": None})
    state, region = request.GET.get("state", ""), request.GET.get("region", "")
    wanted = selectors.Wanted(
        state=state if state in ApplicationState.values else "", region=int(region) if region.isdecimal() else None
    )
    cursor = uuid_cursor(request.GET.get("after"))
    found = selectors.applications(of, by=request.actor, wanted=wanted, limit=SIZE + 1, after=cursor)
    page = page_of(found, key=lambda one: one.id, cursor=cursor)
    village = wanted.region or request.actor.region
    here = of.closed_at is None and level_of(village) == Level.VILLAGE
    reach = selectors_season.reach(of)
    today = local_date(request.now)
    context = {
        "of": of,
        "title": title_of(of),
        "seasons": select_box("season", [(str(one.id), title_of(one)) for one in seasons], str(of.id)),
        "states": select_box("state", [("", _("全部状态")), *ApplicationState.choices], wanted.state),
        "regions": select_box("region", region_choices(request.actor, today, blank=_("全部地区"), whole=True), region),
        "tiles": [(str(one.label), reach[one]) for one in ApplicationState if one in reach],
        "packs": showing.pack_lines(selectors.packs(of, by=request.actor), request),
        "page": Page(showing.lines(page.rows, request), page.next, page.first),
        "village": village,
        "may_report": here and permissions.allows(request.actor, policies.REPORT, region=village),
        "may_assess": here and permissions.allows(request.actor, policies.ASSESS, region=village),
    }
    return render(request, "relief_applying/home.html", context)


@require_safe
def application(request: SignedRequest, application_id: UUID) -> HttpResponse:
    """One household's case."""
    row = selectors.application(application_id, by=request.actor)
    against = standing([row.household_id], request.actor, request.now)
    context = showing.application(row, request) | against | {"crumbs": crumbs(row.season_id)}
    return render(request, "relief_applying/application.html", context)


@require_safe
def pack(request: SignedRequest, village_pack: UUID) -> HttpResponse:
    """What a village hands up."""
    row = policies.pack_of(village_pack, by=request.actor)
    context = showing.pack(row, request) | {"crumbs": crumbs(row.season_id)}
    return render(request, "relief_applying/pack.html", context)


@require_safe
def meeting(request: SignedRequest, meeting_id: UUID) -> HttpResponse:
    """A meeting as a sheet to sign."""
    row = selectors.meeting(meeting_id, by=request.actor)
    names, minutes = selectors.words_of(row)
    context = {
        "row": row,
        "place": showing.place_of(row.region, request),
        "names": names,
        "minutes": minutes,
        "votes": selectors.votes_of(meeting=row.id),
        "season": title_of(row.season),
    }
    return render(request, "relief_applying/meeting.html", context)


def crumbs(season: UUID) -> list[tuple[str, str]]:
    return [(_("冬春救助"), f"{reverse('relief-home')}?season={season}")]
