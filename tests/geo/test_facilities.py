"""Hospitals, stations and shelters that a township uses although its scope ends at its border."""

import pytest
from django.db import DatabaseError, connection, transaction

from nuandong.geo import facilities, places
from nuandong.geo.actions.register_place import register_place
from nuandong.geo.actions.retire_place import retire_place
from nuandong.geo.details import PlaceDetails
from nuandong.geo.kinds import Area, PlaceKind
from nuandong.geo.models import Place
from nuandong.kernel.actors import SYSTEM
from nuandong.org import scope
from tests.cast import COUNTY, NOW, OTHER_COUNTY, PREFECTURE, TOWNSHIP_A, TOWNSHIP_B, VILLAGE_A
from tests.databases import as_role

pytestmark = pytest.mark.django_db
HOUSES = {
    "村卫生室": (VILLAGE_A, PlaceKind.HOSPITAL),
    "西湖路卫生院": (TOWNSHIP_B, PlaceKind.HOSPITAL),
    "县人民医院": (COUNTY, PlaceKind.HOSPITAL),
    "市医院": (PREFECTURE, PlaceKind.HOSPITAL),
    "邻县医院": (OTHER_COUNTY, PlaceKind.HOSPITAL),
    "县救助站": (COUNTY, PlaceKind.STATION),
    "县仓库": (COUNTY, PlaceKind.STORE),
    "县城大桥": (COUNTY, PlaceKind.BRIDGE),
}


@pytest.fixture
def houses() -> dict[str, Place]:
    with scope.enter(SYSTEM):
        return {
            name: register_place(
                by=SYSTEM, now=NOW, region=region, details=PlaceDetails(kind=kind, name=name, area=Area.URBAN)
            )
            for name, (region, kind) in HOUSES.items()
        }


def names(region, *kinds):
    return {one.name for one in facilities.facilities_around(region, kinds)}


def test_a_township_names_the_hospitals_of_its_county_and_of_what_lies_above(houses, cast, as_actor):
    with as_actor(cast.clerk_a):
        assert names(TOWNSHIP_A, PlaceKind.HOSPITAL) == {"村卫生室", "西湖路卫生院", "县人民医院", "市医院"}
        assert names(VILLAGE_A, PlaceKind.HOSPITAL, PlaceKind.STATION) >= {"村卫生室", "县救助站"}
        found = facilities.facilities_around(VILLAGE_A, [PlaceKind.HOSPITAL])
        assert (found[0].name, found[0].id, found[0].region) == ("村卫生室", houses["村卫生室"].id, VILLAGE_A)


def test_a_county_names_its_own_and_those_above(houses, cast, as_actor):
    with as_actor(cast.operator):
        assert names(COUNTY, PlaceKind.HOSPITAL) == {"村卫生室", "西湖路卫生院", "县人民医院", "市医院"}


def test_other_kinds_stay_behind_the_scope(houses, cast, as_actor):
    with as_actor(cast.clerk_a):
        assert names(TOWNSHIP_A, *PlaceKind) == names(TOWNSHIP_A, *facilities.SHARED)
        assert names(TOWNSHIP_A, PlaceKind.STORE, PlaceKind.BRIDGE) == set()
        assert facilities.facility_names([one.id for one in houses.values()]).keys() == {
            houses[name].id for name, (_region, kind) in HOUSES.items() if kind in facilities.SHARED
        }
        # The register itself shows no row more than before.
        assert set(Place.objects.values_list("name", flat=True)) == {"村卫生室"}


@pytest.mark.parametrize("region", [TOWNSHIP_B, COUNTY, OTHER_COUNTY])
def test_nobody_asks_about_a_region_he_does_not_see(houses, cast, as_actor, region):
    with as_actor(cast.clerk_a):
        assert names(region, PlaceKind.HOSPITAL) == set()


def test_without_a_scope_there_is_nothing(houses):
    assert names(TOWNSHIP_A, PlaceKind.HOSPITAL) == set()
    assert facilities.facility_names([houses["县人民医院"].id]) == {}


def test_a_house_no_longer_in_use_is_not_offered_but_keeps_its_name(houses, cast, as_actor):
    gone = houses["县人民医院"]
    with scope.enter(SYSTEM):
        retire_place(by=SYSTEM, now=NOW, place_id=gone.id, reason="搬迁")
    with as_actor(cast.clerk_a):
        assert "县人民医院" not in names(TOWNSHIP_A, PlaceKind.HOSPITAL)
        assert facilities.facility_names([gone.id]) == {gone.id: "县人民医院"}
        assert places.place_names([gone.id, houses["县城大桥"].id]) == {gone.id: "县人民医院"}


def test_only_the_programs_themselves_go_through_the_door(owner_db):
    with as_role("auditor"), pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        connection.cursor().execute("SELECT * FROM geo_facility_names('{}')")
