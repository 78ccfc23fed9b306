"""Copy sheets at the browser: the system's order, masked until opened, its number recorded once."""

import io
import re
from types import SimpleNamespace

import openpyxl
import pytest

from nuandong.journal import api as journal
from nuandong.org import scope
from nuandong.reports.national.library import systems
from tests.people.builders import CARD
from tests.web.national.setting import furnish


def page(answer, status=200):
    assert answer.status_code == status, answer.content.decode()[:2000]
    return re.sub(r"\s+", " ", answer.content.decode())


@pytest.fixture
def world(db) -> SimpleNamespace:
    return furnish()


def test_every_system_says_what_is_assumed_and_what_is_not_kept():
    assert set(systems()) == {"rescue", "relief_funds", "dibao", "anti_poverty"}
    for one in systems().values():
        assert one.source == "working"
        assert {field.source for field in one.fields} <= {"facts", "working"}
    assert [one.title for one in systems()["relief_funds"].fields if not one.kept] == [
        "需救助人口", "已发放救助款", "已发放救助物资折款", "救助资金发放形式",
    ]  # fmt: skip


def test_the_sheet_of_the_station_in_the_order_of_the_system(world, client_as):
    head = client_as("head")
    assert "全国救助管理信息系统" in page(head.get("/reports/national/"))
    shown = page(head.get("/reports/national/rescue/"))
    assert re.findall(r'<th scope="col">([^<]*)</th>', shown)[:5] == ["抄录", "系统编号", "姓名", "性别", "出生日期"]
    assert shown.count("未登记") == 2
    assert "王秀英" not in shown
    assert CARD not in shown
    file = head.get("/reports/national/rescue/sheet.xlsx")
    rows = list(openpyxl.load_workbook(io.BytesIO(b"".join(file.streaming_content))).active.iter_rows(values_only=True))
    assert rows[0][:3] == ("系统编号", "姓名", "性别")
    assert len(rows) == 3
    assert CARD not in str(rows)
    assert "抄录人" in page(head.get("/reports/national/rescue/print/"))
    assert "没有要抄录的" in page(head.get("/reports/national/rescue/?since=2020-01-01&until=2020-02-01"))
    assert page(head.get("/reports/national/rescue/?since=x&region=1&before=y"))


def test_a_case_is_copied_field_by_field_and_opening_is_logged(world, client_as, key):
    head, here = client_as("head"), f"/reports/national/rescue/{world.stay.id}/"
    shown = page(head.get(here))
    assert "王秀英" not in shown
    assert "data-copy-from" in shown
    assert "走失、迷路" in shown
    address = re.search(r'href="(/people/[^"]*/documents/[^"]*/unmask/)"', shown)[1]
    answer = head.post(address, {"reason": "identify"}, headers={"X-Requested-With": "fetch"})
    assert CARD in answer.content.decode()
    with scope.enter(world.cast.head):
        assert journal.history(subject=world.person.id, kinds=["people.person_unmasked"])
    assert address not in page(client_as("auditor").get(here))


def test_a_number_stands_for_one_case(world, client_as, key):
    head, here = client_as("head"), f"/reports/national/rescue/{world.stay.id}/"
    other = f"/reports/national/rescue/{world.other.id}/"
    assert head.post(here + "serial/", {"command_key": key(), "serial": " jz2026 001 "}).status_code == 302
    assert "JZ2026001" in page(head.get(here))
    taken = head.post(other + "serial/", {"command_key": key(), "serial": "JZ2026001"})
    assert "已经登记给另一条" in page(taken, 422)
    assert head.post(here + "serial/", {"command_key": key(), "serial": "JZ2026002"}).status_code == 302
    assert head.post(here + "serial/", {"command_key": key(), "serial": "JZ2026002"}).status_code == 302
    with scope.enter(world.cast.head):
        events = journal.history(subject=world.stay.id, kinds=["reports.serial_recorded"])
    assert [(one.payload["serial"], one.payload["earlier"]) for one in events] == [
        ("JZ2026002", "JZ2026001"), ("JZ2026001", ""),
    ]  # fmt: skip


def test_households_by_category(world, client_as):
    clerk = client_as("clerk_a")
    shown = page(clerk.get("/reports/national/dibao/"))
    assert "A-017" in shown or "李" in shown
    assert "最低生活保障对象" in shown
    assert "没有要抄录的" in page(clerk.get("/reports/national/relief_funds/"))
    shown = page(clerk.get(f"/reports/national/dibao/{world.home.id}/"))
    assert "这里不登记，照纸质材料填写" in shown


def test_who_may_and_where(world, client_as, key):
    stay, home = f"/reports/national/rescue/{world.stay.id}/", f"/reports/national/dibao/{world.home.id}/"
    assert client_as("clerk_a").get(stay).status_code == 404
    assert client_as("clerk_b").get(home).status_code == 404
    assert client_as("crew").get("/reports/national/").status_code == 403
    assert client_as("head").get("/reports/national/none/").status_code == 404
    refused = client_as("head").post(f"{stay}serial/", {"command_key": key(), "serial": " "})
    assert refused.status_code == 422


def test_steady_numbers_of_questions(world, client_as, django_assert_max_num_queries):
    head = client_as("head")
    head.get("/reports/national/rescue/")
    for address in ("rescue/", "dibao/", f"rescue/{world.stay.id}/"):
        with django_assert_max_num_queries(20):
            head.get(f"/reports/national/{address}")
