"""WGS-84, GCJ-02 and BD-09: storage is WGS-84, maps of Chinese providers want the others.

GCJ-02 shifts points inside a box around China by up to some 700 m; BD-09 adds a shift of its own. Both have
closed formulas one way; the way back is found by iteration. CGCS2000 equals WGS-84 within decimetres.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from nuandong.kernel.errors import Invalid
from nuandong.kernel.text import gettext_noop as _


class System(StrEnum):
    """The system a coordinate was given in."""

    WGS84 = "wgs84"
    CGCS2000 = "cgcs2000"
    GCJ02 = "gcj02"
    BD09 = "bd09"


@dataclass(frozen=True, slots=True)
class Point:
    """Latitude and longitude in degrees; out of range raises `Invalid`."""

    lat: float
    lon: float

    def __post_init__(self) -> None:
        # Written so that NaN fails as well.
        if not (-90 <= self.lat <= 90 and -180 <= self.lon <= 180):
            raise Invalid(
                "geo.coordinates_range",
                _("经纬度超出范围。"),
                _("纬度应在 -90 到 90、经度应在 -180 到 180 之间；请检查是否把经度和纬度填反了。"),
                field="coordinates",
            )


_AXIS: Final = 6378245.0
_ECCENTRICITY: Final = 0.00669342162296594323
_BD_ANGLE: Final = math.pi * 3000.0 / 180.0
_WEST, _EAST, _SOUTH, _NORTH = 72.004, 137.8347, 0.8293, 55.8271
_ROUNDS: Final = 12
_CLOSE: Final = 1e-10
EARTH_RADIUS_M: Final = 6_371_008.8


def to_wgs84(point: Point, system: System) -> Point:
    """A point given in `system`, as WGS-84; there and back differs by less than 1e-6 degrees (0.1 m)."""
    match system:
        case System.GCJ02:
            return _inverse(_gcj_from_wgs, point)
        case System.BD09:
            return _inverse(_gcj_from_wgs, _inverse(_bd_from_gcj, point))
        case System.WGS84 | System.CGCS2000:
            return point


def from_wgs84(point: Point, system: System) -> Point:
    """A WGS-84 point, as `system` wants it shown."""
    match system:
        case System.GCJ02:
            return _gcj_from_wgs(point)
        case System.BD09:
            return _bd_from_gcj(_gcj_from_wgs(point))
        case System.WGS84 | System.CGCS2000:
            return point


def distance_m(one: Point, other: Point) -> float:
    """Great-circle distance in metres (haversine, mean earth radius)."""
    lat1, lat2 = math.radians(one.lat), math.radians(other.lat)
    half_lat, half_lon = (lat2 - lat1) / 2, math.radians(other.lon - one.lon) / 2
    chord = math.sin(half_lat) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin(half_lon) ** 2
    return 2 * EARTH_RADIUS_M * math.asin(math.sqrt(min(1.0, chord)))


def box_around(point: Point, radius_m: float) -> tuple[Point, Point]:
    """South-west and north-east corners of a box that holds the circle; clipped at the poles and the date line."""
    lat = math.degrees(radius_m / EARTH_RADIUS_M)
    shrink = max(math.cos(math.radians(min(89.0, abs(point.lat) + lat))), 0.01)
    lon = lat / shrink
    return (
        Point(max(-90.0, point.lat - lat), max(-180.0, point.lon - lon)),
        Point(min(90.0, point.lat + lat), min(180.0, point.lon + lon)),
    )


def _gcj_from_wgs(point: Point) -> Point:
    if not (_WEST <= point.lon <= _EAST and _SOUTH <= point.lat <= _NORTH):
        return point
    x, y = point.lon - 105.0, point.lat - 35.0
    lat_rad = math.radians(point.lat)
    magic = 1 - _ECCENTRICITY * math.sin(lat_rad) ** 2
    root = math.sqrt(magic)
    shift_lat = math.degrees(_shift_lat(x, y) * magic * root / (_AXIS * (1 - _ECCENTRICITY)))
    shift_lon = math.degrees(_shift_lon(x, y) * root / (_AXIS * math.cos(lat_rad)))
    return Point(point.lat + shift_lat, point.lon + shift_lon)


def _shift_lat(x: float, y: float) -> float:
    shift = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * math.sqrt(abs(x))
    shift += _waves(x, (20.0, 6.0), (20.0, 2.0))
    shift += _waves(y, (20.0, 1.0), (40.0, 1 / 3))
    return shift + _waves(y, (160.0, 1 / 12), (320.0, 1 / 30))


def _shift_lon(x: float, y: float) -> float:
    shift = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * math.sqrt(abs(x))
    shift += _waves(x, (20.0, 6.0), (20.0, 2.0))
    shift += _waves(x, (20.0, 1.0), (40.0, 1 / 3))
    return shift + _waves(x, (150.0, 1 / 12), (300.0, 1 / 30))


def _waves(value: float, *terms: tuple[float, float]) -> float:
    return sum(height * math.sin(value * pace * math.pi) for height, pace in terms) * 2.0 / 3.0


def _bd_from_gcj(point: Point) -> Point:
    radius = math.hypot(point.lon, point.lat) + 0.00002 * math.sin(point.lat * _BD_ANGLE)
    angle = math.atan2(point.lat, point.lon) + 0.000003 * math.cos(point.lon * _BD_ANGLE)
    return Point(radius * math.sin(angle) + 0.006, radius * math.cos(angle) + 0.0065)


def _inverse(forward: Callable[[Point], Point], target: Point) -> Point:
    """The point that `forward` takes to `target`: the shifts vary slowly, so feeding back the miss converges."""
    guess = target
    for _round in range(_ROUNDS):
        reached = forward(guess)
        miss_lat, miss_lon = target.lat - reached.lat, target.lon - reached.lon
        if abs(miss_lat) < _CLOSE and abs(miss_lon) < _CLOSE:
            break
        guess = Point(guess.lat + miss_lat, guess.lon + miss_lon)
    return guess
