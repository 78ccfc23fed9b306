"""A call in the night: typed at the desk, sent out, taken by a crew whose network breaks, somebody met; a public report."""

from types import SimpleNamespace

import pytest
from playwright.sync_api import Page, expect

from nuandong.geo.actions.register_place import register_place
from nuandong.geo.coordinates import Point
from nuandong.geo.details import PlaceDetails
from nuandong.geo.kinds import Area, PlaceKind
from nuandong.kernel.actors import SYSTEM
from nuandong.org import scope
from nuandong.rescue.models import Clue, Dispatch
from tests.browser.pages import barriers, overflow, picture, until
from tests.cast import COUNTY, TOWNSHIP_A
from tests.supplies import setting as goods
from tests.web.clues.conftest import CENTRE, Street
from tests.web.conftest import client_of, seat
from tests.web.divisions import divisions

# Two reports wait in the page until the test lets them go: a network that is slow, then gone, then back.
HOLD_REPORTS = """() => {
  const real = window.fetch;
  window.held = [];
  window.fetch = (url, ...rest) => String(url).endsWith("/report/") && window.held.length < 2
    ? new Promise((go, fail) => held.push({ go: () => go(real(url, ...rest)), fail: () => fail(new TypeError("gone")) }))
    : real(url, ...rest);
}"""


@pytest.fixture
def night(site: str, cast: SimpleNamespace) -> Street:
    """A county with two teams on duty, key locations, a store, a hospital, and some clues of the night before."""
    for member in ("operator", "leader", "crew", "officer", "storekeeper"):
        seat(member)
    divisions()
    street = Street(cast)
    kinds = (PlaceKind.BRIDGE, PlaceKind.UNDERPASS, PlaceKind.PARK, PlaceKind.BANK, PlaceKind.HOSPITAL)
    with scope.enter(SYSTEM):
        for number, (kind, name) in enumerate(
            zip(kinds, ("甲秀桥", "中华南路地下通道", "河滨公园", "新华路银行", "人民医院"), strict=True)
        ):
            point = Point(CENTRE.lat + 0.004 * number, CENTRE.lon - 0.003 * number)
            details = PlaceDetails(kind=kind, name=name, area=Area.URBAN, at=point, address=f"新华路{number + 1}号")
            street.place = register_place(by=cast.officer, now=street.now, region=TOWNSHIP_A, details=details)
        goods.furnish(cast)
        street.store = goods.stocked(cast.storekeeper, *goods.WARM)
    street.near = street.team("巡查一队", kilometres=2, member=cast.crew)
    street.far = street.team("巡查二队", kilometres=7)
    street.clue(minutes_ago=34, words="公园长廊里有个老人，咳得厉害", place_text="河滨公园长廊", hints=["elderly"])
    street.clue(minutes_ago=9, words="地下通道有人铺着纸板睡", place_text="中华南路地下通道", caller="13885012345")
    return street


def signed(page: Page, member: str) -> Page:
    """The page in the browser of a member of the cast."""
    cookie = client_of(member).cookies["sessionid"]
    page.context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": "http://localhost"}])
    return page


def looked_at(page: Page, name: str) -> None:
    """Keep the picture; nothing sticks out, nobody is kept out."""
    picture(page, name, whole=True)
    assert overflow(page) == 0
    assert barriers(page) == []


def test_a_call_is_typed_sent_out_and_looked_after(night: Street, desk: Page) -> None:
    signed(desk, "operator").goto("/clues/")
    desk.get_by_label("来电人怎么说").fill("有个十来岁的男孩一个人睡在桥洞里，穿得很薄")
    desk.get_by_label("地点", exact=True).fill("甲秀")
    until(desk, "document.querySelector('#place-list option')?.value === '甲秀桥'")
    desk.get_by_label("地点", exact=True).fill("甲秀桥")
    desk.get_by_label("来电号码").fill("13800001234")
    desk.get_by_text("未成年人", exact=True).first.click()
    looked_at(desk, "clues-desk")
    desk.get_by_role("button", name="保存线索").click()
    expect(desk.get_by_role("heading", level=1)).to_contain_text("线索")
    expect(desk.get_by_text("同时拨打")).to_be_visible()
    until(desk, "document.querySelector('.map[data-ready]') !== null")
    looked_at(desk, "clue-new-desk")
    desk.get_by_role("button", name="派出", exact=True).click()
    expect(desk.locator("#clue-live")).to_contain_text("已派出")
    desk.get_by_role("button", name="接单").click()
    expect(desk.locator("#clue-live")).to_contain_text("口头转报")
    looked_at(desk, "clue-sent-desk")


def test_two_operators_at_one_clue(night: Street, desk: Page, open_page) -> None:
    clue = night.clue(minutes_ago=1, words="桥下有人")
    other = signed(open_page("desk"), "leader")
    for page in (signed(desk, "operator"), other):
        page.goto(f"/clues/{clue.id}/")
    desk.get_by_role("button", name="派出", exact=True).click()
    expect(desk.locator("#clue-live")).to_contain_text("已派出")
    # The other page is fresh within seconds; whoever presses before is told who was first.
    form = "form[action$='/order/']"
    if other.locator(form).count():
        other.locator(form).first.evaluate("form => form.submit()")
        expect(other.locator("main")).to_contain_text("王值班刚刚办理了这条记录")
    with scope.enter(SYSTEM):
        assert Dispatch.objects.filter(clue=clue).count() == 1


