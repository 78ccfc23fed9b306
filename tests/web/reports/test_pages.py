"""Reports at the browser: what is owed, filled in, signed by another, sent, corrected; numbers that open; files."""

import io
import re
from datetime import timedelta
from types import SimpleNamespace

import docx
import openpyxl
import pdfplumber
import pytest

from nuandong.org import scope
from nuandong.reports import keeping
from nuandong.reports.actions.sign_report import sign_report
from nuandong.reports.actions.submit_report import submit_report
from nuandong.reports.models import Figure
from tests.cast import COUNTY
from tests.cast import cast as people
from tests.databases import as_role
from tests.web.reports.setting import WORDS, furnish

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def page(answer, status=200):
    assert answer.status_code == status, answer.content.decode()[:2000]
    return re.sub(r"\s+", " ", answer.content.decode())


@pytest.fixture
def world(db, by_hand) -> SimpleNamespace:
    return furnish()


def sent(world) -> None:
    cast = people()
    with scope.enter(cast.officer):
        digest = keeping.content_of(keeping.report_of(world.weekly)).digest()
        sign_report(by=cast.officer, now=world.now, report=world.weekly, digest=digest)
    with scope.enter(cast.head):
        submit_report(by=cast.head, now=world.now, report=world.weekly)


def test_the_list_says_what_is_owed_late_and_begun(world, client_as, django_assert_max_num_queries):
    client = client_as("head")
    client.get("/reports/")
    with django_assert_max_num_queries(16):
        shown = page(client.get("/reports/?report=monthly"))
    assert shown.count("流浪乞讨人员救助情况月报表</") >= 2
    assert f"/reports/{world.monthly}/" in shown
    assert "填报中" in shown
    assert "南明区" in shown
    assert "/reports/new/?report=monthly&amp;region=520102000000&amp;first=" in shown
    assert "开始填报" not in page(client_as("auditor").get("/reports/?report=monthly"))
    assert page(client.get("/reports/?after=mangled")) is not None


def test_a_report_is_begun_from_the_list(world, client_as, key):
    client, before = client_as("head"), world.first["monthly"] - timedelta(days=1)
    address = f"/reports/new/?report=monthly&region={COUNTY}&first={before.replace(day=1)}"
    assert "报送时限" in page(client.get(address))
    answer = client.post(address, {"command_key": key()})
    assert answer.status_code == 302
    assert "流浪乞讨人员救助情况月报表" in page(client.get(answer["Location"]))
    assert "这一期已经开始填报" in page(client.post(address, {"command_key": key()}), 422)
    for wrong in ("report=none&first=2026-11-01", "report=weekly&first=x", "report=weekly&first=2026-11-30&region=1"):
        assert client.get(f"/reports/new/?{wrong}").status_code == 404


def test_filled_in_signed_by_another_sent_and_corrected(world, client_as, key):
    head, officer = client_as("head"), client_as("officer")
    here = f"/reports/{world.weekly}/"
    shown = page(head.get(here))
    assert "还有 2 项手工数据没有填写" in shown
    assert "填报和签批要由两个人办理" not in shown
    form = {
        "command_key": key(),
        "work": "巡查一次",
        "publicity__week": "",
        "incidents__week": "0",
    }
    assert head.post(here + "fill/", form).status_code == 302
    shown = page(head.get(here))
    assert "手工 周站长" in shown
    assert "还有 1 项手工数据没有填写：宣传报道" in shown
    wrong = form | {"command_key": key(), "incidents__week": "六"}
    assert 'value="六"' in page(head.post(here + "fill/", wrong), 422)
    assert head.get(here + "sign/").status_code == 403

    asked = page(officer.get(here + "sign/"))
    digest = re.search(r'name="digest" value="([0-9a-f]{64})"', asked)
    assert digest is not None
    stale = officer.post(here + "sign/", {"command_key": key(), "digest": "0" * 64})
    assert "报表的数据刚刚有变化" in page(stale, 422)
    assert officer.post(here + "sign/", {"command_key": key(), "digest": digest[1]}).status_code == 302
    assert "不能这样办理" in page(head.post(here + "fill/", form | {"command_key": key()}), 422)
    assert head.post(here + "submit/", {"command_key": key()}).status_code == 302
    shown = page(head.get(here))
    assert "与工作日志一致" in shown
    assert "封存以后" not in shown
    with as_role("worker"), scope.enter(people().head):
        Figure.objects.filter(name="patrols.points").update(value=5)
    assert "封存以后，有 4 格数据" in page(head.get(here))
    answer = head.post(here + "correct/", {"command_key": key(), "reason": "宣传漏填"})
    assert answer.status_code == 302
    second = answer["Location"]
    again = form | {"command_key": key(), "publicity__week": "2", "work": "巡查一次，宣传两篇"}
    assert head.post(second + "fill/", again).status_code == 302
    shown = page(head.get(second + "difference/"))
    assert "宣传报道" in shown
    assert "<strong>2</strong>" in shown
    assert "宣传两篇" in shown
    assert "与上一版的差异" in page(head.get(second))
    assert officer.get(here + "difference/").status_code == 404


