"""The issuer's polygons and circles (WGS-84) as the map draws them."""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

_METRES_PER_DEGREE: Final = 111_320
_CORNERS: Final = 48

Geometry = Mapping[str, Sequence[Any]]


def features(geometry: Geometry, name: str) -> dict[str, Any]:
    """GeoJSON of a warning's area; a circle becomes a ring of 48 corners. Stored pairs are latitude, longitude."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"name": name, "focus": True, "unnamed": place > 0, "centre": _middle(ring)},
                "geometry": {"type": "Polygon", "coordinates": [ring]},
            }
            for place, ring in enumerate(_rings(geometry))
        ],
    }


def centre(geometry: Geometry) -> list[float] | None:
    """Longitude and latitude of the middle of all shapes, where the map opens."""
    points = [point for ring in _rings(geometry) for point in ring]
    return _middle(points) if points else None


def _rings(geometry: Geometry) -> Iterable[list[list[float]]]:
    for ring in geometry.get("polygons", ()):
        yield [[longitude, latitude] for latitude, longitude in ring]
    for latitude, longitude, radius_km in geometry.get("circles", ()):
        yield _circle(latitude, longitude, radius_km * 1000)


def _circle(latitude: float, longitude: float, radius: float) -> list[list[float]]:
    high = radius / _METRES_PER_DEGREE
    wide = high / max(math.cos(math.radians(latitude)), 0.01)
    turns = [2 * math.pi * corner / _CORNERS for corner in range(_CORNERS)]
    ring = [[longitude + wide * math.cos(turn), latitude + high * math.sin(turn)] for turn in turns]
    return [*ring, ring[0]]


def _middle(ring: Sequence[Sequence[float]]) -> list[float]:
    longitudes, latitudes = [p[0] for p in ring], [p[1] for p in ring]
    return [(min(longitudes) + max(longitudes)) / 2, (min(latitudes) + max(latitudes)) / 2]
