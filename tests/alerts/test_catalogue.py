"""The reference files: whole, and refused when they are not."""

import shutil
from pathlib import Path

import pytest

from nuandong.alerts.catalogue import FOLDER, catalogue, load
from nuandong.alerts.levels import Level
from nuandong.kernel.errors import Invalid


def test_every_national_code_agrees_with_its_number() -> None:
    """11Bnn and 10nn name the same event from 01 to 48; above that nothing is assumed."""
    for event in catalogue().events.values():
        if event.code:
            assert event.number == f"10{event.code[3:]}"
            assert int(event.code[3:]) <= 48
        assert catalogue().event_by_name(event.title) == event


@pytest.mark.parametrize(
    ("code", "key"),
    [("11B05", "cold_wave"), ("11b21", "road_icing"), ("11B04", "snowstorm"), ("11B39", "sharp_cooling")],
)
def test_codes(code: str, key: str) -> None:
    found = catalogue().event_by_code(code)
    assert found is not None
    assert found.key == key


@pytest.mark.parametrize("code", ["11B02", "11B49", "11B99", "11A05", "", "B05", "11B051"])
def test_codes_not_listed_are_not_guessed(code: str) -> None:
    assert catalogue().event_by_code(code) is None


@pytest.mark.parametrize(
    ("level", "severity"), [("red", "Extreme"), ("orange", "Severe"), ("yellow", "MODERATE"), ("blue", "minor")]
)
def test_severity_of_cap(level: str, severity: str) -> None:
    assert catalogue().cap_severity(severity) == Level(level)


def test_levels_are_ranked() -> None:
    assert [level.value for level in sorted(Level, key=lambda each: -each.rank)] == [
        "red",
        "orange",
        "yellow",
        "blue",
        "unknown",
    ]


@pytest.mark.parametrize(
    ("file", "old", "new", "where"),
    [
        ("events.yaml", "key: typhoon", "key: rainstorm", "rainstorm"),
        ("events.yaml", "code: 11B03", "code: 11B01", "11b01"),
        ("events.yaml", "code: 11B03", "code: 12B03", "events.1.code"),
        ("levels.yaml", "[blue, 蓝", "[red, 蓝", "red"),
        ("levels.yaml", "minor: blue", "minor: purple", "cap_severity.minor"),
        ("reading.yaml", "default: 24", "default: 0", "hours_without_end.default"),
        ("reading.yaml", "  default: 24\n", "", "hours_without_end.default"),
        ("reading.yaml", "cap_colour_names", "colour_names", "cap_colour_names"),
        ("reading.yaml", "hours_without_end:", "hours_without_end: [", "parsing a flow"),
    ],
)
def test_a_wrong_file_names_itself(tmp_path: Path, file: str, old: str, new: str, where: str) -> None:
    folder = tmp_path / "alerts"
    shutil.copytree(FOLDER, folder)
    assert load(folder).events == catalogue().events
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(Invalid) as refusal:
        load(folder)
    assert refusal.value.params["path"] == f"alerts/{file}" or where in {"rainstorm", "11b01", "red"}
    assert where in str(refusal.value.params["where"])
