"""Every record at once gives what fact by fact gives, on random histories with alike duties of several plans."""

import os
import time
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nuandong.plans.engine import Fact, Key, State, sweep
from nuandong.plans.engine.halves import Weight, in_halves, pieces_of
from tests.plans.test_incremental import DUTIES, MOMENTS, PLANS, START, activation, histories
from tests.plans.world import ACTIVATION, CALENDAR, COUNTY, TOWNSHIP_B, plan

OTHER, THIRD = UUID(int=2_000_001), UUID(int=2_000_002)
LENIENT = DUTIES.replace("{id: ", "{strength: may, id: same-").replace(", strength: in_principle", "")
LENIENT = LENIENT.replace(", strength: as_far_as_possible", "")
ALL = {**PLANS, "lenient": plan(LENIENT)}


def activations(pick: Random) -> list[Fact]:
    """The same duties under other names, in the same window; in another; and for a part of the county."""
    first = activation()
    written = [
        {"plan_hash": "lenient"},
        pick.choice([{"ends_on": "2026-12-05"}, {"plan_hash": "lenient", "regions": [TOWNSHIP_B]}, {}]),
    ]
    return [
        replace(
            first, id=UUID(int=3_000_000 + n), order=(-n,), subject=subject, payload={**first.payload, **written[n - 1]}
        )
        for n, subject in enumerate((OTHER, THIRD), 1)
    ]


def decisions(pick: Random, keys: list[Key]) -> list[Fact]:
    found = []
    for n, key in enumerate(pick.sample(keys, min(len(keys), pick.randrange(6)))):
        kind = pick.choice(["plans.instance_waived", "plans.miss_explained"])
        about = {
            "activation": str(key.activation),
            "obligation": key.obligation,
            "scope": key.scope,
            "anchor": key.anchor,
        }
        moment = START + timedelta(hours=pick.randrange(300))
        voids = found[-1].id if found and pick.random() < 0.2 else None
        found.append(
            Fact(moment, (500 + n,), UUID(int=4_000_000 + n), kind, COUNTY, key.instance, moment, about, voids)
        )
    return found


def fact_by_fact(facts: list[Fact], plans: dict[str, Any] = ALL) -> State:
    state = State(plans, CALENDAR)
    for fact in facts:
        state.apply([fact])
    return state


def at_once(facts: list[Fact], hours: int = 0) -> State:
    return State.from_scratch(ALL, CALENDAR, facts, START + timedelta(hours=hours))


def with_decisions(facts: list[Fact], seed: int) -> list[Fact]:
    pick = Random(seed)
    known = [*activations(pick), *facts]
    return [*known, *decisions(pick, sorted(fact_by_fact(known).visible(MOMENTS[-1])))]


@settings(max_examples=120)
@given(histories(), st.integers(0, 2**32), st.sampled_from(MOMENTS))
def test_at_once_equals_fact_by_fact(facts, seed, upto):
    known = with_decisions(facts, seed)
    expected, swept = fact_by_fact(known), State.from_scratch(ALL, CALENDAR, known, upto)
    for moment in (upto, *MOMENTS):
        assert swept.visible(moment) == expected.visible(moment)


@settings(max_examples=60)
@given(histories(), st.integers(0, 2**32), st.sampled_from(MOMENTS), st.integers(0, 40))
def test_what_was_computed_at_once_is_kept_up_to_date(facts, seed, upto, cut):
    """Facts that come afterwards, voids and late entries among them, change it as they change any state."""
    known = with_decisions(facts, seed)
    expected, state = fact_by_fact(known), State.from_scratch(ALL, CALENDAR, known[:cut], upto)
    for fact in known[cut:]:
        state.apply([fact])
    for moment in MOMENTS:
        assert state.visible(moment) == expected.visible(moment)


@settings(max_examples=30)
@given(histories(), st.integers(0, 2**32))
def test_every_record_is_what_the_engine_says_of_it_alone(facts, seed):
    state = State.from_scratch(ALL, CALENDAR, with_decisions(facts, seed), MOMENTS[-1])
    assert state.records == {key: state.engine.evaluate(key) for key in state.records}


@settings(max_examples=15)
@given(histories(), st.integers(0, 2**32))
def test_half_of_it_in_a_child_is_the_same(facts, seed):
    known = with_decisions(facts, seed)
    alone = State.from_scratch(ALL, CALENDAR, known, MOMENTS[-1])
    shared = State.from_scratch(ALL, CALENDAR, known, MOMENTS[-1], second_core=True)
    assert shared.visible(MOMENTS[-1]) == alone.visible(MOMENTS[-1])


@pytest.mark.parametrize("dies_at", [1, 4, None])
def test_what_a_child_does_not_answer_is_done_here(dies_at):
    here = os.getpid()

    def work(task):
        if os.getpid() != here and dies_at is not None and task >= dies_at:
            raise MemoryError
        return task

    found = dict(in_halves(range(9), work, [Weight("work", 1, 1)] * 9, str, int))
    assert found == {task: task for task in range(9)}


def test_a_child_does_its_part():
    here, waiting = os.getpid(), 0.3

    def work(task):
        time.sleep(waiting / 6)
        return os.getpid() == here

    found = dict(in_halves(range(6), work, [Weight("work", 1, 1)] * 6, bool, bool))
    assert set(found.values()) == {True, False}


def test_families_of_tasks_stay_together_in_pieces_of_about_the_same_weight():
    weights = [("work", 50, 30), ("shift", 1, 0), ("work", 40, 40), ("clue", 4, 4), ("shift", 1, 0)]
    assert pieces_of([Weight(*one) for one in weights]) == [[3], [2], [0], [1, 4]]
    assert pieces_of([]) == []


def test_alike_duties_are_worked_out_once_and_keep_what_is_their_own(monkeypatch):
    facts = [*activations(Random(1))[:1], activation()]
    asked: list[Key] = []
    monkeypatch.setattr(
        sweep, "evaluate", lambda case, key, known=sweep.evaluate: asked.append(key) or known(case, key)
    )
    records = State.from_scratch(ALL, CALENDAR, facts, MOMENTS[-1]).visible(MOMENTS[-1])
    assert {key.activation for key in asked} == {OTHER} or {key.activation for key in asked} == {ACTIVATION}
    mine = {key: record for key, record in records.items() if key.activation == OTHER}
    assert len(mine) * 2 == len(records) > len(asked) * 2
    assert {record.strength.value for record in mine.values()} == {"may"}
    assert {record.strength.value for key, record in records.items() if key not in mine} == {"must", "in_principle"}


def test_a_duty_with_a_field_the_sweep_does_not_know_is_worked_out_instance_by_instance(monkeypatch):
    """A new field of the schema may make divisions or plans differ: until somebody has thought about it, nothing is shared."""
    monkeypatch.setattr(sweep, "KNOWN", sweep.KNOWN - {"where"})
    facts = [*activations(Random(1))[:1], activation()]
    asked: list[Key] = []
    monkeypatch.setattr(
        sweep, "evaluate", lambda case, key, known=sweep.evaluate: asked.append(key) or known(case, key)
    )
    records = State.from_scratch(ALL, CALENDAR, facts, MOMENTS[-1]).visible(MOMENTS[-1])
    theirs = {key for key in records if key.obligation.removeprefix("same-") in {"monthly", "never"}}
    assert theirs
    assert theirs <= set(asked)
