"""Where time is odd: the turn of the year, leap days, the first and the last day of the season, a clock that was set."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nuandong.plans.engine import Fact, State
from tests.plans.test_incremental import DUTIES, MOMENTS, batches, histories
from tests.plans.world import ACTIVATION, CALENDAR, COUNTY, HASH, OTHER_COUNTY, TOWNSHIP_A, World, at, plan

MORE = """
- {id: leap, kind: by_deadline, event: care.contacted, by: +1/02-29}
- {id: new-year, kind: by_deadline, event: care.contacted, by: 12-31 18:00}
- {id: last, kind: by_deadline, event: care.contacted, by: end}
- {id: after, kind: by_deadline, event: care.contacted, by: end + 2 working days}
- {id: begun, kind: by_deadline, event: care.contacted, by: start + 1 natural days}
- {id: early, kind: by_deadline, event: reports.report_submitted, by: every month 2 12:00, about: period_to}
- {id: late-month, kind: by_deadline, event: care.contacted, by: every month 20}
- {id: nights, kind: at_least, event: rescue.patrol_completed, count: 4, per: 1 week, hours: 20:00-04:00}
- {id: whole-month, kind: at_least, event: rescue.patrol_completed, count: 31, per: 1 month}
- {id: night-desk, kind: presence, post: rescue.hotline, hours: 22:00-06:00, when: {warning_in_force: [cold_wave]}}
- {id: rest-days, kind: at_least, event: rescue.patrol_completed, count: 1, per: 1 day, on_days: [rest_days]}
- {id: month-later, kind: within, trigger: rescue.person_admitted, event: rescue.dna_requested, time: 1 months}
- {id: hangs-on, kind: lasts, event: relief.notice_posted, ended_by: [{event: relief.notice_removed}], time: 1 weeks}
- {id: staged, kind: at_least, event: rescue.patrol_completed, count: 2, per: 1 week, during: middle}
- {id: staged-end, kind: by_deadline, event: care.contacted, by: end, during: middle, scope: each township}
- {id: staged-on-scene, kind: within, trigger: rescue.clue_received, trigger_where: {remote: true}, event: rescue.crew_on_scene, time: end, until: [{event: rescue.clue_handed_over}], during: middle}
- {id: staged-never, kind: never, event: rescue.encounter_closed, during: middle}
- {id: staged-share, kind: coverage, event: care.leaflet_given, base: {event: care.household_listed, in_season: true}, during: middle}
- {id: before-feast, kind: by_deadline, event: care.contacted, by: before new_year}
"""
PHASES = """\
phases:
  - {id: middle, title: 中间, from: start + 2 natural days, to: end, source: 000#1 ¶2}
"""
PLANS = {HASH: plan(DUTIES.strip() + MORE.rstrip(), PHASES)}
FIRST = date(2026, 11, 30)
"""The first of the ten days of the window in `histories`."""
BORDERS = {
    "over new year": date(2026, 12, 27),
    "to the last of the year": date(2026, 12, 22),
    "from the last of the year": date(2027, 12, 31),
    "from new year": date(2027, 1, 1),
    "over the end of January": date(2027, 1, 28),
    "over a leap day": date(2028, 2, 25),
    "to a leap day": date(2028, 2, 20),
    "from a leap day": date(2028, 2, 29),
    "over the end of a February without one": date(2027, 2, 22),
}


def moved(facts: list[Fact], first: date, pick: Random) -> list[Fact]:
    """The history in a window that begins on `first`, typed at machines whose clocks were set back and forward."""
    by = timedelta(days=(first - FIRST).days)
    clocks = [timedelta(minutes=minutes) for minutes in pick.choices([0, 0, -90, 90, -3000, 3000], k=len(facts))]
    return [
        replace(
            fact,
            acted_at=fact.acted_at + by,
            recorded_at=fact.recorded_at + by + clock,
            payload={name: _moved(value, by) for name, value in fact.payload.items()},
        )
        for fact, clock in zip(facts, clocks, strict=True)
    ]


def _moved(value: object, by: timedelta) -> object:
    if not isinstance(value, str) or not value.startswith("20"):
        return value
    return (
        (date.fromisoformat(value) + by).isoformat()
        if len(value) == 10
        else (datetime.fromisoformat(value) + by).isoformat()
    )


@settings(max_examples=50)
@given(
    histories(),
    st.sampled_from(sorted(BORDERS)),
    st.lists(st.integers(0, 50), max_size=8),
    st.randoms(use_true_random=False),
)
def test_histories_over_borders_with_clocks_that_are_set(
    facts: list[Fact], border: str, cuts: list[int], pick: Random
) -> None:
    """Incremental equals from scratch whatever days the history falls on and whichever way the clock jumps."""
    first = BORDERS[border]
    facts = moved(facts, first, pick)
    moments = [moment + timedelta(days=(first - FIRST).days) for moment in MOMENTS]
    state = State(PLANS, CALENDAR)
    for batch in batches(facts, cuts):
        state.apply(batch)
        state.status(pick.choice(moments))
    whole = State(PLANS, CALENDAR)
    whole.apply(facts)
    at_once = State.from_scratch(PLANS, CALENDAR, facts, pick.choice(moments))
    for moment in reversed(moments):
        assert state.visible(moment) == whole.visible(moment)
        assert at_once.visible(moment) == whole.visible(moment)
    shuffled = State(PLANS, CALENDAR)
    shuffled.apply(pick.sample(facts, len(facts)))
    assert shuffled.visible(moments[-1]) == whole.visible(moments[-1])
    for record in whole.records.values():
        # Whatever is asked can still be done when it begins.
        assert record.due_at is None or record.starts_at < record.due_at, record.key


def counts(duty: str, starts_on: str, ends_on: str, now: str) -> Mapping[str, int]:
    """How many acts each period asks for."""
    world = World(f"- {{id: one, {duty}}}", starts_on=starts_on, ends_on=ends_on)
    return {key.anchor: record.needed for key, record in world.records(now).items()}


PATROL = "kind: at_least, event: rescue.patrol_completed"


@pytest.mark.parametrize(
    ("sentence", "duty", "starts_on", "ends_on", "expected"),
    [
        ("a week over new year is one week", f"{PATROL}, count: 3, per: 1 week", "2026-12-28", "2027-01-03",
         {"2026-12-28": 3}),
        ("weeks cut at both ends ask for their share", f"{PATROL}, count: 3, per: 1 week", "2026-12-30", "2027-01-06",
         {"2026-12-28": 2, "2027-01-04": 1}),
        ("a share of nothing asks for nothing", f"{PATROL}, count: 3, per: 1 week", "2026-12-30", "2027-01-05",
         {"2026-12-28": 2}),
        ("a leap February is whole with 29 days", f"{PATROL}, count: 29, per: 1 month", "2028-02-01", "2028-02-29",
         {"2028-02-01": 29}),
        ("and cut without its last day", f"{PATROL}, count: 29, per: 1 month", "2028-02-01", "2028-02-28",
         {"2028-02-01": 28}),
        ("another February is whole with 28", f"{PATROL}, count: 28, per: 1 month", "2027-02-01", "2027-02-28",
         {"2027-02-01": 28}),
        ("months over new year", f"{PATROL}, count: 31, per: 1 month", "2026-12-30", "2027-01-02",
         {"2026-12-01": 2, "2027-01-01": 2}),
        ("the leap day is a day", f"{PATROL}, count: 1, per: 1 day", "2028-02-28", "2028-03-01",
         {"2028-02-28": 1, "2028-02-29": 1, "2028-03-01": 1}),
        ("a season of one day", f"{PATROL}, count: 7, per: 1 week", "2026-12-31", "2026-12-31", {"2026-12-28": 1}),
        ("the holiday of new year only", f"{PATROL}, count: 1, per: 1 day, on_days: [holidays]", "2026-12-30",
         "2027-01-05", {"2027-01-01": 1}),
    ],
)  # fmt: skip
def test_periods_cut_by_the_season(
    sentence: str, duty: str, starts_on: str, ends_on: str, expected: dict[str, int]
) -> None:
    assert counts(duty, starts_on, ends_on, f"{ends_on} 23:59") == expected
    assert counts(duty, starts_on, ends_on, "2029-01-01 00:00") == expected


CONTACT = "kind: by_deadline, event: care.contacted"


@pytest.mark.parametrize(
    ("sentence", "by", "starts_on", "ends_on", "expected"),
    [
        ("the leap day", "+1/02-29", "2027-11-15", "2028-03-15", ["2028-02-29 24:00"]),
        ("the day before where there is none", "+1/02-29", "2026-11-15", "2027-03-15", ["2027-02-28 24:00"]),
        ("months end with their last day", "every month last", "2027-12-15", "2028-03-01",
         ["2027-12-31 24:00", "2028-01-31 24:00", "2028-02-29 24:00", "2028-03-31 24:00"]),
        ("a season begun in the new year is still last year's", "+1/01-20", "2027-01-01", "2027-03-15",
         ["2027-01-20 24:00"]),
        ("a day that was over before the plan was put in force asks nothing", "12-05", "2027-01-01", "2027-03-15", []),
        ("nor one that is over as it begins", "12-05 00:00", "2026-12-05", "2027-03-15", []),
        ("on the first day it still asks", "12-05 12:00", "2026-12-05", "2027-03-15", ["2026-12-05 12:00"]),
        ("on the last day", "+1/03-15 12:00", "2026-11-15", "2027-03-15", ["2027-03-15 12:00"]),
        ("after the last day", "+1/03-17 12:00", "2026-11-15", "2027-03-15", ["2027-03-17 12:00"]),
        ("two days after the last of the year", "end + 2 natural days", "2026-11-15", "2026-12-29",
         ["2026-12-31 24:00"]),
        ("two days after a February", "end + 2 natural days", "2028-01-15", "2028-02-28", ["2028-03-01 24:00"]),
        ("a month whose own day is over asks nothing", "every month 20", "2026-11-25", "2026-12-31",
         ["2026-12-20 24:00"]),
        ("the report on December comes in January", "every month 5 12:00", "2026-12-10", "2026-12-31",
         ["2027-01-05 12:00"]),
        ("Mondays over new year, the one after the end too", "every Monday 12:00", "2026-12-26", "2027-01-05",
         ["2026-12-28 12:00", "2027-01-04 12:00", "2027-01-11 12:00"]),
    ],
)  # fmt: skip
def test_deadlines_at_borders(sentence: str, by: str, starts_on: str, ends_on: str, expected: list[str]) -> None:
    world = World(f"- {{id: one, {CONTACT}, by: {by}}}", starts_on=starts_on, ends_on=ends_on)
    found = sorted(record.due_at for record in world.records("2029-01-01 00:00").values() if record.due_at)
    assert found == [_moment(text) for text in expected]


def _moment(text: str) -> datetime:
    """A day's end may be written 24:00."""
    return at(text.replace("24:00", "00:00")) + timedelta(days="24:00" in text)


@pytest.mark.parametrize(
    ("sentence", "by", "done", "expected"),
    [
        ("done in the last minute of the season", "end", "03-15 23:59", "met"),
        ("done as the day ends", "end", "03-16 00:00", "met"),
        ("done a minute later", "end", "03-16 00:01", "broken"),
        ("due after the season, done after it", "end + 2 natural days", "03-17 20:00", "met"),
        ("done before the season counts for nothing", "end", "11-14 23:59", "broken"),
        ("done as the season begins", "end", "11-15 00:00", "met"),
    ],
)
def test_acts_at_the_ends_of_the_season(sentence: str, by: str, done: str, expected: str) -> None:
    world = World(f"- {{id: one, {CONTACT}, by: {by}}}")
    world.enter("care.contacted", done)
    assert world.status("03-20 00:00") == expected


SCENE = "- {id: scene, kind: within, trigger: rescue.clue_received, event: rescue.crew_on_scene, time: 30 minutes}"


@pytest.mark.parametrize(
    ("sentence", "called", "arrived", "expected"),
    [
        ("the clock runs on over the end of the season", "2026-12-31 23:45", "2027-01-01 00:15", "met"),
        ("and runs out after it", "2026-12-31 23:45", "2027-01-01 00:16", "broken"),
        ("who calls when it is over starts none", "2027-01-01 00:00", "2027-01-01 00:10", None),
        ("who calls before it begins starts none", "2026-11-14 23:59", "2026-11-15 00:05", None),
    ],
)
def test_clocks_over_the_end_of_the_season(sentence: str, called: str, arrived: str, expected: str | None) -> None:
    world = World(SCENE, ends_on="2026-12-31")
    world.enter("rescue.clue_received", called, subject=1, payload={"remote": False})
    world.enter("rescue.crew_on_scene", arrived, subject=1)
    assert list(world.statuses("2027-01-02 00:00").values()) == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("start", "time", "due"),
    [
        ("2027-12-31 10:00", "2 months", "2028-02-29 24:00"),
        ("2028-02-29 10:00", "1 months", "2028-03-29 24:00"),
        ("2026-12-31 10:00", "1 weeks", "2027-01-07 24:00"),
        ("2026-12-31 10:00", "1 working days", "2027-01-04 24:00"),  # new year's day and the weekend are free
        ("2028-02-28 23:30", "2 hours", "2028-02-29 01:30"),
    ],
)
def test_times_over_borders(start: str, time: str, due: str) -> None:
    world = World(SCENE.replace("30 minutes", time), ends_on="2028-03-15")
    world.enter("rescue.clue_received", start, subject=1, payload={"remote": False})
    (record,) = world.records("2028-12-01 00:00").values()
    assert record.due_at == _moment(due)


