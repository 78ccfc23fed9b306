"""Patrols per week and per day, with and without a warning."""

import pytest

from tests.plans.world import COUNTY, OTHER_COUNTY, PREFECTURE, TOWNSHIP_A, TOWNSHIP_B, World, at

WEEKLY = "- {id: weekly, kind: at_least, event: rescue.patrol_completed, count: 3, per: 1 week, strength: in_principle}"
DAILY = "- {id: daily, kind: at_least, event: rescue.patrol_completed, count: 1, per: 1 day, when: {warning_in_force: [cold_wave]}}"
EVERY_DAY = "- {id: daily, kind: at_least, event: rescue.patrol_completed, count: 1, per: 1 day}"


@pytest.mark.parametrize(
    ("sentence", "patrols", "now", "expected"),
    [
        ("nothing yet, week running", [], "11-25 12:00", "open"),
        ("two of three, week running", ["11-23 10:00", "11-24 10:00"], "11-25 12:00", "open"),
        ("three of three", ["11-23 00:00", "11-24 10:00", "11-29 23:59"], "11-29 23:59", "met"),
        (
            "the third a minute before the week began",
            ["11-22 23:59", "11-24 10:00", "11-25 10:00"],
            "11-29 23:59",
            "open",
        ),
        ("two of three, week over", ["11-23 10:00", "11-24 10:00"], "11-30 00:00", "missed"),
        ("three and one more", ["11-23 10:00", "11-24 10:00", "11-25 10:00", "11-26 10:00"], "11-30 00:00", "met"),
    ],
)
def test_three_patrols_a_week(sentence: str, patrols: list[str], now: str, expected: str) -> None:
    world = World(WEEKLY)
    for patrol in patrols:
        world.patrol(patrol)
    assert world.status(now, anchor="2026-11-23") == expected, sentence


def test_a_must_is_broken_and_a_softer_duty_missed() -> None:
    assert World(EVERY_DAY).status("11-17 00:00", anchor="2026-11-16") == "broken"
    assert World(WEEKLY).status("11-23 00:00", anchor="2026-11-16") == "missed"


def test_an_act_entered_later_counts_by_its_time_and_is_flagged() -> None:
    world = World(EVERY_DAY)
    assert world.status("11-17 09:00", anchor="2026-11-16") == "broken"
    world.patrol("11-16 22:00", recorded="11-17 09:00")
    assert world.status("11-17 09:01", anchor="2026-11-16") == "met"
    assert world.record("11-17 09:01", anchor="2026-11-16").late_entry


def test_a_voided_act_stops_counting_even_if_the_voiding_is_read_first() -> None:
    world = World(EVERY_DAY)
    world.void(world.patrol("11-16 22:00"), "11-16 22:30")
    assert world.status("11-16 22:31", anchor="2026-11-16") == "open"
    backwards = World(EVERY_DAY)
    backwards.state.apply([world.facts[2]])
    backwards.state.apply([world.facts[1]])
    assert backwards.records("11-16 22:31") == world.records("11-16 22:31")


def test_the_same_patrol_entered_twice_counts_once() -> None:
    world = World(WEEKLY)
    for hour in ("10", "11", "12"):
        world.patrol(f"11-24 {hour}:00", subject=5)
    assert world.record("11-25 10:00", anchor="2026-11-23").done == 1


def test_only_patrols_of_the_division_count() -> None:
    world = World(EVERY_DAY.replace("per: 1 day", "per: 1 day, scope: each township"))
    world.patrol("11-16 20:00", region=TOWNSHIP_A)
    world.patrol("11-16 20:00", region=OTHER_COUNTY)
    assert world.status("11-16 21:00", anchor="2026-11-16", scope=TOWNSHIP_A) == "met"
    assert world.status("11-16 21:00", anchor="2026-11-16", scope=TOWNSHIP_B) == "open"


