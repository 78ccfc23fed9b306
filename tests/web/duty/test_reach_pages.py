"""The test of reachability at the browser: started, answered by one press, noted, printed, exported."""

import io
from datetime import timedelta

import openpyxl
import pytest
from django.urls import reverse

from nuandong.duty.models import ReachCall, ReachTest
from nuandong.kernel.actors import SYSTEM
from nuandong.kernel.clock import local_date
from nuandong.org import scope
from tests.web.conftest import client_of
from tests.web.duty.setting import stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    with scope.enter(SYSTEM):
        return stage()


def test_from_the_question_to_the_paper(scene, django_assert_max_num_queries):
    leader, crew = client_of("leader"), client_of("crew")
    answer = leader.post(reverse("duty-reach-new"), {"team": str(scene.patrol.id), "minutes": 15})
    with scope.enter(SYSTEM):
        test = ReachTest.objects.get()
        mine, other = (ReachCall.objects.get(staff=one.staff) for one in (scene.cast.crew, scene.cast.station))
    assert answer["Location"] == reverse("duty-reach-test", args=[test.id])
    address = reverse("duty-reach-answer", args=[mine.id])
    assert address in crew.get(reverse("home")).content.decode()
    assert address in crew.get(reverse("duty")).content.decode()
    assert "收到" in crew.get(address).content.decode()
    assert crew.post(address).status_code == 302
    assert "已经回应" in crew.get(address).content.decode()
    noted = client_of("operator").post(reverse("duty-reach-answer", args=[other.id]))
    assert noted["Location"] == reverse("duty-reach-test", args=[test.id])
    with django_assert_max_num_queries(20):
        html = leader.get(reverse("duty-reach-test", args=[test.id])).content.decode()
    assert html.count("按时回应") >= 3
    assert "王值班代记" in html
    assert "孙站员" in leader.get(reverse("duty-reach-sheet", args=[test.id])).content.decode()
    book = openpyxl.load_workbook(io.BytesIO(leader.get(reverse("duty-reach-xlsx", args=[test.id])).content))
    cells = [[cell.value for cell in row] for row in book.active.iter_rows(min_row=3)]
    assert {row[0]: row[2] for row in cells} == {"赵巡查": "按时回应", "孙站员": "按时回应"}
    assert leader.get(reverse("duty-reach-now", args=[test.id]))["ETag"]
    assert address not in crew.get(reverse("home")).content.decode()


def test_a_refused_question_says_why(scene):
    leader = client_of("leader")
    far = local_date(scene.now) + timedelta(days=40)
    for data, words in (({"minutes": 15}, "请选一个晚上"), ({"minutes": 15, "night": far}, "没有可以测试的人")):
        answer = leader.post(reverse("duty-reach-new"), data)
        assert answer.status_code == 422
        assert words in answer.content.decode()


def test_nobody_answers_for_others_without_being_at_the_desk(scene):
    client_of("leader").post(reverse("duty-reach-new"), {"team": str(scene.patrol.id), "minutes": 15})
    with scope.enter(SYSTEM):
        call = ReachCall.objects.filter(staff=scene.cast.crew.staff).get()
    assert client_of("auditor").post(reverse("duty-reach-answer", args=[call.id])).status_code == 403
    assert client_of("outsider").post(reverse("duty-reach-answer", args=[call.id])).status_code == 404
