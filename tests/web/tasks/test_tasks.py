"""Tasks at the browser: given to several, signed for, done with a photo, accepted; the list, the files, who is late."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook
from PIL import Image

from nuandong.kernel.actors import SYSTEM
from nuandong.kernel.clock import SHANGHAI, SystemClock, local_date
from nuandong.kernel.ids import new_id
from nuandong.org import scope
from nuandong.org.models import LadderCall, Unit
from nuandong.tasks.actions.assign_task import assign_task
from nuandong.tasks.models import Task, TaskFile, WorkRecord
from nuandong.tasks.states import TaskState
from tests.cast import TOWNSHIP_A, TOWNSHIP_B
from tests.cast import cast as people
from tests.tasks.plan import WHENEVER, activate
from tests.web.conftest import client_of, seat
from tests.web.divisions import divisions

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def office(db):
    divisions()
    for member in ("officer", "leader", "clerk_a", "clerk_b", "outsider", "auditor"):
        seat(member)


@pytest.fixture
def press(key):
    def send(member, page, /, *where, **data):
        return client_of(member).post(reverse(page, args=where), {"command_key": key(), **data})

    return send


def read(member, page, /, *where, **query):
    return client_of(member).get(reverse(page, args=where), query).content.decode()


def in_days(days):
    return f"{SystemClock().now().astimezone(SHANGHAI) + days * DAY:%Y-%m-%dT%H:%M}"


def picture():
    file = BytesIO()
    Image.new("RGB", (40, 30), "white").save(file, "JPEG")
    return SimpleUploadedFile("a.jpg", file.getvalue(), "image/jpeg")


def give(title="入户摸底", *, days=2.0, ago=0.0, to="clerk_a"):
    cast, now = people(), SystemClock().now()
    owner = getattr(cast, to)
    with scope.enter(cast.officer):
        return assign_task(
            by=cast.officer,
            now=now - ago * DAY,
            region=owner.region,
            unit=owner.unit,
            title=title,
            due_at=now + days * DAY,
        )


def the(task):
    with scope.enter(SYSTEM):
        return Task.objects.get(id=task.id)


def test_a_task_goes_out_to_several_and_comes_back_accepted(press):
    cast = people()
    told = {"title": "入户摸底", "deliverable": "摸底表", "due_at": in_days(3), "strength": "must"}
    assert "责任单位没有填写" in press("officer", "task-new", **told).content.decode()
    answer = press("officer", "task-new", **told, units=[str(cast.clerk_a.unit), str(cast.clerk_b.unit)])
    assert (answer.status_code, "tab=given" in answer.url) == (302, True)
    with scope.enter(SYSTEM):
        mine = Task.objects.get(unit=cast.clerk_a.unit)
        assert set(Task.objects.values_list("region", flat=True)) == {TOWNSHIP_A, TOWNSHIP_B}
    assert "签收任务：入户摸底" in read("clerk_a", "home")
    assert press("clerk_a", "task-receive", mine.id).status_code == 302
    assert press("clerk_a", "task-report", mine.id, progress="40", note="两个村已完").status_code == 302
    assert press("clerk_a", "task-complete", mine.id, note="").status_code == 422
    assert press("clerk_a", "task-complete", mine.id, note="", photos=[picture()]).status_code == 302
    page = read("officer", "task", mine.id)
    assert ("两个村已完" in page, reverse("task-accept", args=[mine.id]) in page) == (True, True)
    assert "验收任务：入户摸底" in read("officer", "home")
    with scope.enter(SYSTEM):
        shown = TaskFile.objects.get(task=mine)
    picture_of = client_of("officer").get(reverse("task-photo", args=[mine.id, shown.id]))
    assert picture_of["Content-Type"] == "image/jpeg"
    assert press("officer", "task-accept", mine.id).status_code == 302
    assert the(mine).state == TaskState.ACCEPTED
    assert "两个村已完" not in read("auditor", "task", mine.id)


def test_the_one_who_gave_it_returns_extends_and_recalls(press):
    task = give()
    press("clerk_a", "task-receive", task.id)
    press("clerk_a", "task-complete", task.id, note="办完了")
    assert press("officer", "task-return", task.id).status_code == 422
    assert press("officer", "task-return", task.id, reason="缺一个村").status_code == 302
    assert "缺一个村" in read("clerk_a", "task", task.id)
    assert "重办任务" in read("clerk_a", "home")
    early = press("officer", "task-extend", task.id, due_at=in_days(1), reason="下雪")
    assert (early.status_code, "新期限不晚于原期限" in early.content.decode()) == (422, True)
    assert press("officer", "task-extend", task.id, due_at=in_days(9), reason="下雪").status_code == 302
    assert press("officer", "task-recall", task.id, reason="不办了").status_code == 302
    assert the(task).state == TaskState.RECALLED


def test_a_late_task_stands_on_the_accountability_list_with_its_reason(press):
    task = give(days=-1, ago=3)
    give("按时的任务")
    assert "未说明" in read("officer", "accountability")
    assert press("clerk_a", "task-receive", task.id).status_code == 302
    assert press("clerk_a", "task-explain", task.id, reason="大雪封山").status_code == 302
    page = read("officer", "accountability")
    assert ("大雪封山" in page, "入户摸底" in page, "按时的任务" in page) == (True, True, False)
    assert "大雪封山" not in read("auditor", "accountability")
    file = client_of("officer").get(reverse("accountability-file"))
    (sheet,) = load_workbook(BytesIO(b"".join(file.streaming_content))).worksheets
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert (len(cells), cells[1][1], cells[1][6]) == (2, "入户摸底", "大雪封山")


def test_lists_are_found_sorted_exported_and_cheap(django_assert_max_num_queries):
    for n in range(8):
        give(f"第{n}项", days=n + 1)
    give("邻乡的", to="clerk_b")
    page = read("clerk_a", "tasks")
    assert [f"第{n}项" in page for n in range(8)] == [True] * 8
    assert "邻乡的" not in page
    backwards = read("clerk_a", "tasks", sort="-due")
    assert backwards.index("第7项") < backwards.index("第0项")
    found = read("officer", "tasks", tab="all", words="第3")
    assert ("第3项" in found, "第4项" in found) == (True, False)
    assert "第3项" not in read("officer", "tasks", tab="all", state="late")
    client = client_of("officer")
    client.get(reverse("tasks"))
    with django_assert_max_num_queries(22):
        client.get(reverse("tasks"), {"tab": "given"})
    file = client.get(reverse("tasks-file"), {"tab": "given"})
    (sheet,) = load_workbook(BytesIO(b"".join(file.streaming_content))).worksheets
    assert sheet.max_row == 10


@pytest.mark.parametrize("after", ["x", "2026-01-01T00:00_", "2026-01-01T00:00_018e0000-0000-7000-8000-000000000000"])
def test_a_mangled_place_in_the_list_means_its_beginning(after):
    give()
    assert "入户摸底" in read("clerk_a", "tasks", after=after)


def test_work_is_recorded_by_name_listed_and_taken_back(press):
    told = {"work": "发放明白纸", "done": "30", "base": "412", "region": TOWNSHIP_A, "note": "两个组"}
    refused = press("clerk_a", "work-new", **{**told, "work": "发放"})
    assert (refused.status_code, "请从列表中选择工作类别" in refused.content.decode()) == (422, True)
    assert press("clerk_a", "work-new", **told, photo=picture()).status_code == 302
    with scope.enter(SYSTEM):
        row = WorkRecord.objects.get()
    listed = read("clerk_a", "works", family="safety")
    assert ("发放明白纸" in listed, "30 户" in listed, "412 户" in listed) == (True, True, True)
    assert "30 户" not in read("clerk_a", "works", family="care")
    assert "两个组" in read("clerk_a", "work", row.id)
    assert "两个组" not in read("auditor", "work", row.id)
    assert client_of("clerk_a").get(reverse("work-photo", args=[row.id]))["Content-Type"] == "image/jpeg"
    assert press("clerk_a", "work-void", row.id, reason="重复").status_code == 302
    assert "30 户" not in read("clerk_a", "works")
    assert "已作废" in read("clerk_a", "works", voided="1")


def test_work_on_a_task_stands_on_its_page(press):
    task = give()
    told = {"work": "召开会议", "done": "1", "region": TOWNSHIP_A}
    address = f"{reverse('work-new')}?task={task.id}"
    assert address not in read("clerk_a", "task", task.id)
    press("clerk_a", "task-receive", task.id)
    assert address in read("clerk_a", "task", task.id)
    assert client_of("clerk_a").post(address, told).url == reverse("task", args=[task.id])
    assert "召开会议" in read("clerk_a", "task", task.id)
    assert client_of("clerk_b").get(address).status_code == 404


def test_a_plan_is_given_out_from_its_page(press):
    cast, now = people(), SystemClock().now()
    with scope.enter(SYSTEM):
        Unit.objects.filter(region__in=[TOWNSHIP_A, TOWNSHIP_B]).update(kind="township")
    today = local_date(now)
    plan = activate(cast.officer, now=now, text=WHENEVER, days=(today, today + 30 * DAY))
    page = read("officer", "task-cascade", plan.id)
    assert ("农业农村局" in page, "待选单位" in page, "已下达 0／2" in page) == (True, True, True)
    assert press("officer", "task-cascade", plan.id, unit_0=str(cast.officer.unit)).status_code == 302
    with scope.enter(SYSTEM):
        found = Task.objects.filter(origin_of=plan.id)
        assert {row.unit for row in found} == {one.unit for one in (cast.officer, cast.clerk_a, cast.clerk_b)}
        assert {row.title for row in found} == {"问题整改"}
    assert "取暖回头看" in read("officer", "task", found[0].id)
    assert press("officer", "task-cascade", plan.id).status_code == 302
    with scope.enter(SYSTEM):
        assert Task.objects.count() == 3


def test_whom_to_ring_about_a_late_task_and_the_word_that_he_sees_to_it(press):
    task, cast, now = give(days=-1, ago=3), people(), SystemClock().now()
    with scope.enter(SYSTEM):
        call = LadderCall.objects.create(
            id=new_id(now),
            region=task.region,
            subject=task.id,
            grounds="overdue",
            due_at=task.due_at,
            level=1,
            leader=cast.leader.staff,
            why="on_duty",
            raised_at=now,
        )
    assert "任务超期，请打给李带班：入户摸底" in read("officer", "home")
    assert "任务超期，请打给李带班：入户摸底" in read("officer", "board")
    address = reverse("task-confirm", args=[task.id, call.id])
    assert (address in read("officer", "task", task.id), address in read("clerk_a", "task", task.id)) == (True, False)
    assert press("officer", "task-confirm", task.id, call.id).status_code == 302
    assert "任务超期" not in read("officer", "home")
    assert "超期任务" not in read("officer", "board")
    assert press("officer", "task-confirm", task.id, call.id).status_code == 422
