"""A superior's workbook in a browser: uploaded, bound, filled from a sealed report, looked at, downloaded."""

import io

import openpyxl
from playwright.sync_api import expect

from nuandong.org import scope
from nuandong.reports import keeping
from nuandong.reports.actions.sign_report import sign_report
from nuandong.reports.blanks.targets import day_words
from tests.browser.pages import barriers, overflow, picture, sign_in
from tests.cast import cast as people
from tests.reports.blanks.making import weekly_workbook
from tests.web.conftest import seat
from tests.web.reports.setting import furnish


def test_from_the_superiors_file_to_the_filled_one(site, open_page):
    world, cast = furnish(), people()
    with scope.enter(cast.officer):
        digest = keeping.content_of(keeping.report_of(world.weekly)).digest()
        signed = sign_report(by=cast.officer, now=world.now, report=world.weekly, digest=digest)
    page = open_page("desk")
    sign_in(page, seat("head")[1])
    page.goto("/reports/blanks/new/")
    page.get_by_label("名称").fill("市局周报")
    page.get_by_label("数据取自").select_option(value="weekly")
    page.get_by_label("空表文件").set_input_files(
        {"name": "周报.xlsx", "mimeType": "application/octet-stream", "buffer": weekly_workbook()}
    )
    page.get_by_role("button", name="上传").click()

    page.get_by_text("把几项加起来填进一格").click()
    page.get_by_label("填在哪一格").fill("D5")
    for title in ("街面巡查｜本周", "夜间巡查｜本周"):
        page.get_by_role("group", name="把哪几项加起来").get_by_text(title, exact=True).click()
    page.get_by_role("button", name="填入合计").click()
    expect(page.get_by_label("1!D5", exact=True)).to_have_value("街面巡查｜本周 + 夜间巡查｜本周")
    page.get_by_label("1!A2#2", exact=True).fill("=张三 0851-86001234")
    picture(page, "blanks-map-desk", whole=True)
    assert (barriers(page), max(overflow(page), 0)) == ([], 0)
    page.get_by_role("button", name="核对无误，保存").click()

    page.get_by_role("button", name="填表").first.click()
    expect(page.locator(".grid-filled").get_by_text("填报人：张三 0851-86001234")).to_be_visible()
    with page.expect_download() as wanted:
        page.get_by_role("link", name="下载填好的表").click()
    made = openpyxl.load_workbook(io.BytesIO(wanted.value.path().read_bytes())).worksheets[0]
    assert wanted.value.suggested_filename.endswith(".xlsx")
    assert (made["D5"].value, made["D6"].value, made["D9"].value) == (2, 4, "=D5+D6")
    assert made["D2"].value == f"填报日期：{day_words(signed.signed_at.astimezone().date())}"
    assert made.oddHeader.left.text is None

    phone = open_page("phone")
    sign_in(phone, seat("head")[1])
    phone.goto(page.url)
    picture(phone, "blanks-filled-phone", whole=True)
    assert (barriers(phone), max(overflow(phone), 0)) == ([], 0)
