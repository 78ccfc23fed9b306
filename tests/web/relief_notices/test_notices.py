"""Notices on their pages: the board, the poster, the public face, an objection from a stranger to its answer."""

import io
import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from nuandong.kernel.actors import SYSTEM
from nuandong.kernel.clock import SHANGHAI, SystemClock, local_date
from nuandong.org import scope
from nuandong.relief.models import Application, Notice, NoticeLine, Objection
from nuandong.relief.preparing import prepare_notices
from nuandong.relief.steps import ApplicationState, NoticeState
from tests.relief import seasons
from tests.web.conftest import client_of, seat

pytestmark = pytest.mark.django_db
NOW = SystemClock().now() - timedelta(hours=1)


def page(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status, answer.content.decode()[:3000]
    return re.sub(r"\s+", " ", answer.content.decode())


def stranger() -> Client:
    return Client(headers={"accept-language": "zh-hans"})


def picture() -> SimpleUploadedFile:
    file = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(file, "JPEG")
    return SimpleUploadedFile("poster.jpg", file.getvalue(), "image/jpeg")


@pytest.fixture
def notice() -> Notice:
    """The first of three notices of a village, with two households."""
    actor, _account = seat("cadre_a")
    officer, _account = seat("officer")
    with scope.enter(SYSTEM):
        season = seasons.season(officer)
        pack = seasons.pack(season)
        for name in ("王秀英", "李四"):
            seasons.application(actor, season, name, state=ApplicationState.ASSESSED, pack=pack, category="DIBAO")
        return prepare_notices(pack=pack, step="assess", by=actor, now=NOW)[0]


def now_of(notice: Notice) -> Notice:
    with scope.enter(SYSTEM):
        return Notice.objects.get(id=notice.id)


def post(cadre: Client, notice: Notice, **more: Any) -> Any:
    sent = {"command_key": str(uuid4()), "phone": "0851-1234567", "photo": picture()}
    return cadre.post(f"/relief/notices/{notice.id}/post/", sent | more)


def test_from_the_poster_to_the_answer_of_a_stranger(notice, django_assert_max_num_queries):
    cadre, where = client_of("cadre_a"), f"/relief/notices/{notice.id}/"
    assert "张贴并拍照" in page(cadre.get(where))
    assert stranger().get(f"/public/notices/{notice.token}/").status_code == 404
    assert "请拍一张" in page(post(cadre, notice, photo=""), 422)
    assert post(cadre, notice)["Location"] == where
    notice = now_of(notice)
    assert (notice.state, notice.ends_on) == (NoticeState.POSTED, local_date(NOW + timedelta(hours=1, days=7)))
    assert "这份公示现在的状态" in page(post(cadre, notice), 422)
    sheet = page(cadre.get(f"{where}poster/"))
    assert all(words in sheet for words in ("王**", "低保户", "0851-1234567", "data:image/svg+xml", "盖章"))
    assert "450.00" not in sheet
    assert cadre.get(f"{where}photo/first/")["Content-Type"] == "image/jpeg"
    seen = stranger().get(f"/public/notices/{notice.token}/")
    assert "noindex" in seen["X-Robots-Tag"]
    html = page(seen)
    assert ("王**" in html, "秀英" in html, 'name="robots"' in html) == (True, False, True)

    with scope.enter(SYSTEM):
        line = NoticeLine.objects.get(notice=notice, place=1)
    sent = {"command_key": str(uuid4()), "line": str(line.id), "words": "他家有两辆车", "contact": "13900000000"}
    first = page(stranger().post(f"/public/notices/{notice.token}/object/", sent))
    code = re.search(r'<code class="due-l">(\w{10})</code>', first)
    assert code
    again = page(stranger().post(f"/public/notices/{notice.token}/object/", sent))
    assert code[1] in again  # a double press files one objection and gives the same code
    with scope.enter(SYSTEM):
        row = Objection.objects.get()
    assert "待答复" in page(stranger().get("/public/notices/track/", {"code": code[1].lower()}))
    page(stranger().get("/public/notices/track/", {"code": "2222222222"}), 422)

    clerk, there = client_of("clerk_a"), f"/relief/objections/{row.id}/"
    assert "王**" in page(clerk.get("/relief/objections/"))
    shown = page(clerk.get(there))
    assert ("他家有两辆车" in shown, "13900000000" in shown) == (True, False)
    assert "13900000000" in page(clerk.post(f"{there}contact/", follow=True))
    answer = {"command_key": str(uuid4()), "outcome": "rejected", "words": "经评议，车辆已报废，符合条件"}
    assert "须经民主评议" in page(clerk.post(f"{there}answer/", answer), 422)
    meeting = {
        "command_key": str(uuid4()), "held_at": f"{NOW.astimezone(SHANGHAI):%Y-%m-%dT%H:%M}", "place": "村委会",
        "invited": 3, "attendance": "甲\n乙\n丙", "chair": "甲", "yes": 3, "no": 0, "abstained": 0,
    }  # fmt: skip
    assert client_of("cadre_a").get(f"{there}meeting/").status_code == 200
    assert cadre.post(f"{there}meeting/", meeting)["Location"] == there
    assert clerk.post(f"{there}answer/", answer)["Location"] == there
    told = page(stranger().get("/public/notices/track/", {"code": code[1]}))
    assert ("异议不成立" in told, "车辆已报废" in told, "王" in told) == (True, True, False)
    with django_assert_max_num_queries(32):
        assert "公示到" in page(cadre.get(where))


def test_the_public_page_closes_after_the_last_day(notice):
    post(client_of("cadre_a"), notice)
    with scope.enter(SYSTEM):
        NoticeLine.objects.filter(notice=notice, place=1).update(ends_on=local_date(NOW) - timedelta(days=1))
    assert "王**" not in page(stranger().get(f"/public/notices/{notice.token}/"))
    with scope.enter(SYSTEM):
        NoticeLine.objects.filter(notice=notice).update(ends_on=local_date(NOW) - timedelta(days=1))
    page(stranger().get(f"/public/notices/{notice.token}/"), 410)
    with scope.enter(SYSTEM):
        NoticeLine.objects.filter(notice=notice).exclude(place=1).update(ends_on=local_date(NOW) + timedelta(days=9))
    page(stranger().get(f"/public/notices/{notice.token}/"))
    with scope.enter(SYSTEM):
        Application.objects.update(state=ApplicationState.WITHDRAWN)
    closed = stranger().get(f"/public/notices/{notice.token}/")
    assert "0851-1234567" in page(closed, 410)
    assert "noindex" in closed["X-Robots-Tag"]
    page(stranger().get(f"/public/notices/{notice.token}/object/"), 410)
    page(stranger().get("/public/notices/nobody/"), 404)


def test_strangers_are_slowed_down_and_robots_turned_away(notice):
    post(client_of("cadre_a"), notice)
    address = f"/public/notices/{notice.token}/object/"
    with scope.enter(SYSTEM):
        line = NoticeLine.objects.get(notice=notice, place=1)
    sent = {"line": str(line.id), "words": "x", "website": "http://spam"}
    for _time in range(6):
        page(stranger().post(address, sent | {"command_key": str(uuid4())}), 422)
    page(stranger().post(address, sent | {"command_key": str(uuid4()), "website": ""}), 429)
    with scope.enter(SYSTEM):
        assert not Objection.objects.exists()


def test_down_replaced_and_at_the_counter(notice):
    cadre, where = client_of("cadre_a"), f"/relief/notices/{notice.id}/"
    post(cadre, notice)
    assert "还不能撤下" in page(cadre.get(where))
    with scope.enter(SYSTEM):
        line = NoticeLine.objects.get(notice=notice, place=2)
    sent = {"command_key": str(uuid4()), "words": "来人反映人口不实"}
    done = page(cadre.post(f"/relief/lines/{line.id}/object/", sent, follow=True))
    assert re.search(r"只显示这一次：\w{10}", done)
    with scope.enter(SYSTEM):
        Notice.objects.filter(id=notice.id).update(ends_on=local_date(NOW) - timedelta(days=2))
    assert "应撤下" in page(cadre.get("/relief/notices/"))
    assert "撤下公示" in page(cadre.get("/"))
    down = {"command_key": str(uuid4()), "photo": picture()}
    assert cadre.post(f"{where}down/", down)["Location"] == where
    assert now_of(notice).state == NoticeState.DOWN
    assert "来人来电登记" in page(client_of("clerk_a").get(f"/relief/objections/{_objection().id}/"))
    with scope.enter(SYSTEM):
        second = Notice.objects.get(code="second")
    wrong = {"command_key": str(uuid4()), "why": "金额写错"}
    answer = cadre.post(f"/relief/notices/{second.id}/replace/", wrong)
    assert answer.status_code == 302
    assert answer["Location"] != f"/relief/notices/{second.id}/"


def _objection() -> Objection:
    with scope.enter(SYSTEM):
        return Objection.objects.get()


@pytest.mark.parametrize(("member", "status"), [("clerk_b", 404), ("cadre_b", 404), ("storekeeper", 403)])
def test_neighbours_see_nothing(notice, member, status):
    browser = client_of(member)
    for address in ("", "poster/", "photo/first/"):
        page(browser.get(f"/relief/notices/{notice.id}/{address}"), status)


def test_the_board_opens_in_few_queries(notice, django_assert_max_num_queries):
    browser = client_of("clerk_a")
    with django_assert_max_num_queries(25):
        assert "一榜：救助对象" in page(browser.get("/relief/notices/"))
