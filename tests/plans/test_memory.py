"""Facts in memory: what is kept up to date equals what is worked out anew, and proof does not grow without end."""

from datetime import timedelta
from random import Random
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from nuandong.geo.codes import span
from nuandong.plans.engine import Fact
from nuandong.plans.engine.intervals import FOREVER
from nuandong.plans.engine.matching import pattern
from nuandong.plans.engine.memory import MemoryFacts
from nuandong.plans.engine.records import MOST_EVIDENCE
from tests.plans.world import COUNTY, TOWNSHIP_A, TOWNSHIP_B, World, at

START = at("12-01 08:00")
KIND = "tasks.work_recorded"


def act(pick: Random, number: int, voids: UUID | None = None) -> Fact:
    """An act about one of few subjects, done some time and entered after all others."""
    moment = START + timedelta(hours=pick.randrange(12))
    region, work = pick.choice([TOWNSHIP_A, TOWNSHIP_B, COUNTY]), pick.choice(["drill_held", "plan_issued", True, 1])
    subject = UUID(int=pick.randrange(1, 9))
    return Fact(moment, (number,), UUID(int=number), KIND, region, subject, moment, {"work": work}, voids)


@settings(max_examples=60)
@given(st.integers(0, 2**32))
def test_the_first_of_each_subject_is_kept_up_to_date(seed):
    pick = Random(seed)
    known, facts = [act(pick, n) for n in range(1, 40)], MemoryFacts()
    questions = [
        (pattern(KIND, where), span(place), since, FOREVER)
        for where in (None, {"work": "drill_held"}, {"work": [True, "plan_issued"]}, {"work": 1})
        for place in (COUNTY, TOWNSHIP_A)
        for since in (START, START + timedelta(hours=5))
    ]
    for number in range(60):
        voids = pick.choice(known).id if number > 40 else None
        fact = act(pick, 100 + number, voids) if number >= len(known) else known[number]
        facts.add([fact])
        for question in questions if number % 5 == 0 or voids else ():
            found: dict[UUID, Fact] = {}
            for one in facts.between(*question):
                found.setdefault(one.subject, one)
            assert list(facts.firsts(*question)) == list(found.values())


def test_of_very_many_events_the_first_and_the_last_are_named():
    world = World("- {id: swept, kind: by_deadline, event: tasks.work_recorded, count: 2, by: 12-20}")
    entered = [world.enter(KIND, f"12-01 {n // 60:02}:{n % 60:02}") for n in range(MOST_EVIDENCE + 30)]
    record = world.record("12-02 08:00")
    assert record.done == record.proofs == len(entered)
    assert len(record.evidence) == MOST_EVIDENCE
    assert record.evidence[:2] == (entered[0].id, entered[1].id)
    assert record.evidence[-1] == entered[-1].id
    assert record.satisfied_at == entered[1].acted_at


def test_every_breach_is_named():
    """Each is looked into: none may fall out because there are many."""
    world = World("- {id: never, kind: never, event: tasks.work_recorded}")
    entered = [world.enter(KIND, f"12-01 {n // 60:02}:{n % 60:02}") for n in range(MOST_EVIDENCE + 30)]
    assert world.record("12-02 08:00").evidence == tuple(fact.id for fact in entered)
