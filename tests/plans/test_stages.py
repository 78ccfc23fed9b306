"""Duties of one stage, days set by feasts, masked days of months, times to the end, triggers by what they say."""

from typing import Any

import pytest

from nuandong.kernel.calendar import WorkCalendar
from nuandong.kernel.errors import Invalid
from nuandong.kernel.feasts import FEAST_TITLES, read_feasts
from nuandong.plans.calendar_check import check
from nuandong.plans.engine import Fact, State
from nuandong.plans.loader import load
from nuandong.plans.problems import PlanFileError
from nuandong.plans.schema import Plan
from nuandong.plans.schema.deadlines import parse
from tests.plans.world import (
    ACTIVATION,
    CALENDAR,
    COUNTY,
    HASH,
    HEADER,
    ROOT,
    TOWNSHIP_A,
    TOWNSHIP_B,
    VOCABULARY,
    World,
    at,
    day,
    plan,
)

PHASES = """\
phases:
  - {id: blitz, title: 突击, from: 12-01, to: 12-10, source: 000#1 ¶3}
  - {id: steady, title: 巡查, from: unknown, to: end, source: 000#1 ¶4}
"""


def staged(duty: str) -> Plan:
    text = f"{HEADER}  - {{id: one, title: 义务, strength: must, source: '000#1 ¶2', {duty}}}\n{PHASES}"
    return load(text.encode(), "test.yaml", VOCABULARY).plan


class Staged(World):
    """A world whose plan has two phases; the second begins on a masked day."""

    def __init__(self, duty: str, *, filled: str | None = None, ends_on: str = "2027-03-15") -> None:
        super().__init__("- {id: other, kind: never, event: care.household_left}", ends_on=ends_on)
        self.plans[HASH] = staged(duty)
        days = {"filled": ["steady.from"], "filled_on": [filled]} if filled else {}
        about: dict[str, Any] = {"plan_hash": HASH, "region": COUNTY, "regions": [COUNTY, TOWNSHIP_A, TOWNSHIP_B]}
        about |= {"starts_on": "2026-11-15", "ends_on": ends_on, **days}
        self.facts.clear()
        self.state = State(self.plans, CALENDAR)
        self.enter("plans.plan_activated", "11-01 09:00", subject=ACTIVATION, region=COUNTY, payload=about)


DAILY = "kind: at_least, event: rescue.patrol_completed, count: 1, per: 1 day, scope: each county"


def test_a_duty_of_a_phase_is_asked_on_its_days_only() -> None:
    world = Staged(f"{DAILY}, during: blitz")
    world.patrol("12-05 10:00")
    found = world.statuses("2027-02-01 00:00")
    assert [min(found), max(found), len(found)] == ["2026-12-01", "2026-12-10", 10]
    assert {anchor for anchor, status in found.items() if status == "met"} == {"2026-12-05"}
    assert world.records("11-30 23:59") == {}


def test_a_phase_that_is_masked_asks_nothing_until_its_day_is_filled_in() -> None:
    assert Staged(f"{DAILY}, during: steady").records("2027-02-01 00:00") == {}
    world = Staged(f"{DAILY}, during: steady", filled="2027-03-10")
    assert list(world.statuses("2027-03-12 12:00")) == ["2027-03-10", "2027-03-11", "2027-03-12"]
    extended = {"ends_on": "2027-03-20"}
    world.enter("plans.window_extended", "03-15 12:00", subject=ACTIVATION, region=COUNTY, payload=extended)
    assert max(world.statuses("2027-04-01 00:00")) == "2027-03-20"


@pytest.mark.parametrize(
    ("duty", "trigger", "act", "met"),
    [
        ("kind: by_deadline, event: care.contacted, by: end, scope: each county", None, "12-10 23:00", True),
        ("kind: by_deadline, event: care.contacted, by: end, scope: each county", None, "12-11 00:01", False),
        ("kind: by_deadline, event: care.contacted, by: end, scope: each county", None, "11-30 23:00", False),
        ("kind: never, event: care.contacted, scope: each county", None, "12-11 00:01", True),
        ("kind: never, event: care.contacted, scope: each county", None, "12-10 23:59", False),
        ("kind: within, trigger: care.household_listed, event: care.contacted, time: end", "12-10 20:00",
         "12-10 23:00", True),
        ("kind: within, trigger: care.household_listed, event: care.contacted, time: end", "12-10 20:00",
         "12-11 01:00", False),
        ("kind: within, trigger: care.household_listed, event: care.contacted, time: end", "12-11 20:00", None, None),
    ],
)  # fmt: skip
def test_kinds_of_duties_in_a_phase(duty: str, trigger: str | None, act: str | None, met: bool | None) -> None:
    world = Staged(f"{duty}, during: blitz")
    if trigger:
        world.enter("care.household_listed", trigger, subject=1)
    if act:
        world.enter("care.contacted", act, subject=1)
    expected = [] if met is None else ["met" if met else "broken"]
    assert list(world.statuses("12-20 00:00").values()) == expected


