"""The weekly report in a browser: filled in by one, signed by another, sent; every page looked at."""

from playwright.sync_api import expect

from tests.browser.pages import barriers, overflow, picture, sign_in
from tests.web.conftest import seat
from tests.web.reports.setting import furnish


def judged(page, name: str, size: str) -> tuple[list[str], int]:
    picture(page, f"reports-{name}-{size}", whole=True)
    return barriers(page), max(overflow(page), 0)


def test_a_weekly_report_is_filled_in_signed_and_sent(site, open_page):
    world = furnish()
    here = f"/reports/{world.weekly}/"
    head, officer, phone = open_page("desk"), open_page("desk"), open_page("phone")
    for page, member in ((head, "head"), (officer, "officer"), (phone, "head")):
        sign_in(page, seat(member)[1])
    found = {}

    head.goto(here + "fill/")
    head.get_by_label("主要工作").fill("夜间巡查一次，走访桥洞和车站。")
    found["fill"] = judged(head, "fill", "desk")
    head.get_by_role("button", name="保存").click()
    expect(head.get_by_text("夜间巡查一次，走访桥洞和车站。")).to_be_visible()
    found["draft"] = judged(head, "draft", "desk")

    officer.goto(here)
    officer.get_by_role("link", name="签批", exact=True).click()
    found["sign"] = judged(officer, "sign", "desk")
    officer.get_by_role("button", name="签批").click()
    expect(officer.get_by_text("已签批，可以报送。")).to_be_visible()

    head.goto(here)
    head.get_by_role("link", name="报送", exact=True).click()
    head.get_by_role("button", name="报送").click()
    expect(head.get_by_text("与工作日志一致")).to_be_visible()
    head.get_by_role("link", name="4", exact=True).first.click()
    expect(head.get_by_role("columnheader", name="计入")).to_be_visible()
    found["figure"] = judged(head, "figure", "desk")

    for name, address in {
        "list": "/reports/",
        "sent": here,
        "month": f"/reports/{world.monthly}/",
        "sheet": f"/reports/{world.monthly}/sheet/",
        "figure": f"{here}figures/points/week/",
    }.items():
        phone.goto(address)
        found[f"{name}-phone"] = judged(phone, name, "phone")
    for name, address in {"list": "/reports/", "sheet": f"/reports/{world.monthly}/sheet/"}.items():
        head.goto(address)
        found[name] = judged(head, name, "desk")
    assert found == dict.fromkeys(found, ([], 0))