WARNED = "- {id: daily, kind: at_least, event: rescue.patrol_completed, count: 1, per: 1 day, hours: 20:00-04:00, when: {warning_in_force: [cold_wave]}}"


def test_a_warning_over_the_end_of_the_season() -> None:
    """The last night runs on into the day after the season; the day after asks for no night of its own."""
    world = World(WARNED, ends_on="2026-12-31")
    world.warn("12-31 18:00", "01-02 18:00")
    assert world.statuses("01-01 03:00") == {"2026-12-31": "open"}
    world.patrol("01-01 03:30")
    assert world.statuses("01-03 00:00") == {"2026-12-31": "met"}
    world.patrol("01-01 21:00")
    assert world.record("01-03 00:00").done == 1


def test_a_warning_over_the_beginning_of_the_season() -> None:
    """The night that began before the season is none of its own."""
    world = World(WARNED, starts_on="2027-01-01", ends_on="2027-01-02")
    world.warn("2026-12-31 18:00", "2027-01-01 03:00", acted="2026-12-31 18:00")
    assert world.statuses("2027-01-02 00:00") == {}
    world.warn("2026-12-31 18:00", "2027-01-02 00:00", kind="alerts.warning_updated", acted="2026-12-31 20:00")
    assert world.statuses("2027-01-02 12:00") == {"2027-01-01": "broken"}


