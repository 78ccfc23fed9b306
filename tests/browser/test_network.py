"""Parts that stay fresh, and forms that outlive a broken network."""

from playwright.sync_api import Page, Route, expect

from tests.browser.pages import until


def test_a_part_stays_fresh_without_a_reload_and_says_when_it_no_longer_is(desk: Page) -> None:
    desk.goto("/styleguide/")
    part = desk.locator("#fresh")
    expect(part.locator("[data-turn]")).not_to_have_text("0")
    with desk.expect_response(lambda answer: "/fresh/" in answer.url and answer.status == 304):
        pass
    desk.context.set_offline(True)
    until(desk, "document.getElementById('fresh').classList.contains('stale')")
    desk.context.set_offline(False)
    until(desk, "!document.getElementById('fresh').classList.contains('stale')")


def test_a_record_typed_without_a_network_is_sent_once_when_it_is_back(phone: Page) -> None:
    phone.goto("/styleguide/")
    sent: list[str] = []
    phone.on("request", lambda request: sent.append(request.post_data or "") if "/offline/" in request.url else None)
    phone.context.set_offline(True)
    expect(phone.locator("[data-offline-strip]")).to_be_visible()
    form = phone.locator("#phone-form form")
    form.get_by_label("现场情况").fill("两人，已发棉被")
    form.get_by_role("button", name="打卡").click()
    expect(phone.locator("[data-queue-strip]")).to_contain_text("有网络时自动发送 (1)")
    expect(form.get_by_label("现场情况")).to_have_value("")
    # A reload does not lose it. Closed before the network is back: what waits is sent at once then.
    phone.route("**/styleguide/offline/", lambda route: route.abort())
    phone.context.set_offline(False)
    phone.reload()
    expect(phone.locator("[data-queue-strip]")).to_be_visible()
    phone.unroute("**/styleguide/offline/")
    phone.get_by_role("button", name="现在发送").first.click()
    expect(phone.locator("[data-toast]").filter(has_text="已发送：巡查打卡")).to_be_visible()
    expect(phone.locator("[data-queue-strip]")).to_be_hidden()
    keys = {body.split("command_key")[1][:60] for body in sent if "command_key" in body}
    assert len(keys) == 1


def test_an_answer_that_was_lost_is_asked_for_again_with_the_same_key(phone: Page) -> None:
    phone.goto("/styleguide/")
    reached: list[str] = []

    def lose(route: Route) -> None:
        reached.append(route.request.post_data or "")
        if len(reached) == 1:
            route.fetch()  # the server did the work, the answer never came
            route.abort()
        else:
            route.continue_()

    phone.route("**/styleguide/offline/", lose)
    form = phone.locator("#phone-form form")
    form.get_by_label("现场情况").fill("无人")
    form.get_by_role("button", name="打卡").click()
    expect(phone.locator("[data-queue-strip]")).to_be_visible()
    phone.get_by_role("button", name="现在发送").first.click()
    expect(phone.locator("[data-queue-strip]")).to_be_hidden()
    key = [body.split('name="command_key"')[1].strip().split()[0] for body in reached]
    assert len(key) == 2
    assert key[0] == key[1]


def test_a_refusal_is_shown_at_once_when_there_is_a_network(phone: Page) -> None:
    phone.goto("/styleguide/")
    phone.locator("#phone-form form").get_by_role("button", name="打卡").click()
    expect(phone.get_by_role("heading", name="没有填写。")).to_be_visible()


def test_an_accepted_form_goes_on_to_its_page_with_its_message(phone: Page) -> None:
    phone.goto("/styleguide/")
    form = phone.locator("#phone-form form")
    form.get_by_label("现场情况").fill("无人")
    form.get_by_role("button", name="打卡").click()
    expect(phone.locator("[data-toast]")).to_contain_text("已登记")
