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
- {id: ice, kind: presence, post: rescue.patrol, hours: 24h, tolerance: 1 hours, when: {warning_in_force: [freeze, cold_wave]}}
- {id: leaflets, kind: coverage, event: care.leaflet_given, base: {event: care.household_listed}, percent: 60, by: 12-05, scope: each township}
- {id: newly, kind: coverage, event: care.leaflet_given, base: {event: care.household_listed, in_season: true, until: [{event: care.household_left}]}, by: 12-05, scope: each township}
- {id: numbers, kind: coverage, event: tasks.work_recorded, percent: 90, by: end}
- {id: contact, kind: at_least, event: care.contacted, count: 2, per: 1 week, for_each: {event: care.household_listed, until: [care.household_left]}, scope: each subject}
- {id: daily-contact, kind: at_least, event: care.contacted, count: 1, per: 1 day, when: {warning_in_force: [cold_wave]}, for_each: {event: care.household_listed, after: 2 natural days}, scope: each subject}
- {id: notice-hangs, kind: lasts, event: relief.notice_posted, ended_by: [{event: relief.notice_removed}], time: 2 natural days}
- {id: weekly-report, kind: by_deadline, event: reports.report_submitted, by: every Monday 12:00, about: period_to}
- {id: meeting, kind: by_deadline, event: care.contacted, by: every Friday, count: 2, scope: each township}
- {id: month, kind: by_deadline, event: care.contacted, by: every month last, scope: each unit}
- {id: list, kind: by_deadline, event: tasks.work_recorded, by: 12-04 12:00, strength: in_principle}
- {id: never, kind: never, event: rescue.encounter_closed, where: {category: minor}, scope: each township}
"""
PLANS = {HASH: plan(DUTIES)}
START = at(
    "11-29 12:00"
)  # a Sunday; the activation's window begins on the 30th and its first end lies in the week after
SPAN = 6 * 24 * 60

REGIONS = [COUNTY, TOWNSHIP_A, TOWNSHIP_A, TOWNSHIP_B, TOWNSHIP_A + 1, OTHER_COUNTY, PREFECTURE]
FLAGS = [[], ["police_suspect_trafficking"], ["ill"]]


def payload(pick: Random, kind: str, moment: datetime) -> dict[str, object]:
    match kind:
        case "rescue.patrol_completed":
            return {"night": pick.random() < 0.5}
        case "rescue.clue_received":
            return {"remote": pick.random() < 0.5}
        case "rescue.clue_closed":
            return {"outcome": pick.choice(["duplicate", "helped"])}
        case "rescue.person_admitted":
            return {"identity": pick.choice(["known", "unknown", "unknown"]), "flags": pick.choice(FLAGS)}
        case "rescue.stay_changed":
            whole = {"identity": pick.choice(["known", "unknown"]), "flags": pick.choice(FLAGS)}
            return {name: whole[name] for name in pick.sample(sorted(whole), pick.randint(0, 2))}
        case "rescue.encounter_closed":
            return {"category": pick.choice([["minor"], ["adult"], []])}
        case "tasks.work_recorded":
            return {"done": pick.randrange(12), "base": pick.choice([10, 12, None])}
        case "reports.report_submitted":
            return {"period_to": pick.choice(["2026-11-29", "2026-12-06", "2026-12-09"])}
        case "duty.shift_started":
            return {"post": pick.choice(["rescue.hotline", "rescue.patrol"]), "leader": pick.random() < 0.7}
        case "alerts.warning_received" | "alerts.warning_updated":
            length = pick.choice([None, 60, 600, 2000, 6000])
            return {
                "event": pick.choice(["cold_wave", "freeze", "gale"]),
                "level": pick.choice(["blue", "yellow", "red"]),
                "regions": pick.sample(REGIONS, 2),
                "from": (moment + timedelta(minutes=pick.choice([-60, 0, 600]))).isoformat(),
                "until": (moment + timedelta(minutes=length)).isoformat() if length else None,
            }
        case "plans.window_extended" | "plans.activation_ended":
            return {"ends_on": pick.choice(["2026-12-03", "2026-12-08", "2026-12-20"])}
        case _:
            return {}


# Kinds that share subjects: acts must meet their triggers, ends their shifts, updates their warnings.
FAMILIES = {
    100: ["rescue.patrol_completed"],
    200: ["rescue.clue_received", "rescue.crew_on_scene", "rescue.clue_closed", "rescue.clue_handed_over"],
    300: ["rescue.person_admitted", "rescue.stay_changed", "rescue.kin_notice_published", "rescue.dna_requested"],
    400: ["rescue.encounter_closed"],
    500: ["duty.shift_started", "duty.shift_started", "duty.shift_ended"],
    600: ["alerts.warning_received", "alerts.warning_updated", "alerts.warning_cancelled", "alerts.warning_ended"],
    800: ["care.household_listed", "care.contacted", "care.contacted", "care.leaflet_given", "care.household_left"],
    900: ["tasks.work_recorded", "reports.report_submitted"],
    1100: ["relief.notice_posted", "relief.notice_removed"],
    700: ["plans.window_extended", "plans.activation_ended"],
}


def activation() -> Fact:
    written = {"plan_hash": HASH, "region": COUNTY, "regions": [TOWNSHIP_A, TOWNSHIP_B],
               "starts_on": "2026-11-30", "ends_on": "2026-12-09"}  # fmt: skip
    return Fact(START, (0,), UUID(int=1), "plans.plan_activated", COUNTY, ACTIVATION, START, written)


def history(seed: int, length: int) -> list[Fact]:
    """Facts in reading order: the time of the act wanders, entries come late, some void others, even ones read later.

    Made from a seed and not drawn value by value: drawn values cluster at the simple ones, and acts miss their triggers.
    """
    pick = Random(seed)
    facts = [activation()]
    families = pick.choices(list(FAMILIES), k=pick.choice([1, 2, 4]))
    for number in range(1, length):
        base = pick.choice(families)
        kind = pick.choice(FAMILIES[base])
        acted = START + timedelta(minutes=pick.choice([0, 5, 25, 50, 1400, pick.randrange(SPAN), pick.randrange(SPAN)]))
        subject = ACTIVATION if base == 700 else UUID(int=base + pick.randrange(2))
        voids = UUID(int=pick.randint(2, length)) if pick.random() < 0.2 else None
        late = timedelta(minutes=pick.choice([0, 0, 30, 2000]))
        region = pick.choice(REGIONS)
        about = payload(pick, kind, acted)
        facts.append(Fact(acted, (number,), UUID(int=number + 1), kind, region, subject, acted + late, about, voids))
    facts.insert(pick.choice([0, pick.randrange(length)]), facts.pop(0))  # it may be read after what it is about
    return facts


def histories() -> st.SearchStrategy[list[Fact]]:
    return st.builds(history, st.integers(0, 2**32), st.integers(2, 30))


def batches(facts: list[Fact], cuts: list[int]) -> Iterator[list[Fact]]:
    edges = sorted({0, len(facts), *(cut % (len(facts) + 1) for cut in cuts)})
    for start, end in pairwise(edges):
        yield facts[start:end]


def scratch(facts: list[Fact]) -> State:
    state = State(PLANS, CALENDAR)
    state.apply(facts)
    return state


MOMENTS = [START + timedelta(hours=hours) for hours in (0, 13, 36, 37, 100, 170, 260, 600, 900)]


@settings(max_examples=200)
@given(histories(), st.lists(st.integers(0, 50), max_size=8), st.booleans())
def test_incremental_equals_from_scratch(facts: list[Fact], cuts: list[int], ahead: bool) -> None:
    """The clock moves forward between batches; looking changes nothing, even far ahead."""
    state = State(PLANS, CALENDAR)
    moments = iter(MOMENTS)
    for batch in batches(facts, cuts):
        state.apply(batch)
        state.status(MOMENTS[-1] if ahead else next(moments, START))
    expected = scratch(facts)
    for moment in MOMENTS:
        assert state.visible(moment) == expected.visible(moment)
        assert state.status(moment) == expected.status(moment)


@settings(max_examples=100)
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


@settings(max_examples=100)
@given(histories())
def test_the_clock_alone_moves_only_forward(facts: list[Fact]) -> None:
    """Without new facts an open instance may turn into anything; what is met, broken or missed stays so."""
    records = scratch(facts).visible(MOMENTS[-1])
    for record in records.values():
        seen = [status(record, moment) for moment in MOMENTS if moment >= record.starts_at]
        for before, after in pairwise(seen):
            assert after in AFTERWARDS.get(before, {before})


@settings(max_examples=60)
@given(histories())
def test_changed_keys_name_every_change(facts: list[Fact]) -> None:
    """`apply` tells of every record that differs from before, so that a store can follow it."""
    state = State(PLANS, CALENDAR)
    for fact in facts:
        before = dict(state.records)
        changed = state.apply([fact])
        differing = {key for key in {*before, *state.records} if before.get(key) != state.records.get(key)}
        assert differing == changed
