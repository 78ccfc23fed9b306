"""Who answers for a duty in a division (OPS-002, OPS-006)."""

from types import SimpleNamespace
from uuid import UUID

import pytest

from nuandong.org.kinds import UnitKind
from nuandong.tasks.owning import over, owner_of
from tests.cast import COUNTY, PREFECTURE, TOWNSHIP_A, TOWNSHIP_B, VILLAGE_A


def unit(number, kind, region, name):
    return SimpleNamespace(id=UUID(int=number), kind=kind, region=region, name=name)


CITY = unit(1, UnitKind.BUREAU, PREFECTURE, "市民政局")
BUREAU = unit(2, UnitKind.BUREAU, COUNTY, "县民政局")
STATION = unit(3, UnitKind.STATION, COUNTY, "县救助站")
POLICE = unit(4, UnitKind.POLICE, COUNTY, "县公安局")
TOWN = unit(5, UnitKind.TOWNSHIP, TOWNSHIP_A, "甲镇政府")
VILLAGE = unit(6, UnitKind.VILLAGE, VILLAGE_A, "甲村")
ALL = [POLICE, VILLAGE, TOWN, STATION, BUREAU, CITY]


@pytest.mark.parametrize(
    ("region", "more", "owner"),
    [
        (TOWNSHIP_A, {}, TOWN),
        (VILLAGE_A, {}, VILLAGE),
        (TOWNSHIP_B, {}, BUREAU),
        (COUNTY, {}, BUREAU),
        (PREFECTURE, {}, CITY),
        (TOWNSHIP_A, {"family": "rescue", "about_subject": True}, STATION),
        (TOWNSHIP_A, {"family": "rescue"}, TOWN),
        (TOWNSHIP_A, {"family": "heating", "about_subject": True}, TOWN),
        (TOWNSHIP_A, {"words": "公安局"}, POLICE),
        (TOWNSHIP_A, {"words": "宣传报道组"}, TOWN),
    ],
)
def test_who_answers(region, more, owner):
    assert owner_of(region, ALL, **more) is owner


def test_where_nobody_works_and_who_looks_after_whom():
    assert owner_of(COUNTY, [TOWN]) is None
    assert owner_of(COUNTY, [POLICE]) is POLICE
    assert (over(TOWN, ALL), over(BUREAU, ALL), over(CITY, ALL)) == (BUREAU, CITY, CITY)