def test_a_number_opens_to_its_events(world, client_as, key):
    client, here = client_as("head"), f"/reports/{world.weekly}/"
    assert f"{here}figures/patrols/week/" in page(client.get(here))
    shown = page(client.get(f"{here}figures/points/week/"))
    assert f"/journal/{world.event.id}/" in shown
    assert "计入" in shown
    assert ">4</td>" in shown
    assert "没有有关记录" in page(client.get(f"{here}figures/refused/week/"))
    client.post(here + "fill/", {"command_key": key(), "work": "x", "incidents__week": "6"})
    shown = page(client.get(f"{here}figures/incidents/week/"))
    assert "周站长" in shown
    assert "填写报表数据" in shown
    assert "登记台账" in page(client.get(f"/reports/{world.monthly}/figures/male/own/"))
    assert client.get(f"{here}figures/none/week/").status_code == 404
    assert client.get(f"{here}figures/points/none/").status_code == 404


def test_the_page_of_a_report_asks_a_steady_number_of_questions(world, client_as, django_assert_max_num_queries):
    client = client_as("head")
    client.get(f"/reports/{world.weekly}/")
    with django_assert_max_num_queries(48):
        client.get(f"/reports/{world.weekly}/")


def content(answer) -> bytes:
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def workbook(answer):
    return openpyxl.load_workbook(io.BytesIO(content(answer)))


def keeping_digest(world) -> str:
    with scope.enter(people().head):
        return keeping.report_of(world.weekly).digest


def test_the_workbook_opens_again_with_numbers_and_charts(world, client_as):
    sent(world)
    answer = client_as("head").get(f"/reports/{world.weekly}/file.xlsx")
    assert "filename" in answer["Content-Disposition"]
    book = workbook(answer)
    sheet = book.worksheets[0]
    assert sheet["A1"].value == "街面救助专项行动周报"
    assert sheet["A1"].font.name == "黑体"
    rows = {row[1].value: row for row in sheet.iter_rows(min_row=5)}
    assert [cell.value for cell in rows["巡查点位"][3:5]] == [4, 0]
    assert rows["宣传报道"][3].value == "—"
    words = [cell.value for one in book for row in one.iter_rows() for cell in row if isinstance(cell.value, str)]
    # What somebody wrote is never computed.
    assert WORDS in words
    assert all(cell.data_type != "f" for one in book for row in one.iter_rows() for cell in row)
    assert any("盖章" in one for one in words)
    assert any("数据摘要" in one for one in words)
    assert "&P" in sheet.oddFooter.center.text
    assert sheet.print_title_rows
    assert [len(one._charts) for one in book.worksheets[-2:]] == [1, 1]
    assert workbook(client_as("head").get(f"/reports/{world.monthly}/file.xlsx")).worksheets[0].max_row > 45


