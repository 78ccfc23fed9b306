"""Seasons, freezes, funds and shares in words."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from nuandong.geo import selectors as geo
from nuandong.geo.codes import Level, span
from nuandong.geo.outlines import centres
from nuandong.kernel.clock import local_date
from nuandong.kernel.text import gettext_noop
from nuandong.org import permissions
from nuandong.org import selectors as org
from nuandong.policy.library import standards
from nuandong.policy.sharing import PAID, Shared, said_words
from nuandong.relief import freezes, groups, limits, selectors_funding, selectors_season, sharing
from nuandong.relief.actions.freeze import SET
from nuandong.relief.forms.library import choices
from nuandong.relief.paying.write_offs import written_off
from nuandong.relief.procedures import procedure_of
from nuandong.relief.steps import ENDED, ApplicationState
from nuandong.web import wording
from nuandong.web.http import SignedRequest
from nuandong.web.paging import SIZE

if TYPE_CHECKING:
    from nuandong.relief.besides import Helped
    from nuandong.relief.models import Allocation, Decision, Season, Share

_WALK: Final = (
    (gettext_noop("户报"), (ApplicationState.REPORTED, ApplicationState.RETURNED)),
    (gettext_noop("村评"), (ApplicationState.ASSESSED,)),
    (gettext_noop("乡审"), (ApplicationState.WITH_TOWNSHIP, ApplicationState.REVIEWED)),
    (gettext_noop("县定"), (ApplicationState.WITH_COUNTY,)),
    (gettext_noop("已审定"), (ApplicationState.DECIDED,)),
)
_TONE_OF_PART: Final = ((100, wording.OK), (50, wording.SOON_TONE), (0, wording.LATE))


def title_of(row: "Season") -> str:
    return _("%(year)d 年度%(title)s") % {"year": row.year, "title": row.title}


def besides_lines(helped: "Helped") -> dict[str, Any]:
    """What other seasons of the year grant to the same people, with amounts; nothing where there is none."""
    heads = selectors_season.heads_of([one.household for one in helped.shown])
    return {
        "besides": [
            {"row": one, "head": heads.get(one.household, ""), "title": title_of(one.season)} for one in helped.shown
        ],
        "besides_homes": helped.homes,
        "besides_count": helped.count,
        "besides_more": helped.count > len(helped.shown),
        "besides_fen": helped.fen,
    }


def season_lines(rows: Sequence["Season"], now: datetime) -> list[dict[str, Any]]:
    """Seasons with their county, standard, and what was granted and claimed; three queries for any number."""
    places = geo.name_paths({row.region for row in rows}, local_date(now), top=Level.COUNTY)
    money = selectors_season.claimed([row.id for row in rows])
    return [
        {
            "row": row,
            "title": title_of(row),
            "place": places.get(row.region, str(row.region)),
            "standard": standard_title(row),
            "granted": money.get(row.id, (0, 0))[0],
            "claimed": money.get(row.id, (0, 0))[1],
        }
        for row in rows
    ]


def standard_title(row: "Season") -> str:
    found = standards().get(row.standard)
    return wording.said(found.title) if found else row.standard


def freeze_lines(year: int, request: SignedRequest) -> list[dict[str, Any]]:
    """What an audit holds in a year of the own regions or above them."""
    rows = [one for one in freezes.in_force(year) if _concerns(one.region, request)]
    places = geo.name_paths({row.region for row in rows}, local_date(request.now), top=Level.COUNTY)
    who = org.names_of([row.set_by for row in rows])
    return [
        {
            "row": row,
            "place": places.get(row.region, str(row.region)),
            "who": who.get(row.set_by, ""),
            "may_lift": permissions.allows(request.actor, SET, region=row.region),
        }
        for row in rows
    ]


def _concerns(region: int, request: SignedRequest) -> bool:
    return request.actor.sees(region) or span(region).contains(request.actor.region)


def above_lines(row: "Decision", today: date) -> dict[str, Any]:
    """Whom a list gives more than the limit per person, with the reasons of their villages; three queries."""
    found = row.applications.filter(limits.above(row.season)).order_by("region", "id")
    shown = list(found[:SIZE]) if row.season.limit_fen is not None else []
    names = geo.names({one.region for one in shown}, today) if shown else {}
    return {
        "above": [
            {
                "row": one,
                "village": names.get(one.region, ""),
                "each": limits.each_fen(one),
                "why": limits.reason_of(one),
            }
            for one in shown
        ],
        "above_count": found.count() if len(shown) == SIZE else len(shown),
    }


def first_lines(regions: Iterable[int], request: SignedRequest) -> dict[str, Any]:
    """Whom plans in force put first, and the words among them that nobody has matched with households."""
    found = groups.named(regions, local_date(request.now))
    return {
        "firsts": [(one, wording.listing(one.groups)) for one in found],
        "unmatched": [
            _("《%(plan)s》（%(source)s）的优先群体“%(words)s”没有写明对应哪些户，分配资金时不会优先。")
            % {"plan": one.plan, "source": one.source, "words": wording.listing(one.groups)}
            for one in groups.unknown(found)
        ],
    }


def season(row: "Season", request: SignedRequest) -> dict[str, Any]:
    """One season: how many stand at each step, township by township, money, and what an audit holds."""
    reach = selectors_season.reach(row)
    townships = selectors_season.by_township(row)
    names = geo.names(townships, local_date(request.now))
    ended = sum(reach[state].homes for state in ENDED if state in reach)
    granted, claimed = selectors_season.claimed([row.id]).get(row.id, (0, 0))
    return {
        "row": row,
        "title": title_of(row),
        "place": geo.name_path(row.region, local_date(request.now), top=Level.COUNTY),
        "standard": standard_title(row),
        "procedure": procedure_of(row),
        **first_lines([row.region, *townships], request),
        "months": None if row.follows_id else procedure_of(row).months.days(row.year),
        "tiles": [
            {
                "name": wording.said(name),
                "homes": sum(reach[state].homes for state in states if state in reach),
                "fen": sum(reach[state].fen for state in states if state in reach),
            }
            for name, states in _WALK
        ],
        "ended": ended,
        "granted": granted,
        "claimed": claimed,
        "lost": written_off(row),
        "held": selectors_funding.held_fen(row),
        "townships": [
            {
                "name": names.get(code, str(code)),
                "cells": [(wording.said(name), sum(line.get(state, 0) for state in states)) for name, states in _WALK],
                "ended": sum(line.get(state, 0) for state in ENDED),
                "all": sum(line.values()),
            }
            for code, line in townships.items()
        ],
        "walk": [wording.said(name) for name, _states in _WALK],
        "frozen": freeze_lines(row.year, request),
        "struck": struck(row, request),
        "ordinary": row.follows,
        "ordinary_title": title_of(row.follows) if row.follows else "",
        "followers": [(one, title_of(one)) for one in row.followed_by.order_by("-opened_at")],
    }


def struck(row: "Season", request: SignedRequest) -> dict[str, Any] | None:
    """Which disaster, when and where, of temporary relief."""
    if row.follows_id is None:
        return None
    names = geo.name_paths(row.places, local_date(request.now), top=Level.TOWNSHIP) if row.places else {}
    return {
        "hazard": wording.said(choices("hazards")[row.hazard].title)
        if row.hazard in choices("hazards")
        else row.hazard,
        "places": [names.get(code, str(code)) for code in row.places],
    }


def shares(shared: Shared, request: SignedRequest) -> dict[str, Any]:
    """What a budget gives, as tables, a chart and markers on the map: townships, then villages."""
    regions = [one for one in shared.shares if one.level != "household"]
    names = geo.names({sharing.region_of(one) for one in regions}, local_date(request.now))
    lines: list[dict[str, Any]] = [
        {
            "level": one.level,
            "region": sharing.region_of(one),
            "name": names.get(sharing.region_of(one), one.place[1] or one.place[0]),
            "need": one.need,
            "share": one.share,
            "left": one.left,
            "percent": 100 * one.share // one.need if one.need else 100,
            "words": one.words(_),
            "status": one.status,
        }
        for one in regions
    ]
    return {
        "lines": [line | {"tone": tone_of(line["percent"])} for line in lines],
        "budget": shared.budget,
        "given": shared.given,
        "left": shared.left,
        "need": shared.need,
        "homes": sum(one.level == "household" for one in shared.shares),
        "unfunded": sum(one.level == "household" for one in shared.unfunded),
    } | pictures([line for line in lines if line["level"] == "township"])


def pictures(townships: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """A chart of need and share in yuan, and a marker for each township whose outline is known."""
    points = centres([line["region"] for line in townships])
    return {
        "chart": {
            "x": [line["name"] for line in townships],
            "series": [
                {"name": _("需要"), "values": [line["need"] / 100 for line in townships]},
                {"name": _("分到"), "values": [line["share"] / 100 for line in townships]},
            ],
            "unit": _("元"),
        },
        "markers": [
            {
                "id": str(line["region"]),
                "lng": points[line["region"]][1],
                "lat": points[line["region"]][0],
                "tone": tone_of(line["percent"]),
                "icon": "receipt",
                "title": line["name"],
                "note": _("分到需要的 %(percent)d%%") % {"percent": line["percent"]},
            }
            for line in townships
            if line["region"] in points
        ],
        "outline_url": reverse("outlines"),
    }


def tone_of(percent: int) -> str:
    return next(tone for least, tone in _TONE_OF_PART if percent >= least)


def allocation_lines(rows: Iterable["Allocation"]) -> list[dict[str, Any]]:
    """Allocations with their states in words; one query for the names."""
    listed = list(rows)
    who = org.names_of([one for row in listed for one in (row.drafted_by, row.decided_by) if one])
    return [
        {
            "row": row,
            "who": who.get(row.drafted_by, ""),
            "decider": who.get(row.decided_by, "") if row.decided_by else "",
            "state": state_of(row),
        }
        for row in listed
    ]


def state_of(row: "Allocation") -> tuple[str, str]:
    """Tone and words."""
    if row.decided_at and row.replaced_at is None:
        return wording.OK, _("执行中")
    if row.decided_at:
        return wording.MUTE, _("已被新的分配代替")
    if row.replaced_at:
        return wording.MUTE, _("已作废")
    return wording.SOON_TONE, _("待审定")


def kept_shares(row: "Allocation", request: SignedRequest) -> dict[str, Any]:
    """The shares of a kept allocation as the actor may see them: regions, and the households that get nothing."""
    regions = list(row.shares.exclude(level="household").order_by("region", "level"))
    without = list(row.shares.filter(level="household").exclude(status=PAID).order_by("region", "priority", "id")[:200])
    names = geo.names({one.region for one in [*regions, *without]}, local_date(request.now))
    heads = selectors_funding.heads_of([one.application_id for one in without if one.application_id])
    lines: list[dict[str, Any]] = [
        {
            "level": one.level,
            "region": one.region,
            "name": names.get(one.region, str(one.region)),
            "need": one.need_fen,
            "share": one.share_fen,
            "left": one.left_fen,
            "percent": 100 * one.share_fen // one.need_fen if one.need_fen else 100,
            "words": said_of(one),
            "status": one.status,
        }
        for one in sorted(regions, key=lambda one: (one.region, one.level))
    ]
    return {
        "lines": [line | {"tone": tone_of(line["percent"])} for line in lines],
        "without": [
            {
                "row": one,
                "name": names.get(one.region, str(one.region)),
                "head": heads.get(one.application_id, "") if one.application_id else "",
                "words": said_of(one),
            }
            for one in without
        ],
        "without_all": row.shares.filter(level="household").exclude(status=PAID).count(),
    } | pictures([line for line in lines if line["level"] == "township"])


def said_of(one: "Share") -> str:
    return said_words(one.said, _)
