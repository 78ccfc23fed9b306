"""The money of a relief season in the browsers of the county: documents, shares, payouts, the bank and its answers."""

import re
from uuid import UUID

from playwright.sync_api import Page, expect

from nuandong.kernel.actors import SYSTEM
from nuandong.kernel.clock import local_date
from nuandong.org import scope
from nuandong.relief.bank.library import layout_named
from nuandong.relief.bank.opening import Record, open_file
from nuandong.relief.models import Payout
from tests.browser.pages import until
from tests.browser.relief_steps import Days, main, pressed, stepped
from tests.relief import payouts

LAYOUT = "standard-xlsx"


def funded(page: Page, season: UUID, yuan: str, days: Days) -> None:
    """A funds document comes in, and an instalment is opened out of it."""
    today = local_date(days.now()).isoformat()

    def fill(form: Page) -> None:
        form.get_by_label("文号").fill("黔财社〔2026〕18号")
        form.get_by_label("文件名称").fill("中央冬春救助资金")
        form.get_by_label("金额（元）").fill(yuan)
        form.get_by_label("发文日期").fill(today)
        form.get_by_label("收到日期").fill(today)

    stepped(page, f"/relief/seasons/{season}/funds/new/", "保存", "已登记。", fill)
    page.get_by_role("link", name="开启批期").click()
    page.get_by_label("事由").fill("首批资金到位")
    pressed(page, "保存", "已开启。")


def shared(page: Page, season: UUID, tries: tuple[tuple[str, str], ...]) -> str:
    """The slider is moved, (yuan, what is handed out of it), and the last kept. Returns the address of the draft."""
    page.goto(f"/relief/seasons/{season}/share/")
    slider, trial = page.get_by_role("slider"), page.locator("#shared")
    for yuan, given in tries:
        slider.fill(yuan)
        slider.dispatch_event("change")
        expect(page.get_by_label("资金总额（元）")).to_have_value(yuan)
        expect(trial.locator(".tile", has_text="分到")).to_contain_text(given)
    until(page, "document.querySelector('#shared [data-chart] canvas, #shared [data-chart] svg') !== null")
    page.get_by_label("说明", exact=True).fill("按已受理的申请，逐户保障")
    pressed(page, "保存草稿", "已保存为草稿")
    return page.url


def planned(page: Page, total: str) -> str:
    """The list of who is paid, in the bank's layout; returns its address."""
    page.goto("/relief/payouts/new/")
    page.get_by_label("银行文件格式").select_option(LAYOUT)
    pressed(page, "编制", "已编制")
    expect(main(page)).to_contain_text(total)
    return page.url


def released(officer: Page, boss: Page, finance: Page, payout: str) -> None:
    """Three people, one after the other; the last one presses twice in a hurry."""
    stepped(officer, f"{payout}freeze/", "固定名单", "名单已固定")
    stepped(boss, f"{payout}check/", "核对无误", "已核对")
    finance.goto(f"{payout}release/")
    finance.get_by_label("记账凭证号").fill("记-12")
    main(finance).get_by_role("button", name="放款", exact=True).dblclick()
    expect(finance.locator("body")).to_contain_text("已放款，请下载银行文件交银行。")


def bank_rows(page: Page, payout: str) -> list[Record]:
    """The file for the bank as it comes out of the browser, read back by the library."""
    page.goto(payout)
    with page.expect_download() as waiting:
        page.get_by_role("link", name=re.compile(r"\.xlsx$")).first.click()
    return open_file(layout_named(LAYOUT).request, waiting.value.path().read_bytes()).records


def told(page: Page, payout: str, results: dict[int, tuple[str, str]], days: Days) -> None:
    """The bank's answer is uploaded."""
    with scope.enter(SYSTEM):
        row = Payout.objects.get(id=payout.rstrip("/").rpartition("/")[2])
    data = payouts.answer(row, results, at=days.now())
    page.goto(f"{payout}result/")
    page.get_by_label("银行回执").set_input_files({"name": "回执.xlsx", "mimeType": "application/x", "buffer": data})
    pressed(page, "上传并登记", "已登记，请看下面的结果。")


def corrected(first: Page, second: Page, payout: str, account: str) -> None:
    """Another account, typed by one officer and held against the card by another."""
    first.goto(payout)
    first.get_by_role("link", name="更正账号").click()
    first.get_by_label("新账号").fill(account)
    first.get_by_label("原因").fill("卡号登记错了，已核对原件")
    pressed(first, "保存", "已登记，请另一人复核。")
    second.goto(payout)
    second.get_by_role("link", name="复核", exact=True).click()
    second.get_by_label("与社保卡或存折原件一致，采用").check()
    pressed(second, "保存", "已登记复核结果。")


def asked_for(page: Page, payout: str) -> None:
    """A sample of those paid is drawn, and every one of it is asked."""
    stepped(page, f"{payout}sample/", "抽取样本", "已抽取，请逐户询问登记。")
    while (waiting := main(page).locator("tr", has_text="未登记").get_by_role("link", name="登记")).count():
        waiting.first.click()
        page.get_by_label("已收到，金额相符").check()
        pressed(page, "保存", "到账抽查")