def test_a_phase_cut_by_the_window_and_one_outside_it() -> None:
    assert len(Staged(f"{DAILY}, during: blitz", ends_on="2026-12-03").records("12-20 00:00")) == 3
    assert Staged(f"{DAILY}, during: blitz", ends_on="2026-11-30").records("12-20 00:00") == {}


def test_an_unknown_phase_is_named_with_what_there_is() -> None:
    with pytest.raises(PlanFileError) as refused:
        staged(f"{DAILY}, during: blits")
    (problem,) = refused.value.problems
    assert (problem.line, problem.params["name"], problem.params["names"]) == (9, "blits", "blitz")


def test_the_feasts_of_every_season_are_known() -> None:
    seasons = read_feasts(ROOT / "library" / "calendar" / "feasts.yaml")
    assert sorted(seasons) == list(range(2023, 2031))
    for season, days in seasons.items():
        assert set(days) == set(FEAST_TITLES)
        assert days["winter_solstice"] < days["new_year"] <= days["laba"].replace(year=season + 1, month=1) or season
        assert days["laba"] < days["little_new_year"] < days["new_years_eve"] < days["spring_festival"]
    # The holidays that the State Council gave hold the feasts of the table.
    for season in (2023, 2024, 2025, 2026):
        assert CALENDAR.holiday_name(seasons[season]["spring_festival"]) == "春节"
    assert CALENDAR.feast("spring_festival", 2040) is None


def test_a_season_that_ends_with_a_feast() -> None:
    text = HEADER.replace("to: +1/03-15", "to: lantern_festival")
    text += f"  - {{id: one, title: 义务, strength: must, source: '000#1 ¶2', {DAILY}}}\n"
    season = load(text.encode(), "test.yaml", VOCABULARY).plan.season
    assert season.dates(2026, CALENDAR) == (day("11-15"), day("02-20"))
    assert season.dates(2040, CALENDAR)[1] is None
    with pytest.raises(PlanFileError):
        load(text.replace("lantern_festival", "every Monday").encode(), "test.yaml", VOCABULARY)


def test_a_table_of_feasts_with_a_slip_is_refused(tmp_path) -> None:  # type: ignore[no-untyped-def]
    text = (ROOT / "library" / "calendar" / "feasts.yaml").read_text(encoding="utf-8")
    (tmp_path / "feasts.yaml").write_text(text.replace("spring_festival: 2027-02-06", "spring_festival: 2027-02-16"))
    with pytest.raises(Invalid):
        WorkCalendar.load(tmp_path)


CONTACT = "- {id: one, kind: by_deadline, event: care.contacted, by: %s}"


@pytest.mark.parametrize(
    ("by", "last_moment", "after"),
    [
        ("spring_festival", "02-06 23:59", "02-07 00:01"),
        ("before spring_festival", "02-05 23:59", "02-06 00:01"),
        ("spring_festival - 7 natural days", "01-30 23:59", "01-31 00:01"),
        ("spring_festival - 1 weeks", "01-30 23:59", "01-31 00:01"),
        ("before new_year", "12-31 23:59", "01-01 00:01"),
        ("new_year - 3 working days", "12-29 23:59", "12-30 00:01"),
        ("new_years_eve 12:00", "02-05 12:00", "02-05 12:01"),
        ("laba", "01-15 23:59", "01-16 00:01"),
        ("winter_solstice", "12-22 23:59", "12-23 00:01"),
        ("lantern_festival + 2 natural days", "02-22 23:59", "02-23 00:01"),
    ],
)
def test_days_set_by_feasts(by: str, last_moment: str, after: str) -> None:
    in_time, late = World(CONTACT % by), World(CONTACT % by)
    in_time.enter("care.contacted", last_moment)
    late.enter("care.contacted", after)
    assert (in_time.status(after), late.status(after)) == ("met", "broken")
    assert str(parse(by)) == by


@pytest.mark.parametrize("by", ["before", "spring_festival - 3 hours", "before new_year - 3 natural days", "christmas"])
def test_days_that_no_feast_sets(by: str) -> None:
    with pytest.raises(PlanFileError):
        plan(CONTACT % by)


