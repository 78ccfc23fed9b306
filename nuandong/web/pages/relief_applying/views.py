"""An application, a meeting, a pack."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from nuandong.files.storing import read
from nuandong.kernel.errors import NotFound
from nuandong.kernel.text import gettext_noop
from nuandong.relief import besides
from nuandong.relief import policies_applying as policies
from nuandong.relief import selectors_applying as selectors
from nuandong.relief.actions.look_at_card import look_at_card
from nuandong.web.http import SignedRequest
from nuandong.web.pages.relief_applying import showing
from nuandong.web.pages.relief_deciding.showing import besides_lines, title_of
from nuandong.web.pages.relief_findings.showing import standing


@require_safe
def application(request: SignedRequest, application_id: UUID) -> HttpResponse:
    """One household's case."""
    row = selectors.application(application_id, by=request.actor)
    against = standing([row.household_id], request.actor, request.now)
    helped = besides_lines(besides.of_households(row.season, [row.household_id]))
    context = showing.application(row, request) | against | helped | {"crumbs": crumbs(row.season_id)}
    return render(request, "relief_applying/application.html", context)


@require_safe
def pack(request: SignedRequest, village_pack: UUID) -> HttpResponse:
    """What a village hands up."""
    row = policies.pack_of(village_pack, by=request.actor)
    context = showing.pack(row, request) | {"crumbs": crumbs(row.season_id)}
    return render(request, "relief_applying/pack.html", context)


@never_cache
@require_safe
def picture(request: SignedRequest, meeting_id: UUID, kind: str, place: int) -> HttpResponse:
    """A photo of a meeting, or of a page signed there: that one holds names in full and is for who decides by it."""
    row = selectors.meeting(meeting_id, by=request.actor)
    files = row.photos if kind == "photos" else row.minutes_files if showing.sees_pages(row, request) else []
    if kind not in {"photos", "pages"} or place >= len(files):
        raise NotFound("relief.no_photo", gettext_noop("没有这张照片。"), gettext_noop("请从申请页面打开。"))
    data, mime = read(files[place])
    return HttpResponse(data, content_type=mime)


@never_cache
@require_safe
def card_photo(request: SignedRequest, application_id: UUID) -> HttpResponse:
    """The card seen last, with its number in full, for who sends or reviews by it; looking leaves an event."""
    row = selectors.application(application_id, by=request.actor)
    if not showing.sees_pages(row, request):
        raise NotFound("relief.no_photo", gettext_noop("没有这张照片。"), gettext_noop("请从申请页面打开。"))
    data, mime = look_at_card(by=request.actor, now=request.now, application=row.id)
    return HttpResponse(data, content_type=mime)


@require_safe
def meeting(request: SignedRequest, meeting_id: UUID) -> HttpResponse:
    """A meeting as a sheet to sign."""
    row = selectors.meeting(meeting_id, by=request.actor)
    names, minutes = selectors.words_of(row)
    context = {
        "row": row,
        "place": showing.place_of(row.region, request),
        "names": names,
        "chair": selectors.chair_of(row),
        "pictures": showing.pictures(row, request),
        "minutes": minutes,
        "votes": selectors.votes_of(meeting=row.id),
        "season": title_of(row.season),
    }
    return render(request, "relief_applying/meeting.html", context)


def crumbs(season: UUID) -> list[tuple[str, str]]:
    return [(_("冬春救助"), f"{reverse('relief-home')}?season={season}")]
