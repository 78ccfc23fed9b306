"""Reads of dispatches: who can go, who is bound where, what a crew has to do. In the entered scope."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from nuandong.duty import selectors as duty
from nuandong.geo.coordinates import Point
from nuandong.geo.places import places_near
from nuandong.geo.travel import AreaClass
from nuandong.machine.together import listed
from nuandong.rescue import conditions, reference
from nuandong.rescue.choosing import Busy, Choice, Target, choose
from nuandong.rescue.models import Clue, Dispatch
from nuandong.rescue.states.dispatch import LIVE, DispatchState
from nuandong.vault import api as vault

_NEIGHBOURHOOD_M: Final = 2000
_MINUTE: Final = timedelta(minutes=1)


def choose_team(clue: Clue, now: datetime) -> Choice:
    """The teams on duty that may go to a clue, the best first, each with reasons; those already sent are left out."""
    sent = set(clue.dispatches.filter(state__in=LIVE).values_list("team", flat=True))
    teams = [team for team in duty.on_duty(now, clue.region) if team.team not in sent]
    rules = reference.response()
    target = Target(
        region=clue.region,
        point=point_of(clue),
        area=area_of(clue),
        weather=conditions.road(clue.region, now),
        abilities=frozenset(
            ability.value
            for hint in clue.hints
            if hint in reference.hints()
            for ability in reference.hints()[hint].abilities
        ),
        limit=int(rules.limit(remote=clue.remote) / _MINUTE),
    )
    return choose(target, teams, busy=busy([team.team for team in teams], now), travel=reference.travel(), at=now)


def busy(teams: Collection[UUID], now: datetime) -> dict[UUID, Busy]:
    """Which teams are bound to a clue, and for about how many minutes yet; of several clues the longest counts."""
    handling = reference.response().handling
    bound: dict[UUID, Busy] = {}
    live = Dispatch.objects.filter(team__in=list(teams), state__in=LIVE).select_related("clue")
    for dispatch in live.order_by("ordered_at"):
        if dispatch.state == DispatchState.ON_SCENE and dispatch.on_scene_at is not None:
            left = handling - _minutes(now - dispatch.on_scene_at)
        else:
            left = (dispatch.estimate_minutes or 0) - _minutes(now - dispatch.ordered_at)
            left = max(left, 0) + handling
        one = Busy(max(left, 1), dispatch.clue.number, point_of(dispatch.clue))
        if dispatch.team_id not in bound or bound[dispatch.team_id].minutes < one.minutes:
            bound[dispatch.team_id] = one
    return bound


def dispatches_of(clue: UUID) -> list[Dispatch]:
    """Every dispatch to a clue, the latest first."""
    return list(Dispatch.objects.filter(clue=clue).select_related("team", "vehicle").order_by("-ordered_at", "-id"))


def reason_of(dispatch: Dispatch) -> str:
    """Why this team was taken, why it declined, or why it was called back; empty without words."""
    if dispatch.reason_sealed is None:
        return ""
    return vault.open_sealed(Dispatch._meta.db_table, "reason_sealed", dispatch.id, bytes(dispatch.reason_sealed))


def live_of_team(team: UUID) -> list[Dispatch]:
    """What a crew has to do now, the oldest order first."""
    return listed(Dispatch.objects.filter(team=team, state__in=LIVE).select_related("clue").order_by("ordered_at"))


def live_in(teams: Collection[UUID]) -> dict[UUID, list[Dispatch]]:
    """The live dispatches of several teams, by team."""
    found: dict[UUID, list[Dispatch]] = {}
    for one in (
        Dispatch.objects.filter(team__in=list(teams), state__in=LIVE).select_related("clue").order_by("ordered_at")
    ):
        found.setdefault(one.team_id, []).append(one)
    return found


def point_of(clue: Clue) -> Point | None:
    """Where the clue is, WGS-84; None while nobody knows."""
    if clue.lat is not None and clue.lon is not None:
        return Point(clue.lat, clue.lon)
    return clue.place.point if clue.place is not None else None


def area_of(clue: Clue) -> AreaClass:
    """The class of area that decides the speed: of its place, else remote if marked so, else of the nearest place."""
    if clue.place is not None:
        return AreaClass(clue.place.area)
    if clue.remote:
        return AreaClass.REMOTE
    point = point_of(clue)
    near = places_near(point, _NEIGHBOURHOOD_M, limit=1) if point is not None else []
    return AreaClass(near[0][0].area) if near else AreaClass.RURAL


def _minutes(span: timedelta) -> int:
    return int(span / _MINUTE)
