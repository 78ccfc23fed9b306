"""Supervision in a browser: a draw made again, the visit it asks for recorded by phone, its finding, the list."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from playwright.sync_api import Page, expect

from nuandong.geo.kinds import PlaceKind
from nuandong.geo.models import Place
from nuandong.kernel.actors import SYSTEM
from nuandong.kernel.clock import SystemClock
from nuandong.kernel.ids import new_id
from nuandong.org import scope
from nuandong.supervision.actions.make_draw import Wanted, make_draw
from nuandong.supervision.models import DrawPick
from tests.browser.pages import barriers, overflow, picture, sign_in
from tests.cast import COUNTY, TOWNSHIP_A, TOWNSHIP_B
from tests.web.conftest import seat
from tests.web.divisions import divisions


@pytest.fixture
def lots(site: str) -> SimpleNamespace:
    """Four bridges of two townships, two of them drawn."""
    divisions()
    (officer, account), (leader, _account) = seat("officer"), seat("leader")
    # Whichever bridge is drawn, one unit of its township is there to answer for it.
    seat("clerk_a")
    seat("clerk_b")
    now = SystemClock().now()
    with scope.enter(SYSTEM):
        for region, name in zip((TOWNSHIP_A, TOWNSHIP_A, TOWNSHIP_B, TOWNSHIP_B), "甲乙丙丁", strict=True):
            Place.objects.create(
                id=new_id(now),
                region=region,
                kind=PlaceKind.BRIDGE,
                name=f"{name}桥",
                area="urban",
                recorded_at=now,
                changed_at=now,
            )
    with scope.enter(officer):
        wanted = Wanted(place_kinds=[PlaceKind.BRIDGE], inspecting=[leader.unit], wanted=2)
        made = make_draw(by=officer, now=now, region=COUNTY, title="寒潮前双随机抽查", wanted=wanted)
        pick = DrawPick.objects.filter(draw=made).order_by("number").first()
    return SimpleNamespace(account=account, draw=made.id, pick=pick)


def test_from_the_lot_to_the_finding(lots: SimpleNamespace, open_page: Callable[..., Page]) -> None:
    desk = open_page("desk")
    sign_in(desk, lots.account, second_factor=True)
    desk.goto(f"/supervision/draws/{lots.draw}/")
    desk.get_by_role("link", name="重新演算").click()
    expect(desk.locator("main")).to_contain_text("完全一致")
    picture(desk, "supervision-draw", whole=True)
    assert (barriers(desk), max(overflow(desk), 0)) == ([], 0)
    phone = open_page("phone")
    sign_in(phone, lots.account, second_factor=True)
    phone.goto(f"/supervision/visits/new/?pick={lots.pick.id}")
    assert (barriers(phone), max(overflow(phone), 0)) == ([], 0)
    phone.get_by_role("group", name="台账").get_by_label("不符合").check()
    phone.get_by_label("有问题，需要整改").check()
    picture(phone, "supervision-visit-new", whole=True)
    phone.get_by_role("button", name="登记", exact=True).click()
    phone.get_by_role("link", name="提出问题").click()
    phone.get_by_label("发现的问题").fill("台账停在上周")
    phone.get_by_role("button", name="提出", exact=True).click()
    expect(phone.locator("main")).to_contain_text("台账停在上周")
    picture(phone, "supervision-visit", whole=True)
    phone.goto("/supervision/")
    picture(phone, "supervision-phone", whole=True)
    desk.goto("/supervision/")
    expect(desk.locator("main")).to_contain_text("台账停在上周")
    assert (barriers(desk), max(overflow(desk), 0)) == ([], 0)
    picture(desk, "supervision", whole=True)
    desk.get_by_role("link", name="台账停在上周").click()
    picture(desk, "supervision-finding", whole=True)
    desk.goto("/supervision/draws/new/")
    picture(desk, "supervision-draw-new", whole=True)
    assert (barriers(desk), max(overflow(desk), 0)) == ([], 0)
