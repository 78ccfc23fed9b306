"""The ways into the demo, the same in every load; the sign-in page of a demo lists them."""

from dataclasses import dataclass
from typing import Final

PASSWORD: Final = "nuandong-demo"  # noqa: S105  printed for everybody to see; demo data only


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody with a login: its name, the role, the key of his unit, and what he is called in lists."""

    key: str
    role: str
    unit: str
    title: str


SEATS: Final = (
    Seat("operator", "duty_operator", "station", "值班员"),
    Seat("operator2", "duty_operator", "station", "值班员（第二人）"),
    Seat("leader", "duty_leader", "bureau", "带班领导"),
    Seat("station", "station_worker", "station", "救助站工作人员"),
    Seat("station2", "station_worker", "station", "救助站工作人员（第二人）"),
    Seat("head", "station_head", "station", "救助站负责人"),
    Seat("officer", "county_officer", "bureau", "县级业务主管"),
    Seat("storekeeper", "storekeeper", "station", "物资管理员"),
    Seat("clerk", "township_clerk", "town", "乡镇民政员"),
    Seat("clerk2", "township_clerk", "town2", "乡镇民政员（邻乡）"),
    Seat("sysadmin", "sysadmin", "bureau", "系统管理员"),
    Seat("auditor", "auditor", "bureau", "审计员"),
    Seat("cadre", "village_cadre", "village", "村干部"),
    Seat("cadre2", "village_cadre", "village", "村干部（第二人）"),
    Seat("boss", "county_leader", "bureau", "县级分管领导"),
    Seat("finance", "county_finance", "treasury", "县财政经办"),
    Seat("neighbour", "duty_operator", "neighbour", "邻县值班员"),
)
CREW_SEATS: Final = (
    Seat("crew1", "crew_member", "station", "巡查队员（街面巡查一队）"),
    Seat("crew2", "crew_member", "station", "巡查队员（街面巡查二队）"),
    Seat("crew3", "crew_member", "volunteer", "巡查队员（志愿服务队）"),
)
"""Crews of every size of the demo; larger ones have more."""
