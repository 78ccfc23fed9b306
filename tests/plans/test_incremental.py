"""Bringing the state up to date fact by fact gives what computing it from scratch gives, on random histories."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from random import Random
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from nuandong.plans.engine import Fact, State, Status
from nuandong.plans.engine.records import status
from tests.plans.world import (
    ACTIVATION,
    CALENDAR,
    COUNTY,
    HASH,
    OTHER_COUNTY,
    PREFECTURE,
    TOWNSHIP_A,
    TOWNSHIP_B,
    at,
    plan,
)

DUTIES = """
- {id: weekly, kind: at_least, event: rescue.patrol_completed, count: 3, per: 1 week, strength: in_principle}
- {id: monthly, kind: at_least, event: rescue.patrol_completed, where: {night: true}, count: 9, per: 1 month, scope: each unit}
- {id: nightly, kind: at_least, event: rescue.patrol_completed, count: 1, per: 1 day, hours: 20:00-04:00, when: {warning_in_force: [cold_wave], level: yellow}, scope: each township}
- {id: on-scene, kind: within, trigger: rescue.clue_received, event: rescue.crew_on_scene, time: 30 minutes, exceptions: [{if: {remote: true}, time: 60 minutes}], until: [{event: rescue.clue_closed, where: {outcome: duplicate}, from_start: true}, {event: rescue.clue_handed_over}]}
- {id: notice, kind: within, trigger: rescue.person_admitted, event: rescue.kin_notice_published, time: 24 hours, when: {identity: unknown}, hold: [police_suspect_trafficking], changed_by: [rescue.stay_changed], strength: as_far_as_possible}
- {id: dna, kind: within, trigger: rescue.person_admitted, event: rescue.dna_requested, time: 2 working days}
- {id: hotline, kind: presence, post: rescue.hotline, hours: 24h, with_leader: true}
- {id: ice, kind: presence, post: rescue.patrol, hours: 14:00-22:00, tolerance: 1 hours, when: {warning_in_force: [freeze, cold_wave]}}
- {id: never, kind: never, event: rescue.encounter_closed, where: {category: minor}, scope: each township}
"""
PLANS = {HASH: plan(DUTIES)}
START = at(
    "11-29 12:00"
)  # a Sunday; the activation's window begins on the 30th and its first end lies in the week after
SPAN = 12 * 24 * 60

REGIONS = st.sampled_from([COUNTY, TOWNSHIP_A, TOWNSHIP_B, TOWNSHIP_A + 1, OTHER_COUNTY, PREFECTURE])
MINUTES = st.integers(0, SPAN)
LENGTHS = st.integers(1, 4 * 24 * 60)
FLAGS = st.sampled_from([[], ["police_suspect_trafficking"], ["ill"]])


@st.composite
def payloads(draw: st.DrawFn, kind: str, minute: int) -> dict[str, object]:
    moment = START + timedelta(minutes=minute)
    match kind:
        case "rescue.patrol_completed":
            return {"night": draw(st.booleans())}
        case "rescue.clue_received":
            return {"remote": draw(st.booleans())}
        case "rescue.clue_closed":
            return {"outcome": draw(st.sampled_from(["duplicate", "helped"]))}
        case "rescue.person_admitted" | "rescue.stay_changed":
            return {"identity": draw(st.sampled_from(["known", "unknown"])), "flags": draw(FLAGS)}
        case "rescue.encounter_closed":
            return {"category": draw(st.sampled_from([["minor"], ["adult"], []]))}
        case "duty.shift_started":
            posts = st.sampled_from(["rescue.hotline", "rescue.patrol"])
            return {"post": draw(posts), "leader": draw(st.booleans())}
        case "alerts.warning_received" | "alerts.warning_updated":
            until = draw(st.none() | LENGTHS)
            return {
                "event": draw(st.sampled_from(["cold_wave", "freeze", "gale"])),
                "level": draw(st.sampled_from(["blue", "yellow", "red"])),
                "regions": draw(st.lists(REGIONS, min_size=1, max_size=2)),
                "from": (moment + timedelta(minutes=draw(st.sampled_from([-60, 0, 600])))).isoformat(),
                "until": (moment + timedelta(minutes=until)).isoformat() if until else None,
            }
        case "plans.window_extended" | "plans.activation_ended":
            return {"ends_on": draw(st.sampled_from(["2026-12-03", "2026-12-08", "2026-12-20"]))}
        case _:
            return {}


# kinds that share subjects: acts must meet their triggers, ends their shifts, updates their warnings
FAMILIES = {
    100: ["rescue.patrol_completed"],
    200: ["rescue.clue_received", "rescue.crew_on_scene", "rescue.clue_closed", "rescue.clue_handed_over"],
    300: ["rescue.person_admitted", "rescue.stay_changed", "rescue.kin_notice_published", "rescue.dna_requested"],
    400: ["rescue.encounter_closed"],
    500: ["duty.shift_started", "duty.shift_ended"],
    600: ["alerts.warning_received", "alerts.warning_updated", "alerts.warning_cancelled", "alerts.warning_ended"],
}


def activation() -> Fact:
    payload = {"plan_hash": HASH, "region": COUNTY, "regions": [TOWNSHIP_A, TOWNSHIP_B],
               "starts_on": "2026-11-30", "ends_on": "2026-12-09"}  # fmt: skip
    return Fact(START, (0,), UUID(int=1), "plans.plan_activated", COUNTY, ACTIVATION, START, payload)


@st.composite
def histories(draw: st.DrawFn) -> list[Fact]:
    """Facts in reading order: the time of the act wanders, entries come late, some void others, even ones read later."""
    facts = [activation()]
    for number in range(1, draw(st.integers(2, 40))):
        base = draw(st.sampled_from([*FAMILIES, 700]))
        minute = draw(MINUTES)
        if base == 700:
            kind, subject, region = (
                draw(st.sampled_from(["plans.window_extended", "plans.activation_ended"])),
                ACTIVATION,
                COUNTY,
            )
        else:
            kind = draw(st.sampled_from(FAMILIES[base]))
            subject, region = UUID(int=base + draw(st.integers(0, 3))), draw(REGIONS)
        payload = draw(payloads(kind, minute))
        late = timedelta(minutes=draw(st.sampled_from([0, 0, 30, 2000])))
        voids = UUID(int=draw(st.integers(1, 40))) if draw(st.integers(0, 5)) == 0 else None
        acted = START + timedelta(minutes=minute)
        facts.append(Fact(acted, (number,), UUID(int=number + 1), kind, region, subject, acted + late, payload, voids))
    position = draw(st.integers(0, len(facts) - 1))  # the activation may be read after what it is about
    facts.insert(position, facts.pop(0))
    return facts


def batches(facts: list[Fact], cuts: list[int]) -> Iterator[list[Fact]]:
    edges = sorted({0, len(facts), *(cut % (len(facts) + 1) for cut in cuts)})
    for start, end in pairwise(edges):
        yield facts[start:end]


def scratch(facts: list[Fact]) -> State:
    state = State(PLANS, CALENDAR)
    state.apply(facts)
    return state


MOMENTS = [START + timedelta(hours=hours) for hours in (0, 13, 36, 37, 100, 170, 260, 600, 900)]


@settings(max_examples=150, deadline=None)
@given(histories(), st.lists(st.integers(0, 50), max_size=8), st.lists(st.sampled_from(MOMENTS), max_size=4))
def test_incremental_equals_from_scratch(facts: list[Fact], cuts: list[int], looks: list[datetime]) -> None:
    state = State(PLANS, CALENDAR)
    glances = iter(sorted(looks))  # the clock moves forward between batches, and looking changes nothing
    for batch in batches(facts, cuts):
        state.apply(batch)
        state.status(next(glances, START))
    for moment in MOMENTS:
        expected = scratch(facts)
        assert state.visible(moment) == expected.visible(moment)
        assert state.status(moment) == expected.status(moment)


@settings(max_examples=100, deadline=None)
@given(histories(), st.randoms(use_true_random=False))
def test_the_order_of_reading_does_not_matter(facts: list[Fact], random: Random) -> None:
    shuffled = list(facts)
    random.shuffle(shuffled)
    assert scratch(shuffled).visible(MOMENTS[-1]) == scratch(facts).visible(MOMENTS[-1])


FINAL = {Status.MET, Status.BROKEN, Status.MISSED}
AFTERWARDS = {
    Status.OPEN: set(Status),
    Status.LATE: {Status.LATE},
    **{final: {final} for final in FINAL},
}


@settings(max_examples=100, deadline=None)
@given(histories())
def test_the_clock_alone_moves_only_forward(facts: list[Fact]) -> None:
    """Without new facts an open instance may turn into anything; what is met, broken or missed stays so."""
    records = scratch(facts).visible(MOMENTS[-1])
    for record in records.values():
        seen = [status(record, moment) for moment in MOMENTS if moment >= record.starts_at]
        for before, after in pairwise(seen):
            assert after in AFTERWARDS.get(before, {before})


@settings(max_examples=60, deadline=None)
@given(histories())
def test_changed_keys_name_every_change(facts: list[Fact]) -> None:
    """`apply` tells of every record that differs from before, so that a store can follow it."""
    state = State(PLANS, CALENDAR)
    for fact in facts:
        before = dict(state.records)
        changed = state.apply([fact])
        differing = {key for key in {*before, *state.records} if before.get(key) != state.records.get(key)}
        assert differing == changed
