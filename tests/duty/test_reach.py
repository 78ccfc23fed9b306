"""Can everybody on the roster be reached? Asked, answered by oneself or by voice, closed by the clock."""

from dataclasses import replace
from datetime import timedelta

import pytest

from nuandong.duty import reach
from nuandong.duty.actions.close_reach_tests import close_reach_tests
from nuandong.duty.actions.confirm_reach import confirm_reach
from nuandong.duty.actions.start_reach_test import start_reach_test
from nuandong.duty.models import ReachCall, ReachTest
from nuandong.geo.codes import span
from nuandong.journal import api as journal
from nuandong.kernel.actors import SYSTEM
from nuandong.kernel.clock import local_date
from nuandong.kernel.errors import DomainError
from nuandong.kernel.ids import new_id
from nuandong.org import scope
from nuandong.org.models import Post, Role, Staff
from nuandong.org.phones import sealed_phone
from nuandong.outbox.models import Message
from tests.cast import NOW, TOWNSHIP_A
from tests.duty.setting import HOUR, enrol, post, shift, team

pytestmark = pytest.mark.django_db
TONIGHT = local_date(NOW)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def night(cast, as_actor):
    """The operator at the desk, the crew out with the station worker as a member; the head comes by day."""
    with as_actor(cast.leader):
        enrol(cast.leader, cast.operator, cast.station, cast.crew, cast.head, cast.clerk_a)
        desk = post(cast.leader)
        shift(cast.operator, start=NOW, hours=8, post=desk)
        patrol = team(cast.leader, members=(cast.station,))
        shift(cast.crew, start=NOW, hours=8, team=patrol)
        shift(cast.head, start=NOW + 13 * HOUR, hours=8, post=desk)
        Staff.objects.filter(id=cast.crew.staff).update(**sealed_phone(cast.crew.staff, "13900000001"))
        yield patrol


def started(cast, **more):
    return start_reach_test(by=cast.leader, now=NOW, **{"minutes": 15, "night": TONIGHT, **more})


def call_of(member):
    return ReachCall.objects.get(staff=member.staff)


def kinds(test):
    return [one.kind.removeprefix("duty.reach_") for one in reversed(journal.history(subject=test.id))]


def test_everybody_of_the_night_is_asked_and_gets_a_message_where_there_is_a_number(cast, night):
    test = started(cast)
    asked = {cast.operator.staff: False, cast.crew.staff: True, cast.station.staff: False}
    assert {one.staff_id: one.messaged for one in reach.calls(test.id, by=cast.leader)} == asked
    assert Message.objects.filter(subject=test.id).count() == 1
    assert journal.history(subject=test.id)[0].payload == {
        "asked": 3,
        "minutes": 15,
        "night": TONIGHT.isoformat(),
        "team": None,
    }


def test_a_team_is_asked_with_whoever_is_in_charge(cast, night):
    test = started(cast, night=None, team=night.id)
    assert {one.staff_id for one in reach.calls(test.id, by=cast.leader)} == {cast.crew.staff, cast.station.staff}


ANSWERS = [
    ("himself in time", "crew", "crew", 3, (True, False)),
    ("himself, the last moment", "crew", "crew", 15, (True, False)),
    ("himself, too late", "crew", "crew", 16, (False, False)),
    ("by voice, noted by the operator", "crew", "operator", 3, (True, True)),
]


@pytest.mark.parametrize(
    ("whose", "who", "minutes", "result"), [row[1:] for row in ANSWERS], ids=[r[0] for r in ANSWERS]
)
def test_an_answer(cast, night, as_actor, whose, who, minutes, result):
    test = started(cast)
    by = getattr(cast, who)
    with as_actor(by):
        call = confirm_reach(by=by, now=NOW + minutes * MINUTE, call=call_of(getattr(cast, whose)).id)
    assert (call.in_time, call.relayed) == result
    event = journal.history(subject=test.id)[0]
    assert event.kind == "duty.reach_confirmed"
    assert (event.payload["in_time"], event.payload["relayed"], event.payload["seconds"]) == (*result, minutes * 60)