@pytest.mark.parametrize(
    ("sentence", "starts_on", "anchor", "needed"),
    [
        ("the season begins on a Sunday: a seventh of three is nothing", "2026-11-15", "2026-11-09", None),
        ("it begins on a Friday: three sevenths of three is one", "2026-11-13", "2026-11-09", 1),
        ("it begins on a Monday: all three", "2026-11-09", "2026-11-09", 3),
    ],
)
def test_a_clipped_week_asks_for_its_share(sentence: str, starts_on: str, anchor: str, needed: int | None) -> None:
    world = World(WEEKLY, starts_on=starts_on)
    found = [record.needed for key, record in world.records("11-16 12:00").items() if key.anchor == anchor]
    assert found == ([] if needed is None else [needed]), sentence


@pytest.mark.parametrize(
    ("per", "count", "window", "asked"),
    [
        ("1 quarter", 1, ("2026-11-01", "2027-03-31"), {"2026-10-01": 1, "2027-01-01": 1}),
        ("1 quarter", 1, ("2026-12-01", "2027-03-31"), {"2027-01-01": 1}),
        ("1 quarter", 3, ("2026-12-01", "2027-02-14"), {"2026-10-01": 1, "2027-01-01": 2}),
        ("1 half year", 1, ("2026-11-01", "2027-03-31"), {}),
        ("1 half year", 2, ("2026-11-01", "2027-03-31"), {"2026-07-01": 1, "2027-01-01": 1}),
        ("1 half year", 1, ("2026-07-01", "2026-12-31"), {"2026-07-01": 1}),
    ],
)
def test_a_clipped_quarter_or_half_year_asks_for_its_share_to_the_nearest(
    per: str, count: int, window: tuple[str, str], asked: dict[str, int]
) -> None:
    duty = WEEKLY.replace("1 week", per).replace("count: 3", f"count: {count}")
    world = World(duty, starts_on=window[0], ends_on=window[1])
    assert {key.anchor: record.needed for key, record in world.records("2027-03-31 12:00").items()} == asked


def test_a_quarter_counts_to_its_last_day() -> None:
    world = World(WEEKLY.replace("1 week", "1 quarter").replace("count: 3", "count: 1"), starts_on="2026-10-01")
    assert world.status("12-31 23:00", anchor="2026-10-01") == "open"
    assert world.status("2027-01-01 00:00", anchor="2026-10-01") == "missed"
    world.patrol("12-31 23:30")
    assert world.status("2027-01-01 00:00", anchor="2026-10-01") == "met"


@pytest.mark.parametrize(
    ("sentence", "start", "end", "days"),
    [
        ("two hours before midnight open the day", "12-01 22:00", "12-02 12:00", ["2026-12-01", "2026-12-02"]),
        ("less does not", "12-01 22:01", "12-02 12:00", ["2026-12-02"]),
        (
            "two hours after midnight keep it open",
            "12-01 12:00",
            "12-03 02:00",
            ["2026-12-01", "2026-12-02", "2026-12-03"],
        ),
        ("less does not", "12-01 12:00", "12-03 01:59", ["2026-12-01", "2026-12-02"]),
    ],
)
def test_a_cold_wave_opens_the_days_it_touches(sentence: str, start: str, end: str, days: list[str]) -> None:
    world = World(DAILY)
    world.warn(start, end)
    assert sorted(world.statuses("12-05 00:00")) == days, sentence


def test_a_warning_in_the_evening_opens_tonight_and_shows_only_what_has_begun() -> None:
    world = World(DAILY)
    assert world.statuses("12-01 20:00") == {}
    world.warn("12-01 20:00", "12-03 20:00")
    assert world.statuses("12-01 20:01") == {"2026-12-01": "open"}
    assert world.record("12-01 20:01").starts_at == at("12-01 20:00")
    assert world.record("12-01 20:01").due_at == at("12-02 00:00")


def test_a_patrol_before_the_warning_of_the_same_day_counts() -> None:
    world = World(DAILY)
    world.patrol("12-01 15:00")
    world.warn("12-01 18:00", "12-01 23:00")
    assert world.statuses("12-01 18:01") == {"2026-12-01": "met"}


