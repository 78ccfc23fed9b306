"""Visits, what they find, and how it is put right, looked at again and closed (HEAT-012, OPS-005, OPS-006)."""

from datetime import timedelta

import pytest

from nuandong.files.storing import store_document
from nuandong.journal import api as journal
from nuandong.kernel.errors import DomainError
from nuandong.org import scope
from nuandong.supervision import selectors
from nuandong.supervision.actions.recheck_finding import recheck_finding
from nuandong.supervision.actions.record_visit import PHOTO
from nuandong.supervision.kinds import Answer, Result
from nuandong.supervision.models import DrawPick, Finding, Visit
from nuandong.supervision.selectors import Wanted
from nuandong.tasks.actions.accept_task import accept_task
from nuandong.tasks.actions.recall_task import recall_task
from nuandong.tasks.models import Task
from nuandong.tasks.states import TaskState
from tests.cast import NOW, TOWNSHIP_A, TOWNSHIP_B
from tests.supervision.setting import DAY, drawn, furnish, place, places, put_right, raised, visited

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def stage(cast):
    furnish(cast)
    return cast


def recheck(by, finding, passed=True, *, note="已看过", **more):
    with scope.enter(by):
        return recheck_finding(by=by, now=NOW + 2 * HOUR, finding=finding.id, passed=passed, note=note, **more)


def kinds(by, subject):
    with scope.enter(by):
        return [event.kind.partition(".")[2] for event in reversed(journal.history(subject=subject))]


def test_a_visit_is_kept_with_its_time_checklist_words_and_photos(stage):
    with scope.enter(stage.officer):
        photo = store_document(
            by=stage.officer, now=NOW, region=TOWNSHIP_A, data=b"x", purpose=PHOTO, mime="image/jpeg"
        )
    row = visited(stage, acted_at=NOW - 3 * HOUR, note="门卫值守", files=[photo])
    with scope.enter(stage.clerk_a):
        (event,) = journal.history(subject=row.id)
        assert (row.at, event.late_entry, event.payload["wrong"]) == (NOW - 3 * HOUR, True, ["ledgers_kept"])
        assert (row.region, selectors.note_of(row), selectors.files_of(row.id)[0].file) == (
            TOWNSHIP_A,
            "门卫值守",
            photo,
        )
    with scope.enter(stage.clerk_b):
        assert not Visit.objects.exists()


@pytest.mark.parametrize(
    ("by", "more", "code"),
    [
        ("clerk_a", {}, "org.forbidden"),
        ("officer", {"inspectors": []}, "supervision.required"),
        ("officer", {"inspectors": "clerk_a"}, "supervision.own_unit"),
        ("officer", {"unit": "officer"}, "supervision.own_unit"),
        ("officer", {"looked": {}}, "supervision.required"),
        ("officer", {"looked": {"colour": Answer.GOOD}}, "supervision.point_unknown"),
        ("officer", {"result": Result.GOOD}, "supervision.result_gainsaid"),
        ("officer", {"acted_at": NOW + HOUR}, "journal.acted_in_future"),
        ("officer", {"place": None}, "supervision.place_or_unit"),
    ],
)
def test_visits_that_cannot_be_recorded(stage, by, more, code):
    if isinstance(more.get("inspectors"), str):
        more = {"inspectors": [getattr(stage, more["inspectors"]).staff]}
    if "unit" in more:
        more = {"unit": getattr(stage, more["unit"]).unit}
    with pytest.raises(DomainError) as refused:
        visited(stage, by=getattr(stage, by), **more)
    assert refused.value.code == code


def test_what_was_drawn_is_visited_once(stage):
    places()
    made = drawn(stage, inspecting=[stage.officer.unit])
    with scope.enter(stage.officer):
        first, second = DrawPick.objects.filter(draw=made).order_by("number")[:2]
    row = visited(stage, pick=first.id, place=first.place)
    with scope.enter(stage.officer):
        assert selectors.visits_of([first, second]) == {first.id: row.id}
    for pick, at, code in (
        (first, first.place, "supervision.visited"),
        (second, first.place, "supervision.not_drawn"),
    ):
        with pytest.raises(DomainError) as refused:
            visited(stage, pick=pick.id, place=at)
        assert refused.value.code == code


def test_a_finding_becomes_a_task_is_put_right_and_closed(stage):
    row = raised(stage)
    task = row.task
    assert (task.title, task.origin, task.origin_of, task.unit) == (
        "整改：台账缺三天",
        "finding",
        row.id,
        stage.clerk_a.unit,
    )
    with pytest.raises(DomainError, match="还没有报整改完成"):
        recheck(stage.leader, row)
    put_right(stage, row)
    done = recheck(stage.leader, row)
    assert (done.state, done.closed_by, done.task.state) == ("closed", stage.leader.staff, TaskState.ACCEPTED)
    assert kinds(stage.officer, row.id) == ["finding_raised", "finding_rechecked", "finding_closed"]
    with pytest.raises(DomainError, match="已经销号"):
        recheck(stage.leader, row)


