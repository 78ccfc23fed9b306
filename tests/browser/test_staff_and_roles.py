"""Units, people, accounts and roles in a real browser: an administrator's day."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from nuandong.kernel.actors import SYSTEM
from nuandong.kernel.clock import SystemClock
from nuandong.org import scope
from nuandong.org.actions.hire_staff import hire_staff
from nuandong.org.models import Account, Staff
from nuandong.supplies.actions.open_store import open_store
from tests.browser.pages import barriers, overflow, picture
from tests.cast import COUNTY
from tests.web.conftest import client_of, seat

MEMBERS = ("operator", "leader", "crew", "head", "officer", "sysadmin", "clerk_a", "clerk_b")


@pytest.fixture
def office(site: str) -> dict[str, Account]:
    """The cast, and thirty more people of the county."""
    accounts = {member: seat(member)[1] for member in MEMBERS}
    unit = accounts["operator"].staff.unit
    with scope.enter(SYSTEM):
        for number in range(30):
            name = f"{'赵钱孙李周吴郑王'[number % 8]}志{'强军华敏'[number % 4]}"
            hire_staff(
                by=SYSTEM, now=SystemClock().now(), unit=unit.id, name=name, sex="male", phone=f"139{number:08d}"
            )
    # The first request reads every page module and template; a browser's patience is for the page itself.
    client_of("sysadmin").get("/staff/")
    return accounts


def opened(page: Page, member: str) -> Page:
    """The page in the browser of a member of the cast, who has given the one-time code."""
    cookie = client_of(member, second_factor=True).cookies["sessionid"]
    page.context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": "http://localhost"}])
    return page


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", ["desk", "phone"])
def test_the_pages_have_no_barriers_and_fit(
    open_page: Callable[..., Page], office: dict[str, Account], size: str, theme: str
) -> None:
    page = opened(open_page(size, theme), "sysadmin")
    clerk = office["clerk_a"].staff_id
    unit = office["clerk_a"].staff.unit_id
    for name, address in {
        "staff": "/staff/",
        "units": "/staff/units/",
        "unit": f"/staff/units/{unit}/",
        "member": f"/staff/{clerk}/",
        "appoint": f"/staff/{clerk}/appoint/",
        "reset": f"/staff/{clerk}/account/reset/",
        "import": "/staff/import/",
        "lockouts": "/staff/lockouts/",
        "roles": "/roles/",
        "role": "/roles/duty_leader/",
        "role-change": "/roles/crew_member/change/",
    }.items():
        page.goto(address)
        if theme == "light":
            picture(page, f"{name}-{size}", whole=True)
        assert barriers(page) == [], address
        assert overflow(page) == 0, address


def test_somebody_new_gets_a_post_and_an_account(open_page: Callable[..., Page], office: dict[str, Account]) -> None:
    page = opened(open_page("desk"), "sysadmin")
    page.goto("/staff/")
    page.get_by_role("link", name="录入人员").click()
    page.get_by_label("姓名").fill("何新人")
    page.get_by_label("女", exact=True).check()
    page.get_by_label("单位").select_option(str(office["operator"].staff.unit_id))
    page.get_by_label("电话").fill("13912345678")
    page.get_by_role("button", name="保存").click()
    page.get_by_role("link", name="任职", exact=True).click()
    page.get_by_label("岗位（角色）").select_option("crew_member")
    page.get_by_label("管辖区划").select_option(str(COUNTY))
    page.get_by_role("button", name="任职").click()
    expect(page.get_by_role("row", name="巡查队员")).to_be_visible()
    page.get_by_role("link", name="开通账号").click()
    page.get_by_label("用户名").fill("hexinren")
    page.get_by_role("button", name="开通账号").click()
    expect(page.get_by_role("heading", name="初始密码")).to_be_visible()
    password = page.locator("code").nth(1).inner_text()
    picture(page, "slip")
    guest = open_page("phone")
    guest.goto("/login/")
    guest.get_by_label("用户名").fill("hexinren")
    guest.get_by_label("密码").fill(password)
    guest.get_by_role("button", name="登录").click()
    expect(guest.get_by_role("heading", name="修改密码")).to_be_visible()


def test_work_is_handed_over_and_the_list_is_printed(
    open_page: Callable[..., Page], office: dict[str, Account]
) -> None:
    giver, taker, witness = (office[one].staff for one in ("operator", "crew", "head"))
    with scope.enter(SYSTEM):
        open_store(by=SYSTEM, now=SystemClock().now(), name="东库房", kind="warehouse", region=COUNTY, keeper=giver.id)
    page = opened(open_page("desk"), "officer")
    page.goto(f"/staff/{giver.id}/leave/")
    page.get_by_role("link", name="去移交").click()
    page.get_by_label("接交人").select_option(str(taker.id))
    page.get_by_label("监交人").select_option(str(witness.id))
    page.get_by_role("button", name="全部移交").click()
    page.get_by_role("button", name="确定").click()
    sheet = page.locator(".sheet")
    for words in ("东库房", f"移交人：{giver.name}", f"接交人：{taker.name}", f"监交人：{witness.name}"):
        expect(sheet).to_contain_text(words)
    page.emulate_media(media="print")
    picture(page, "handover-sheet")
    expect(page.get_by_role("button", name="打印")).to_be_hidden()


def test_a_role_changes_only_after_its_differences_were_seen(
    open_page: Callable[..., Page], office: dict[str, Account]
) -> None:
    page = opened(open_page("desk"), "sysadmin")
    page.goto("/roles/crew_member/")
    page.get_by_role("link", name="修改").click()
    page.get_by_label("查看单位和人员").check()
    page.get_by_role("button", name="下一步：核对改动").click()
    expect(page.get_by_text("将要改变的内容")).to_be_visible()
    page.get_by_role("button", name="确认保存").click()
    expect(page.get_by_text("本地改过")).to_be_visible()
    assert Staff.objects.filter(posts__role__permissions__contains=["org.staff.see"], account=office["crew"]).exists()
