"""A season's roster in a real browser: begun, filled, checked, published."""

from collections.abc import Callable
from datetime import timedelta

from django.urls import reverse
from playwright.sync_api import Page, expect

from nuandong.kernel.actors import SYSTEM
from nuandong.kernel.clock import local_date
from nuandong.org import scope
from tests.browser.pages import barriers, overflow, picture
from tests.browser.test_duty_and_stock import opened
from tests.web.duty.setting import stage


def test_a_season_is_planned_and_published(open_page: Callable[..., Page], site: str) -> None:
    with scope.enter(SYSTEM):
        duty = stage()
    page = opened(open_page("desk"), "leader")
    first = local_date(duty.now) + timedelta(days=30)
    page.goto(reverse("duty-season-new"))
    page.get_by_label("名称").fill("春节值班表")
    page.get_by_label("从哪天").fill(first.isoformat())
    page.get_by_label("到哪天").fill((first + timedelta(days=59)).isoformat())
    page.get_by_role("button", name="下一步").click()
    for leader, crews in ((False, "王值班\n孙站员\n赵巡查\n吴主管"), (True, "李带班\n周站长")):
        page.get_by_role("link", name="加一行轮班").first.click()
        page.get_by_label("岗位或队伍").select_option(f"post:{duty.desk.id}")
        page.get_by_label("按先后轮班的人").fill(crews)
        if leader:
            page.get_by_label("这一行排带班领导").check()
            page.get_by_label("24 小时一班").check()
        picture(page, "season-line-desk", whole=True)
        page.get_by_role("button", name="加一行轮班").click()
    expect(page.get_by_text("缺带班").first).to_be_visible()
    picture(page, "season-desk", whole=True)
    assert barriers(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    picture(page, "season-phone", whole=True)
    assert overflow(page) == 0
    page.get_by_label("先空着").check()
    page.get_by_role("button", name="发布值班表").click()
    expect(page.get_by_text("已发布，班次已排进值班表。")).to_be_visible()
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{reverse('duty-month')}?month={first:%Y-%m}")
    picture(page, "roster-month-desk", whole=True)
    assert barriers(page) == []
