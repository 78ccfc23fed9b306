"""The page of patrols: the mode, who is out, what to look at first, what nobody looked at, earlier rounds."""

from datetime import datetime, timedelta
from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_safe

from nuandong.geo.codes import Level
from nuandong.kernel.clock import local_date
from nuandong.org import permissions
from nuandong.rescue import selectors_patrol
from nuandong.web.form_page import select_box
from nuandong.web.fresh import fresh_part
from nuandong.web.http import SignedRequest
from nuandong.web.pages.patrols import showing
from nuandong.web.paging import page_of, uuid_cursor
from nuandong.web.regions import code_of, region_choices

SIZE: Final = 20
SHOWN: Final = 50
"""Lines of tonight's list; the rest is said as a number and found by division."""
MARKED: Final = 200
"""Of these the map shows where they are, the most urgent first."""
_SPANS: Final = {"12h": 12, "24h": 24, "3d": 72, "7d": 168}
_USUAL: Final = "24h"


@require_safe
def patrols(request: SignedRequest) -> HttpResponse:
    """Tonight, with the rounds of the last days below."""
    region = _region(request)
    cursor = uuid_cursor(request.GET.get("before"))
    rows = selectors_patrol.recent_rounds(region=region, before=cursor, limit=SIZE + 1)
    page = page_of(rows, key=lambda row: row.id, cursor=cursor, size=SIZE)
    regions = region_choices(
        request.actor, local_date(request.now), deepest=Level.TOWNSHIP, blank=_("本辖区"), whole=True
    )
    context = {
        "page": page,
        "rounds": showing.round_lines(page.rows),
        "region_box": select_box("region", regions, request.GET.get("region", "")),
        "since_box": select_box("since", _spans(), _asked(request)),
        "filtered": bool(request.GET.get("region") or request.GET.get("since")),
        "query": request.GET.urlencode(),
        "may_record": permissions.allows(request.actor, "rescue.patrol.record"),
        **_tonight(request),
    }
    return render(request, "patrols/overview.html", context)


@require_GET
def tonight(request: SignedRequest) -> HttpResponse:
    """The part that changes while crews check in."""
    return fresh_part(request, "patrols/_tonight.html", lambda: _tonight(request))


def _tonight(request: SignedRequest) -> dict[str, Any]:
    region, now = _region(request), request.now
    spots = selectors_patrol.tonight(region, now, limit=MARKED)
    tally = selectors_patrol.tally(region, now)
    since = _since(request)
    seen = selectors_patrol.coverage(region, since=since, until=now + timedelta(seconds=1), limit=SHOWN)
    out = selectors_patrol.open_rounds(region=region)
    on = local_date(now)
    return {
        "mode": showing.mode_now(region, now),
        "spots": showing.spot_lines(spots[:SHOWN], now=now, on=on),
        "more": max(0, tally.total - SHOWN),
        "total": tally.total,
        "overdue": tally.overdue,
        "markers": showing.spot_markers(spots, now),
        "unmeasured": tally.unmeasured,
        "marked": MARKED if tally.total > MARKED else 0,
        "out": showing.round_lines(out),
        "coverage": seen,
        "missed": showing.place_lines(seen.missed, on),
        "missed_more": seen.left_out - len(seen.missed),
        "since": since,
    }


def _region(request: SignedRequest) -> int:
    """The division asked for, if it is one's own; else one's own."""
    asked = code_of(request.GET.get("region"))
    return asked if asked is not None and request.actor.sees(asked) else request.actor.region


def _asked(request: SignedRequest) -> str:
    asked = request.GET.get("since", "")
    return asked if asked in _SPANS else _USUAL


def _since(request: SignedRequest) -> datetime:
    return request.now - timedelta(hours=_SPANS[_asked(request)])


def _spans() -> list[tuple[str, str]]:
    words = {"12h": _("12 小时内"), "24h": _("24 小时内"), "3d": _("3 天内"), "7d": _("7 天内")}
    return [(key, words[key]) for key in _SPANS]