def test_the_document_is_sound_and_says_the_same(world, client_as):
    sent(world)
    client = client_as("auditor")
    data = content(client.get(f"/reports/{world.weekly}/file.docx"))
    assert data == content(client.get(f"/reports/{world.weekly}/file.docx"))
    made = docx.Document(io.BytesIO(data))
    paragraphs = [one.text for one in made.paragraphs]
    assert paragraphs[0] == "街面救助专项行动周报"
    assert "=一切<平稳>&有序" in paragraphs
    rows = [[cell.text for cell in row.cells] for row in made.tables[0].rows]
    assert ["街面巡查", "巡查点位", "个次", "4", "0", "4"] in rows
    fonts = {one.get(f"{W}eastAsia") for one in made.element.body.iter(f"{W}rFonts")}
    assert fonts >= {"方正小标宋简体", "黑体", "宋体"}
    footer = made.sections[0].footer
    fields = [one.get(f"{W}instr") for one in footer.paragraphs[0]._p.iter(f"{W}fldSimple")]
    assert fields == ["PAGE", "NUMPAGES"]
    assert "第 1 版　SHA-256 " in footer.paragraphs[1].text
    assert any("单位（盖章）" in one for one in paragraphs)
    # The charts are pictures with words for who does not see them.
    assert [one._inline.docPr.get("descr") for one in made.inline_shapes] == ["每日巡查和救助", "各地巡查和救助"]


def test_the_pdf_says_the_same_and_hostile_words_stay_words(world, client_as):
    sent(world)
    client = client_as("head")
    data = content(client.get(f"/reports/{world.weekly}/file.pdf"))
    assert data == content(client.get(f"/reports/{world.weekly}/file.pdf"))
    with pdfplumber.open(io.BytesIO(data)) as made:
        texts = [one.extract_text() for one in made.pages]
        rows = [row for one in made.pages for table in one.extract_tables() for row in table]
    digest = keeping_digest(world)
    assert texts[0].startswith("街面救助专项行动周报")
    assert next(row[1:] for row in rows if row[1] == "巡查点位") == ["巡查点位", "个次", "4", "0", "4"]
    # The head of the table stands on every page it reaches, digest, version and page on each.
    assert sum(row[1:3] == ["项目", "单位"] for row in rows) >= 2
    assert all(f"第 1 版 SHA-256 {digest}" in one for one in texts)
    assert f"第 {len(texts)} 页，共 {len(texts)} 页" in texts[-1]
    whole = "\n".join(texts)
    assert "=一切<平稳>&有序" in whole
    assert '#read("/etc/passwd") *不粗* $x$' in whole
    assert "签批人：" in whole
    draft = content(client.get(f"/reports/{world.monthly}/file.pdf"))
    with pdfplumber.open(io.BytesIO(draft)) as made:
        assert "草稿，未签批" in made.pages[0].extract_text()


def test_the_paper_and_what_is_no_file(world, client_as):
    client = client_as("head")
    shown = page(client.get(f"/reports/{world.monthly}/sheet/"))
    assert "本月受助总人数" in shown
    assert "草稿，未签批" in shown
    assert client.get(f"/reports/{world.monthly}/file.exe").status_code == 404


def test_what_is_owed_stands_on_the_home_of_whoever_fills_it_in(world, client_as):
    head = client_as("head").get("/").content.decode()
    assert "填报报表：街面救助专项行动周报（" in head
    assert 'href="/reports/"' in head
    assert "填报报表" not in client_as("operator").get("/").content.decode()


def test_a_number_of_every_source_has_a_page_that_says_what_it_is_made_of(world, client_as):
    client, asked = client_as("head"), {}
    with scope.enter(people().head):
        for report in (world.weekly, world.monthly):
            content = keeping.content_of(keeping.report_of(report))
            for sheet, line in content.lines():
                for head in sheet.columns:
                    source = line.cell(head.code).source
                    asked.setdefault((source, head.kind), f"/reports/{report}/figures/{line.code}/{head.code}/")
    assert {"events", "register", "ratio", "sum", "none"} <= {source for source, _kind in asked}
    for (source, kind), address in asked.items():
        shown = page(client.get(address))
        assert ("由这些数相加" in shown) is (source == "sum" and kind != "total"), address
        assert ("计入分母" in shown) is (source == "ratio" and "没有有关记录" not in shown), address