@pytest.mark.parametrize("longer", [False, True])
def test_what_is_still_wrong_goes_back_to_the_unit(stage, longer):
    row = put_right(stage, raised(stage))
    failed = recheck(stage.leader, row, False, note="还缺一天", due_at=NOW + 3 * DAY if longer else None)
    assert (failed.state, failed.failed, failed.task_id) == ("open", 1, row.task_id)
    assert (failed.task.state, failed.task.due_at) == (TaskState.RETURNED, NOW + (3 if longer else 1) * DAY)
    put_right(stage, row)
    assert recheck(stage.leader, row).state == "closed"


@pytest.mark.parametrize("ended", [accept_task, recall_task])
def test_a_task_that_ended_by_itself_is_given_anew_or_closed(stage, ended):
    row = raised(stage)
    if ended is accept_task:
        put_right(stage, row)
    with scope.enter(stage.leader):
        ended(by=stage.leader, now=NOW, task=row.task_id, **({"reason": "重复"} if ended is recall_task else {}))
    with pytest.raises(DomainError) as refused:
        recheck(stage.leader, row, False)
    assert refused.value.field == "due_at"
    anew = recheck(stage.leader, row, False, due_at=NOW + 2 * DAY)
    assert (anew.task_id != row.task_id, anew.task.state, anew.task.origin_of) == (True, TaskState.ASSIGNED, row.id)
    put_right(stage, row)
    assert recheck(stage.officer, row).state == "closed"


@pytest.mark.parametrize(
    ("by", "change", "code"),
    [
        ("clerk_a", {}, "org.forbidden"),
        ("operator", {}, "org.forbidden"),
        ("leader", {"unit": "leader"}, "supervision.own_recheck"),
        ("leader", {"note": " "}, "supervision.required"),
    ],
)
def test_who_may_not_look_again(stage, by, change, code):
    row = put_right(stage, raised(stage))
    if "unit" in change:
        with scope.enter(stage.officer):
            Finding.objects.filter(id=row.id).update(unit=getattr(stage, change["unit"]).unit)
    with pytest.raises(DomainError) as refused:
        recheck(getattr(stage, by), row, note=change.get("note", "看过"))
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("by", "more", "code"),
    [
        ("clerk_a", {}, "org.forbidden"),
        ("officer", {"unit": "officer"}, "supervision.own_finding"),
        ("officer", {"what": " "}, "supervision.required"),
        ("officer", {"due": -DAY}, "tasks.due_over"),
    ],
)
def test_findings_that_cannot_be_raised(stage, by, more, code):
    visit = visited(stage)
    if "unit" in more:
        more = {"unit": getattr(stage, more["unit"]).unit}
    with pytest.raises(DomainError) as refused:
        raised(stage, by=getattr(stage, by), visit=visit, **more)
    assert refused.value.code == code
    with scope.enter(stage.officer):
        assert (Finding.objects.count(), Task.objects.count()) == (0, 0)


def test_the_unit_of_elsewhere_answers_in_its_own_region(stage):
    visit = visited(stage, place=place(TOWNSHIP_B, "乙桥").id)
    row = raised(stage, visit=visit, unit=stage.clerk_a.unit)
    assert (row.region, row.task.region) == (TOWNSHIP_A, TOWNSHIP_A)
    with scope.enter(stage.clerk_a):
        assert selectors.finding(row.id, by=stage.clerk_a).what == "台账缺三天"


def test_the_list_by_standing(stage):
    visit = visited(stage)
    late, waiting, closed, fresh = (
        raised(stage, visit=visit, what=what, due=due)
        for what, due in (("过期", HOUR), ("待看", DAY), ("销号", DAY), ("新的", 5 * DAY))
    )
    put_right(stage, waiting)
    recheck(stage.leader, put_right(stage, closed))
    by, later = stage.officer, NOW + 5 * HOUR
    with scope.enter(by):
        found = {
            standing: {row.what for row in selectors.findings(by, now=later, wanted=Wanted(standing=standing))}
            for standing in ("", "open", "waiting", "late", "closed")
        }
        assert found == {
            "": {late.what, waiting.what, closed.what, fresh.what},
            "open": {"过期", "新的"},
            "waiting": {"待看"},
            "late": {"过期"},
            "closed": {"销号"},
        }
        assert selectors.counts(by, now=later) == {"open": 2, "waiting": 1, "late": 1}
        assert [row.what for row in selectors.to_recheck(stage.leader)] == ["待看"]
        assert selectors.faults([visit]) == {visit.id: 4}
        assert selectors.findings(by, now=NOW, wanted=Wanted(words="新")) == [fresh]
    with scope.enter(stage.clerk_a):
        assert selectors.to_recheck(stage.clerk_a) == []
