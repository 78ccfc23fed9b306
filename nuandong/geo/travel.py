"""How long a team needs: a port with one built-in estimate. A routing server is another class of the same shape."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Protocol, Self

from pydantic import Field

from nuandong.geo.coordinates import Point, distance_m
from nuandong.kernel import reference
from nuandong.kernel.errors import Invalid
from nuandong.kernel.text import gettext_noop as _


class AreaClass(StrEnum):
    URBAN = "urban"
    RURAL = "rural"
    REMOTE = "remote"


class RoadWeather(StrEnum):
    CLEAR = "clear"
    RAIN = "rain"
    SNOW = "snow"
    ICE = "ice"


@dataclass(frozen=True, slots=True)
class Estimate:
    """Whole minutes, rounded up, and the figures they came from, for showing why a team was chosen."""

    minutes: int
    explanation: Mapping[str, str | int | float]


class TravelTime(Protocol):
    """The port: minutes by road from one WGS-84 point to another."""

    def estimate(self, origin: Point, target: Point, *, area: AreaClass, weather: RoadWeather) -> Estimate: ...


Factor = Annotated[float, Field(gt=0, le=10)]


class TravelRules(reference.Entry):
    """The numbers of library/travel/*.yaml: factors without unit, speeds in km/h, minutes."""

    note: str
    winding: dict[AreaClass, Annotated[float, Field(ge=1, le=10)]]
    speed_kmh: dict[AreaClass, Annotated[float, Field(gt=0, le=130)]]
    weather: dict[RoadWeather, Factor]
    start_minutes: Annotated[int, Field(ge=0, le=120)]


class StraightLine:
    """Straight line times a winding factor, at a speed by area and weather. An estimate, and called one."""

    def __init__(self, rules: TravelRules) -> None:
        if not (
            set(rules.winding) == set(rules.speed_kmh) == set(AreaClass) and set(rules.weather) == set(RoadWeather)
        ):
            raise _wrong("winding, speed_kmh, weather")
        self._rules = rules

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read the numbers from a YAML file; raises `Invalid` naming what is wrong in it."""
        return cls(reference.read(path, TravelRules))

    def estimate(self, origin: Point, target: Point, *, area: AreaClass, weather: RoadWeather) -> Estimate:
        """Minutes from order to arrival, start included."""
        rules = self._rules
        line_km = distance_m(origin, target) / 1000
        road_km = line_km * rules.winding[area]
        speed = rules.speed_kmh[area] * rules.weather[weather]
        minutes = rules.start_minutes + math.ceil(road_km / speed * 60 - 1e-9)
        return Estimate(
            minutes,
            {
                "method": "straight_line",
                "line_km": round(line_km, 1),
                "winding": rules.winding[area],
                "road_km": round(road_km, 1),
                "speed_kmh": round(speed, 1),
                "area": area.value,
                "weather": weather.value,
                "start_minutes": rules.start_minutes,
            },
        )


def _wrong(what: str) -> Invalid:
    return Invalid(
        "geo.travel_file_wrong",
        _("行车时间参数文件有错：%(what)s。"),
        _("请对照 library/travel/default.yaml 改正。"),
        what=what,
    )