def test_the_watch_of_the_last_night_ends_after_the_season() -> None:
    world = World(
        "- {id: desk, kind: presence, post: rescue.hotline, hours: 22:00-06:00}",
        starts_on="2026-12-31",
        ends_on="2026-12-31",
    )
    world.shift("12-31 21:50", "01-01 05:00", subject=5)
    assert world.status("01-01 05:10") == "open"
    assert world.status("01-01 05:15") == "broken"
    (gap,) = world.record("01-01 06:00").gaps
    assert (gap.start, gap.end) == (at("01-01 05:00"), at("01-01 06:00"))


def window(kind: str, world: World, acted: str, ends_on: str, **more: Any) -> None:
    world.enter(f"plans.{kind}", acted, subject=ACTIVATION, region=COUNTY, payload={"ends_on": ends_on}, **more)


DAILY = "- {id: daily, kind: at_least, event: rescue.patrol_completed, count: 1, per: 1 day}"


def test_the_season_is_extended_on_its_last_day() -> None:
    world = World(DAILY, starts_on="2026-12-30", ends_on="2026-12-31")
    assert list(world.statuses("01-02 12:00")) == ["2026-12-30", "2026-12-31"]
    window("window_extended", world, "12-31 23:59", "2027-01-02")
    world.patrol("01-01 10:00")
    assert world.statuses("01-02 12:00") == {
        "2026-12-30": "broken",
        "2026-12-31": "broken",
        "2027-01-01": "met",
        "2027-01-02": "open",
    }


