"""Tasks: who may do what in which state, what stands in the journal, what two people at once come to (OPS-003)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from nuandong.files.storing import store_document
from nuandong.journal import api as journal
from nuandong.kernel.errors import DomainError, NotFound
from nuandong.kernel.ids import new_id
from nuandong.org import handover, scope
from nuandong.plans.schema import Strength
from nuandong.tasks import selectors
from nuandong.tasks.actions import (
    accept_task,
    assign_task,
    complete_task,
    explain_lateness,
    extend_due,
    recall_task,
    receive_task,
    report_progress,
    return_task,
)
from nuandong.tasks.evidence import EVIDENCE
from nuandong.tasks.models import Task
from nuandong.tasks.moving import move
from nuandong.tasks.origins import Origin
from nuandong.tasks.selectors import Wanted
from nuandong.tasks.states import OPEN, TASK, OriginKind, TaskState
from tests.cast import COUNTY, NOW, TOWNSHIP_A, TOWNSHIP_B
from tests.tasks.setting import DAY, HOUR, TITLE, brought_to, furnish, given

pytestmark = pytest.mark.django_db

S = TaskState
ACTS = {
    "receive_task": lambda by, task: receive_task.receive_task(by=by, now=NOW, task=task),
    "report_progress": lambda by, task: report_progress.report_progress(by=by, now=NOW, task=task, progress=40),
    "complete_task": lambda by, task: complete_task.complete_task(by=by, now=NOW, task=task, note="办完了"),
    "accept_task": lambda by, task: accept_task.accept_task(by=by, now=NOW, task=task),
    "return_task": lambda by, task: return_task.return_task(by=by, now=NOW, task=task, reason="不全"),
    "recall_task": lambda by, task: recall_task.recall_task(by=by, now=NOW, task=task, reason="不办了"),
    "extend_due": lambda by, task: extend_due.extend_due(
        by=by, now=NOW, task=task, due_at=NOW + 9 * DAY, reason="下雪封路"
    ),
}
OWNERS = {"receive_task", "report_progress", "complete_task"}
ALLOWED = {
    S.ASSIGNED: {"receive_task", "recall_task", "extend_due"},
    S.RECEIVED: {"report_progress", "complete_task", "recall_task", "extend_due"},
    S.RETURNED: {"report_progress", "complete_task", "recall_task", "extend_due"},
    S.DONE: {"accept_task", "return_task"},
    S.ACCEPTED: set(),
    S.RECALLED: set(),
}


@pytest.fixture
def stage(cast):
    furnish(cast)
    return cast


def attempt(by, act, task):
    """The code of the refusal, or "" when it was done."""
    with scope.enter(by):
        try:
            with transaction.atomic():
                ACTS[act](by, task.id)
        except DomainError as refused:
            return refused.code
    return ""


def test_every_state_is_in_the_table():
    assert set(TASK) == set(TaskState) == set(ALLOWED)


@pytest.mark.parametrize("state", list(TaskState))
def test_each_act_is_done_in_its_states_and_refused_in_the_others(stage, state):
    for act in ACTS:
        task = brought_to(stage, state)
        by = stage.clerk_a if act in OWNERS else stage.officer
        with scope.enter(stage.officer):
            before = len(journal.history(subject=task.id))
        code = attempt(by, act, task)
        with scope.enter(stage.officer):
            after = len(journal.history(subject=task.id))
            moved = Task.objects.get(id=task.id).state
        if act in ALLOWED[state]:
            assert (act, code, after, moved) == (act, "", before + 1, TASK[state].get(act, state))
        else:
            assert (act, code, after, moved) == (act, "tasks.wrong_state", before, state)


@pytest.mark.parametrize(
    ("who", "act", "state", "code"),
    [
        ("clerk_b", "receive_task", S.ASSIGNED, "tasks.not_found"),
        ("outsider", "receive_task", S.ASSIGNED, "tasks.not_found"),
        ("officer", "receive_task", S.ASSIGNED, "tasks.not_owner"),
        ("auditor", "receive_task", S.ASSIGNED, "org.forbidden"),
        ("crew", "complete_task", S.RECEIVED, "org.forbidden"),
        ("leader", "complete_task", S.RECEIVED, "tasks.not_owner"),
        ("clerk_a", "accept_task", S.DONE, "tasks.not_giver"),
        ("clerk_a", "recall_task", S.RECEIVED, "tasks.not_giver"),
        ("clerk_a", "extend_due", S.RECEIVED, "tasks.not_giver"),
        ("operator", "accept_task", S.DONE, "org.forbidden"),
        ("leader", "accept_task", S.DONE, ""),
    ],
)
def test_others_are_refused(stage, who, act, state, code):
    task = brought_to(stage, state)
    assert attempt(getattr(stage, who), act, task) == code


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"title": " "}, "tasks.required"),
        ({"title": "长" * 201}, "text_too_long"),
        ({"due": -HOUR}, "tasks.due_over"),
        ({"due": timedelta(days=401)}, "tasks.due_far"),
        ({"region": TOWNSHIP_B}, "tasks.not_its_region"),
        ({"region": COUNTY}, "tasks.not_its_region"),
        ({"responsible": "officer"}, "tasks.not_of_unit"),
        ({"by": "operator"}, "org.forbidden"),
        ({"by": "clerk_b"}, "org.out_of_scope"),
        ({"to": "station"}, "org.not_found"),
    ],
)
def test_what_cannot_be_given(stage, told, code):
    asked = {
        key: getattr(stage, one) if isinstance(one, str) and hasattr(stage, one) else one for key, one in told.items()
    }
    if "responsible" in asked:
        asked["responsible"] = asked["responsible"].staff
    if told.get("to") == "station":
        asked["to"] = type("Nobody", (), {"unit": new_id(NOW), "region": COUNTY})
    with pytest.raises(DomainError) as refused:
        given(stage, **asked)
    assert refused.value.code == code


def test_several_units_get_it_at_once_or_none_does(stage, as_actor):
    units = [stage.clerk_a.unit, stage.clerk_b.unit, stage.clerk_a.unit]
    told = {"by": stage.officer, "now": NOW, "title": TITLE, "due_at": NOW + DAY, "strength": Strength.IN_PRINCIPLE}
    with as_actor(stage.officer):
        made = assign_task.assign_tasks(units=units, **told)
        assert [(one.region, one.strength) for one in made] == [
            (TOWNSHIP_A, "in_principle"),
            (TOWNSHIP_B, "in_principle"),
        ]
        with pytest.raises(DomainError):
            assign_task.assign_tasks(units=[stage.clerk_a.unit, new_id(NOW)], **told)
        assert Task.objects.count() == 2
    with as_actor(stage.clerk_b):
        assert [one.id for one in selectors.tasks(stage.clerk_b, now=NOW)] == [made[1].id]


def test_the_journal_tells_the_story_and_its_words_are_sealed(stage, as_actor):
    task = brought_to(stage, S.RETURNED)
    with as_actor(stage.officer):
        told = journal.history(subject=task.id)
        assert [event.kind for event in reversed(told)] == [
            f"tasks.task_{what}" for what in ("assigned", "received", "completed", "returned")
        ]
        words = journal.texts([event.id for event in told])
        assert words[told[-1].id] == {"title": TITLE, "deliverable": "摸底表一份"}
        assert words[told[0].id] == {"reason": "缺三个村"}
        assert all(TITLE not in str(event.payload) and "缺三个村" not in str(event.payload) for event in told)
        assert told[1].payload["in_time"] is True
        assert {event.payload["unit"] for event in told} == {str(stage.clerk_a.unit)}


def test_whoever_completed_it_does_not_accept_it(stage, as_actor):
    """Also where giver and owner are one unit."""
    with as_actor(stage.officer):
        own = given(stage, to=stage.officer)
        receive_task.receive_task(by=stage.officer, now=NOW, task=own.id)
        complete_task.complete_task(by=stage.officer, now=NOW, task=own.id, note="办完")
    assert attempt(stage.officer, "accept_task", own) == "tasks.own_completion"
    assert attempt(stage.officer, "return_task", own) == "tasks.own_completion"
    assert attempt(stage.leader, "accept_task", own) == ""
    with as_actor(stage.officer), pytest.raises(IntegrityError), transaction.atomic():
        Task.objects.filter(id=own.id).update(decided_by=stage.officer.staff)


def test_evidence_is_asked_for_and_kept(stage, as_actor):
    task = brought_to(stage, S.RECEIVED)
    clerk = stage.clerk_a
    with as_actor(clerk):
        with pytest.raises(DomainError) as refused:
            complete_task.complete_task(by=clerk, now=NOW, task=task.id)
        assert refused.value.code == "tasks.required"
        photos = [
            store_document(by=clerk, now=NOW, region=TOWNSHIP_A, data=b"x", purpose=purpose, mime="image/jpeg")
            for purpose in (EVIDENCE, "people.photo")
        ]
        with pytest.raises(NotFound), transaction.atomic():
            report_progress.report_progress(by=clerk, now=NOW, task=task.id, progress=60, files=photos)
        report_progress.report_progress(by=clerk, now=NOW, task=task.id, progress=50, files=photos[:1])
        with pytest.raises(DomainError) as refused:
            complete_task.complete_task(by=clerk, now=NOW, task=task.id, note="早办完了", acted_at=NOW - DAY)
        assert refused.value.code == "tasks.time_order"
        assert [one.file for one in selectors.files_of(task.id)] == photos[:1]
        assert selectors.task(task.id).progress == 50


def test_a_late_task_is_explained_and_an_extended_one_keeps_both_times(stage, as_actor):
    task = brought_to(stage, S.RECEIVED)
    late = NOW + 2 * DAY
    with as_actor(stage.clerk_a):
        with pytest.raises(DomainError) as refused:
            explain_lateness.explain_lateness(by=stage.clerk_a, now=NOW, task=task.id, reason="路不通")
        assert refused.value.code == "tasks.not_late"
        told = explain_lateness.explain_lateness(by=stage.clerk_a, now=late, task=task.id, reason="大雪封山")
        assert selectors.explanations([told]) == {task.id: "大雪封山"}
        assert [one.id for one in selectors.late(stage.clerk_a, now=late)] == [task.id]
    with as_actor(stage.officer):
        with pytest.raises(DomainError) as refused:
            extend_due.extend_due(by=stage.officer, now=NOW, task=task.id, due_at=NOW + HOUR, reason="早点办")
        assert refused.value.code == "tasks.not_later"
        more = extend_due.extend_due(by=stage.officer, now=late, task=task.id, due_at=late + DAY, reason="大雪封山")
        assert (more.due_at, more.first_due_at) == (late + DAY, NOW + DAY)
        assert not selectors.late(stage.officer, now=late)
        (event,) = journal.history(subject=task.id, kinds={"tasks.task_extended"})
        assert event.payload["was_due_at"] == (NOW + DAY).isoformat().replace("+08:00", "Z").replace("T20", "T12")
        assert journal.texts([event.id])[event.id] == {"reason": "大雪封山"}


def test_of_two_people_at_once_the_second_is_told(stage, as_actor):
    task = brought_to(stage, S.DONE)
    with as_actor(stage.officer):
        seen = Task.objects.get(id=task.id)
        accept_task.accept_task(by=stage.officer, now=NOW, task=task.id)
        with pytest.raises(DomainError) as refused:
            move(seen, "return_task", decided_at=NOW, decided_by=stage.leader.staff)
        assert refused.value.code == "tasks.raced"
        assert Task.objects.get(id=task.id).state == S.ACCEPTED


def test_a_plan_gives_a_unit_its_task_once(stage, as_actor):
    plan = Origin(OriginKind.PLAN, new_id(NOW), "screening.count")
    given(stage, origin=plan)
    with as_actor(stage.officer), pytest.raises(IntegrityError), transaction.atomic():
        given(stage, origin=plan)
    given(stage, to=stage.clerk_b, origin=plan)
    with as_actor(stage.officer):
        assert len(selectors.of_plan(plan.of)) == 2


def test_whoever_leaves_hands_over_what_he_answers_for(stage, as_actor):
    task = brought_to(stage, S.RECEIVED)
    clerk = stage.clerk_a
    with as_actor(clerk):
        (group,) = handover.open_things(clerk.staff)
        assert [thing.label for thing in group.things] == [TITLE]
        taker = stage.clerk_b.staff
        things = [thing.thing for thing in group.things]
        assert group.provider.move(giver=clerk.staff, taker=taker, things=things, by=clerk, now=NOW) == 1
        assert selectors.task(task.id).responsible == taker
        assert journal.history(subject=task.id)[0].kind == "tasks.task_passed"


def test_lists_are_found_by_state_unit_and_words_and_paged(stage, as_actor):
    for hours in range(5):
        given(stage, title=f"第{hours}项", due=timedelta(hours=hours + 1))
    brought_to(stage, S.DONE, title="另一项", due=DAY)
    by = stage.officer
    with as_actor(by):
        first = selectors.tasks(by, now=NOW, wanted=Wanted(states=OPEN), limit=3)
        rest = selectors.tasks(by, now=NOW, wanted=Wanted(states=OPEN), after=(first[-1].due_at, first[-1].id))
        assert [one.title for one in (*first, *rest)] == [f"第{n}项" for n in range(5)]
        newest = selectors.tasks(by, now=NOW, newest=True, limit=2)
        after = (newest[-1].due_at, newest[-1].id)
        assert selectors.tasks(by, now=NOW, newest=True, after=after, limit=1)[0].title == "第3项"
        assert [one.title for one in selectors.tasks(by, now=NOW, wanted=Wanted(words="另"))] == ["另一项"]
        assert selectors.counts(by, now=NOW, wanted=Wanted(unit=stage.clerk_a.unit)) == {S.ASSIGNED: 5, S.DONE: 1}
        assert len(selectors.late(by, now=NOW + timedelta(hours=3.5))) == 3
        assert [one.title for one in selectors.to_accept(by.unit, but_of=by.staff)] == ["另一项"]
        assert selectors.to_accept(by.unit, but_of=stage.clerk_a.staff) == []
        assert [len(batch) for batch in selectors.task_batches(by, now=NOW, most=4)] == [4]
    with as_actor(stage.clerk_a):
        assert len(selectors.to_do(stage.clerk_a.unit)) == 5
