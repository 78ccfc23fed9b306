"""The register of places: who may change it, what it refuses, what a neighbour sees of it."""

from datetime import timedelta
from types import SimpleNamespace
from uuid import UUID

import pytest

from nuandong.geo import places
from nuandong.geo.actions.change_place import change_place
from nuandong.geo.actions.import_places import PlaceImport, import_places
from nuandong.geo.actions.register_place import register_place
from nuandong.geo.actions.retire_place import retire_place
from nuandong.geo.coordinates import Point, System, from_wgs84
from nuandong.geo.details import PlaceDetails
from nuandong.geo.errors import ImportRefused
from nuandong.geo.kinds import FACILITIES, KEY_LOCATIONS, Area, CoordinateSystem, PlaceKind
from nuandong.geo.models import Place
from nuandong.geo.travel import AreaClass
from nuandong.journal import api as journal
from nuandong.kernel.errors import Conflict, DomainError, Forbidden, Invalid, NotFound, NotNow, OutOfScope
from tests.cast import COUNTY, NOW, OTHER_COUNTY, TOWNSHIP_A, TOWNSHIP_B
from tests.geo.lists import csv

pytestmark = pytest.mark.django_db
BRIDGE = PlaceDetails(kind=PlaceKind.BRIDGE, name="一号桥", area=Area.URBAN, at=Point(26.57, 106.71), patrol_weight=5)
LATER = NOW + timedelta(minutes=5)
HEADINGS = "名称,类型,区划代码,地址,经度,纬度,坐标系,片区类型,巡查权重,备注"


def altered(**changes: object) -> PlaceDetails:
    return PlaceDetails(
        **{
            "kind": BRIDGE.kind,
            "name": BRIDGE.name,
            "area": BRIDGE.area,
            "at": BRIDGE.at,
            "patrol_weight": 5,
            **changes,
        }
    )


def kinds_of(subject: UUID) -> list[str]:
    return [event.kind for event in journal.history(subject=subject)]


@pytest.fixture
def officer(cast: SimpleNamespace, as_actor):
    with as_actor(cast.officer):
        yield cast.officer


@pytest.fixture
def bridge(officer) -> Place:
    return register_place(by=officer, now=NOW, region=TOWNSHIP_A, details=BRIDGE)


def test_registering_writes_place_and_event(officer, bridge: Place) -> None:
    assert places.place_by_id(bridge.id).point == BRIDGE.at
    event = journal.history(subject=bridge.id)[0]
    assert (event.kind, event.region, event.payload) == (
        "geo.place_registered",
        TOWNSHIP_A,
        {"place_kind": "bridge", "patrol_weight": 5},
    )
    assert journal.texts([event.id])[event.id] == {"name": "一号桥"}


@pytest.mark.parametrize("system", list(CoordinateSystem))
def test_storage_is_wgs84_whatever_the_map(officer, system: CoordinateSystem) -> None:
    truth = Point(26.57, 106.71)
    given = from_wgs84(truth, System(system.value))
    place = register_place(by=officer, now=NOW, region=TOWNSHIP_A, details=altered(at=given, system=system))
    assert (place.lat, place.lon) == pytest.approx((truth.lat, truth.lon), abs=1e-6)
    assert place.source_system == system


@pytest.mark.parametrize(
    ("region", "details", "error"),
    [
        (TOWNSHIP_A, altered(name=" \u200b "), Invalid),
        (TOWNSHIP_A, altered(name="桥" * 81), Invalid),
        (TOWNSHIP_A, altered(patrol_weight=11), Invalid),
        (520102, BRIDGE, Invalid),
        (OTHER_COUNTY, BRIDGE, OutOfScope),
    ],
)
def test_registering_refused(officer, region: int, details: PlaceDetails, error: type[DomainError]) -> None:
    with pytest.raises(error):
        register_place(by=officer, now=NOW, region=region, details=details)
    assert not Place.objects.exists()
    assert journal.history() == []