@pytest.mark.parametrize(
    ("sentence", "kind", "acted", "start", "end", "days"),
    [
        ("cancelled next morning", "alerts.warning_cancelled", "12-02 08:00", None, None, ["2026-12-01", "2026-12-02"]),
        ("cancelled an hour later", "alerts.warning_cancelled", "12-01 13:00", None, None, []),
        ("ended by decision", "alerts.warning_ended", "12-02 01:00", None, None, ["2026-12-01"]),
        ("updated to last longer", "alerts.warning_updated", "12-02 08:00", "12-02 08:00", "12-04 12:00",
         ["2026-12-01", "2026-12-02", "2026-12-03", "2026-12-04"]),
        ("updated to something else", "alerts.warning_updated", "12-02 01:00", "12-02 01:00", "12-02 20:00", ["2026-12-01"]),
    ],
)  # fmt: skip
def test_what_becomes_of_a_warning(
    sentence: str, kind: str, acted: str, start: str | None, end: str | None, days: list[str]
) -> None:
    world = World(DAILY)
    world.warn("12-01 12:00", "12-03 12:00")
    event = "gale" if sentence == "updated to something else" else "cold_wave"
    world.warn(start or acted, end, kind=kind, acted=acted, event=event)
    assert sorted(world.statuses("12-06 00:00")) == days, sentence


@pytest.mark.parametrize(
    ("sentence", "region", "event", "level", "expected"),
    [
        ("for the county", COUNTY, "cold_wave", "orange", True),
        ("for the prefecture around it", PREFECTURE, "cold_wave", "orange", True),
        ("for a township in it", TOWNSHIP_B, "cold_wave", "orange", True),
        ("for the next county", OTHER_COUNTY, "cold_wave", "red", False),
        ("of another kind", COUNTY, "snowstorm", "red", False),
        ("stronger than asked for", COUNTY, "cold_wave", "red", True),
        ("weaker than asked for", COUNTY, "cold_wave", "yellow", False),
    ],
)
def test_which_warnings_count(sentence: str, region: int, event: str, level: str, expected: bool) -> None:
    world = World(DAILY.replace("[cold_wave]", "[cold_wave], level: orange"))
    world.warn("12-01 12:00", "12-01 20:00", region=region, event=event, level=level)
    assert bool(world.statuses("12-01 20:00")) is expected, sentence


def test_a_voided_warning_never_was() -> None:
    world = World(DAILY)
    world.void(world.warn("12-01 12:00", "12-04 12:00"), "12-01 12:30")
    assert world.statuses("12-06 00:00") == {}


def test_a_voided_first_message_leaves_what_its_update_says() -> None:
    world = World(DAILY)
    first = world.warn("12-01 12:00", "12-03 12:00")
    world.warn("12-02 12:00", "12-04 12:00", kind="alerts.warning_updated")
    assert sorted(world.statuses("12-06 00:00")) == ["2026-12-01", "2026-12-02", "2026-12-03", "2026-12-04"]
    world.void(first, "12-02 13:00")
    assert sorted(world.statuses("12-06 00:00")) == ["2026-12-02", "2026-12-03", "2026-12-04"]


def test_hours_of_the_day() -> None:
    world = World(EVERY_DAY.replace("per: 1 day", "per: 1 day, hours: 14:00-22:00"))
    world.patrol("11-16 13:59")
    world.patrol("11-17 14:00")
    assert world.status("11-17 14:01", anchor="2026-11-16") == "broken"
    assert world.status("11-17 14:01", anchor="2026-11-17") == "met"
    assert world.record("11-17 14:01", anchor="2026-11-17").due_at == at("11-17 22:00")


def test_night_hours_belong_to_the_day_they_begin() -> None:
    world = World(EVERY_DAY.replace("per: 1 day", "per: 1 day, hours: 22:00-06:00"))
    world.patrol("11-17 03:00")
    assert world.status("11-17 07:00", anchor="2026-11-16") == "met"
    assert "2026-11-17" not in world.statuses("11-17 07:00")


def test_due_soon_from_three_quarters_of_the_time() -> None:
    record = World(EVERY_DAY).record("11-16 12:00", anchor="2026-11-16")
    assert record.soon_at == at("11-16 18:00")
