"""Every component in a real browser: seen, read aloud, pressed, typed into."""

import re
from collections.abc import Callable

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.pages import barriers, overflow, picture, until


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", ["desk", "phone"])
def test_the_component_page_has_no_barriers_and_fits(open_page: Callable[..., Page], size: str, theme: str) -> None:
    page = open_page(size, theme)
    page.goto("/styleguide/")
    until(page, "'ready' in document.querySelector('[data-map]').dataset")
    until(page, "document.querySelector('[data-chart] canvas') !== null")
    picture(page, f"components-{size}-{theme}", whole=True)
    assert barriers(page) == []
    assert overflow(page) == 0


def test_a_deadline_ticks_and_its_change_is_announced(desk: Page) -> None:
    desk.clock.install()
    # An answer of the server would set the clock right again.
    desk.route("**/styleguide/fresh/", lambda route: route.abort())
    desk.goto("/styleguide/")
    late = desk.locator("time[data-what='1201-013']")
    expect(late).to_contain_text("还有 6 分")
    desk.clock.run_for(8 * 60_000)
    expect(late).to_contain_text("已超 1 分")
    expect(late).to_have_class(re.compile("tone-late"))
    assert "超时" in desk.locator("[data-live]").inner_text()


def test_the_theme_is_chosen_and_kept(desk: Page) -> None:
    desk.goto("/styleguide/")
    desk.get_by_role("button", name="切换深浅色").click()
    assert desk.evaluate("document.documentElement.dataset.theme") == "dark"
    desk.reload()
    assert desk.evaluate("document.documentElement.dataset.theme") == "dark"


def test_a_masked_field_opens_with_a_reason_and_closes_by_itself(desk: Page) -> None:
    desk.clock.install()
    desk.goto("/styleguide/")
    desk.get_by_role("button", name="查看完整信息：姓名").click()
    dialog = desk.get_by_role("dialog", name="查看完整信息：姓名")
    dialog.get_by_label("核对身份").check()
    dialog.get_by_role("button", name="查看").click()
    field = desk.locator("[data-masked]").first
    expect(field).to_contain_text("陈小明")
    desk.clock.run_for(61_000)
    expect(field).to_contain_text("陈**")


def test_a_dangerous_button_asks_first(desk: Page) -> None:
    desk.goto("/styleguide/")
    desk.get_by_role("button", name="关闭线索").click()
    dialog = desk.get_by_role("dialog", name="关闭线索")
    expect(dialog).to_contain_text("确定关闭线索 1201-012 吗")
    desk.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_a_refused_form_keeps_what_was_typed_and_leads_to_the_fields(desk: Page) -> None:
    desk.goto("/styleguide/")
    desk.get_by_label("来电人怎么说").first.fill("桥下有一个男孩")
    desk.locator("#form").get_by_role("button", name="受理").click()
    summary = desk.get_by_role("alert").filter(has_text="处需要修改")
    expect(summary).to_be_focused()
    expect(desk.get_by_label("来电人怎么说").first).to_have_value("桥下有一个男孩")
    summary.get_by_role("link", name="请填写地点").click()
    expect(desk.locator("#id_place")).to_be_focused()
    assert desk.locator("#id_place").get_attribute("aria-invalid") == "true"


def test_what_was_typed_survives_a_reload_and_goes_when_it_was_accepted(desk: Page) -> None:
    desk.goto("/styleguide/")
    form = desk.locator("#form")
    form.get_by_label("来电人怎么说").fill("桥下有一个男孩")
    form.get_by_label("热线").check()
    desk.reload()
    expect(form.get_by_label("来电人怎么说")).to_have_value("桥下有一个男孩")
    expect(form.get_by_label("热线")).to_be_checked()
    form.get_by_label("地点").fill("中华南路地下通道")
    form.get_by_label("人员类别").select_option("minor")
    form.get_by_role("button", name="受理").click()
    expect(desk.locator("[data-toast]")).to_contain_text("已受理")
    expect(form.get_by_label("来电人怎么说")).to_have_value("")


def test_a_large_photo_is_made_small_before_it_is_sent(phone: Page, tmp_path) -> None:  # type: ignore[no-untyped-def]
    large = tmp_path / "large.png"
    Image.effect_noise((3000, 2000), 80).save(large)
    phone.goto("/styleguide/")
    phone.set_input_files("#id_photo", large)
    until(phone, "document.querySelector('[data-photo-list] img') !== null")
    size = "(async () => { const b = await createImageBitmap(document.getElementById('id_photo').files[0]); return [b.width, b.height]; })()"
    assert phone.evaluate(size) == [1600, 1067]
    assert phone.evaluate("document.getElementById('id_photo').files[0].type") == "image/jpeg"


def test_the_place_comes_from_the_device(phone: Page) -> None:
    phone.goto("/styleguide/")
    phone.get_by_role("button", name="用我的位置").click()
    expect(phone.locator("[data-locate-state]")).to_contain_text("误差约 12 米")


def test_without_scripts_the_page_can_still_be_read(open_page: Callable[..., Page]) -> None:
    page = open_page("desk", java_script_enabled=False)
    page.goto("/styleguide/")
    expect(page.locator("[data-map-fallback]")).to_contain_text("中华南路地下通道")
    expect(page.locator("time.due").first).to_contain_text("已超 3 分")
    page.get_by_label("来电人怎么说").first.fill("桥下有一个男孩")
    page.locator("#form").get_by_role("button", name="受理").click()
    expect(page.get_by_role("alert").filter(has_text="处需要修改")).to_be_visible()


def test_the_slash_key_leads_to_the_search_box(desk: Page) -> None:
    desk.goto("/styleguide/")
    desk.keyboard.press("/")
    expect(desk.locator("[data-search]")).to_be_focused()
    desk.keyboard.press("Tab")
    expect(desk.get_by_role("button", name="切换深浅色")).to_be_focused()
