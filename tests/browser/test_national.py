"""A national system's export in a browser: read, columns confirmed, a difference decided, our record corrected."""

from playwright.sync_api import expect

from nuandong.kernel.clock import local_date
from tests.browser.pages import barriers, overflow, picture, sign_in
from tests.people.builders import CARD
from tests.web.conftest import seat
from tests.web.national.setting import furnish
from tests.web.national.test_exports import export


def test_from_the_export_to_the_corrected_record(site, open_page):
    world = furnish()
    day = local_date(world.now).isoformat()
    data = export(("1", "JZ7", "王秀珍", "女", CARD, day, ""))
    page = open_page("desk")
    sign_in(page, seat("head")[1], second_factor=True)
    page.goto("/reports/national/rescue/compare/")
    page.get_by_label("系统导出的表").set_input_files(
        {"name": "导出.xlsx", "mimeType": "application/octet-stream", "buffer": data}
    )
    page.get_by_role("button", name="读入").click()
    page.get_by_role("button", name="开始比对").click()
    page.get_by_role("row", name="内容不同").get_by_role("button", name="以系统为准").click()
    expect(page.get_by_role("link", name="去更正")).to_be_visible()
    picture(page, "national-differences", whole=True)
    assert (barriers(page), max(overflow(page), 0)) == ([], 0)
    page.get_by_role("link", name="去更正").click()
    expect(page.get_by_label("姓名")).to_have_value("王秀珍")
    expect(page.get_by_label("更正原因")).to_have_value("对照全国救助管理信息系统更正")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("这条差异已办结")).to_be_visible()
    expect(page.get_by_role("row", name="内容不同").get_by_text("已与系统一致")).to_be_visible()

    phone = open_page("phone")
    sign_in(phone, seat("head")[1])
    phone.goto(page.url)
    picture(phone, "national-differences-phone", whole=True)
    assert (barriers(phone), max(overflow(phone), 0)) == ([], 0)
