"""A plan from its paper to its first report: read in, doubts decided, a contradiction seen, in force; done late, reported."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace

import docx
import pytest
from django.utils import timezone
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from playwright.sync_api import Page, expect

from nuandong.kernel.clock import SHANGHAI, SystemClock
from tests.browser.night_steps import main, signed
from tests.browser.night_world import go_round
from tests.browser.pages import barriers, picture
from tests.cast import COUNTY
from tests.web.conftest import seat
from tests.web.divisions import divisions

PARTS = (
    "从2026年11月20日起至2027年3月10日，在全县开展街头救助。",
    "各救助队每日巡查不少于2次，重点查看桥梁、地下通道、车站和公园。",
    "接到求助线索后，30分钟内到达现场。",
    "11月15日前完成御寒物资采购。",
    "原则上11月27日前完成困难群众摸排。",
    "每周一12时前向县专项行动领导小组报送上周工作周报。",
    "春节前完成慰问。",
    "大家要团结一心，把好事办好。",
)


class Clock:
    """The clock of the machine, set to a day of the winter; it goes on by itself and can be put forward."""

    def __init__(self) -> None:
        self._real = datetime.now(SHANGHAI)
        self._start = self._real

    def put(self, *moment: int) -> None:
        self._real, self._start = datetime.now(SHANGHAI), datetime(*moment, tzinfo=SHANGHAI)  # type: ignore[arg-type, misc]

    def now(self) -> datetime:
        return self._start + (datetime.now(SHANGHAI) - self._real)


@pytest.fixture
def clock(site: str, monkeypatch: pytest.MonkeyPatch) -> Clock:
    found = Clock()
    found.put(2026, 11, 25, 9)
    monkeypatch.setattr(SystemClock, "now", lambda _self: found.now())
    monkeypatch.setattr(timezone, "now", found.now)
    return found


def paper(folder: Path) -> Path:
    """The plan as an office writes it: title, parts that Word numbers by itself, a table, a change under way."""
    document = docx.Document()
    document.add_heading("云上县冬季街头救助工作安排", 0)
    for text in PARTS:
        document.add_paragraph(text, style="List Number")
    table = document.add_table(1, 2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "棉衣", "每人1件"
    gone = OxmlElement("w:del")
    gone.append(OxmlElement("w:r"))
    text = OxmlElement("w:delText")
    text.text = "每月巡查1次"
    gone[0].append(text)
    document.paragraphs[2]._p.append(gone)
    assert document.paragraphs[2]._p.find(qn("w:del")) is not None
    path = folder / "安排.docx"
    document.save(str(path))
    return path


def test_from_the_paper_to_the_report(
    clock: Clock, cast: SimpleNamespace, open_page: Callable[..., Page], tmp_path: Path
) -> None:
    for member in ("officer", "head", "clerk_a", "clerk_b"):
        seat(member)
    divisions()
    officer = signed(open_page("desk"), "officer")
    officer.set_default_timeout(40_000)  # reading a document starts two processes
    plan_read(officer, tmp_path)
    put_in_force(officer)
    go_round()
    done_by("clerk_b", open_page("phone"))
    clock.put(2026, 11, 28, 9)
    go_round()
    gone_late(signed(officer, "officer"))
    done_by("clerk_a", open_page("phone"))
    go_round()
    done_too_late(officer)
    clock.put(2026, 11, 30, 9)
    reported(signed(open_page("desk"), "head"), signed(officer, "officer"))
    go_round()
    officer.goto("/compliance/list/?status=met")
    expect(officer.get_by_role("row", name="周报")).to_contain_text("已落实")


def plan_read(officer: Page, folder: Path) -> None:
    """The paper goes in; what is doubtful is decided, a number corrected, the file checked and stored."""
    officer.goto("/plans/import/")
    officer.get_by_label("方案文档").set_input_files(paper(folder))
    officer.get_by_role("button", name="读入").click()
    expect(officer.get_by_role("heading", name="云上县冬季街头救助工作安排")).to_be_visible()
    expect(main(officer)).not_to_contain_text("每月巡查1次")
    for group in officer.locator("fieldset:has(.badge)").all():
        group.get_by_text("不要", exact=True).click()
    officer.get_by_label("数值").first.fill("3")
    officer.get_by_role("button", name="保存核对结果").click()
    expect(officer.get_by_label("方案文件")).to_contain_text("count: 3")
    officer.get_by_role("button", name="检查并存入").click()
    expect(officer.locator("[data-toasts]")).to_contain_text("已存入")


def put_in_force(officer: Page) -> None:
    """The contradiction stands on the page of the plan and above the form; it wants a tick and a reason."""
    expect(main(officer)).to_contain_text("的期限 11月15日 在方案开始（11月20日）之前")
    officer.get_by_role("link", name="启用", exact=True).first.click()
    officer.get_by_label("启用地区").select_option(str(COUNTY))
    officer.get_by_role("button", name="启用", exact=True).click()
    expect(officer.get_by_label("我已看到这些矛盾")).to_be_visible()
    assert barriers(officer) == []
    officer.get_by_label("我已看到这些矛盾").check()
    officer.get_by_label("依据").fill("物资去年已经备足")
    officer.get_by_role("button", name="启用", exact=True).click()
    expect(officer.locator("[data-toasts]")).to_contain_text("方案已启用")


def done_by(member: str, phone: Page) -> None:
    signed(phone, member).goto("/work/new/")
    phone.get_by_label("工作类别").fill("入户摸排")
    phone.get_by_label("完成数量").fill("12")
    phone.get_by_role("button", name="登记", exact=True).click()
    expect(main(phone)).to_contain_text("12 户")


def gone_late(officer: Page) -> None:
    officer.goto("/compliance/list/?status=late")
    row = officer.get_by_role("row", name="入户摸排")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("已超时")
    expect(row).to_contain_text("新华路街道")


def done_too_late(officer: Page) -> None:
    """What came too late is not late any more, and not as if it had been in time."""
    officer.goto("/compliance/list/?status=missed")
    row = officer.get_by_role("row", name="入户摸排")
    expect(row).to_contain_text("新华路街道")
    row.get_by_role("link", name="入户摸排").click()
    picture(officer, "story-late", whole=True)


def reported(head: Page, officer: Page) -> None:
    """The weekly report of the week: drafted by one, signed by another, sent."""
    head.goto("/reports/?report=weekly")
    head.locator("a[href*='first=2026-11-23']").click()
    head.get_by_role("button", name="开始填报").click()
    expect(main(head)).to_contain_text("填报单位")
    here = head.url
    head.goto(f"{here}fill/")
    head.get_by_label("主要工作").fill("摸排两个街道。")
    head.get_by_role("button", name="保存").click()
    officer.goto(here)
    officer.get_by_role("link", name="签批", exact=True).click()
    officer.get_by_role("button", name="签批").click()
    expect(officer.get_by_text("已签批，可以报送。")).to_be_visible()
    head.goto(here)
    head.get_by_role("link", name="报送", exact=True).click()
    head.get_by_role("button", name="报送").click()
    expect(main(head)).to_contain_text("与工作日志一致")
