"""A village cadre asks on a doorstep without a network: kept, sent once, shown as waiting, a refusal with its reason."""

from playwright.sync_api import Page, expect

from nuandong.kernel.actors import SYSTEM
from nuandong.kernel.clock import SystemClock, local_date
from nuandong.org import scope
from nuandong.relief.models import Application
from tests.browser.pages import barriers, overflow, picture, sign_in, until
from tests.cast import VILLAGE_A
from tests.people.builders import home, person
from tests.relief import seasons
from tests.web.conftest import seat


def asked(page: Page, persons: int) -> None:
    form = page.locator("form[data-offline]")
    form.get_by_label("损失类型").select_option(index=1)
    form.get_by_label("受灾日期").fill(local_date(SystemClock().now()).isoformat())
    form.get_by_label("困难类型").select_option(index=1)
    form.get_by_label("需要救助的时段").select_option(index=1)
    form.get_by_label("没有自救能力").check()
    form.get_by_label("需要救助的人数").fill(str(persons))
    form.get_by_label("困难情况").fill("玉米绝收")
    for name in ("口粮", "衣被", "取暖"):
        form.get_by_label(f"需要{name}的人数").fill("1")
    form.locator("[name=category]").select_option(index=1)
    form.get_by_role("button", name="登记").click()


def test_a_survey_without_a_network_is_sent_once_when_it_is_back(site: str, open_page) -> None:
    officer, cadre = seat("officer")[0], seat("cadre_a")
    with scope.enter(SYSTEM):
        of = seasons.season(officer)
        for name in ("王秀英", "李四"):
            home(officer, person(officer, name))
    phone = open_page("phone")
    sign_in(phone, cadre[1])
    list_ = f"/relief/seasons/{of.id}/{VILLAGE_A}/report/"
    phone.goto(list_)
    phone.get_by_role("button", name="存到手机").click()
    expect(phone.locator("[data-toast]")).to_contain_text("已存 2 户")
    until(phone, "navigator.serviceWorker.controller !== null || (location.reload(), false)")
    first, second = (phone.locator("a[data-kept]").nth(place).get_attribute("href") for place in (0, 1))
    judged = [barriers(phone), max(overflow(phone), 0)]

    phone.context.set_offline(True)
    phone.goto(first)
    judged += [barriers(phone), max(overflow(phone), 0)]
    asked(phone, 1)
    expect(phone.locator("[data-queue-strip]")).to_contain_text("(1)")
    phone.goto(second)
    asked(phone, 9)
    expect(phone.locator("[data-queue-strip]")).to_contain_text("(2)")
    picture(phone, "survey-waiting-phone")

    phone.context.set_offline(False)
    expect(phone.locator("[data-queue-strip]")).to_contain_text("(1)")
    phone.get_by_role("button", name="查看").click()
    expect(phone.locator("[data-queue-list]")).to_contain_text("救助人数应在 1 和家庭人口 1 之间")
    picture(phone, "survey-refused-phone")
    phone.locator("[data-queue-list]").get_by_role("button", name="删除").click()
    expect(phone.locator("[data-queue-list] li")).to_have_count(0)
    with scope.enter(SYSTEM):
        assert Application.objects.get().amount_fen == 45_000
    assert judged == [[], 0, [], 0]
