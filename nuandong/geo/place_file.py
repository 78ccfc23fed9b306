"""A list of places as people keep it, read and checked row by row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from django.utils import translation

from nuandong.geo.cells import read_code, read_degrees, read_whole
from nuandong.geo.coordinates import Point
from nuandong.geo.details import PlaceDetails
from nuandong.geo.errors import RowProblems
from nuandong.geo.kinds import Area, CoordinateSystem, PlaceKind
from nuandong.kernel.errors import Invalid
from nuandong.kernel.sheets import Row, read_rows
from nuandong.kernel.text import gettext_noop as _

COLUMNS: Final[Mapping[str, Sequence[str]]] = {
    "name": ("名称", "点位名称", "场所名称"),
    "kind": ("类型", "类别", "点位类型", "场所类型"),
    "region": ("区划代码", "所属区划代码", "代码"),
    "address": ("地址", "详细地址", "位置"),
    "lon": ("经度", "lng", "longitude"),
    "lat": ("纬度", "latitude"),
    "source_system": ("坐标系", "坐标系统"),
    "area": ("片区", "片区类型", "区域类型"),
    "patrol_weight": ("巡查权重", "权重"),
    "notes": ("备注", "说明"),
}

_AREA_WORDS: Final = {
    "城区": Area.URBAN,
    "城市": Area.URBAN,
    "乡村": Area.RURAL,
    "农村": Area.RURAL,
    "偏远": Area.REMOTE,
    "偏远山区": Area.REMOTE,
    "山区": Area.REMOTE,
    **{area.value: area for area in Area},
}
_SYSTEM_WORDS: Final = {
    "": CoordinateSystem.WGS84,
    "gps": CoordinateSystem.WGS84,
    "wgs84": CoordinateSystem.WGS84,
    "cgcs2000": CoordinateSystem.CGCS2000,
    "国家2000": CoordinateSystem.CGCS2000,
    "gcj02": CoordinateSystem.GCJ02,
    "高德": CoordinateSystem.GCJ02,
    "腾讯": CoordinateSystem.GCJ02,
    "火星": CoordinateSystem.GCJ02,
    "bd09": CoordinateSystem.BD09,
    "百度": CoordinateSystem.BD09,
}
_KIND_WORDS: Final = {
    "码头": PlaceKind.PORT,
    "汽车站": PlaceKind.BUS_STATION,
    "商业区": PlaceKind.COMMERCIAL,
    "繁华街区": PlaceKind.COMMERCIAL,
    "主干道": PlaceKind.MAIN_ROAD,
    "桥梁": PlaceKind.BRIDGE,
    "涵洞": PlaceKind.BRIDGE,
    "桥洞": PlaceKind.BRIDGE,
    "人行地下通道": PlaceKind.UNDERPASS,
    "天桥": PlaceKind.FOOTBRIDGE,
    "人行过街天桥": PlaceKind.FOOTBRIDGE,
    "废弃房屋": PlaceKind.DERELICT,
    "废弃厂房": PlaceKind.DERELICT,
    "闲置房屋": PlaceKind.DERELICT,
    "工地": PlaceKind.CONSTRUCTION,
    "城中村": PlaceKind.URBAN_VILLAGE,
    "城郊村": PlaceKind.URBAN_VILLAGE,
    "棚户区": PlaceKind.DEMOLITION,
    "自助银行": PlaceKind.BANK,
    "宾馆": PlaceKind.HOTEL,
    "景区": PlaceKind.SCENIC,
    "交通枢纽": PlaceKind.TRAFFIC_HUB,
    "救助站": PlaceKind.STATION,
    "仓库": PlaceKind.STORE,
    "物资库": PlaceKind.STORE,
    "避寒场所": PlaceKind.SHELTER,
    "救助点": PlaceKind.RESCUE_POINT,
    **{kind.value: kind for kind in PlaceKind},
}


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One readable row; `stated` names the columns the file gave a value for."""

    number: int
    region: int
    columns: Mapping[str, object]
    stated: frozenset[str]