def test_what_is_refused(cast, night, as_actor):
    started(cast)
    call, other = call_of(cast.crew).id, call_of(cast.operator).id
    rows = [
        ("again while it runs", lambda: started(cast), "duty.reach_running"),
        ("neither", lambda: started(cast, night=None), "duty.reach_whom"),
        ("both", lambda: started(cast, team=night.id), "duty.reach_whom"),
        ("no time", lambda: started(cast, minutes=0), "duty.reach_minutes"),
        ("an empty night", lambda: started(cast, night=TONIGHT + timedelta(days=9)), "duty.reach_nobody"),
        ("two days later", lambda: confirm_reach(by=cast.crew, now=NOW + 48 * HOUR, call=call), "duty.reach_over"),
    ]
    for name, act, code in rows:
        with pytest.raises(DomainError) as refused:
            act()
        assert refused.value.code == code, name
    confirm_reach(by=cast.crew, now=NOW, call=call)
    with pytest.raises(DomainError) as refused:
        confirm_reach(by=cast.crew, now=NOW, call=call)
    assert refused.value.code == "duty.reach_answered"
    for who, act in (
        (cast.operator, lambda: start_reach_test(by=cast.operator, now=NOW, minutes=5, night=TONIGHT)),
        (cast.auditor, lambda: confirm_reach(by=cast.auditor, now=NOW, call=other)),
        (cast.outsider, lambda: confirm_reach(by=cast.outsider, now=NOW, call=other)),
    ):
        with as_actor(who), pytest.raises(DomainError):
            act()
    assert call_of(cast.operator).answered_at is None


CLOSING = [
    ("before its time, some silent", 14, ["crew"], False),
    ("its time is up", 15, ["crew"], True),
    ("everybody answered before", 2, ["crew", "operator", "station"], True),
]


@pytest.mark.parametrize(("minutes", "answering", "closed"), [row[1:] for row in CLOSING], ids=[r[0] for r in CLOSING])
def test_the_clock_closes_it_once(cast, night, as_actor, minutes, answering, closed):
    test = started(cast)
    for who in answering:
        confirm_reach(by=getattr(cast, who), now=NOW + MINUTE, call=call_of(getattr(cast, who)).id)
    with as_actor(SYSTEM):
        assert close_reach_tests(by=SYSTEM, now=NOW + minutes * MINUTE) == closed
        assert close_reach_tests(by=SYSTEM, now=NOW + minutes * MINUTE) == 0
        assert (ReachTest.objects.get().closed_at is not None) == closed
    if closed:
        assert kinds(test)[-1] == "test_closed"
        assert journal.history(subject=test.id)[0].payload == {"asked": 3, "in_time": len(answering)}


def test_somebody_of_a_township_sees_what_he_is_asked(cast, night, as_actor):
    shift(cast.clerk_a, start=NOW, hours=4, post=post(cast.leader, "rescue.second"))
    started(cast)
    with as_actor(cast.clerk_a):
        (call,) = reach.unanswered(cast.clerk_a.staff, now=NOW)
        confirm_reach(by=cast.clerk_a, now=NOW, call=call.id)
        assert reach.unanswered(cast.clerk_a.staff, now=NOW) == []


def test_somebody_whose_posts_leave_out_his_own_unit_sees_what_he_is_asked(cast, night):
    elsewhere(cast.station, TOWNSHIP_A)
    test = started(cast)
    call = call_of(cast.station)
    there = replace(cast.station, spans=(span(TOWNSHIP_A),), holdings=())
    assert (call.region, call_of(cast.operator).region) == (TOWNSHIP_A, cast.operator.region)
    with scope.enter(there):
        assert [one.id for one in reach.unanswered(there.staff, now=NOW)] == [call.id]
        assert confirm_reach(by=there, now=NOW + MINUTE, call=call.id).in_time
    assert kinds(test) == ["test_started", "confirmed"]


def elsewhere(member, region):
    """He works in his unit, but his only post is for another region."""
    role, _made = Role.objects.get_or_create(code="crew_member", defaults={"title": "队员", "permissions": []})
    Post.objects.create(
        id=new_id(NOW), staff_id=member.staff, role=role, unit_id=member.unit, region=region, valid_from=NOW - HOUR
    )
