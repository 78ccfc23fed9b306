"""What is said about a place, cleaned and checked once for the form, the API and the import."""

from dataclasses import dataclass

from nuandong.geo.coordinates import Point, System, to_wgs84
from nuandong.geo.kinds import Area, CoordinateSystem, PlaceKind
from nuandong.kernel.errors import Invalid
from nuandong.kernel.text import clean_line
from nuandong.kernel.text import gettext_noop as _

MAX_PATROL_WEIGHT = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceDetails:
    """All that can be said and changed about a place; `at` is in degrees of `system`, None if unknown.

    `patrol_weight` runs from 0 (never needs a patrol) to 10 (first of all).
    """

    kind: PlaceKind
    name: str
    area: Area
    address: str = ""
    at: Point | None = None
    system: CoordinateSystem = CoordinateSystem.WGS84
    patrol_weight: int = 1
    notes: str = ""

    def columns(self) -> dict[str, object]:
        """The values as the table keeps them: cleaned words, WGS-84. Raises `Invalid` naming the field at fault."""
        name = clean_line(self.name, 80, field="name")
        if not name:
            raise Invalid("geo.place_name_empty", _("点位名称是空的。"), _("请填写名称。"), field="name")
        if not 0 <= self.patrol_weight <= MAX_PATROL_WEIGHT:
            raise Invalid(
                "geo.patrol_weight", _("巡查权重应为 0 到 10。"), _("0 表示不巡查，10 最优先。"), field="patrol_weight"
            )
        point = None if self.at is None else to_wgs84(self.at, System(self.system.value))
        return {
            "kind": self.kind.value,
            "name": name,
            "area": self.area.value,
            "address": clean_line(self.address, 200, field="address"),
            "lat": None if point is None else round(point.lat, 7),
            "lon": None if point is None else round(point.lon, 7),
            "source_system": self.system.value,
            "patrol_weight": self.patrol_weight,
            "notes": clean_line(self.notes, 500, field="notes"),
        }
