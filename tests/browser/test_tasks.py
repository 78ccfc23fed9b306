"""A task in a browser: given by the county, signed for and done on a phone, accepted; every page looked at."""

from datetime import timedelta

from playwright.sync_api import expect

from nuandong.kernel.clock import SHANGHAI, SystemClock
from tests.browser.pages import barriers, overflow, picture, sign_in
from tests.web.conftest import seat
from tests.web.divisions import divisions


def judged(page, name: str) -> tuple[list[str], int]:
    picture(page, f"tasks-{name}", whole=True)
    return barriers(page), max(overflow(page), 0)


def test_a_task_goes_from_the_county_to_a_phone_and_back(site, open_page):
    divisions()
    officer, phone = open_page("desk"), open_page("phone")
    for page, member in ((officer, "officer"), (phone, "clerk_a")):
        sign_in(page, seat(member)[1])
    found = {}

    officer.goto("/tasks/new/")
    officer.get_by_label("任务名称").fill("入户摸底")
    officer.get_by_label("完成期限").fill(
        f"{SystemClock().now().astimezone(SHANGHAI) + timedelta(days=2):%Y-%m-%dT%H:%M}"
    )
    officer.get_by_role("checkbox", name="单位 520102001000").check()
    found["assign"] = judged(officer, "assign")
    officer.get_by_role("button", name="下达").click()
    expect(officer.get_by_text("已下达，等待签收。")).to_be_visible()
    found["list"] = judged(officer, "list")

    phone.goto("/")
    phone.get_by_role("link", name="签收").first.click()
    phone.get_by_role("button", name="签收任务").click()
    expect(phone.get_by_text("已签收，请按期办理。")).to_be_visible()
    found["task"] = judged(phone, "task")
    phone.get_by_role("link", name="完成", exact=True).click()
    phone.get_by_label("完成情况").fill("已摸底 412 户")
    phone.get_by_role("button", name="完成任务").click()
    phone.goto("/work/new/")
    phone.get_by_label("工作类别").fill("入户摸排")
    phone.get_by_label("完成数量").fill("412")
    found["record"] = judged(phone, "record")
    phone.get_by_role("button", name="登记", exact=True).click()
    expect(phone.get_by_text("412 户").first).to_be_visible()
    found["works"] = judged(phone, "works")

    officer.goto("/")
    officer.get_by_role("link", name="验收任务：入户摸底", exact=True).click()
    officer.get_by_role("link", name="验收", exact=True).click()
    officer.get_by_role("button", name="验收任务").click()
    expect(officer.get_by_text("已验收。")).to_be_visible()
    found["accepted"] = judged(officer, "accepted")
    assert found == dict.fromkeys(found, ([], 0))
