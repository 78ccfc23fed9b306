import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuandong.geo.coordinates import Point, System, box_around, distance_m, from_wgs84, to_wgs84
from nuandong.kernel.errors import Invalid

# Well inside the box of the shift: at its very edge a shifted point may fall outside.
CHINA = st.builds(Point, st.floats(3.0, 54.0), st.floats(73.5, 135.5))
BEIJING_STATION = Point(39.90105, 116.42079)


def test_the_published_point() -> None:
    shown = from_wgs84(BEIJING_STATION, System.GCJ02)
    # Published to five decimals from an input of five decimals: the last one may be off by one.
    assert (shown.lat, shown.lon) == pytest.approx((39.90245, 116.42703), abs=1e-5)


def test_the_way_to_baidu() -> None:
    # The well-known example pair of the GCJ-02 to BD-09 formula.
    shown = from_wgs84(to_wgs84(Point(39.915, 116.404), System.GCJ02), System.BD09)
    assert (shown.lat, shown.lon) == pytest.approx((39.92133699351021, 116.41036949371029), abs=1e-8)


@given(CHINA, st.sampled_from(System))
def test_there_and_back(point: Point, system: System) -> None:
    back = to_wgs84(from_wgs84(point, system), system)
    assert abs(back.lat - point.lat) <= 1e-6
    assert abs(back.lon - point.lon) <= 1e-6


@given(CHINA)
def test_the_shift_is_hundreds_of_metres_at_most(point: Point) -> None:
    assert 0 < distance_m(point, from_wgs84(point, System.GCJ02)) < 1500


@pytest.mark.parametrize("point", [Point(48.8566, 2.3522), Point(-33.87, 151.2)])
def test_no_shift_abroad(point: Point) -> None:
    assert from_wgs84(point, System.GCJ02) == point


@pytest.mark.parametrize(("lat", "lon"), [(116.4, 39.9), (91, 0), (0, 181), (float("nan"), 0), (float("inf"), 0)])
def test_swapped_and_impossible_points(lat: float, lon: float) -> None:
    with pytest.raises(Invalid) as refused:
        Point(lat, lon)
    assert refused.value.code == "geo.coordinates_range"


def test_distance() -> None:
    assert distance_m(Point(0, 0), Point(0, 1)) == pytest.approx(111_195, abs=1)
    assert distance_m(BEIJING_STATION, BEIJING_STATION) == 0


@given(CHINA, st.floats(1, 50_000), st.floats(-0.5, 0.5), st.floats(-0.5, 0.5))
def test_the_box_holds_the_circle(point: Point, radius: float, north: float, east: float) -> None:
    low, high = box_around(point, radius)
    other = Point(point.lat + north, point.lon + east)
    if distance_m(point, other) <= radius:
        assert low.lat <= other.lat <= high.lat
        assert low.lon <= other.lon <= high.lon
