"""An application, a meeting, a pack."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nuandong.relief import policies_applying as policies
from nuandong.relief import selectors_applying as selectors
from nuandong.web.http import SignedRequest
from nuandong.web.pages.relief_applying import showing
from nuandong.web.pages.relief_deciding.showing import title_of
from nuandong.web.pages.relief_findings.showing import standing


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
