"""A ledger in a browser: uploaded, a column said, an error seen, the rest confirmed; every page looked at."""

from playwright.sync_api import expect

from nuandong.kernel.clock import SystemClock
from nuandong.relief.working import work_next
from tests.browser.pages import barriers, overflow, picture, sign_in
from tests.relief.books import TITLES, book, household
from tests.web.conftest import seat


def judged(page, name: str, size: str) -> tuple[list[str], int]:
    picture(page, f"ledger-{name}-{size}", whole=True)
    return barriers(page), max(overflow(page), 0)


def worked() -> None:
    while work_next(SystemClock().now()) is not None:
        pass


def test_a_ledger_is_uploaded_corrected_and_confirmed(site, open_page, settings):
    settings.NUANDONG_DEMO = True
    clerk, phone = open_page("desk"), open_page("phone")
    for page in (clerk, phone):
        sign_in(page, seat("clerk_a")[1])
    found = {}
    rows = [household(0), household(1, 户主身份证号="5.2E+17"), household(2)]
    data = book(rows, titles=("当家的", *TITLES[1:]), dressed=True)

    clerk.goto("/relief/ledger/new/")
    clerk.get_by_label("台账").set_input_files({"name": "甲村.xlsx", "mimeType": "application/x", "buffer": data})
    found["new"] = judged(clerk, "new", "desk")
    clerk.get_by_role("button", name="上传并核对").click()
    expect(clerk.get_by_text("正在核对，可以离开这个页面").first).to_be_visible()
    worked()
    here = clerk.url
    # It comes by itself: the page asks again every two seconds.
    clerk.get_by_role("link", name="核对各列是什么").click()
    clerk.get_by_label("当家的").select_option("head_name")
    found["columns"] = judged(clerk, "columns", "desk")
    clerk.get_by_role("button", name="保存并核对").click()
    worked()

    clerk.goto(here)
    expect(clerk.get_by_text("后几位已经丢失")).to_be_visible()
    found["checked"] = judged(clerk, "checked", "desk")
    phone.goto(here)
    found["checked-phone"] = judged(phone, "checked", "phone")
    clerk.get_by_role("link", name="确认导入").click()
    clerk.get_by_label("只导入合格的行").check()
    clerk.get_by_role("button", name="确认导入").click()
    worked()
    clerk.goto(here)
    expect(clerk.get_by_text("已导入").first).to_be_visible()

    phone.goto("/relief/ledger/")
    found["list-phone"] = judged(phone, "list", "phone")
    assert found == dict.fromkeys(found, ([], 0))
