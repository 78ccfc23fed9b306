"""Clocks that begin with a trigger: on the scene in 30 minutes, kin notice in 24 hours, DNA request in 7 working days."""

from typing import Any

import pytest

from tests.plans.world import COUNTY, OTHER_COUNTY, World, at

ON_SCENE = (
    "- {id: on-scene, kind: within, trigger: rescue.clue_received, event: rescue.crew_on_scene, time: 30 minutes, "
    "exceptions: [{if: {remote: true}, time: 60 minutes}], strength: as_far_as_possible, "
    "until: [{event: rescue.clue_closed, where: {outcome: [duplicate, void]}, from_start: true}, {event: rescue.clue_closed}]}"
)
MUST = ON_SCENE.replace("as_far_as_possible", "must")
NOTICE = (
    "- {id: notice, kind: within, trigger: rescue.person_admitted, event: rescue.kin_notice_published, time: 24 hours, "
    "when: {identity: unknown}, hold: [police_suspect_trafficking], changed_by: [rescue.stay_changed], "
    "until: [{event: rescue.person_discharged}]}"
)
DNA = "- {id: dna, kind: within, trigger: rescue.person_admitted, event: rescue.dna_requested, time: 7 working days}"
CLUE, STAY = 500, 600


def clue(world: World, acted: str = "12-01 20:00", *, remote: bool = False, **more: Any) -> None:
    world.enter("rescue.clue_received", acted, subject=CLUE, payload={"remote": remote}, **more)


@pytest.mark.parametrize(
    ("sentence", "duties", "remote", "arrived", "now", "expected", "late_at"),
    [
        ("under way", ON_SCENE, False, None, "12-01 20:29", "open", None),
        ("there at the last moment", ON_SCENE, False, "12-01 20:30", "12-01 20:30", "met", None),
        ("softer duty, time up, nobody there", ON_SCENE, False, None, "12-01 20:30", "late", None),
        ("softer duty, there too late", ON_SCENE, False, "12-01 20:31", "12-01 20:31", "missed", "12-01 20:31"),
        ("must, time up, nobody there", MUST, False, None, "12-01 20:30", "broken", None),
        ("must, there too late: stays broken", MUST, False, "12-01 20:31", "12-02 20:31", "broken", "12-01 20:31"),
        ("far away, under way", ON_SCENE, True, None, "12-01 20:59", "open", None),
        ("far away, there in 60 minutes", MUST, True, "12-01 21:00", "12-01 21:00", "met", None),
        ("far away, time up", MUST, True, None, "12-01 21:00", "broken", None),
    ],
)
def test_on_scene(
    sentence: str, duties: str, remote: bool, arrived: str | None, now: str, expected: str, late_at: str | None
) -> None:
    world = World(duties)
    clue(world, remote=remote)
    if arrived:
        world.enter("rescue.crew_on_scene", arrived, subject=CLUE)
    assert world.status(now) == expected, sentence
    assert world.record(now).done_late_at == (at(late_at) if late_at else None)


@pytest.mark.parametrize(
    ("sentence", "outcome", "closed", "now", "expected"),
    [
        (
            "a duplicate never was a clue, even found out late",
            "duplicate",
            "12-01 22:00",
            "12-01 22:00",
            "not_applicable",
        ),
        ("closed in time without anybody going", "not_found", "12-01 20:20", "12-01 22:00", "not_applicable"),
        ("closed after the time was up", "not_found", "12-01 20:40", "12-01 22:00", "broken"),
    ],
)
def test_a_closed_clue_stops_its_clock(sentence: str, outcome: str, closed: str, now: str, expected: str) -> None:
    world = World(MUST)
    clue(world)
    world.enter("rescue.clue_closed", closed, subject=CLUE, payload={"outcome": outcome})
    assert world.status(now) == expected, sentence


def test_a_softer_clock_released_too_late_is_over() -> None:
    world = World(ON_SCENE)
    clue(world)
    world.enter("rescue.clue_closed", "12-01 20:40", subject=CLUE, payload={"outcome": "not_found"})
    assert world.status("12-01 21:00") == "missed"


@pytest.mark.parametrize(
    ("sentence", "learnt", "recorded", "due"),
    [
        (
            "the place turns out to be far away while the crew is on its way",
            "12-01 20:10",
            "12-01 20:10",
            "12-01 21:00",
        ),
        ("it is entered after the ordinary time ran out", "12-01 20:10", "12-01 20:31", "12-01 20:30"),
    ],
)
def test_a_place_found_to_be_remote(sentence: str, learnt: str, recorded: str, due: str) -> None:
    world = World(MUST.replace("until:", "changed_by: [rescue.stay_changed], until:"))
    clue(world)
    world.enter("rescue.stay_changed", learnt, subject=CLUE, payload={"remote": True}, recorded=recorded)
    assert world.record("12-01 20:40").due_at == at(due), sentence


def test_arrival_entered_later_counts_by_its_time() -> None:
    world = World(MUST)
    clue(world)
    assert world.status("12-01 21:00") == "broken"
    world.enter("rescue.crew_on_scene", "12-01 20:25", subject=CLUE, recorded="12-01 23:00")
    assert world.status("12-01 23:00") == "met"
    assert world.record("12-01 23:00").late_entry


def test_arrival_before_the_call_was_typed_is_in_time() -> None:
    world = World(MUST)
    world.enter("rescue.crew_on_scene", "12-01 19:50", subject=CLUE)
    clue(world)
    assert world.status("12-01 20:01") == "met"


