"""A system's export against ours: matched by number, paper, name and day; differences decided; the same file once."""

import io
import re
from types import SimpleNamespace

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from nuandong.journal import api as journal
from nuandong.kernel.clock import local_date
from nuandong.org import scope
from nuandong.reports.models import NationalDifference, NationalImport
from nuandong.reports.national.comparing import alike
from nuandong.rescue.models import Stay
from tests.people.builders import CARD, OTHER_CARD
from tests.web.national.setting import furnish

HEADINGS = ("序号", "救助编号", "受助人员姓名", "性别", "身份证号", "求助时间", "经办")


def page(answer, status=200):
    assert answer.status_code == status, answer.content.decode()[:3000]
    return re.sub(r"\s+", " ", answer.content.decode())


@pytest.fixture
def world(db) -> SimpleNamespace:
    return furnish()


def export(*rows: tuple[str, ...], headings=HEADINGS) -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["全国救助管理信息系统导出"])
    book.active.append(list(headings))
    for row in rows:
        book.active.append(list(row))
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def upload(client, key, data, *, day, system="rescue", region="520102000000"):
    form = {"command_key": key(), "region": region, "since": day, "until": day}
    return client.post(f"/reports/national/{system}/compare/", form | {"file": SimpleUploadedFile("导出.xlsx", data)})


def compare(client, key, here: str):
    shown = client.get(here + "columns/").content.decode()
    boxes = re.findall(r'<select name="(c\d+)"(.*?)</select>', shown, re.S)
    chosen = {name: found[1] for name, box in boxes if (found := re.search(r'value="(\w+)" selected', box))}
    return client.post(here + "columns/", {"command_key": key(), **chosen})


def lines(world) -> list[tuple[str, int | None, str, list[str]]]:
    with scope.enter(world.cast.head):
        rows = NationalDifference.objects.order_by("id")
        return [(one.kind, one.row, one.matched, one.fields) for one in rows]


def test_every_way_to_find_a_row_and_every_difference(world, client_as, key):
    head, day = client_as("head"), local_date(world.now).isoformat()
    head.post(f"/reports/national/rescue/{world.stay.id}/serial/", {"command_key": key(), "serial": "JZ1"})
    with scope.enter(world.cast.head):
        Stay.objects.filter(id=world.other.id).update(arrived_at=world.now)
    data = export(
        ("1", "jz1", "王秀英", "男", CARD, day, ""),
        ("2", "JZ2", "张某某", "男", OTHER_CARD, day, ""),
        ("3", "", "", "男", "", day, ""),
        ("4", "", "赵某", "男", "5.2E+17", day, ""),
        ("5", "", "王秀英", "女", CARD, day, ""),
    )
    here = upload(head, key, data, day=day)["Location"]
    shown = page(head.get(here + "columns/"))
    assert "受助人员姓名" in shown
    assert compare(head, key, here)["Location"] == here
    assert lines(world) == [
        ("differs", 3, "serial", ["sex"]),
        ("there", 4, "", []),
        ("error", 5, "", ["nameless"]),
        ("error", 6, "", ["rounded"]),
        ("error", 7, "", ["twice", "3"]),
        ("here", None, "", []),
    ]
    shown = page(head.get(here))
    assert "按系统编号找到" in shown
    assert "男 → 女" in shown
    assert "和第 3 行是同一条" in shown
    for hidden in ("王秀英", "张某某", CARD, OTHER_CARD):
        assert hidden not in shown
    file = head.get(here + "rows.xlsx")
    rows = list(openpyxl.load_workbook(io.BytesIO(b"".join(file.streaming_content))).active.iter_rows(values_only=True))
    assert [row[-2] for row in rows][1:3] == ["内容不同：性别", "只有系统里有"]
    assert rows[1][4] == CARD
    with scope.enter(world.cast.head):
        event = journal.history(kinds=["reports.export_compared"])[0]
    assert [event.payload[one] for one in ("same", "differing", "only_there", "only_here", "unreadable")] == [
        0, 1, 1, 1, 3,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (("王秀英", "女性", CARD), []),
        (("王秀英", "女", ""), [("differs", "name", ["document"])]),
        (("王秀珍", "女", CARD), [("differs", "document", ["name"])]),
        (("王秀珍", "女", ""), [("there", "", [])]),
    ],
)
def test_found_by_paper_then_by_name_and_day(world, client_as, key, row, expected):
    head, day = client_as("head"), local_date(world.now).isoformat()
    with scope.enter(world.cast.head):
        at = f"{Stay.objects.get(id=world.stay.id).arrived_at:%Y}/{day[5:7]}/{day[8:]}"
    here = upload(head, key, export(("1", "", *row, at, "")), day=day)["Location"]
    # An export is in Chinese, whoever reads it.
    head.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    compare(head, key, here)
    assert [(kind, how, fields) for kind, number, how, fields in lines(world) if number] == expected


