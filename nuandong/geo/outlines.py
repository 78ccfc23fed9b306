"""Boundaries for the map: what a GeoJSON file may hold, and reading them back."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, Sum
from shapely import make_valid
from shapely.errors import ShapelyError
from shapely.geometry import MultiPolygon, Polygon, mapping, shape
from shapely.geometry.base import BaseGeometry

from nuandong.geo.codes import Level, at_level, level_of, span
from nuandong.geo.models import Outline, Place
from nuandong.kernel.actors import Span
from nuandong.kernel.errors import Invalid
from nuandong.kernel.text import gettext_noop as _

MAX_BYTES: Final = 40_000_000
TOLERANCE: Final = 0.001
"""Degrees; some 100 m, less than a pixel of a county on a screen."""
_CODE_KEYS: Final = ("code", "adcode", "gb", "区划代码", "代码")


@dataclass(frozen=True, slots=True)
class Boundary:
    """A readable outline of a file."""

    code: int
    geometry: dict[str, Any]
    centre_lat: float
    centre_lon: float


def read_outlines(data: bytes) -> list[Boundary]:
    """The boundaries of a GeoJSON FeatureCollection; features without a division code are left out.

    A code stands in a property `code`, `adcode` or `gb`, with six to twelve digits (a leading 156 of GB codes is cut).
    Raises Invalid for a file that is no such collection, or whose shapes are no areas in degrees.
    """
    if len(data) > MAX_BYTES:
        raise _refused("too_large")
    try:
        features = json.loads(data)["features"]
        found = [boundary for feature in features if (boundary := _boundary(feature)) is not None]
    except (ValueError, KeyError, TypeError, ShapelyError, RecursionError):
        raise _refused("not_geojson") from None
    if not found:
        raise _refused("no_outlines")
    return found


def _boundary(feature: dict[str, Any]) -> Boundary | None:
    code = _code(feature.get("properties") or {})
    if code is None:
        return None
    area = make_valid(shape(feature["geometry"])).simplify(TOLERANCE)
    area = MultiPolygon(list(_areas(area)))
    west, south, east, north = area.bounds
    if area.is_empty or not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise ValueError("not an area in degrees")
    centre = area.representative_point()
    return Boundary(code, json.loads(json.dumps(mapping(area))), round(centre.y, 6), round(centre.x, 6))


def _areas(geometry: BaseGeometry) -> Iterator[Polygon]:
    if isinstance(geometry, Polygon):
        yield geometry
    for part in getattr(geometry, "geoms", ()):
        yield from _areas(part)


def _code(properties: dict[str, Any]) -> int | None:
    for key in _CODE_KEYS:
        digits = str(properties.get(key) or "")
        if key == "gb":
            digits = digits.removeprefix("156")
        if digits.isascii() and digits.isdigit() and 6 <= len(digits) <= 12:
            return int(digits.ljust(12, "0"))
    return None


def outlines(span: Span) -> Sequence[Outline]:
    """The boundaries to draw for somebody who sees `span`: his divisions and the ones beside them, one level deep.

    The rows of his own regions, and the county-level neighbours of the same prefecture as a frame.
    """
    level = level_of(span.lo) if span.hi - span.lo < 10**12 else Level.PROVINCE
    frame = at_level(span.lo, Level.PREFECTURE) if level > Level.PREFECTURE else span.lo
    return list(Outline.objects.filter(code__gte=frame, code__lt=max(span.hi, frame + 10**8)).order_by("code")[:400])


def _refused(reason: str) -> Invalid:
    return Invalid(
        f"geo.outline_{reason}",
        _("这个文件不能作为区划边界。"),
        _("请提供经纬度（WGS-84 或 CGCS2000）的 GeoJSON 面要素集合，每个要素带区划代码，文件不超过 40 MB。"),
        field="file",
    )


def centres(codes: Iterable[int]) -> dict[int, tuple[float, float]]:
    """Latitude and longitude of the middle of divisions: of the outline, else of the measured places within that the
    entered scope shows; divisions with neither are left out. At most two queries.
    """
    wanted = set(codes)
    rows = Outline.objects.filter(code__in=wanted).values_list("code", "centre_lat", "centre_lon")
    found = {code: (float(lat), float(lon)) for code, lat, lon in rows}
    return found | _middles(wanted - found.keys())


def _middles(codes: set[int]) -> dict[int, tuple[float, float]]:
    """The middle of the measured places of each division, rounded to some ten metres."""
    if not codes:
        return {}
    spans = {code: span(code) for code in codes}
    lo, hi = min(one.lo for one in spans.values()), max(one.hi for one in spans.values())
    rows = Place.objects.filter(region__gte=lo, region__lt=hi, active=True, lat__isnull=False, lon__isnull=False)
    sums: dict[int, tuple[int, float, float]] = {}
    by_region = rows.order_by().values_list("region").annotate(n=Count("id"), lat=Sum("lat"), lon=Sum("lon"))
    for region, n, lat, lon in by_region:
        for code in codes & {region, at_level(region, Level.TOWNSHIP), at_level(region, Level.COUNTY)}:
            before = sums.get(code, (0, 0.0, 0.0))
            sums[code] = (before[0] + n, before[1] + lat, before[2] + lon)
    return {code: (round(lat / n, 4), round(lon / n, 4)) for code, (n, lat, lon) in sums.items()}