def test_a_crew_loses_the_network_in_the_middle(night: Street, desk: Page, phone: Page) -> None:
    clue = night.clue(
        minutes_ago=3, words="男孩睡在桥洞里", place_text="甲秀桥南侧桥洞", hints=["minor"], caller="13800001234"
    )
    signed(desk, "operator").goto(f"/clues/{clue.id}/")
    desk.get_by_role("button", name="派出", exact=True).click()
    signed(phone, "crew").goto("/crew/")
    looked_at(phone, "crew-home-phone")
    phone.get_by_role("link", name="打开任务").click()
    looked_at(phone, "crew-job-phone")
    phone.get_by_role("button", name="接单").click()
    expect(phone.get_by_role("button", name="接单")).to_have_count(0)
    phone.context.set_offline(True)
    phone.get_by_role("button", name="出发").click()
    expect(phone.locator("[data-queue-strip]")).to_contain_text("有网络时自动发送 (1)")
    phone.context.set_offline(False)
    expect(phone.locator("[data-queue-strip]")).to_be_hidden()
    phone.reload()
    phone.get_by_role("button", name="到场").click()
    expect(phone.get_by_role("button", name="处置完成")).to_be_visible()
    phone.get_by_role("link", name="登记现场救助").click()
    phone.get_by_text("14岁以下").click()
    phone.get_by_label("现场情况").fill("手脚冰凉，不肯说名字")
    looked_at(phone, "encounter-new-phone")
    phone.get_by_role("button", name="登记", exact=True).click()
    expect(phone.get_by_role("heading", name="怎样处置")).to_be_visible()
    expect(phone.locator("main")).to_contain_text("不能只发物资")
    phone.locator("#ending-to_station summary").click()
    looked_at(phone, "encounter-phone")
    phone.locator("#ending-to_station").get_by_role("button").click()
    expect(phone.locator("main")).to_contain_text("护送入站")
    expect(desk.locator("#clue-live")).to_contain_text("护送入站")
    with scope.enter(SYSTEM):
        assert Clue.objects.get(id=clue.id).state == "on_scene"
    desk.set_viewport_size({"width": 390, "height": 844})
    desk.reload()
    looked_at(desk, "clue-phone")


def test_a_second_press_outlives_the_page_that_the_first_one_leaves(night: Street, desk: Page, phone: Page) -> None:
    clue = night.clue(minutes_ago=3, words="桥下有人")
    signed(desk, "operator").goto(f"/clues/{clue.id}/")
    desk.get_by_role("button", name="派出", exact=True).click()
    signed(phone, "crew").goto("/crew/")
    phone.get_by_role("link", name="打开任务").click()
    phone.evaluate(HOLD_REPORTS)
    for words in ("接单", "出发"):
        phone.get_by_role("button", name=words).click()
    until(phone, "held.length === 1")  # the steps of a job must not overtake each other
    phone.evaluate("held[0].go()")
    expect(phone.locator("main")).to_contain_text("已发送")
    until(phone, "held.length === 2")
    phone.evaluate("held[1].fail()")
    expect(phone.locator("[data-queue-strip]")).to_contain_text("有网络时自动发送 (1)")
    phone.get_by_role("button", name="现在发送").click()
    expect(phone.locator("[data-queue-strip]")).to_be_hidden()
    with scope.enter(SYSTEM):
        dispatch = Dispatch.objects.get(clue=clue)
        assert dispatch.accepted_at is not None
        assert dispatch.departed_at is not None


def test_a_round_on_the_phone(night: Street, phone: Page) -> None:
    signed(phone, "crew").goto("/crew/patrol/")
    phone.get_by_role("button", name="开始巡查").click()
    phone.get_by_text("甲秀桥").click()
    looked_at(phone, "crew-patrol-phone")
    phone.get_by_role("button", name="打卡").first.click()
    expect(phone.get_by_role("heading", name="已打卡")).to_be_visible()
    phone.get_by_role("button", name="结束巡查").click()
    expect(phone.get_by_role("button", name="开始巡查")).to_be_visible()


def test_somebody_in_the_street_reports_and_asks_what_became_of_it(site: str, phone: Page, settings) -> None:
    settings.NUANDONG_REGION = COUNTY
    settings.NUANDONG_HOTLINE = "0851-85556666"
    phone.goto("/report/")
    phone.get_by_label("看到了什么").fill("天桥上坐着一位老人")
    phone.get_by_label("在哪里").fill("中华南路过街天桥")
    phone.get_by_role("button", name="用我的位置").click()
    expect(phone.get_by_text("已定位")).to_be_visible()
    looked_at(phone, "report-phone")
    phone.get_by_role("button", name="提交").click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("已收到")
    looked_at(phone, "report-done-phone")
    phone.get_by_role("link", name="查询进度").last.click()
    expect(phone.locator("main")).to_contain_text("已受理")
    looked_at(phone, "track-phone")