def test_the_same_file_twice_changes_nothing_and_columns_are_remembered(world, client_as, key):
    head, day = client_as("head"), local_date(world.now).isoformat()
    data = export(("1", "JZ9", "张某某", "男", OTHER_CARD, day, ""))
    here = upload(head, key, data, day=day)["Location"]
    shown = head.get(here + "columns/").content.decode()
    assert '<select name="c6"' in shown
    typed = {"c1": "serial", "c2": "name", "c6": "brought_unit"}
    assert head.post(here + "columns/", {"command_key": key(), **typed}).status_code == 302
    before = lines(world)
    assert upload(head, key, data, day=day)["Location"] == here
    assert "已经比对过" in page(head.post(here + "columns/", {"command_key": key(), **typed}), 422)
    with scope.enter(world.cast.head):
        assert NationalImport.objects.count() == 1
        assert len(journal.history(kinds=["reports.export_uploaded"])) == 1
    assert lines(world) == before
    again = upload(head, key, export(("1", "JZ8", "李某某", "男", "", day, "")), day=day)["Location"]
    with scope.enter(world.cast.head):
        assert NationalImport.objects.get(id=again.split("/")[-2]).columns == {
            "1": "serial", "2": "name", "6": "brought_unit",
        }  # fmt: skip


def test_decisions_are_kept_and_said_anew(world, client_as, key):
    head, day = client_as("head"), local_date(world.now).isoformat()
    here = upload(head, key, export(("1", "JZ2", "张某某", "男", OTHER_CARD, day, "")), day=day)["Location"]
    compare(head, key, here)
    with scope.enter(world.cast.head):
        row = NationalDifference.objects.get(kind="there")
    address = f"/reports/national/differences/{row.id}/"
    for decision in ("theirs", "noted", "noted"):
        assert head.post(address, {"command_key": key(), "decision": decision}).status_code == 302
    assert head.post(address, {"command_key": key(), "decision": "none"}).status_code == 422
    assert "已知晓" in page(head.get(here))
    shown = page(head.get(here + "?stage=left&kind=there"))
    assert "没有差异" in shown
    with scope.enter(world.cast.head):
        events = journal.history(kinds=["reports.difference_decided"])
    assert [(one.payload["decision"], one.payload["earlier"]) for one in events] == [
        ("noted", "theirs"), ("theirs", ""),
    ]  # fmt: skip


def test_refusals(world, client_as, key):
    head, day = client_as("head"), local_date(world.now).isoformat()
    assert "表里没有数据" in page(upload(head, key, export(), day=day), 422)
    assert "文件打不开" in page(upload(head, key, b"PK\x03\x04x", day=day), 422)
    here = upload(head, key, export(("1", "JZ2", "张", "男", "", day, "")), day=day)["Location"]
    twice = head.post(here + "columns/", {"command_key": key(), "c1": "serial", "c2": "serial"})
    assert "有两列选了同一项" in page(twice, 422)
    blind = head.post(here + "columns/", {"command_key": key(), "c3": "sex"})
    assert "没有可以找到人的列" in page(blind, 422)
    assert client_as("clerk_b").get(here).status_code == 404
    assert client_as("auditor").get(here).status_code == 404
    compare(head, key, here)
    assert client_as("auditor").get(here).status_code == 200
    assert client_as("auditor").get(here + "rows.xlsx").status_code == 403


@pytest.mark.parametrize(
    ("theirs", "ours", "same"),
    [
        ("2026/12/1", "2026-12-01 20:00", True),
        ("2026年12月1日 20:00", "2026-12-01 20:00", True),
        ("2026-12-01 9:30", "2026-12-01 20:00", False),
        ("男性", "男", True),
        ("走失、迷路", "走失 迷路", True),
        ("", "走失", False),
    ],
)
def test_what_counts_as_the_same(theirs, ours, same):
    assert alike(theirs, ours) is same


def decided(world, client, key, kind: str, decision: str) -> NationalDifference:
    with scope.enter(world.cast.head):
        row = NationalDifference.objects.get(kind=kind)
    form = {"command_key": key(), "decision": decision}
    assert client.post(f"/reports/national/differences/{row.id}/", form).status_code == 302
    return row


def hidden(shown: str, name: str) -> str:
    return re.search(rf'name="{name}" value="([^"]*)"', shown)[1]


