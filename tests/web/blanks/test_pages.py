"""Blanks at the browser: uploaded, bound with proposals, filled at one press, a new edition confirmed."""

import io
import re
from types import SimpleNamespace

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.reports.blanks.making import weekly_document, weekly_workbook, with_part
from tests.web.reports.setting import furnish


def page(answer, status=200):
    assert answer.status_code == status, answer.content.decode()[:2000]
    return re.sub(r"\s+", " ", answer.content.decode())


@pytest.fixture
def world(db) -> SimpleNamespace:
    return furnish()


def upload(client, key, data, name="周报.xlsx", title="市局周报"):
    file = SimpleUploadedFile(name, data)
    form = {"command_key": key(), "title": title, "report": "weekly", "file": file}
    return client.post("/reports/blanks/new/", form)


def fields(shown: str) -> dict[str, str]:
    """What the form of a page holds, by the address of the place."""
    found = re.findall(r'<input type="text" name="(p\d+)"([^>]*)>', shown)
    return {
        re.search(r'aria-label="([^"]+)"', rest)[1]: (
            name,
            (re.search(r'value="([^"]*)"', rest) or [None, ""])[1],
        )
        for name, rest in found
    }


def save(client, key, here: str, changes: dict[str, str], **more: str):
    shown = client.get(here).content.decode()
    known = fields(shown)
    typed = dict(known.values()) | {known[at][0]: words for at, words in changes.items()}
    hidden = {name: re.search(rf'name="{name}" value="(\d+)"', shown)[1] for name in ("edition", "seen")}
    return client.post(here, {"command_key": key(), **hidden, **typed, **more})


def test_from_the_upload_to_the_filled_file(world, client_as, key):
    head = client_as("head")
    assert "还没有空表" in page(head.get("/reports/blanks/"))
    answer = upload(head, key, weekly_workbook())
    here = answer["Location"].removesuffix("map/")
    shown = page(head.get(here + "map/"))
    assert "7 格是建议" in shown
    assert fields(shown)["1!D6"][1] == "巡查点位｜本周"
    assert "公式" in shown
    refused = save(head, key, here + "map/", {"1!D5": "没有这一项"})
    assert "请从列表中选择" in page(refused, 422)
    assert save(head, key, here + "map/", {"1!D5": "街面巡查｜本周", "1!E7": ""})["Location"] == here

    shown = page(head.get(here))
    assert "按当前数据填，标明草稿" in shown
    answer = head.post(here + "fill/", {"command_key": key(), "report": world.weekly})
    copy = answer["Location"]
    shown = page(head.get(copy))
    assert "草稿，未签批" in shown
    assert "没有对应的数据" in shown
    file = head.get(copy + "file/")
    made = openpyxl.load_workbook(io.BytesIO(b"".join(file.streaming_content))).active
    assert (made["D5"].value, made["D6"].value, made["D7"].value) == (1, 4, 0)
    assert made["A2"].value.startswith("填报单位：单位 ")
    assert ".xlsx" in file["Content-Disposition"]
    assert head.get(here + "file/").status_code == 200
    assert "填好上级空表" in page(head.get(f"/journal/?subject={here.split('/')[3]}"))

    again = {"file": SimpleUploadedFile("新.xlsx", weekly_workbook(above=2)), "command_key": key()}
    assert head.post(here + "edition/", again).status_code == 302
    shown = page(head.get(here + "map/"))
    assert "<code>1!D6</code> → <code>1!D8</code>" in shown
    assert "新样式待核对" in page(head.get("/reports/blanks/"))
    refused = head.post(here + "fill/", {"command_key": key(), "report": world.weekly})
    assert "这份空表还没有对应好" in page(refused, 422)
    assert save(head, key, here + "map/", {}).status_code == 302
    assert head.post(here + "fill/", {"command_key": key(), "report": world.weekly}).status_code == 302


