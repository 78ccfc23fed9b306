"""How far the places of a season are: a chart, and a marker for each whose outline is known."""

from typing import TYPE_CHECKING, Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from nuandong.geo import selectors as geo
from nuandong.geo.codes import Level, level_of
from nuandong.geo.outlines import centres
from nuandong.kernel.clock import local_date
from nuandong.relief import selectors_season
from nuandong.relief.steps import ENDED, ApplicationState
from nuandong.web.http import SignedRequest
from nuandong.web.pages.relief_deciding.showing import tone_of

if TYPE_CHECKING:
    from nuandong.relief.models import Season

_STEPS: Final = (
    (ApplicationState.REPORTED, ApplicationState.RETURNED),
    (ApplicationState.ASSESSED,),
    (ApplicationState.WITH_TOWNSHIP, ApplicationState.REVIEWED),
    (ApplicationState.WITH_COUNTY,),
    (ApplicationState.DECIDED,),
)
MOST_PLACES: Final = 24
"""Bars of one chart; the places with most households where there are more."""


def by_place(of: "Season", request: SignedRequest) -> dict[str, Any]:
    """`chart` and `markers` by township for a county, by village below it; no chart where there is one place."""
    level = Level.TOWNSHIP if level_of(request.actor.region) < Level.TOWNSHIP else Level.VILLAGE
    places = selectors_season.by_place(of, level)
    chosen = sorted(sorted(places, key=lambda code: -sum(places[code].values()))[:MOST_PLACES])
    if len(chosen) < 2:
        return {}
    names = geo.names(chosen, local_date(request.now))
    titles = (_("待评议"), _("村评通过"), _("乡镇审核"), _("待县定"), _("已审定"))
    points = centres(chosen)
    return {
        "chart": {
            "x": [names.get(code, str(code)) for code in chosen],
            "series": [
                {"name": title, "values": [sum(places[code].get(state, 0) for state in states) for code in chosen]}
                for title, states in zip(titles, _STEPS, strict=True)
            ],
            "unit": _("户"),
        },
        "markers": [_marker(code, places[code], names, points) for code in chosen if code in points],
        "outline_url": reverse("outlines"),
    }


def _marker(
    code: int, states: dict[str, int], names: dict[int, str], points: dict[int, tuple[float, float]]
) -> dict[str, Any]:
    living = sum(homes for state, homes in states.items() if state not in ENDED)
    decided = states.get(ApplicationState.DECIDED, 0)
    percent = 100 * decided // living if living else 0
    given = {"n": living, "decided": decided, "percent": percent}
    return {
        "id": str(code),
        "lng": points[code][1],
        "lat": points[code][0],
        "tone": tone_of(percent),
        "icon": "heart-handshake",
        "title": names.get(code, str(code)),
        "note": _("%(n)d 户，已审定 %(decided)d 户（%(percent)d%%）") % given,
        "url": f"{reverse('relief-applications')}?region={code}",
    }
