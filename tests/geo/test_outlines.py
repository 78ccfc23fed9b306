"""Boundaries: what is taken, what is refused, and what somebody is shown."""

import json

import pytest

from nuandong.geo.actions.import_outlines import import_outlines
from nuandong.geo.models import Outline, Place
from nuandong.geo.outlines import centres, outlines, read_outlines
from nuandong.kernel.errors import Forbidden, Invalid
from nuandong.kernel.ids import new_id
from nuandong.org import scope
from tests.cast import COUNTY, NOW, OTHER_COUNTY, TOWNSHIP_A, TOWNSHIP_B, VILLAGE_A


def feature(
    code="520102", ring=((106.7, 26.5), (106.8, 26.5), (106.8, 26.6), (106.7, 26.6), (106.7, 26.5)), key="code"
):
    return {
        "type": "Feature",
        "properties": {key: code},
        "geometry": {"type": "Polygon", "coordinates": [list(map(list, ring))]},
    }


def collection(*features):
    return json.dumps({"type": "FeatureCollection", "features": list(features)}).encode()


@pytest.mark.parametrize(
    ("key", "code"), [("code", "520102"), ("adcode", 520102), ("gb", "156520102"), ("code", "520102000000")]
)
def test_codes_are_read_in_the_ways_they_are_written(key, code):
    (found,) = read_outlines(collection(feature(code, key=key)))
    assert found.code == COUNTY
    assert (26.5 < found.centre_lat < 26.6, 106.7 < found.centre_lon < 106.8) == (True, True)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"[1, 2]",
        b"\xff\xfe\x00",
        b"[" * 100_000,
        collection(),
        collection(
            {"type": "Feature", "properties": {"code": "520102"}, "geometry": {"type": "Point", "coordinates": [1, 2]}}
        ),
        collection(feature(ring=((500, 1), (501, 1), (501, 2), (500, 1)))),
        collection(feature(code="", key="name")),
    ],
    ids=["empty", "object", "list", "bytes", "deep", "none", "point", "far", "no code"],
)
def test_what_is_no_boundary_is_refused(data):
    with pytest.raises(Invalid, match="GeoJSON"):
        read_outlines(data)


@pytest.mark.django_db
def test_the_middle_of_a_division_is_of_its_outline_or_of_its_places(cast, django_assert_num_queries):
    with scope.enter(cast.officer):
        for name, lat, lon in (("东桥", 26.5, 106.7), ("西桥", 26.7, 106.9)):
            values = {"region": VILLAGE_A, "kind": "bridge", "area": "urban", "recorded_at": NOW, "changed_at": NOW}
            Place.objects.create(id=new_id(NOW), name=name, lat=lat, lon=lon, **values)
        with django_assert_num_queries(2):
            found = centres([TOWNSHIP_A, VILLAGE_A, TOWNSHIP_B])
        assert found == {TOWNSHIP_A: (26.6, 106.8), VILLAGE_A: (26.6, 106.8)}
        Outline.objects.create(code=TOWNSHIP_A, geometry={}, centre_lat=26.1, centre_lon=106.1, recorded_at=NOW)
        assert centres([TOWNSHIP_A]) == {TOWNSHIP_A: (26.1, 106.1)}


@pytest.mark.django_db
def test_importing_again_replaces_and_people_see_their_county_and_its_neighbours(cast):
    with scope.enter(cast.officer):
        import_outlines(by=cast.officer, now=NOW, data=collection(feature("520102"), feature("520103")), source="甲")
        import_outlines(by=cast.officer, now=NOW, data=collection(feature("520102")), source="乙")
        assert dict(Outline.objects.values_list("code", "source")) == {COUNTY: "乙", OTHER_COUNTY: "甲"}
        assert [o.code for o in outlines(cast.clerk_a.spans[0])] == [COUNTY, OTHER_COUNTY]
    with scope.enter(cast.crew), pytest.raises(Forbidden):
        import_outlines(by=cast.crew, now=NOW, data=collection(feature()), source="丙")
