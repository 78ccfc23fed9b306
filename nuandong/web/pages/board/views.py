"""The command board: where things stand now, fresh within five seconds."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control

from nuandong.geo.outlines import outlines as outlines_of
from nuandong.geo.selectors import names
from nuandong.kernel.clock import local_date
from nuandong.web.fresh import fresh_part
from nuandong.web.http import SignedRequest
from nuandong.web.pages.board.parts import gather


def board(request: SignedRequest) -> HttpResponse:
    return render(request, "board/board.html", gather(request.actor, request.now))


def fresh(request: SignedRequest) -> HttpResponse:
    """The part of the board that is asked for every five seconds."""
    return fresh_part(request, "board/_fresh.html", lambda: gather(request.actor, request.now))


@cache_control(private=True, max_age=3600)
def outlines(request: SignedRequest) -> JsonResponse:
    """Boundaries for maps as GeoJSON: one's own divisions and their neighbours."""
    found = outlines_of(request.actor.spans[0])
    titles = names({outline.code for outline in found}, local_date(request.now))
    features = [
        {
            "type": "Feature",
            "geometry": outline.geometry,
            "properties": {
                "name": titles.get(outline.code, ""),
                "focus": request.actor.sees(outline.code) or _around(outline.code, request.actor.region),
                "centre": [outline.centre_lon, outline.centre_lat],
            },
        }
        for outline in found
    ]
    return JsonResponse({"type": "FeatureCollection", "features": features})


def _around(code: int, region: int) -> bool:
    """Whether a county is the one a township lies in."""
    return region // 10**6 == code // 10**6