def test_what_was_done_before_a_late_extension_counts() -> None:
    """Decided on the last day, entered two days later: the days between were days of the season."""
    world = World(SCENE, ends_on="2026-12-31")
    world.enter("rescue.clue_received", "01-01 20:00", subject=1, payload={"remote": False})
    world.enter("rescue.crew_on_scene", "01-01 20:20", subject=1)
    assert world.records("01-02 00:00") == {}
    window("window_extended", world, "12-31 20:00", "2027-01-10", recorded="01-02 09:00")
    assert world.status("01-02 10:00") == "met"


def test_deadlines_hang_on_the_last_day_wherever_it_moves() -> None:
    world = World(f"- {{id: one, {CONTACT}, by: end + 2 natural days}}", ends_on="2026-12-29")
    assert world.status("01-01 00:00") == "broken"
    window("window_extended", world, "12-29 12:00", "2027-01-05", recorded="01-01 08:00")
    assert world.status("01-01 09:00") == "open"
    window("activation_ended", world, "01-02 12:00", "2027-01-02")
    world.enter("care.contacted", "01-04 12:00")
    assert world.status("01-05 00:00") == "met"
    (record,) = world.records("01-05 00:00").values()
    assert record.due_at == _moment("2027-01-04 24:00")


@pytest.mark.parametrize(
    ("sentence", "acted", "recorded", "expected", "late_entry"),
    [
        ("typed with a clock that was an hour slow", "12-01 20:00", "12-01 19:00", "met", False),
        ("typed with a clock that was a day fast", "12-01 20:00", "12-02 20:00", "met", True),
        ("done by the fast clock only", "12-02 00:30", "12-02 00:30", "broken", False),
    ],
)
def test_acts_count_by_their_own_time_whatever_the_machine_said(
    sentence: str, acted: str, recorded: str, expected: str, late_entry: bool
) -> None:
    world = World(DAILY)
    world.patrol(acted, recorded=recorded)
    record = world.record("12-02 12:00", anchor="2026-12-01")
    assert (world.status("12-02 12:00", anchor="2026-12-01"), record.late_entry) == (expected, late_entry)