def test_a_corrected_trigger_has_a_clock_of_its_own() -> None:
    world = World(MUST)
    clue(world)
    first = world.facts[-1]
    world.enter("rescue.clue_received", "12-01 20:20", subject=CLUE, payload={"remote": False}, voids=first)
    assert world.record("12-01 20:40").key.anchor == str(world.facts[-1].id)
    assert world.status("12-01 20:40") == "open"
    world.enter("rescue.crew_on_scene", "12-01 20:45", subject=CLUE)
    assert world.status("12-01 20:45") == "met"


@pytest.mark.parametrize(
    ("sentence", "acted", "region"),
    [
        ("before the season", "11-14 23:59", COUNTY),
        ("after it", "03-16 00:00", COUNTY),
        ("in the next county", "12-01 20:00", OTHER_COUNTY),
    ],
)
def test_triggers_outside_the_activation_start_nothing(sentence: str, acted: str, region: int) -> None:
    world = World(ON_SCENE)
    clue(world, acted, region=region)
    assert world.records("03-20 00:00") == {}, sentence


def admit(world: World, acted: str = "12-01 20:00", **payload: Any) -> None:
    world.enter("rescue.person_admitted", acted, subject=STAY, payload={"identity": "unknown", "flags": [], **payload})


def change(world: World, acted: str, **payload: Any) -> None:
    world.enter("rescue.stay_changed", acted, subject=STAY, payload=payload)


SUSPECT = ["police_suspect_trafficking"]


def test_the_notice_is_only_for_people_who_cannot_say_who_they_are() -> None:
    world = World(NOTICE)
    admit(world, identity="known")
    assert world.status("12-01 20:01") == "not_applicable"


def test_the_notice_waits_for_the_police_and_then_has_its_full_rest() -> None:
    world = World(NOTICE)
    admit(world)
    change(world, "12-02 08:00", flags=SUSPECT)
    assert world.status("12-05 00:00") == "on_hold"
    change(world, "12-05 08:00", flags=[])
    assert world.record("12-05 08:00").due_at == at("12-04 20:00") + (at("12-02 00:00") - at("12-01 00:00"))
    assert world.status("12-05 19:59") == "open"
    assert world.status("12-05 20:00") == "broken"


def test_held_from_the_start() -> None:
    world = World(NOTICE)
    admit(world, flags=SUSPECT)
    assert world.status("12-04 00:00") == "on_hold"
    change(world, "12-05 08:00", flags=[])
    assert world.record("12-05 08:00").due_at == at("12-06 08:00")


def test_a_notice_published_on_hold_is_met() -> None:
    world = World(NOTICE)
    admit(world, flags=SUSPECT)
    world.enter("rescue.kin_notice_published", "12-03 08:00", subject=STAY)
    assert world.status("12-03 08:00") == "met"


@pytest.mark.parametrize(
    ("sentence", "learnt", "expected"),
    [
        ("he tells his name in time", "12-02 12:00", "not_applicable"),
        ("he tells it when the time is up", "12-02 20:01", "broken"),
    ],
)
def test_identity_found(sentence: str, learnt: str, expected: str) -> None:
    world = World(NOTICE)
    admit(world)
    change(world, learnt, identity="known")
    assert world.status("12-09 00:00") == expected, sentence


def test_identity_lost_again_goes_on_where_it_stopped() -> None:
    world = World(NOTICE)
    admit(world)
    change(world, "12-02 08:00", identity="known")
    change(world, "12-03 08:00", identity="unknown")
    assert world.record("12-03 08:00").due_at == at("12-03 20:00")


def test_a_flag_after_the_time_ran_out_heals_nothing() -> None:
    world = World(NOTICE)
    admit(world)
    change(world, "12-03 08:00", flags=SUSPECT)
    assert world.status("12-03 09:00") == "broken"


def test_left_before_the_time_was_up() -> None:
    world = World(NOTICE)
    admit(world)
    world.enter("rescue.person_discharged", "12-02 09:00", subject=STAY)
    assert world.status("12-09 00:00") == "not_applicable"


def test_seven_working_days_skip_weekends_and_end_at_midnight() -> None:
    world = World(DNA)
    admit(world, "12-01 20:00")  # a Tuesday
    assert world.record("12-01 20:00").due_at == at("12-11 00:00")
    assert world.status("12-10 23:59") == "open"
    assert world.status("12-11 00:00") == "broken"


def decide(world: World, kind: str, acted: str) -> None:
    key = world.record(acted).key
    payload = {
        "activation": str(key.activation),
        "obligation": key.obligation,
        "scope": key.scope,
        "anchor": key.anchor,
    }
    world.enter(kind, acted, subject=key.instance, payload=payload)


def test_a_waiver_takes_an_instance_out_but_hides_no_success() -> None:
    world = World(MUST)
    clue(world)
    decide(world, "plans.instance_waived", "12-01 21:00")
    waiver = world.facts[-1]
    assert world.status("12-01 21:00") == "waived"
    world.enter("rescue.crew_on_scene", "12-01 20:10", subject=CLUE, recorded="12-01 22:00")
    assert world.status("12-01 22:00") == "met"
    world.void(world.facts[-1], "12-01 22:10")
    assert world.status("12-01 22:10") == "waived"
    world.void(waiver, "12-01 22:20")
    assert world.status("12-01 22:20") == "broken"


def test_a_missed_duty_can_carry_its_reason() -> None:
    world = World(ON_SCENE)
    clue(world)
    world.enter("rescue.crew_on_scene", "12-01 20:40", subject=CLUE)
    decide(world, "plans.miss_explained", "12-01 21:00")
    assert world.record("12-01 21:00").explained_by == world.facts[-1].id
    assert world.status("12-01 21:00") == "missed"