def read_places(data: bytes, problems: RowProblems) -> list[PlaceRow]:
    """Read a spreadsheet; rows at fault go to `problems`. Raises `Invalid` when there is no table at all."""
    rows: list[PlaceRow] = []
    first_seen: dict[tuple[object, ...], int] = {}
    for row in read_rows(data, COLUMNS, required=("name", "kind", "region")):
        read = _row(row, problems)
        if read is None:
            continue
        key = (read.region, read.columns["kind"], read.columns["name"])
        earlier = first_seen.setdefault(key, read.number)
        if earlier != read.number:
            problems.add(row.number, "名称", _("与第 %(earlier)d 行重复。"), earlier=earlier)
        rows.append(read)
    return rows


def _row(row: Row, problems: RowProblems) -> PlaceRow | None:
    region = read_code(row["region"])
    if region is None:
        problems.add(row.number, "区划代码", _("“%(given)s”不是 12 位区划代码。"), given=row["region"][:30])
    kind = _kinds().get(_word(row["kind"]))
    if kind is None:
        problems.add(row.number, "类型", _("不认识的点位类型“%(given)s”。"), given=row["kind"][:30])
    area = _area(row, problems)
    system = _SYSTEM_WORDS.get(_word(row["source_system"]).replace("-", "").removesuffix("地图").removesuffix("坐标"))
    if system is None:
        problems.add(row.number, "坐标系", _("不认识的坐标系“%(given)s”。"), given=row["source_system"][:30])
    weight = read_whole(row["patrol_weight"]) if row["patrol_weight"] else 1
    if weight is None:
        problems.add(row.number, "巡查权重", _("巡查权重应为 0 到 10 的整数。"))
    at = _point(row, problems)
    if region is None or kind is None or system is None or weight is None:
        return None
    details = PlaceDetails(
        kind=kind,
        name=row["name"],
        area=area,
        address=row["address"],
        at=at,
        system=system,
        patrol_weight=weight,
        notes=row["notes"],
    )
    try:
        return PlaceRow(row.number, region, details.columns(), _stated(row))
    except Invalid as error:
        problems.add(row.number, _heading(error.field), error.message, **error.params)
        return None


def _stated(row: Row) -> frozenset[str]:
    """What the file says about a place beyond its kind and name; a place is only moved by a new measurement."""
    stated = {name for name in ("address", "area", "patrol_weight", "notes") if row[name]}
    return frozenset(stated | ({"lat", "lon", "source_system"} if row["lat"] and row["lon"] else set()))


def _area(row: Row, problems: RowProblems) -> Area:
    word = _word(row["area"])
    area = _AREA_WORDS.get(word)
    if area is None and word:
        problems.add(row.number, "片区", _("片区应为城区、乡村或偏远山区。"))
    # Key locations of these plans lie in town unless the list says otherwise.
    return area or Area.URBAN


def _point(row: Row, problems: RowProblems) -> Point | None:
    if not row["lat"] and not row["lon"]:
        return None
    lat, lon = read_degrees(row["lat"]), read_degrees(row["lon"])
    if lat is None or lon is None:
        problems.add(row.number, "经度", _("经度和纬度都要填，写成十进制度数，例如 106.7135。"))
        return None
    try:
        return Point(lat, lon)
    except Invalid as error:
        problems.add(row.number, "经度", error.message)
        return None


@lru_cache(maxsize=1)
def _kinds() -> Mapping[str, PlaceKind]:
    """Words for kinds, the Chinese titles among them; the titles need the app registry, so not at import."""
    with translation.override("zh-hans"):
        titles = {_word(str(kind.label)): kind for kind in PlaceKind}
    parts = {part: kind for title, kind in titles.items() for part in title.split("、")}
    return parts | titles | _KIND_WORDS


def _word(text: str) -> str:
    return "".join(text.lower().split())


def _heading(field: str | None) -> str:
    return COLUMNS.get(field or "", COLUMNS["name"])[0]
