"""Deadlines, notices that hang, shares of all there are, and duties about each household."""

import pytest

from tests.plans.world import ACTIVATION, COUNTY, HASH, TOWNSHIP_A, TOWNSHIP_B, World, at

WEEKLY = "- {id: weekly, kind: by_deadline, event: reports.report_submitted, by: every Monday 12:00, about: period_to}"
REPORT = "reports.report_submitted"


@pytest.mark.parametrize(
    ("sentence", "submitted", "now", "week", "expected"),
    [
        ("the week runs", [], "11-25 12:00", "11-30", "open"),
        ("sent on Monday morning", ["11-30 09:00"], "11-30 12:00", "11-30", "met"),
        ("sent at noon sharp", ["11-30 12:00"], "12-01 00:00", "11-30", "met"),
        ("not sent by noon", [], "11-30 12:00", "11-30", "broken"),
        ("sent in the afternoon", ["11-30 12:01"], "11-30 13:00", "11-30", "broken"),
        ("sent about another week", ["12-07 09:00"], "11-30 13:00", "11-30", "broken"),
    ],
)
def test_weekly_report(sentence: str, submitted: list[str], now: str, week: str, expected: str) -> None:
    world = World(WEEKLY)
    for moment in submitted:
        monday = "2026-11-29" if moment.startswith("11-30") else "2026-12-06"
        world.enter(REPORT, moment, region=COUNTY, payload={"report": "weekly", "period_to": monday})
    assert world.status(now, anchor=f"2026-{week}") == expected


def test_a_late_report_is_told_from_the_next_one() -> None:
    world = World(WEEKLY)
    world.enter(REPORT, "12-01 09:00", region=COUNTY, payload={"period_to": "2026-11-29"})
    assert world.status("12-02 00:00", anchor="2026-11-30") == "broken"
    assert world.record("12-02 00:00", anchor="2026-11-30").done_late_at is not None
    assert world.status("12-02 00:00", anchor="2026-12-07") == "open"


def test_the_last_week_of_the_season_is_reported_after_it() -> None:
    world = World(WEEKLY, ends_on="2026-12-09")
    anchors = sorted(key.anchor for key in world.records("12-20 00:00"))
    assert anchors == ["2026-11-16", "2026-11-23", "2026-11-30", "2026-12-07", "2026-12-14"]


@pytest.mark.parametrize(
    ("by", "last_moment", "after"),
    [
        ("12-08 12:00", "12-08 12:00", "12-08 12:01"),
        ("12-08", "12-08 23:59", "12-09 00:01"),
        ("start + 10 natural days", "11-25 23:59", "11-26 00:01"),
        ("end + 2 natural days", "03-17 23:59", "03-18 00:01"),
        ("+1/01-20", "01-20 23:59", "01-21 00:01"),
    ],
)
def test_once(by: str, last_moment: str, after: str) -> None:
    duty = f"- {{id: once, kind: by_deadline, event: tasks.work_recorded, by: {by}}}"
    in_time, late = World(duty), World(duty)
    in_time.enter("tasks.work_recorded", last_moment)
    late.enter("tasks.work_recorded", after)
    assert (in_time.status(after), late.status(after)) == ("met", "broken")


def test_a_masked_day_is_watched_once_it_is_filled_in() -> None:
    duty = "- {id: masked, kind: by_deadline, event: tasks.work_recorded, by: unknown}"
    assert World(duty).records("12-20 00:00") == {}
    world = World(duty)
    days = {"starts_on": "2026-11-15", "ends_on": "2027-03-15", "filled": ["masked"], "filled_on": ["2026-12-10"]}
    about = {"plan_hash": HASH, "region": COUNTY, "regions": [COUNTY], **days}
    world.enter("plans.plan_activated", "11-01 10:00", subject=ACTIVATION, region=COUNTY, payload=about)
    assert world.status("12-11 00:00") == "broken"


@pytest.mark.parametrize(
    ("sentence", "removed", "now", "expected"),
    [
        ("hangs", None, "12-05 00:00", "open"),
        ("hung its ten days", None, "12-12 00:00", "met"),
        ("removed on the eleventh day", "12-12 00:00", "12-13 00:00", "met"),
        ("removed on the tenth", "12-11 09:00", "12-12 00:00", "broken"),
    ],
)
def test_notice_hangs(sentence: str, removed: str | None, now: str, expected: str) -> None:
    duty = "- {id: hangs, kind: lasts, event: relief.notice_posted, ended_by: [{event: relief.notice_removed}],"
    world = World(duty + " time: 10 natural days}")
    world.enter("relief.notice_posted", "12-01 10:00", subject=5)
    if removed:
        world.enter("relief.notice_removed", removed, subject=5)
    assert world.status(now) == expected


