"""Nobody goes, nobody arrives: who is called, when, and when it ends."""

from datetime import timedelta

import pytest

from nuandong.flows import clue_escalates
from nuandong.journal import api as journal
from nuandong.kernel.actors import SYSTEM
from nuandong.kernel.errors import Conflict, Forbidden
from nuandong.org import scope
from nuandong.org.actions.appoint import appoint
from nuandong.org.actions.create_unit import create_unit
from nuandong.org.actions.define_role import sync_roles
from nuandong.org.actions.hire_staff import hire_staff
from nuandong.org.models import LadderCall
from nuandong.outbox.models import Message
from nuandong.outbox.posting import TABLE
from nuandong.rescue import selectors_clue
from nuandong.rescue.actions.arrive import arrive
from nuandong.rescue.actions.close_clue import close_clue
from nuandong.rescue.actions.confirm_escalation import confirm_escalation
from nuandong.rescue.actions.order_dispatch import order_dispatch
from nuandong.rescue.actions.raise_escalations import raise_escalations
from nuandong.rescue.kinds import Closing, Grounds
from nuandong.vault import api as vault
from tests.cast import COUNTY, NOW
from tests.databases import as_role
from tests.duty import setting
from tests.rescue import streets
from tests.rescue.streets import MINUTE, north

pytestmark = pytest.mark.django_db
EARLIER = NOW - timedelta(days=30)


@pytest.fixture
def stage(cast, as_actor):
    """A clue of now; a leader in office and above him the head of the station."""
    with scope.enter(SYSTEM):
        sync_roles(now=EARLIER)
        unit = create_unit(by=SYSTEM, now=EARLIER, name="区救助站", kind="station", region=COUNTY)
        cast.ladder = []
        for name, role, phone in (("带班", "duty_leader", "13800000001"), ("站长", "station_head", "13800000002")):
            staff = hire_staff(by=SYSTEM, now=EARLIER, unit=unit.id, name=name, sex="male", phone=phone)
            appoint(by=SYSTEM, now=EARLIER, staff=staff.id, role=role, unit=unit.id, region=COUNTY)
            cast.ladder.append(staff.id)
    with as_actor(cast.operator):
        setting.enrol(cast.operator, cast.crew, cast.leader)
        cast.clue = streets.clue(cast.operator)
        yield cast


def run(after):
    with as_role("worker"):
        return clue_escalates.run(NOW + after * MINUTE)


def called():
    rows = LadderCall.objects.order_by("raised_at", "level")
    return [(row.grounds, row.level, row.leader) for row in rows]


def test_the_ladder_is_climbed_until_somebody_confirms(stage):
    assert [run(after) for after in (4, 5, 6, 9)] == [0, 1, 0, 0]
    assert called() == [(Grounds.NO_TEAM, 1, stage.ladder[0])]
    assert run(10) == 1
    assert called()[1] == (Grounds.NO_TEAM, 2, stage.ladder[1])
    (last, _first) = selectors_clue.line_of(stage.clue.id).unconfirmed
    confirm_escalation(by=stage.leader, now=NOW + 11 * MINUTE, escalation=last.id)
    confirmed = LadderCall.objects.get(id=last.id)
    assert (confirmed.confirmed_at, confirmed.confirmed_by) == (NOW + 11 * MINUTE, stage.leader.staff)
    assert [run(after) for after in (15, 60)] == [0, 0]
    assert streets.kinds(stage.clue.id) == [
        "clue_received",
        "clue_escalated",
        "clue_escalated",
        "escalation_confirmed",
    ]
    with pytest.raises(Conflict):
        confirm_escalation(by=stage.operator, now=NOW + 12 * MINUTE, escalation=last.id)


def test_the_message_reaches_the_phone_of_the_leader_and_names_the_clue(stage):
    run(6)
    (message,) = Message.objects.filter(subject=stage.clue.id)
    assert vault.open_sealed(TABLE, "to_sealed", message.id, bytes(message.to_sealed)) == "13800000001"
    body = vault.open_sealed(TABLE, "body_sealed", message.id, bytes(message.body_sealed))
    assert f"线索 {stage.clue.number} 来电已 6 分钟，还没有派出队伍" in body
    event = journal.history(subject=stage.clue.id, kinds=["rescue.clue_escalated"])[0]
    assert event.payload == {
        "level": 1,
        "to": str(stage.ladder[0]),
        "why": "duty_leader",
        "grounds": Grounds.NO_TEAM,
    }


def test_a_team_on_its_way_has_until_the_limit(stage):
    team = streets.crew(stage.crew, "一队", at=north(1))
    sent = order_dispatch(by=stage.operator, now=NOW + 2 * MINUTE, clue=stage.clue.id, team=team.id)
    assert [run(after) for after in (5, 29, 30, 31)] == [0, 0, 1, 0]
    assert called() == [(Grounds.NOT_ON_SCENE, 1, stage.ladder[0])]
    arrive(by=stage.operator, now=NOW + 32 * MINUTE, dispatch=sent.id)
    assert run(60) == 0
    assert not selectors_clue.line_of(stage.clue.id).unconfirmed


def test_a_clue_that_has_ended_calls_nobody(stage):
    close_clue(by=stage.operator, now=NOW + MINUTE, clue=stage.clue.id, closing=Closing.NONSENSE, words="误拨")
    assert run(60) == 0


def test_at_the_end_of_the_ladder_it_says_so(stage):
    for after in (5, 10):
        run(after)
    raised = raise_escalations(by=stage.leader, now=NOW + 15 * MINUTE)
    assert (raised.escalations, raised.nobody_left) == ((), (stage.clue.id,))


def test_a_leader_on_shift_comes_before_the_heads_in_office(stage):
    desk = setting.post(stage.leader)
    setting.shift(stage.leader, start=NOW - setting.HOUR, state="started", post=desk, leader=True)
    run(5)
    assert called() == [(Grounds.NO_TEAM, 1, stage.leader.staff)]


def test_who_may_not(stage):
    run(5)
    with pytest.raises(Forbidden):
        confirm_escalation(by=stage.crew, now=NOW, escalation=LadderCall.objects.get().id)
    with pytest.raises(Forbidden):
        raise_escalations(by=stage.crew, now=NOW)