def test_a_range_is_filled_in_the_order_of_the_report(world, client_as, key):
    head = client_as("head")
    here = upload(head, key, weekly_workbook())["Location"]
    answer = save(head, key, here, {}, then="span", span="D5:D7", start="街面巡查｜本周")
    typed = fields(page(answer))
    assert [typed[at][1] for at in ("1!D5", "1!D6", "1!D7")] == [
        "街面巡查｜本周", "夜间巡查｜本周", "联合巡查｜本周",
    ]  # fmt: skip
    assert "请写清范围" in page(save(head, key, here, {}, then="span", span="乱写", start="x"))
    assert "待对应" in page(head.get("/reports/blanks/"))


def test_words_of_ones_own_and_sums_are_typed_shown_and_filled(world, client_as, key):
    head = client_as("head")
    here = upload(head, key, weekly_workbook())["Location"]
    two = {"sum_at": "D5", "sum_of": ["cell/patrols/week", "cell/patrols_night/week"]}
    answer = save(head, key, here, {}, then="sum", **two)
    total = "街面巡查｜本周 + 夜间巡查｜本周"
    assert fields(page(answer))["1!D5"][1] == total
    assert "这一页没有这一格" in page(save(head, key, here, {}, then="sum", **two | {"sum_at": "Z9"}))
    mixed = two | {"sum_of": ["cell/patrols/week", "cell/points/week"]}
    assert "单位不同的数不能相加" in page(save(head, key, here, {}, then="sum", **mixed))
    refused = save(head, key, here, {"1!A2#2": "="})
    assert "等号后面没有内容" in page(refused, 422)
    assert save(head, key, here, {"1!D5": total, "1!A2#2": "=张三", "1!E8": ""}).status_code == 302
    assert fields(head.get(here).content.decode())["1!A2#2"][1] == "=张三"
    here = here.removesuffix("map/")
    shown = page(head.get(here))
    assert "没有对应的格子" in shown
    assert "<code>1!E8</code> 车辆保险 · 累计" in shown
    shown = page(head.get(head.post(here + "fill/", {"command_key": key(), "report": world.weekly})["Location"]))
    assert re.search(r'<td class="grid-filled"> ?2<', shown)
    assert "填报人：张三" in shown
    assert "grid-empty" in shown
    assert "公式，打开时计算" in shown


def test_a_document_with_tables(world, client_as, key):
    head = client_as("head")
    here = upload(head, key, weekly_document(), name="周报.docx")["Location"]
    shown = page(head.get(here))
    assert "正文" in shown
    assert "表 1" in shown
    assert fields(shown)["1!A1#1"][1] == "报告期"
    answer = save(head, key, here, {})
    assert answer["Location"] == here + "?part=1"
    assert save(head, key, answer["Location"], {}).status_code == 302


def test_refusals(world, client_as, key):
    head = client_as("head")
    assert "文件里有宏" in page(upload(head, key, with_part(weekly_workbook(), "xl/vbaProject.bin", b"x")), 422)
    once, data = key(), weekly_workbook()
    for _again in range(2):
        file = SimpleUploadedFile("周报.xlsx", data)
        form = {"command_key": once, "title": "市局周报", "report": "weekly", "file": file}
        assert head.post("/reports/blanks/new/", form).status_code == 302
    assert page(head.get("/reports/blanks/")).count("市局周报</a>") == 1
    for who in ("leader", "auditor"):
        client = client_as(who)
        assert client.get("/reports/blanks/").status_code == 200
        assert client.get("/reports/blanks/new/").status_code == 403


def test_steady_numbers_of_questions(world, client_as, key, django_assert_max_num_queries):
    head = client_as("head")
    here = upload(head, key, weekly_workbook())["Location"]
    save(head, key, here, {})
    head.get("/reports/blanks/")
    for address, most in (("/reports/blanks/", 14), (here, 16), (here.removesuffix("map/"), 22)):
        with django_assert_max_num_queries(most):
            head.get(address)