def test_a_notice_may_come_down_after_a_weekend_day_but_who_has_to_act_has_until_monday() -> None:
    """The last of four natural days is a Saturday, for a notice as it is; for a time to act it rolls on (ADR 16)."""
    hangs = World(
        "- {id: one, kind: lasts, event: relief.notice_posted, ended_by: [{event: relief.notice_removed}],"
        " time: 4 natural days}"
    )
    acts = World(
        "- {id: one, kind: within, trigger: relief.notice_posted, event: relief.notice_removed, time: 4 natural days}"
    )
    for world in (hangs, acts):
        world.enter("relief.notice_posted", "12-01 10:00", subject=5)
        world.enter("relief.notice_removed", "12-06 09:00", subject=5)
    assert (hangs.status("12-07 00:00"), acts.status("12-07 00:00")) == ("met", "met")
    assert hangs.record("12-07 00:00").due_at == at("12-06 00:00")
    assert acts.record("12-07 00:00").due_at == at("12-08 00:00")


COVER = "- {id: all, kind: coverage, event: care.leaflet_given, base: {event: care.household_listed}, by: 12-05}"


@pytest.mark.parametrize(
    ("sentence", "given", "now", "expected"),
    [
        ("both of two", [1, 2], "12-06 00:00", "met"),
        ("one twice", [1, 1], "12-06 00:00", "broken"),
        ("somebody who is not listed", [1, 9], "12-06 00:00", "broken"),
        ("still time", [1], "12-05 00:00", "open"),
    ],
)
def test_coverage_of_subjects(sentence: str, given: list[int], now: str, expected: str) -> None:
    world = World(COVER)
    for household in (1, 2):
        world.enter("care.household_listed", "11-10 09:00", subject=household)
    for number, household in enumerate(given):
        world.enter("care.leaflet_given", f"12-0{number + 1} 10:00", subject=household)
    assert world.status(now) == expected


LATELY = COVER.replace(
    "{event: care.household_listed}",
    "{event: care.household_listed, in_season: true, until: [{event: care.household_left}]}",
)


@pytest.mark.parametrize(
    ("sentence", "listed", "left", "expected"),
    [
        ("listed in the season and not reached", "11-16 09:00", None, "broken"),
        ("listed before the season", "11-10 09:00", None, "not_applicable"),
        ("gone before the day", "11-16 09:00", "11-20 09:00", "not_applicable"),
        ("gone after the day", "11-16 09:00", "12-06 09:00", "broken"),
    ],
)
def test_coverage_of_subjects_of_the_season(sentence: str, listed: str, left: str | None, expected: str) -> None:
    world = World(LATELY)
    world.enter("care.household_listed", listed, subject=1)
    if left:
        world.enter("care.household_left", left, subject=1)
    assert world.status("12-07 00:00") == expected


def test_nothing_to_cover_asks_for_nothing() -> None:
    assert World(COVER).status("12-06 00:00") == "not_applicable"


def test_coverage_by_numbers_adds_up_over_the_townships() -> None:
    world = World("- {id: share, kind: coverage, event: tasks.work_recorded, percent: 90, by: 12-05}")
    for moment, region, done in (
        ("12-01 10:00", TOWNSHIP_A, 4),
        ("12-02 10:00", TOWNSHIP_B, 10),
        ("12-03 10:00", TOWNSHIP_A, 4),
    ):
        world.enter("tasks.work_recorded", moment, region=region, payload={"done": done, "base": 10})
    record = world.record("12-04 00:00")
    assert (record.done, record.needed, record.satisfied_at) == (18, 18, world.facts[-1].acted_at)


EACH = (
    "- {id: contact, kind: at_least, event: care.contacted, count: 3, per: 1 week, scope: each subject,"
    " for_each: {event: care.household_listed, where: {category: frail}, until: [care.household_left]}}"
)


def test_contacts_with_each_household() -> None:
    world = World(EACH)
    for household, category in ((1, "frail"), (2, "frail"), (3, "other")):
        world.enter("care.household_listed", "11-20 09:00", subject=household, payload={"category": category})
    for moment in ("11-23 10:00", "11-24 10:00", "11-25 10:00"):
        world.enter("care.contacted", moment, subject=1)
    world.enter("care.household_left", "11-26 09:00", subject=2)
    by_scope = {key.scope[-1]: record for key, record in world.records("11-30 00:00").items() if "11-23" in key.anchor}
    assert {scope: (record.done, record.needed) for scope, record in by_scope.items()} == {"1": (3, 3), "2": (0, 1)}


def test_on_rest_days_only() -> None:
    duty = "- {id: rest, kind: at_least, event: rescue.patrol_completed, count: 1, per: 1 day, on_days: [rest_days]}"
    world = World(duty)
    anchors = [key.anchor for key in world.records("11-23 12:00")]
    assert anchors == ["2026-11-15", "2026-11-21", "2026-11-22"]
