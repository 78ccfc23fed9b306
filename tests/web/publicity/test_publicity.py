"""Publicity and public opinion at the browser: entered with a photo, listed, summed up, exported; found to closed."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook
from PIL import Image

from nuandong.kernel.actors import SYSTEM
from nuandong.org import scope
from nuandong.publicity.models import Announcement, Opinion
from nuandong.tasks.models import Task
from tests.cast import TOWNSHIP_A
from tests.cast import cast as people
from tests.web.conftest import client_of, seat
from tests.web.divisions import divisions

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def office(db):
    divisions()
    for member in ("officer", "leader", "operator", "clerk_a", "clerk_b", "outsider", "auditor", "crew"):
        seat(member)


@pytest.fixture
def press(key):
    def send(member, page, /, *where, **data):
        return client_of(member).post(reverse(page, args=where), {"command_key": key(), **data})

    return send


def read(member, page, /, *where, **query):
    return client_of(member).get(reverse(page, args=where), query).content.decode()


def picture():
    file = BytesIO()
    Image.new("RGB", (40, 30), "white").save(file, "JPEG")
    return SimpleUploadedFile("a.jpg", file.getvalue(), "image/jpeg")


def rows(model):
    with scope.enter(SYSTEM):
        return list(model.objects.order_by("id"))


def entered(press, member="clerk_a", **more):
    data = {"channel": "leaflet", "title": "取暖明白纸", "times": 1, "region": TOWNSHIP_A, "reached": 30, "base": 120}
    return press(member, "announcement-new", **{**data, **more})


def test_an_entry_with_a_photo_is_listed_summed_up_and_taken_back(press, django_assert_max_num_queries):
    assert entered(press, photos=picture(), copies=40).status_code == 302
    (row,) = rows(Announcement)
    page = read("clerk_a", "announcement", row.id)
    assert "取暖明白纸" in page
    assert "30 户" in page
    assert client_of("clerk_a").get(reverse("announcement-photo", args=[row.id, 0]))["Content-Type"] == "image/jpeg"
    assert client_of("clerk_a").get(reverse("announcement-photo", args=[row.id, 1])).status_code == 404
    with django_assert_max_num_queries(34):
        listed = read("officer", "publicity", channel="leaflet", region=TOWNSHIP_A)
    assert "按渠道合计" in listed
    assert "取暖明白纸" not in read("officer", "publicity", words="没有的话")
    sheet = load_workbook(BytesIO(b"".join(client_of("officer").get(reverse("publicity-file"))))).active
    assert [cell.value for cell in sheet[2]][1:6] == ["明白纸和宣传单", "取暖明白纸", "1", "40 份", "30 户"]
    assert press("clerk_a", "announcement-void", row.id, reason="重复").status_code == 302
    assert "取暖明白纸" not in read("officer", "publicity")
    assert client_of("clerk_b").get(reverse("announcement", args=[row.id])).status_code == 404


@pytest.mark.parametrize(("more", "words"), [({"reached": 200}, "大于应覆盖数"), ({"link": "javascript:1"}, "链接")])
def test_a_refused_entry_keeps_what_was_typed(press, more, words):
    answer = entered(press, **more)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert rows(Announcement) == []


def test_an_opinion_from_finding_to_closing(press):
    unit = people().clerk_a.unit
    found = {"source": "weibo", "what": "网传供暖中断", "seriousness": "grave", "region": TOWNSHIP_A, "unit": unit}
    assert press("officer", "opinion-new", **found).status_code == 302
    (row,) = rows(Opinion)
    (task,) = rows(Task)
    assert reverse("opinion", args=[row.id]) in read("clerk_a", "home")
    assert reverse("opinion", args=[row.id]) in read("clerk_a", "task", task.id)
    assert reverse("task-receive", args=[task.id]) not in read("clerk_a", "task", task.id)
    assert press("officer", "opinion-verify", row.id, verdict="true", note="x").status_code == 422
    assert press("clerk_a", "opinion-verify", row.id, verdict="true", note="已入户核实").status_code == 302
    assert press("clerk_a", "opinion-answer", row.id, answer="已恢复供暖").status_code == 302
    assert reverse("opinion", args=[row.id]) in read("leader", "home")
    assert press("leader", "opinion-settle", row.id, good="no", note="").status_code == 422
    assert press("leader", "opinion-settle", row.id, good="yes").status_code == 302
    page = read("clerk_a", "opinion", row.id)
    assert "已办结" in page
    assert "已入户核实" in page
    assert "已入户核实" not in read("auditor", "opinion", row.id)
    assert "网传供暖中断" in read("auditor", "opinions", standing="closed", seriousness="grave")
    sheet = load_workbook(BytesIO(b"".join(client_of("officer").get(reverse("opinions-file"))))).active
    assert [sheet[2][place].value for place in (0, 1, 3, 9)] == ["网传供暖中断", "微博", "重大", "已办结"]


def test_neighbours_and_those_without_the_right_see_nothing(press):
    press("officer", "opinion-new", source="news", what="x", seriousness="general", region=TOWNSHIP_A,
          unit=people().clerk_a.unit)  # fmt: skip
    (row,) = rows(Opinion)
    assert client_of("clerk_b").get(reverse("opinion", args=[row.id])).status_code == 404
    assert client_of("crew").get(reverse("opinions")).status_code == 403
    assert client_of("crew").get(reverse("publicity")).status_code == 403
    assert client_of("operator").get(reverse("opinion-new")).status_code == 403