def test_the_calendar_check_knows_feasts_and_masked_days_of_months() -> None:
    text = HEADER + (
        "  - {id: one, title: 节前, kind: by_deadline, event: care.contacted, by: before new_year,"
        " scope: each county, strength: must, source: '000#1 ¶2'}\n"
        "  - {id: two, title: 月报, kind: by_deadline, event: care.contacted, by: every month unknown,"
        " scope: each county, strength: must, source: '000#1 ¶2'}\n"
    )
    loaded = load(text.encode(), "test.yaml", VOCABULARY).plan
    result = check(loaded, 2026, CALENDAR)
    assert [(row.title, row.due) for row in result.rows] == [("节前", at("01-01 00:00"))]
    assert result.open == ("two",)
    assert check(loaded, 2026, CALENDAR, filled={"two": day("12-05")}).open == ()


def test_a_masked_day_of_the_month_is_watched_once_it_is_filled_in() -> None:
    world = World(CONTACT % "every month unknown 12:00", ends_on="2027-01-15")
    assert world.records("2027-02-20 00:00") == {}
    days = {"starts_on": "2026-11-15", "ends_on": "2027-01-15", "filled": ["one"], "filled_on": ["2026-12-08"]}
    about = {"plan_hash": HASH, "region": COUNTY, "regions": [COUNTY], **days}
    world.enter("plans.plan_activated", "11-01 10:00", subject=ACTIVATION, region=COUNTY, payload=about)
    found = sorted(record.due_at for record in world.records("2027-03-01 00:00").values() if record.due_at)
    assert found == [at("12-08 12:00"), at("01-08 12:00"), at("02-08 12:00")]
    late = {**about, "filled_on": ["2026-12-30"]}
    world.enter("plans.plan_activated", "11-01 11:00", subject=ACTIVATION, region=COUNTY, payload=late)
    assert max(record.due_at for record in world.records("2027-03-01 00:00").values() if record.due_at) == at(
        "01-31 12:00"
    )


TRIGGER = (
    "- {id: one, kind: within, trigger: tasks.work_recorded, trigger_where: {work: found}, event: care.contacted,"
    " time: 24 hours}"
)


def test_only_what_fits_starts_the_clock() -> None:
    world = World(TRIGGER)
    other = world.enter("tasks.work_recorded", "12-01 10:00", subject=1, payload={"work": "seen"})
    world.enter("tasks.work_recorded", "12-01 12:00", subject=2, payload={"work": "found"})
    found = world.records("12-03 00:00")
    assert {key.subject.int for key in found if key.subject} == {2}
    assert str(other.id) not in {key.anchor for key in found}
    world.enter("care.contacted", "12-02 11:00", subject=1)
    world.enter("care.contacted", "12-02 11:00", subject=2)
    assert list(world.statuses("12-03 00:00").values()) == ["met"]


def test_until_the_end_of_the_season() -> None:
    world = World("- {id: one, kind: within, trigger: care.household_listed, event: care.contacted, time: end}")
    world.enter("care.household_listed", "12-01 10:00", subject=1)
    (record,) = world.records("12-02 00:00").values()
    assert record.due_at == at("03-16 00:00")
    extended = {"ends_on": "2027-03-31"}
    world.enter("plans.window_extended", "03-15 12:00", subject=ACTIVATION, region=COUNTY, payload=extended)
    world.enter("care.contacted", "03-30 10:00", subject=1)
    assert list(world.statuses("04-01 00:00").values()) == ["met"]


def declared(world: World, region: int, base: int, done: int = 0) -> Fact:
    return world.enter("tasks.work_recorded", "12-01 10:00", region=region, payload={"done": done, "base": base})


@pytest.mark.parametrize(
    ("sentence", "told", "expected"),
    [
        ("nobody has told anything", [], "broken"),
        ("the county says that it has none", [(COUNTY, 0, 0)], "not_applicable"),
        ("every township says so", [(TOWNSHIP_A, 0, 0), (TOWNSHIP_B, 0, 0)], "not_applicable"),
        ("one of two townships says so", [(TOWNSHIP_A, 0, 0)], "broken"),
        ("one has none, the other did all", [(TOWNSHIP_A, 0, 0), (TOWNSHIP_B, 4, 4)], "met"),
        ("one has none, the other did some", [(TOWNSHIP_A, 0, 0), (TOWNSHIP_B, 4, 3)], "broken"),
    ],
)
def test_none_declared(sentence: str, told: list[tuple[int, int, int]], expected: str) -> None:
    world = World("- {id: share, kind: coverage, event: tasks.work_recorded, by: 12-05}")
    for region, base, done in told:
        declared(world, region, base, done)
    assert world.status("12-06 00:00") == expected


def test_a_township_that_has_none_is_asked_nothing() -> None:
    world = World("- {id: share, kind: coverage, event: tasks.work_recorded, by: 12-05, scope: each township}")
    declared(world, TOWNSHIP_A, 0)
    assert world.status("12-06 00:00", scope=TOWNSHIP_A) == "not_applicable"
    assert world.status("12-06 00:00", scope=TOWNSHIP_B) == "broken"