def test_looking_ahead_and_back_again_changes_nothing() -> None:
    """A machine whose clock ran ahead has seen days that are not there yet; set back, it shows none of them."""
    world = World(DAILY.replace("county", "township"))
    assert len(world.records("12-31 12:00")) == 47
    world.patrol("11-16 10:00")
    world.patrol("12-20 10:00", region=TOWNSHIP_A)
    assert world.statuses("11-16 12:00") == {"2026-11-15": "broken", "2026-11-16": "met"}
    assert world.status("12-31 12:00", anchor="2026-12-20") == "met"


def test_a_household_listed_while_the_clock_was_fast() -> None:
    """The week of its own day counts, not the week in which the machine thought it was."""
    duty = "- {id: contact, kind: at_least, event: care.contacted, count: 2, per: 1 week, scope: each subject, for_each: {event: care.household_listed, until: [care.household_left]}}"
    world = World(duty)
    world.records("2027-01-20 00:00")
    world.enter("care.household_listed", "12-21 09:00", subject=3, recorded="12-11 09:00")
    world.enter("care.contacted", "12-31 10:00", subject=3)
    world.enter("care.contacted", "01-01 10:00", subject=3, recorded="12-31 10:05")
    world.enter("care.household_left", "01-04 10:00", subject=3, recorded="01-02 10:00")
    assert world.statuses("2027-01-20 00:00") == {"2026-12-21": "broken", "2026-12-28": "met"}


def test_a_household_that_moved_here_counts_from_the_day_it_is_listed_here() -> None:
    duty = "- {id: contact, kind: at_least, event: care.contacted, count: 1, per: 1 day, scope: each subject, for_each: {event: care.household_listed}}"
    world = World(duty, starts_on="2026-12-29")
    world.enter("care.household_listed", "12-20 09:00", subject=3, region=OTHER_COUNTY)
    world.enter("care.household_listed", "12-31 09:00", subject=3)
    assert world.statuses("12-31 08:59") == {}
    assert world.statuses("01-02 12:00") == {"2026-12-31": "broken", "2027-01-01": "broken", "2027-01-02": "open"}


def test_the_leap_day_in_lists_of_numbers() -> None:
    world = World(
        "- {id: share, kind: coverage, event: tasks.work_recorded, by: +1/02-29 12:00}",
        starts_on="2028-02-28",
        ends_on="2028-03-02",
    )
    world.enter("tasks.work_recorded", "2028-02-29 11:00", payload={"done": 4, "base": 4})
    assert world.status("2028-02-29 12:00") == "met"
    assert world.record("2028-02-29 12:00").due_at == at("2028-02-29 12:00")
