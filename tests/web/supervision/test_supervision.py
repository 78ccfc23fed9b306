"""Supervision at the browser: drawn by lot, visited, found wanting, put right, looked at again; lists, files, scope."""

from datetime import timedelta
from io import BytesIO
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook
from PIL import Image
from typer.testing import CliRunner

from nuandong.cli.supervision import app
from nuandong.geo.models import Place
from nuandong.kernel.actors import SYSTEM
from nuandong.kernel.clock import SHANGHAI, SystemClock
from nuandong.kernel.ids import new_id
from nuandong.org import scope
from nuandong.supervision.models import Draw, DrawPick, Finding, Visit, VisitFile
from tests.cast import COUNTY, TOWNSHIP_A, TOWNSHIP_B
from tests.cast import cast as people
from tests.web.conftest import client_of, seat
from tests.web.divisions import divisions

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def office(db):
    divisions()
    for member in ("officer", "leader", "operator", "clerk_a", "clerk_b", "outsider", "auditor"):
        seat(member)
    now = SystemClock().now()
    with scope.enter(SYSTEM):
        for region, name in ((TOWNSHIP_A, "甲秀桥"), (TOWNSHIP_A, "水口寺桥"), (TOWNSHIP_B, "一号桥")):
            Place.objects.create(
                id=new_id(now), region=region, kind="bridge", name=name, area="urban", recorded_at=now, changed_at=now
            )


@pytest.fixture
def press(key):
    def send(member, page, /, *where, query="", **data):
        return client_of(member).post(reverse(page, args=where) + query, {"command_key": key(), **data})

    return send


def read(member, page, /, *where, **query):
    return client_of(member).get(reverse(page, args=where), query).content.decode()


def picture():
    file = BytesIO()
    Image.new("RGB", (40, 30), "white").save(file, "JPEG")
    return SimpleUploadedFile("a.jpg", file.getvalue(), "image/jpeg")


def in_days(days):
    return f"{SystemClock().now().astimezone(SHANGHAI) + timedelta(days=days):%Y-%m-%dT%H:%M}"


def made(answer):
    """The id in the address a form led to."""
    assert answer.status_code == 302, answer.content.decode()
    return UUID(answer.url.rstrip("/").rpartition("/")[2])


def draw(press):
    told = {"title": "元旦前抽查", "region": COUNTY, "wanted": 2, "each": 1, "place_kinds": ["bridge"]}
    assert press("officer", "draw-new", **told).status_code == 422
    return made(press("officer", "draw-new", **told, inspectors=[str(people().officer.unit)]))


def visit(press, *, query="", member="officer", **more):
    told = {
        "inspectors": [str(people().leader.staff)],
        "point_ledgers_kept": "bad",
        "point_staff_on_duty": "good",
        "result": "problems",
        "note": "台账停在上周",
        **more,
    }
    return press(member, "visit-new", query=query, **told)


def place(name):
    with scope.enter(SYSTEM):
        return Place.objects.get(name=name)


def finding(press, row, **more):
    told = {
        "what": "台账缺三天",
        "severity": "serious",
        "unit": str(people().clerk_a.unit),
        "due_at": in_days(3),
        **more,
    }
    assert press("officer", "finding-new", row, **told).status_code == 302
    with scope.enter(SYSTEM):
        return Finding.objects.latest("id")


def test_lots_are_drawn_repeated_and_carried_out(press):
    drawn = draw(press)
    page = read("officer", "draw", drawn)
    with scope.enter(SYSTEM):
        row = Draw.objects.get(id=drawn)
        pick = DrawPick.objects.filter(draw=drawn).order_by("number").first()
    assert (row.seed in page, row.digest in page) == (True, True)
    assert "完全一致" in read("officer", "draw", drawn, repeat="1")
    answer = visit(press, query=f"?pick={pick.id}", inspectors=[str(one) for one in pick.inspectors])
    assert reverse("visit", args=[made(answer)]) in read("leader", "draw", drawn)
    assert "元旦前抽查" in read("auditor", "draws")
    for member, page_name, where in (("clerk_a", "draws", ()), ("clerk_a", "draw", (drawn,))):
        assert client_of(member).get(reverse(page_name, args=where)).status_code == 403
    assert visit(press, query=f"?pick={uuid4()}").status_code == 404


