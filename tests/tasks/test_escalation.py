"""Reminders around the time of a task, and the ladder of leaders for one that is late (product A3, A7)."""

from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from django.apps import apps

from nuandong.flows import task_escalates
from nuandong.journal import api as journal
from nuandong.kernel.clock import SHANGHAI
from nuandong.kernel.errors import DomainError
from nuandong.org import ladder, scope
from nuandong.org.phones import sealed_phone
from nuandong.outbox.models import Message
from nuandong.plans.schema import Strength
from nuandong.tasks import selectors_escalation
from nuandong.tasks.actions.confirm_task_escalation import confirm_task_escalation
from nuandong.tasks.actions.escalate_tasks import escalate_tasks
from nuandong.tasks.actions.extend_due import extend_due
from nuandong.tasks.actions.recall_task import recall_task
from nuandong.tasks.actions.send_reminders import send_reminders
from nuandong.tasks.reminding import times
from nuandong.tasks.states import TaskState
from tests.tasks.setting import DAY, HOUR, brought_to, furnish, given

pytestmark = pytest.mark.django_db

MORNING = datetime(2026, 12, 3, 9, 0, tzinfo=SHANGHAI)
START = MORNING - 3 * DAY
CONFIRM = timedelta(minutes=times().confirm)
AFTER = timedelta(minutes=times().escalate_after)


@pytest.fixture
def stage(cast):
    furnish(cast)
    for one, phone in ((cast.clerk_a, "13800000001"), (cast.leader, "13800000002"), (cast.officer, "13800000003")):
        apps.get_model("org", "Staff").objects.filter(id=one.staff).update(**sealed_phone(one.staff, phone))
    cast.ladder = [SimpleNamespace(staff=one.staff, reason="on_duty") for one in (cast.leader, cast.officer)]
    return cast


def due_at(cast, at, **more):
    return given(cast, now=START, due=at - START, **more)


def remind(cast, now):
    with scope.enter(cast.officer):
        return send_reminders(by=cast.officer, now=now, recipients=lambda task: [cast.clerk_a.staff])


def ring(cast, now):
    with scope.enter(cast.officer):
        return escalate_tasks(by=cast.officer, now=now, leaders=lambda _region: cast.ladder)


def test_an_owner_is_reminded_before_at_and_after_the_time_each_once(stage, as_actor):
    task = due_at(stage, MORNING)
    told = []
    for hours in (-40, -24, -23.9, 0, 1, 24, 30, 72, 100):
        told.append(remind(stage, MORNING + timedelta(hours=hours)))
    assert told == [0, 1, 0, 1, 0, 1, 0, 1, 0]
    with as_actor(stage.officer):
        events = journal.history(subject=task.id, kinds={"tasks.task_reminded"})
        assert [event.payload["reminder"] for event in reversed(events)] == [1, 2, 3, 4]
        assert Message.objects.filter(subject=task.id).count() == 4
        extend_due(by=stage.officer, now=MORNING, task=task.id, due_at=MORNING + 9 * DAY, reason="下雪")
    assert remind(stage, MORNING + 9 * DAY) == 1


def test_who_ran_late_sends_one_message_not_three(stage):
    due_at(stage, MORNING)
    assert (remind(stage, MORNING + 2 * DAY), remind(stage, MORNING + 2 * DAY)) == (1, 0)


def test_leaders_are_rung_up_one_after_the_other_until_somebody_confirms(stage, as_actor):
    task = due_at(stage, MORNING)
    assert ring(stage, MORNING + AFTER - timedelta(minutes=1)).escalations == ()
    (first,) = ring(stage, MORNING + AFTER).escalations
    assert (first.level, first.leader) == (1, stage.leader.staff)
    assert ring(stage, MORNING + AFTER).escalations == ()
    (second,) = ring(stage, MORNING + AFTER + CONFIRM).escalations
    assert (second.level, second.leader) == (2, stage.officer.staff)
    with as_actor(stage.officer):
        assert [row.call.id for row in selectors_escalation.waiting()] == [second.id]
        confirm_task_escalation(by=stage.officer, now=MORNING + AFTER + CONFIRM, escalation=second.id)
        with pytest.raises(DomainError) as refused:
            confirm_task_escalation(by=stage.leader, now=MORNING + AFTER + CONFIRM, escalation=second.id)
        assert refused.value.code == "tasks.raced"
        assert selectors_escalation.waiting() == []
        assert len(ladder.calls_about(task.id)) == 2
    assert ring(stage, MORNING + AFTER + 3 * CONFIRM).escalations == ()


def test_at_the_end_of_the_ladder_it_says_so_once(stage):
    task = due_at(stage, MORNING)
    moments = [MORNING + AFTER + n * CONFIRM for n in range(5)]
    assert [len(ring(stage, at).nobody_left) for at in moments] == [0, 0, 1, 0, 0]
    stage.ladder.append(SimpleNamespace(staff=stage.clerk_b.staff, reason="on_duty"))
    (late,) = ring(stage, moments[-1] + CONFIRM).escalations
    assert late.leader == stage.clerk_b.staff
    with scope.enter(stage.officer):
        task.refresh_from_db()
    assert task.nobody_left_at is None


@pytest.mark.parametrize(
    ("case", "rung"),
    [
        ({}, 1),
        ({"strength": Strength.IN_PRINCIPLE}, 0),
        ({"at": datetime(2026, 12, 3, 22, 0, tzinfo=SHANGHAI)}, 0),
        ({"at": datetime(2026, 12, 4, 7, 59, tzinfo=SHANGHAI)}, 0),
        ({"at": datetime(2026, 12, 4, 8, 0, tzinfo=SHANGHAI)}, 1),
        ({"state": TaskState.DONE}, 0),
        ({"state": TaskState.RETURNED}, 1),
        ({"state": TaskState.RECALLED}, 0),
    ],
)
def test_for_what_leaders_are_rung_up(stage, case, rung):
    brought_to(
        stage,
        case.get("state", TaskState.RECEIVED),
        now=START,
        due=MORNING - START,
        strength=case.get("strength", Strength.MUST),
    )
    assert len(ring(stage, case.get("at", MORNING + AFTER)).escalations) == rung


def test_what_is_extended_or_recalled_is_not_waited_for_any_more(stage, as_actor):
    extended, recalled = due_at(stage, MORNING), due_at(stage, MORNING, title="另一项")
    later = MORNING + AFTER
    assert len(ring(stage, later).escalations) == 2
    with as_actor(stage.officer):
        extend_due(by=stage.officer, now=later, task=extended.id, due_at=later + DAY, reason="下雪")
        assert [row.task.id for row in selectors_escalation.waiting()] == [recalled.id]
        recall_task(by=stage.officer, now=later, task=recalled.id, reason="不办了")
        assert selectors_escalation.waiting() == []
    (again,) = ring(stage, later + DAY + AFTER).escalations
    assert (again.subject, again.level) == (extended.id, 1)


def test_the_round_tells_whoever_answers_else_the_owners_people(stage):
    owned = brought_to(stage, TaskState.RECEIVED, now=START, due=MORNING - START)
    nobodys = due_at(stage, MORNING + HOUR, title="没人签收")
    assert task_escalates.run(MORNING - DAY) == 1
    assert task_escalates.run(MORNING - DAY + HOUR) == 1
    with scope.enter(stage.officer):
        for task in (owned, nobodys):
            (event,) = journal.history(subject=task.id, kinds={"tasks.task_reminded"})
            assert event.payload["to"] == [str(stage.clerk_a.staff)]
