"""Posts that may not stand empty, and things that may not happen."""

import pytest

from tests.plans.world import TOWNSHIP_A, World, at

HOTLINE = "- {id: hotline, kind: presence, post: rescue.hotline, hours: 24h}"
WITH_LEADER = HOTLINE.replace("24h}", "24h, with_leader: true}")
EVENINGS = "- {id: patrol, kind: presence, post: rescue.patrol, hours: 14:00-22:00}"
ICE = "- {id: ice, kind: presence, post: rescue.patrol, hours: 24h, tolerance: 2 hours, when: {warning_in_force: [freeze]}}"
NEVER = "- {id: never, kind: never, event: rescue.encounter_closed, where: {category: minor, outcome: supplies_only}}"


@pytest.mark.parametrize(
    ("sentence", "shifts", "now", "expected", "gaps"),
    [
        ("covered all day", [("12-01 00:00", "12-01 12:00"), ("12-01 12:00", "12-02 00:00")], "12-02 00:00", "met", 0),
        ("relief a quarter of an hour late is tolerated", [("12-01 00:00", "12-01 12:00"), ("12-01 12:15", "12-02 00:00")],
         "12-02 00:00", "met", 1),
        ("a minute more is not", [("12-01 00:00", "12-01 12:00"), ("12-01 12:16", "12-02 00:00")], "12-02 00:00", "broken", 1),
        ("the day is running, somebody is there", [("12-01 00:00", None)], "12-01 12:00", "open", 0),
        ("the post has been empty for ten minutes", [("12-01 00:00", "12-01 12:00")], "12-01 12:10", "open", 1),
        ("and for fifteen", [("12-01 00:00", "12-01 12:00")], "12-01 12:15", "broken", 1),
        ("another post does not count", [], "12-01 12:15", "broken", 1),
        ("overlapping shifts", [("11-30 20:00", "12-01 14:00"), ("12-01 08:00", "12-02 06:00")], "12-02 00:00", "met", 0),
        ("an end nobody entered proves 24 hours, no more", [("12-01 00:00", None)], "12-02 00:20", "met", 0),
    ],
)  # fmt: skip
def test_hotline(sentence: str, shifts: list[tuple[str, str | None]], now: str, expected: str, gaps: int) -> None:
    world = World(HOTLINE)
    world.shift("12-01 00:00", "12-02 00:00", subject=90, post="rescue.reception")
    world.shift("11-30 00:00", "12-01 00:00", subject=91)
    if sentence.startswith("covered"):
        world.shift("12-02 00:00", None, subject=92)
    for number, (start, end) in enumerate(shifts):
        world.shift(start, end, subject=100 + number)
    if sentence.startswith("an end nobody"):
        world.shift("12-02 00:10", None, subject=93)
    assert world.status(now, anchor="2026-12-01") == expected, sentence
    assert len(world.record(now, anchor="2026-12-01").gaps) == gaps, sentence


def test_a_gap_over_midnight_is_one_gap_and_spoils_both_days() -> None:
    world = World(HOTLINE)
    world.shift("11-30 20:00", "12-01 12:00", subject=1)
    world.shift("12-01 12:00", "12-01 23:50", subject=2)
    world.shift("12-02 00:10", None, subject=3)
    assert world.status("12-02 00:11", anchor="2026-12-01") == "broken"
    assert world.status("12-02 00:11", anchor="2026-12-02") == "broken"


def test_with_leader_both_must_be_there() -> None:
    world = World(WITH_LEADER)
    world.shift("11-30 20:00", "12-01 20:00", subject=1, leader=True)
    world.shift("12-01 08:00", "12-02 04:00", subject=2)
    gap = world.record("12-01 21:00", anchor="2026-12-01").gaps
    assert [(g.start, g.end, g.leader_only) for g in gap] == [(at("12-01 20:00"), at("12-02 00:00"), True)]
    assert world.status("12-01 20:14", anchor="2026-12-01") == "open"
    assert world.status("12-01 20:15", anchor="2026-12-01") == "broken"


def test_a_leader_at_another_post_leads_the_house() -> None:
    world = World(WITH_LEADER)
    world.shift("11-30 20:00", "12-01 20:00", subject=1, post="rescue.reception", leader=True)
    world.shift("11-30 20:00", "12-01 20:00", subject=2)
    assert world.status("12-01 19:00", anchor="2026-12-01") == "open"
    world.void(world.facts[1], "12-01 19:00")
    assert world.status("12-01 19:00", anchor="2026-12-01") == "broken"


def test_a_team_of_the_kind_is_as_good_as_a_post() -> None:
    world = World(EVENINGS.replace("post: rescue.patrol", "team: street_patrol"))
    team = {"post": None, "leader": False}
    world.enter("duty.shift_started", "12-01 13:00", subject=1, payload={**team, "team_kind": "volunteer"})
    assert world.status("12-01 14:15", anchor="2026-12-01") == "broken"
    world.enter("duty.shift_started", "12-01 13:30", subject=2, payload={**team, "team_kind": "street_patrol"})
    assert world.status("12-01 22:00", anchor="2026-12-01") == "met"