def test_the_command_says_same_or_what_differs(press):
    drawn = draw(press)
    same = CliRunner().invoke(app, ["repeat", str(drawn)])
    assert (same.exit_code, "完全一致" in same.output) == (0, True)
    with scope.enter(SYSTEM):
        other = Draw.objects.get(id=drawn)
        other.id, other.seed = new_id(SystemClock().now()), "ab" * 32
        other.save(force_insert=True)
    differs = CliRunner().invoke(app, ["repeat", str(other.id)])
    assert (differs.exit_code, "与工作日志不符" in differs.output) == (1, True)


def test_a_visit_with_photos_leads_to_a_finding_that_is_put_right_and_closed(press):
    target = {"target": f"place:{place('甲秀桥').id}"}
    gainsaid = visit(press, **target, result="good")
    assert (gainsaid.status_code, "不能是“未发现问题”" in gainsaid.content.decode()) == (422, True)
    row = made(visit(press, **target, photos=[picture()]))
    page = read("leader", "visit", row)
    assert ("台账停在上周" in page, "甲秀桥" in page, "不符合" in page) == (True, True, True)
    assert "台账停在上周" not in read("clerk_a", "visit", row)
    with scope.enter(SYSTEM):
        photo = VisitFile.objects.get(visit=row)
    assert client_of("clerk_a").get(reverse("visit-photo", args=[row, photo.id]))["Content-Type"] == "image/jpeg"
    assert client_of("clerk_b").get(reverse("visit", args=[row])).status_code == 404
    found = finding(press, row)
    assert press("leader", "finding-recheck", found.id, passed="yes", note="看过").status_code == 422
    assert press("clerk_a", "task-receive", found.task_id).status_code == 302
    assert press("clerk_a", "task-complete", found.task_id, note="已补齐").status_code == 302
    home = read("leader", "home")
    assert ("复查督查问题：台账缺三天" in home, "验收任务" in home) == (True, False)
    back = press("leader", "finding-recheck", found.id, passed="no", note="还缺一天", due_at=in_days(5))
    assert (back.status_code, "退回重办" in read("clerk_a", "finding", found.id)) == (302, True)
    assert press("clerk_a", "task-complete", found.task_id, note="已补齐").status_code == 302
    assert "待复查" in read("officer", "supervision", standing="waiting")
    assert press("leader", "finding-recheck", found.id, passed="yes", note="齐全").status_code == 302
    page = read("clerk_a", "finding", found.id)
    assert ("已销号" in page, "还缺一天" in page) == (True, True)
    assert "还缺一天" not in read("auditor", "finding", found.id)


def test_a_unit_is_visited_and_later_entries_say_so(press):
    told = {"target": f"unit:{people().clerk_a.unit}", "acted_at": in_days(-1)}
    row = made(visit(press, **told))
    assert "补录" in read("officer", "visits")
    with scope.enter(SYSTEM):
        assert Visit.objects.get(id=row).unit == people().clerk_a.unit
    own = visit(press, target=f"unit:{people().officer.unit}")
    assert (own.status_code, "不得督查本单位" in own.content.decode()) == (422, True)


def test_the_list_is_filtered_exported_and_cheap(press, django_assert_max_num_queries):
    row = made(visit(press, target=f"place:{place('甲秀桥').id}"))
    for number in range(6):
        finding(press, row, what=f"第{number}个问题", severity="grave" if number == 3 else "general")
    page = read("officer", "supervision", severity="grave")
    assert ("第3个问题" in page, "第4个问题" in page) == (True, False)
    assert "第4个问题" not in read("officer", "supervision", standing="late")
    assert "第4个问题" in read("clerk_a", "supervision", words="第4", after="x")
    assert "第4个问题" not in read("clerk_b", "supervision")
    client = client_of("officer")
    client.get(reverse("supervision"))
    with django_assert_max_num_queries(20):
        client.get(reverse("supervision"))
    with django_assert_max_num_queries(20):
        client.get(reverse("visits"), {"result": "problems"})
    file = client.get(reverse("findings-file"), {"severity": "grave"})
    (sheet,) = load_workbook(BytesIO(b"".join(file.streaming_content))).worksheets
    assert [cell.value for cell in sheet["A"]] == ["发现的问题", "第3个问题"]