def test_a_twin_is_refused_in_words(officer, bridge: Place) -> None:
    with pytest.raises(Conflict) as refused:
        register_place(by=officer, now=LATER, region=TOWNSHIP_A, details=BRIDGE)
    assert refused.value.code == "geo.place_twin"
    register_place(by=officer, now=LATER, region=TOWNSHIP_B, details=BRIDGE)


def test_a_change_may_not_make_a_twin(officer, bridge: Place) -> None:
    other = register_place(by=officer, now=NOW, region=TOWNSHIP_A, details=altered(name="二号桥"))
    with pytest.raises(Conflict) as refused:
        change_place(by=officer, now=LATER, place_id=other.id, seen=NOW, details=BRIDGE)
    assert (refused.value.code, refused.value.field) == ("geo.place_twin", "name")
    assert places.place_by_id(other.id).name == "二号桥"


def test_the_crew_may_look_but_not_change(cast: SimpleNamespace, as_actor, bridge: Place) -> None:
    with as_actor(cast.crew):
        assert places.place_by_id(bridge.id).name == "一号桥"
        with pytest.raises(Forbidden):
            retire_place(by=cast.crew, now=NOW, place_id=bridge.id, reason="拆除")


def test_the_neighbour_sees_nothing(cast: SimpleNamespace, as_actor, bridge: Place) -> None:
    with as_actor(cast.clerk_b):
        assert not Place.objects.exists()
        assert places.places_near(Point(26.57, 106.71), 5000) == []
        with pytest.raises(NotFound):
            places.place_by_id(bridge.id)
    with as_actor(cast.clerk_a):
        assert Place.objects.get() == bridge


def test_changing(officer, bridge: Place) -> None:
    changed = change_place(
        by=officer,
        now=LATER,
        place_id=bridge.id,
        seen=bridge.changed_at,
        details=altered(name="解放桥", patrol_weight=9),
    )
    assert (changed.name, changed.patrol_weight, changed.changed_at) == ("解放桥", 9, LATER)
    assert journal.history(subject=bridge.id)[0].payload == {
        "fields": ["name", "patrol_weight"],
        "place_kind": "bridge",
        "patrol_weight": 9,
    }


def test_changing_nothing_leaves_no_trace(officer, bridge: Place) -> None:
    same = change_place(by=officer, now=LATER, place_id=bridge.id, seen=bridge.changed_at, details=BRIDGE)
    assert same.changed_at == NOW
    assert kinds_of(bridge.id) == ["geo.place_registered"]


def test_the_slower_of_two_editors_is_told(officer, bridge: Place) -> None:
    change_place(by=officer, now=LATER, place_id=bridge.id, seen=NOW, details=altered(name="解放桥"))
    with pytest.raises(Conflict) as refused:
        change_place(by=officer, now=LATER, place_id=bridge.id, seen=NOW, details=altered(name="人民桥"))
    assert refused.value.code == "geo.place_changed_meanwhile"
    assert places.place_by_id(bridge.id).name == "解放桥"


def test_retiring_frees_the_name_and_keeps_the_history(officer, bridge: Place) -> None:
    retire_place(by=officer, now=LATER, place_id=bridge.id, reason="桥已拆除")
    assert kinds_of(bridge.id) == ["geo.place_retired", "geo.place_registered"]
    assert places.search_places("一号桥") == []
    with pytest.raises(NotNow):
        retire_place(by=officer, now=LATER, place_id=bridge.id, reason="再次")
    with pytest.raises(NotNow):
        change_place(by=officer, now=LATER, place_id=bridge.id, seen=LATER, details=BRIDGE)
    register_place(by=officer, now=LATER, region=TOWNSHIP_A, details=BRIDGE)


LIST = """\
火车站,火车站,520102001000,遵义路,106.70135,26.5654,WGS-84,城区,10,
解放桥下,桥洞,520102001,,106.7199,26.5701,高德,,5,夜间多人
救助站,救助管理站,520102000000,,,,,城区,,
西山废厂,废弃房屋,520102002000,,106.76,26.52,百度地图,偏远,3,
"""


