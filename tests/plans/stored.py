"""A county with two townships in the database, event kinds of the tests' own, and a plan that looks at them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from nuandong.duty.events import ShiftStarted
from nuandong.geo.models import Division
from nuandong.journal import api as journal
from nuandong.kernel.actors import SYSTEM, Actor
from nuandong.kernel.ids import new_id
from nuandong.org import scope
from nuandong.plans import compliance, keeping
from nuandong.plans.actions.activate_plan import activate_plan
from nuandong.plans.engine import State
from nuandong.plans.loader import LoadedPlan, load
from nuandong.plans.models import Activation
from nuandong.plans.stored_facts import fact_of, store
from nuandong.plans.versions import Plans
from nuandong.plans.vocabulary import calendar, vocabulary
from tests.cast import COUNTY, NOW, OTHER_COUNTY, PREFECTURE, TOWNSHIP_A, TOWNSHIP_B
from tests.databases import as_owner, as_role, settle


@journal.register
class Patrolled(journal.Payload):
    kind: ClassVar[str] = "plantest.patrolled"
    title: ClassVar[str] = "巡查"
    subject_type: ClassVar[str] = "plantest.patrol"
    night: bool = False


@journal.register
class Called(journal.Payload):
    kind: ClassVar[str] = "plantest.called"
    title: ClassVar[str] = "来电"
    subject_type: ClassVar[str] = "plantest.clue"
    remote: bool = False


@journal.register
class Arrived(journal.Payload):
    kind: ClassVar[str] = "plantest.arrived"
    title: ClassVar[str] = "到场"
    subject_type: ClassVar[str] = "plantest.clue"


@journal.register
class Closed(journal.Payload):
    kind: ClassVar[str] = "plantest.closed"
    title: ClassVar[str] = "办结"
    subject_type: ClassVar[str] = "plantest.clue"
    category: list[str] = []
    supplies_only: bool = False


@journal.register
class Struck(journal.Payload):
    """A correction of a kind no plan looks at."""

    kind: ClassVar[str] = "plantest.struck_out"
    title: ClassVar[str] = "作废"
    subject_type: ClassVar[str] = "plantest.patrol"


def hotline() -> ShiftStarted:
    return ShiftStarted(post="rescue.hotline", team=None, leader=False, staff=SYSTEM.staff)


PLAN = """\
plan: rescue/stored-test
title: 入库测试方案
family: rescue
level: county
sources: [000#1]
season: {from: 11-15, to: +1/03-15}
organisation: {lead: 民政局}
obligations:
  - {id: daily, title: 每日巡查, kind: at_least, event: plantest.patrolled, count: 1, per: 1 day, scope: each township, strength: must, source: 000#1 ¶2}
  - {id: scene, title: 到场, kind: within, trigger: plantest.called, event: plantest.arrived, time: 30 minutes, exceptions: [{if: {remote: true}, time: 60 minutes}], until: [{event: plantest.closed}], strength: as_far_as_possible, source: 000#1 ¶6}
  - {id: hotline, title: 热线, kind: presence, post: rescue.hotline, hours: 24h, scope: each county, strength: must, source: 000#1 ¶6}
  - {id: minors, title: 未成年人, kind: never, event: plantest.closed, where: {category: minor, supplies_only: true}, scope: each county, strength: must, source: 000#1 ¶4}
"""


def loaded(text: str = PLAN) -> LoadedPlan:
    return load(text.encode(), "stored.yaml", vocabulary())


def divisions() -> None:
    """The divisions of the cast, valid since 2020."""
    names = {PREFECTURE: (2, "贵阳市"), COUNTY: (3, "南明区"), OTHER_COUNTY: (3, "云岩区"),
             TOWNSHIP_A: (4, "新华路街道"), TOWNSHIP_B: (4, "西湖路街道")}  # fmt: skip
    with as_owner():
        for code, (level, name) in names.items():
            Division.objects.create(
                id=new_id(NOW), code=code, level=level, name=name, valid_from=date(2020, 1, 1), recorded_at=NOW
            )


def activate(by: Actor, *, now: datetime = NOW, text: str = PLAN, **days: Any) -> Activation:
    with scope.enter(by):
        return activate_plan(by=by, now=now, loaded=loaded(text), region=COUNTY, **days)


def record(payload: journal.Payload, *, now: datetime = NOW, region: int = TOWNSHIP_A, subject: UUID | None = None,
           by: Actor = SYSTEM, **more: Any) -> journal.Event:  # fmt: skip
    with scope.enter(by):
        return journal.record(payload, by=by, now=now, region=region, subject=subject or new_id(now), **more)


@contextmanager
def worker() -> Iterator[None]:
    with as_role("worker"), scope.enter(SYSTEM):
        yield


def follow(now: datetime = NOW, *, batch: int = 500) -> None:
    """What the job does every few seconds."""
    settle()
    with worker():
        while compliance.catch_up(batch=batch):
            pass
        compliance.roll(now)


def fill(now: datetime = NOW) -> State:
    """What `follow` does, inside a transaction of its own: nothing is settled there, so no reader would get it."""
    with worker():
        events = sorted(journal.history(limit=1000), key=lambda event: event.cursor)
        store(events)
        state = State(Plans(), calendar())
        state.apply(map(fact_of, events))
        keeping.save(state.visible(now))
    return state
