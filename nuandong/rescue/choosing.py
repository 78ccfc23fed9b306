"""Which team goes: the able ones by the time they need, each with its reasons; and why nobody is near enough."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from nuandong.duty.selectors import TeamOnDuty
from nuandong.geo.codes import contains
from nuandong.geo.coordinates import Point, distance_m
from nuandong.geo.travel import AreaClass, RoadWeather, TravelTime
from nuandong.kernel.text import gettext_noop as _

ABILITY_WORDS: Final = {
    "minors": _("未成年人救助"),
    "medical": _("医疗急救"),
    "mental": _("精神障碍照护"),
    "female_member": _("女队员"),
    "lifting": _("抬护行动不便者"),
}
WEATHER_WORDS: Final = {
    RoadWeather.RAIN: _("雨天路滑，车速约 %(speed)s 公里每小时"),
    RoadWeather.SNOW: _("雪天，车速约 %(speed)s 公里每小时"),
    RoadWeather.ICE: _("道路结冰，车速约 %(speed)s 公里每小时"),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """A sentence as a Chinese msgid with its values; translated where it is shown."""

    words: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Busy:
    """A team is bound to another clue for so many minutes yet; `then_at` is where it will be (None: unknown)."""

    minutes: int
    number: str
    then_at: Point | None


@dataclass(frozen=True, slots=True)
class Target:
    """Where somebody is needed, what a team should be able to do, and how many minutes the way may take."""

    region: int
    point: Point | None
    area: AreaClass
    weather: RoadWeather
    abilities: frozenset[str]
    limit: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """A team with the minutes until it can be there (None: cannot be estimated), and why it stands where it stands."""

    team: TeamOnDuty
    minutes: int | None
    free_in: int
    missing: tuple[str, ...]
    reasons: tuple[Reason, ...]
    figures: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Choice:
    """The teams, the best first, and why the limit cannot be kept; no words of shortfall when it can."""

    candidates: tuple[Candidate, ...]
    shortfall: tuple[Reason, ...]
    limit: int

    @property
    def best(self) -> Candidate | None:
        return self.candidates[0] if self.candidates else None

    def candidate(self, team: UUID) -> Candidate | None:
        return next((one for one in self.candidates if one.team.team == team), None)


def choose(
    target: Target, teams: Sequence[TeamOnDuty], *, busy: Mapping[UUID, Busy], travel: TravelTime, at: datetime
) -> Choice:
    """The teams in the order in which they should be sent.

    Able before unable, reported for duty before only planned, then by minutes: those until it is free and those of the
    way. A team whose way cannot be estimated comes after those whose can, the one of the nearest region first.
    """
    found = [_weigh(target, team, busy.get(team.team), travel) for team in teams if team.until > at]
    found.sort(key=lambda one: _order(one, target))
    return Choice(tuple(found), _shortfall(found, target), target.limit)


def written(choice: Choice, chosen: UUID) -> dict[str, Any]:
    """The choice as it is kept with the dispatch: plain values, words still to be translated."""
    return {
        "chosen": str(chosen),
        "limit": choice.limit,
        "shortfall": [_plain(reason) for reason in choice.shortfall],
        "candidates": [
            {
                "team": str(one.team.team),
                "name": one.team.name,
                "minutes": one.minutes,
                "free_in": one.free_in,
                "missing": list(one.missing),
                "reasons": [_plain(reason) for reason in one.reasons],
                "figures": dict(one.figures),
            }
            for one in choice.candidates
        ],
    }


def _plain(reason: Reason) -> dict[str, Any]:
    return {"words": reason.words, "values": dict(reason.values)}


def _weigh(target: Target, team: TeamOnDuty, busy: Busy | None, travel: TravelTime) -> Candidate:
    reasons: list[Reason] = []
    missing = tuple(sorted(target.abilities - team.abilities))
    reasons += [Reason(_("缺少能力：%(ability)s"), {"ability": ABILITY_WORDS.get(one, one)}) for one in missing]
    if target.abilities and not missing:
        reasons.append(Reason(_("具备所需能力")))
    if not team.started:
        reasons.append(Reason(_("已排班，尚未签到上岗")))
    free_in, origin = 0, None if team.position is None else Point(team.position.lat, team.position.lon)
    if busy is not None:
        free_in, origin = busy.minutes, busy.then_at or origin
        reasons.append(
            Reason(
                _("正在办理线索 %(number)s，约 %(minutes)d 分钟后能出发"), {"number": busy.number, "minutes": free_in}
            )
        )
    elif team.position is not None and team.position.source == "base":
        reasons.append(Reason(_("没有报位置，按驻地估计")))
    if target.point is None or origin is None:
        reasons.append(
            Reason(_("线索没有坐标，无法估计路程")) if target.point is None else Reason(_("队伍位置不明，无法估计路程"))
        )
        return Candidate(team, None, free_in, missing, tuple(reasons), {})
    estimate = travel.estimate(origin, target.point, area=target.area, weather=target.weather)
    minutes = free_in + estimate.minutes
    kilometres = round(distance_m(origin, target.point) / 1000, 1)
    reasons.insert(0, Reason(_("直线 %(km)s 公里，预计 %(minutes)d 分钟到场"), {"km": kilometres, "minutes": minutes}))
    return Candidate(team, minutes, free_in, missing, tuple(reasons), dict(estimate.explanation))


def _order(one: Candidate, target: Target) -> tuple[bool, bool, bool, int, int, str]:
    away = 0 if contains(one.team.region, target.region) or contains(target.region, one.team.region) else 1
    unknown = one.minutes is None
    return (
        bool(one.missing),
        not one.team.started,
        unknown,
        one.free_in if one.minutes is None else one.minutes,
        away,
        str(one.team.team),
    )


def _shortfall(found: Sequence[Candidate], target: Target) -> tuple[Reason, ...]:
    if not found:
        return (Reason(_("现在没有在岗的队伍，请联系带班领导")),)
    able = [one for one in found if not one.missing]
    lacking = [] if able else [Reason(_("在岗队伍都缺少所需能力，请同时联系有关部门"))]
    timed = [(one.minutes, one) for one in able or found if one.minutes is not None]
    if not timed:
        return (*lacking, Reason(_("不能估计到场时间，请电话询问队伍位置")))
    minutes, nearest = min(timed, key=lambda pair: pair[0])
    if minutes <= target.limit:
        return tuple(lacking)
    late = Reason(
        _("没有队伍能在 %(limit)d 分钟内到场：最快的 %(team)s 需要 %(minutes)d 分钟"),
        {"limit": target.limit, "team": nearest.team.name, "minutes": minutes},
    )
    return (*lacking, late, *_causes(nearest, found, target))


def _causes(nearest: Candidate, found: Sequence[Candidate], target: Target) -> list[Reason]:
    causes = []
    if target.weather in WEATHER_WORDS:
        causes.append(Reason(WEATHER_WORDS[target.weather], {"speed": nearest.figures["speed_kmh"]}))
    if nearest.free_in:
        causes.append(Reason(_("要等 %(minutes)d 分钟才能脱身"), {"minutes": nearest.free_in}))
    causes.append(Reason(_("路程约 %(km)s 公里"), {"km": nearest.figures["road_km"]}))
    faster = [one for one in found if one.missing and one.minutes is not None and one.minutes <= target.limit]
    causes += [Reason(_("%(team)s 更近，但缺少所需能力"), {"team": one.team.name}) for one in faster]
    return causes