def test_a_list_of_places_comes_in_once(officer) -> None:
    assert import_places(by=officer, now=NOW, data=csv(LIST, HEADINGS)) == PlaceImport(4, 4, 0)
    assert import_places(by=officer, now=LATER, data=csv(LIST, HEADINGS)) == PlaceImport(4, 0, 0)
    kinds = [event.kind for event in journal.history()]
    assert sorted(kinds) == ["geo.place_registered"] * 4 + ["geo.places_imported"]
    assert places.places_in(COUNTY)[0].name == "火车站"
    assert places.places_in(COUNTY, kinds=[PlaceKind.STATION]).get().point is None
    assert places.places_in(TOWNSHIP_B).get().area == Area.REMOTE


def test_a_shorter_list_changes_only_what_it_says(officer) -> None:
    import_places(by=officer, now=NOW, data=csv(LIST, HEADINGS))
    again = "名称,类型,区划代码,权重\n火车站,火车站,520102001000,8\n解放桥下,bridge,520102001000,\n".encode()
    assert import_places(by=officer, now=LATER, data=again) == PlaceImport(2, 0, 1)
    station = places.search_places("火车站")[0]
    assert (station.patrol_weight, station.address, station.point) == (8, "遵义路", Point(26.5654, 106.70135))
    assert journal.history(subject=station.id)[0].payload["fields"] == ["patrol_weight"]


def test_every_fault_of_a_list_is_named_and_nothing_comes_in(officer) -> None:
    rows = (
        LIST
        + "甲,飞碟场,520102001000,,,,,,,\n乙,公园,5201,,,,,,,\n丙,公园,999,,,,,,,\n丁,公园,520102001000,,26.5,106.7,,,,\n"
        "戊,公园,520102001000,,106.7,,,,,\n己,公园,520102001000,,,,北斗,荒漠,很高,\n火车站,火车站,520102001000,,,,,,,\n,公园,520102001000,,,,,,99,\n"
    )
    with pytest.raises(ImportRefused) as refused:
        import_places(by=officer, now=NOW, data=csv(rows, HEADINGS))
    assert [(error.row, error.column) for error in refused.value.rows] == [
        (6, "类型"),
        (7, "区划代码"),
        (8, "区划代码"),
        (9, "经度"),
        (10, "经度"),
        (11, "片区"),
        (11, "坐标系"),
        (11, "巡查权重"),
        (12, "名称"),
        (13, "名称"),
    ]
    assert all(str(error) for error in refused.value.rows)
    assert not Place.objects.exists()


def test_nearest_first_within_the_radius(officer) -> None:
    import_places(by=officer, now=NOW, data=csv(LIST, HEADINGS))
    near = places.places_near(Point(26.5654, 106.70135), 3000)
    assert [place.name for place, _ in near] == ["火车站", "解放桥下"]
    assert near[0][1] == pytest.approx(0, abs=1)
    assert 1000 < near[1][1] < 3000
    assert [p.name for p, _ in places.places_near(Point(26.5654, 106.70135), 3000, kinds=[PlaceKind.BRIDGE])] == [
        "解放桥下"
    ]
    assert places.places_near(Point(26.5654, 106.70135), 3000, limit=1) == near[:1]


def test_search_looks_at_names_then_addresses(officer) -> None:
    import_places(by=officer, now=NOW, data=csv(LIST, HEADINGS))
    assert [place.name for place in places.search_places("遵义")] == ["火车站"]
    assert [place.name for place in places.search_places("站")] == ["救助站", "火车站"]
    assert places.search_places("%") == places.search_places("  ") == []


def test_words_agree_with_the_pure_layers() -> None:
    assert {area.value for area in Area} == {area.value for area in AreaClass}
    assert {system.value for system in CoordinateSystem} == {system.value for system in System}
    assert set(PlaceKind) == FACILITIES | KEY_LOCATIONS
    assert {PlaceKind.HOSPITAL} == FACILITIES & KEY_LOCATIONS
