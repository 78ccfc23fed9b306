from pathlib import Path

import pytest

from nuandong.geo.coordinates import Point
from nuandong.geo.travel import AreaClass, RoadWeather, StraightLine, TravelRules, TravelTime
from nuandong.kernel.errors import Invalid

FILE = Path(__file__).parents[2] / "library" / "travel" / "default.yaml"
RULES = TravelRules(
    note="round numbers",
    winding={AreaClass.URBAN: 1.5, AreaClass.RURAL: 1.5, AreaClass.REMOTE: 2},
    speed_kmh={AreaClass.URBAN: 30, AreaClass.RURAL: 60, AreaClass.REMOTE: 30},
    weather={RoadWeather.CLEAR: 1, RoadWeather.RAIN: 0.8, RoadWeather.SNOW: 0.5, RoadWeather.ICE: 0.25},
    start_minutes=2,
)
ORIGIN = Point(26.5, 106.7)
TEN_KM_NORTH = Point(26.5 + 10 / 111.19508, 106.7)


@pytest.mark.parametrize(
    ("area", "weather", "minutes"),
    [
        (AreaClass.URBAN, RoadWeather.CLEAR, 2 + 30),
        (AreaClass.URBAN, RoadWeather.SNOW, 2 + 60),
        (AreaClass.RURAL, RoadWeather.CLEAR, 2 + 15),
        (AreaClass.RURAL, RoadWeather.ICE, 2 + 60),
        (AreaClass.REMOTE, RoadWeather.RAIN, 2 + 50),
    ],
)
def test_ten_kilometres(area: AreaClass, weather: RoadWeather, minutes: int) -> None:
    estimate = StraightLine(RULES).estimate(ORIGIN, TEN_KM_NORTH, area=area, weather=weather)
    # The distance is ten kilometres within a metre, so the ceiling may add one minute.
    assert estimate.minutes in {minutes, minutes + 1}
    assert estimate.explanation["line_km"] == 10.0
    assert estimate.explanation["weather"] == weather


def test_being_there_takes_the_start_only() -> None:
    assert StraightLine(RULES).estimate(ORIGIN, ORIGIN, area=AreaClass.RURAL, weather=RoadWeather.ICE).minutes == 2


def test_the_shipped_numbers_get_slower_with_the_weather() -> None:
    port: TravelTime = StraightLine.load(FILE)
    for area in AreaClass:
        minutes = [port.estimate(ORIGIN, TEN_KM_NORTH, area=area, weather=weather).minutes for weather in RoadWeather]
        assert minutes == sorted(minutes)
        assert minutes[0] < minutes[-1] < 240


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("  urban: 24", "  urban: 0", "speed_kmh.urban"),
        ("  ice: 0.4\n", "", "weather"),
        ("start_minutes: 3", "start_minuets: 3", "start_minutes"),
        ("winding:", "winding: [", "parsing a flow"),
    ],
)
def test_a_slip_in_the_file_is_named(tmp_path: Path, old: str, new: str, what: str) -> None:
    path = tmp_path / "default.yaml"
    path.write_text(FILE.read_text().replace(old, new))
    with pytest.raises(Invalid) as refused:
        StraightLine.load(path)
    assert what in str(refused.value.params)
