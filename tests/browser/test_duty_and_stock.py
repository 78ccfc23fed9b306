"""Duty and supplies in a real browser: pages fit and have no barriers; a number is opened; goods go over the counter."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from nuandong.duty.models import Team
from nuandong.kernel.actors import SYSTEM
from nuandong.org import scope
from nuandong.supplies.actions.dispatch_goods import dispatch_goods
from nuandong.supplies.goods import Wanted
from tests.browser.pages import barriers, overflow, picture
from tests.web.conftest import client_of
from tests.web.duty.setting import PHONE
from tests.web.duty.setting import stage as duty_stage
from tests.web.stock.setting import stage as stock_stage


@pytest.fixture
def scene(site: str) -> SimpleNamespace:
    """Both stages in one county, and a transfer on its way."""
    with scope.enter(SYSTEM):
        duty = duty_stage()
        Team.objects.filter(id=duty.patrol.id).update(name="巡查二队")
        goods = stock_stage()
        sent = dispatch_goods(
            by=goods.cast.storekeeper,
            now=goods.now,
            from_store=goods.depot.id,
            to_store=goods.station.id,
            lines=[Wanted("quilt", 2)],
        )
    return SimpleNamespace(duty=duty, goods=goods, sent=sent)


def opened(page: Page, member: str) -> Page:
    """The page in the browser of a member of the cast."""
    cookie = client_of(member).cookies["sessionid"]
    page.context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": "http://localhost"}])
    return page


@pytest.mark.parametrize(("size", "theme"), [("desk", "light"), ("desk", "dark"), ("phone", "light")])
def test_the_pages_have_no_barriers_and_fit(
    open_page: Callable[..., Page], scene: SimpleNamespace, size: str, theme: str
) -> None:
    page = opened(open_page(size, theme), "head")
    depot = [scene.goods.depot.id]
    for name, args in [
        ("duty", []),
        ("duty-roster", []),
        ("duty-roster-sheet", []),
        ("duty-plan", []),
        ("duty-shift", [scene.duty.sitting.id]),
        ("team", [scene.duty.patrol.id]),
        ("vehicle", [scene.duty.car.id]),
        ("stock", []),
        ("store", depot),
        ("stock-receive", depot),
        ("stock-issue", depot),
        ("stock-count", depot),
        ("stock-count-sheet", depot),
        ("transfer", [scene.sent.id]),
        ("stock-items", []),
    ]:
        page.goto(reverse(name, args=args))
        if theme == "light":
            picture(page, f"{name}-{size}", whole=True)
        assert barriers(page) == [], name
        assert overflow(page) == 0, name


def test_a_number_is_opened_with_a_reason(open_page: Callable[..., Page], scene: SimpleNamespace) -> None:
    page = opened(open_page("desk"), "operator")
    page.goto(reverse("duty"))
    page.locator("#teams [data-unmask]").first.click()
    page.locator("#unmask-dialog button[type=submit]").click()
    expect(page.locator("#teams .masked-value").first).to_have_text(PHONE)


def test_a_kit_goes_over_the_counter(open_page: Callable[..., Page], scene: SimpleNamespace) -> None:
    page = opened(open_page("phone"), "crew")
    page.goto(reverse("stock-issue", args=[scene.goods.depot.id]))
    page.get_by_label("救助包", exact=True).select_option("warm")
    page.get_by_label("求助联系卡", exact=True).fill("1")
    page.get_by_role("button", name="发放").click()
    expect(page.get_by_role("heading", name="发放")).to_be_visible()
    expect(page.get_by_text("再发一单")).to_be_visible()