def test_hours_only() -> None:
    world = World(EVENINGS)
    world.shift("12-01 13:00", "12-01 22:00", subject=1, post="rescue.patrol")
    assert world.status("12-01 22:00", anchor="2026-12-01") == "met"
    assert "2026-12-02" not in world.statuses("12-02 13:59")
    assert world.status("12-02 14:00", anchor="2026-12-02") == "open"
    assert world.status("12-02 14:15", anchor="2026-12-02") == "broken"


def test_presence_under_a_warning_begins_with_it_and_leaves_time_to_come() -> None:
    world = World(ICE)
    world.warn("12-01 18:00", "12-02 06:00", event="freeze")
    assert world.statuses("12-01 18:00") == {"2026-12-01": "open"}
    world.shift("12-01 19:30", "12-02 05:00", subject=1, post="rescue.patrol")
    assert world.statuses("12-03 00:00") == {"2026-12-01": "met", "2026-12-02": "met"}
    world.enter("alerts.warning_updated", "12-02 05:30", subject=77, region=world.facts[1].region,
                payload={**world.facts[1].payload, "until": at("12-02 10:00").isoformat()})  # fmt: skip
    assert world.statuses("12-03 00:00") == {"2026-12-01": "met", "2026-12-02": "broken"}


def test_on_its_first_day_a_plan_asks_for_presence_from_the_decision_on() -> None:
    world = World(HOTLINE, starts_on="2026-11-01")
    assert world.record("11-01 09:05").starts_at == at("11-01 09:00")
    assert world.status("11-01 09:05") == "open"
    world.shift("11-01 09:10", None, subject=1)
    assert world.status("11-01 20:00") == "open"


def test_a_shift_entered_later_heals_the_gap() -> None:
    world = World(HOTLINE)
    world.shift("11-30 20:00", "12-01 08:00", subject=1)
    assert world.status("12-01 09:00", anchor="2026-12-01") == "broken"
    world.enter(
        "duty.shift_started", "12-01 08:05", subject=2, payload={"post": "rescue.hotline"}, recorded="12-01 10:00"
    )
    assert world.status("12-01 10:00", anchor="2026-12-01") == "open"


@pytest.mark.parametrize(
    ("sentence", "category", "outcome", "expected"),
    [
        ("a boy sent off with a quilt", ["minor"], "supplies_only", "broken"),
        ("one of several categories", ["disabled", "minor"], "supplies_only", "broken"),
        ("a boy taken in", ["minor"], "taken_in", "open"),
        ("an adult who refuses", ["adult"], "supplies_only", "open"),
        ("no category at all", [], "supplies_only", "open"),
    ],
)
def test_never(sentence: str, category: list[str], outcome: str, expected: str) -> None:
    world = World(NEVER)
    world.enter("rescue.encounter_closed", "12-01 21:00", payload={"category": category, "outcome": outcome})
    assert world.status("12-01 21:00") == expected, sentence
    assert world.status("12-01 20:59") == "open"


def test_never_is_met_when_the_season_is_over_and_healed_by_a_correction() -> None:
    world = World(NEVER)
    forbidden = {"category": ["minor"], "outcome": "supplies_only"}
    wrong = world.enter("rescue.encounter_closed", "12-01 21:00", payload=forbidden)
    assert world.record("12-01 21:00").evidence == (wrong.id,)
    assert world.status("03-16 00:00") == "broken"
    world.void(wrong, "12-02 09:00")
    assert world.status("03-15 23:59") == "open"
    assert world.status("03-16 00:00") == "met"


def test_the_window_moves_with_recorded_decisions() -> None:
    world = World(NEVER)
    activation = world.facts[0].subject
    world.enter("plans.activation_ended", "02-01 09:00", subject=activation, payload={"ends_on": "2027-02-01"})
    assert world.status("02-02 00:00") == "met"
    world.enter("plans.window_extended", "02-03 09:00", subject=activation, payload={"ends_on": "2027-03-25"})
    assert world.status("03-25 23:59") == "open"
    world.void(world.facts[0], "02-04 09:00")
    assert world.records("03-26 00:00") == {}


def test_each_township_answers_for_itself() -> None:
    world = World(NEVER.replace("never,", "never, scope: each township,", 1))
    payload = {"category": "minor", "outcome": "supplies_only"}
    world.enter("rescue.encounter_closed", "12-01 21:00", region=TOWNSHIP_A + 1, payload=payload)
    assert {key.scope[6:9]: record.done for key, record in world.records("12-02 00:00").items()} == {"001": 1, "002": 0}