def test_theirs_opens_our_own_form_and_closes_when_the_record_agrees(world, client_as, key):
    head, clerk, day = client_as("head"), client_as("clerk_a"), local_date(world.now).isoformat()
    here = upload(head, key, export(("1", "", "王秀珍", "男", CARD, day, "")), day=day)["Location"]
    compare(head, key, here)
    row = decided(world, head, key, "differs", "theirs")
    shown = page(head.get(here))
    stay = f"/stays/{world.stay.id}/change/?difference={row.id}"
    person = f"/people/{world.person.id}/correct/?difference={row.id}"
    assert f'href="{person}"' in shown
    assert "待更正" in shown
    assert "王秀珍" not in shown
    without = page(client_as("head", second_factor=False).get(person))
    assert "没有填入系统里的姓名" in without
    assert "王秀珍" not in without
    form = page(head.get(person))
    assert 'value="王秀珍"' in form
    with scope.enter(world.cast.head):
        assert [one.payload["fields"] for one in journal.history(kinds=["reports.difference_opened"])] == [["name"]]
    assert 'value="对照全国救助管理信息系统更正"' in form
    assert re.search(r'value="male"[^>]*checked', page(head.get(stay)))
    assert head.get(f"/people/{world.person.id}/correct/").content.decode().find("王秀珍") < 0
    for address in (
        person.replace(str(row.id), str(world.stay.id)),
        stay.replace(str(world.stay.id), str(world.other.id)),
    ):
        assert head.get(address).status_code == 404
    typed = {"name": "王秀珍", "sex": "male", "reason": "对照户口簿", "version": hidden(form, "version")}
    answer = head.post(person, {"command_key": key(), **typed}, follow=True)
    assert answer.redirect_chain[0][0] == here
    assert "还与系统不同：性别" in page(answer)
    typed = {"sex": "male", "identity": "unknown", "reason": "对照户口簿"}
    shown = page(head.post(stay, {"command_key": key(), **typed}, follow=True))
    assert "这条差异已办结" in shown
    assert "已与系统一致" in shown
    assert "没有差异" in page(head.get(here + "?stage=waiting"))
    file = openpyxl.load_workbook(io.BytesIO(b"".join(head.get(here + "rows.xlsx").streaming_content))).active
    assert [row[-1] for row in file.iter_rows(values_only=True)] == ["办结时间", day]
    assert clerk.get(person).status_code == 404
    with scope.enter(world.cast.head):
        assert [one.payload["row"] for one in journal.history(kinds=["reports.difference_settled"])] == [3]
        kept = NationalDifference.objects.get(id=row.id)
    assert kept.agreed_at is not None
    decided(world, head, key, "differs", "ours")
    with scope.enter(world.cast.head):
        assert NationalDifference.objects.get(id=row.id).agreed_at is None


def test_corrections_made_elsewhere_are_seen_and_ours_is_printed(world, client_as, key):
    head, day = client_as("head"), local_date(world.now).isoformat()
    data = export(("1", "", "王秀英", "男", CARD, day, ""), ("2", "JZ2", "张某某", "男", OTHER_CARD, day, ""))
    here = upload(head, key, data, day=day)["Location"]
    compare(head, key, here)
    decided(world, head, key, "there", "ours")
    decided(world, head, key, "differs", "theirs")
    shown = page(head.get(here + "take-up/"))
    assert "系统里多出，应删除" in shown
    assert "JZ2" in shown
    assert "张某某" not in shown
    assert "重新核对" in page(head.get(here))
    once = key()
    shown = page(head.post(here + "settle/", {"command_key": once}, follow=True))
    assert "办结 0 条，还不一致 1 条" in shown
    typed = {"command_key": key(), "sex": "male", "identity": "unknown", "reason": "对照户口簿"}
    assert head.post(f"/stays/{world.stay.id}/change/", typed).status_code == 302
    assert "办结 1 条，还不一致 0 条" in page(head.post(here + "settle/", {"command_key": key()}, follow=True))
    assert "条待更正" not in page(head.get("/reports/national/rescue/compare/"))


def test_registering_who_is_only_there_looks_at_the_difference_again(world, client_as, key):
    head, day = client_as("head"), local_date(world.now).isoformat()
    data = export(("1", "JZ2", "张大山", "男", OTHER_CARD, day, ""))
    here = upload(head, key, data, day=day)["Location"]
    compare(head, key, here)
    row = decided(world, head, key, "there", "theirs")
    address = f"/people/register/?difference={row.id}"
    form = page(head.get(address))
    assert 'value="张大山"' in form
    assert OTHER_CARD in form
    typed = {"command_key": key(), "region": "520102000000", "name": "张大山", "sex": "male", "seen": ""}
    shown = page(head.post(address, typed, follow=True))
    assert "系统里的这一条还没有对应的登记" in shown
    with scope.enter(world.cast.head):
        (event,) = journal.history(kinds=["reports.difference_opened"])
    assert event.payload["fields"] == ["document", "name"]
    assert "张大山" not in str(event.payload)
