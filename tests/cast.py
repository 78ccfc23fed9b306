"""The fixed cast of the tests: who works where. Two townships of one county, and an outsider from the next county."""

from datetime import datetime
from types import SimpleNamespace

from nuandong.geo.codes import span
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import SHANGHAI
from nuandong.kernel.ids import seeded_id
from nuandong.org import catalogue

NOW = datetime(2026, 12, 1, 20, 0, tzinfo=SHANGHAI)

COUNTY = 520102000000
TOWNSHIP_A = 520102001000
TOWNSHIP_B = 520102002000
VILLAGE_A = 520102001001
VILLAGE_B = 520102002001
OTHER_COUNTY = 520103000000
PREFECTURE = 520100000000


def actor(name: str, role: str, region: int, *, second_factor: bool = False) -> Actor:
    """A member of the cast with the permissions of a role from library/roles."""
    staff = seeded_id(NOW, "staff", name)
    return Actor(
        staff=staff,
        typist=staff,
        unit=seeded_id(NOW, "unit", region),
        region=region,
        spans=(span(region),),
        permissions=frozenset(catalogue.default_roles()[role].permissions),
        second_factor=second_factor,
    )


def cast() -> SimpleNamespace:
    return SimpleNamespace(
        operator=actor("operator", "duty_operator", COUNTY),
        leader=actor("leader", "duty_leader", COUNTY, second_factor=True),
        crew=actor("crew", "crew_member", COUNTY),
        station=actor("station", "station_worker", COUNTY),
        head=actor("head", "station_head", COUNTY, second_factor=True),
        officer=actor("officer", "county_officer", COUNTY, second_factor=True),
        storekeeper=actor("storekeeper", "storekeeper", COUNTY),
        clerk_a=actor("clerk_a", "township_clerk", TOWNSHIP_A),
        clerk_b=actor("clerk_b", "township_clerk", TOWNSHIP_B),
        cadre_a=actor("cadre_a", "village_cadre", VILLAGE_A),
        cadre_b=actor("cadre_b", "village_cadre", VILLAGE_B),
        boss=actor("boss", "county_leader", COUNTY, second_factor=True),
        finance=actor("finance", "county_finance", COUNTY, second_factor=True),
        sysadmin=actor("sysadmin", "sysadmin", COUNTY, second_factor=True),
        auditor=actor("auditor", "auditor", COUNTY, second_factor=True),
        outsider=actor("outsider", "duty_operator", OTHER_COUNTY),
    )
