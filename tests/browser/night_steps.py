"""The steps of the night as people do them in their browsers; each looks at its page at both sizes."""

import re
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.browser.night_world import BOYS_BRIDGE, PASSWORD, go_round, warning_file
from tests.browser.pages import SIZES, overflow, picture, until
from tests.web.conftest import client_of

WORDS = "有个十来岁的男孩一个人睡在桥洞里，穿得很薄，手冻紫了"
WIDE, NARROW = SIZES["desk"]["viewport"], SIZES["phone"]["viewport"]


def signed(page: Page, member: str) -> Page:
    """The page in the browser of a member of the cast."""
    cookie = client_of(member).cookies["sessionid"]
    page.context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": "http://localhost"}])
    return page


def looked_at(page: Page, name: str) -> None:
    """Pictures at desk and at phone size; at neither does anything stick out."""
    own = page.viewport_size
    for size, view in (("desk", WIDE), ("phone", NARROW)):
        page.set_viewport_size(view)
        # A map in a folded part of the page is drawn when it is opened.
        shown = "[...document.querySelectorAll('.map')].every(map => !map.checkVisibility() || 'ready' in map.dataset)"
        until(page, shown)
        picture(page, f"night-{name}-{size}", whole=True)
        assert overflow(page) == 0, (name, size)
    assert own is not None
    page.set_viewport_size(own)


def main(page: Page) -> Locator:
    return page.locator("main")


def opened_job(page: Page) -> None:
    page.goto("/crew/")
    page.get_by_role("link", name="打开任务").click()


def warned(board: Page, desk: Page, folder: Path) -> None:
    """The file of the weather office goes in; the board tightens the patrols by itself."""
    file = folder / "cold-wave.xml"
    file.write_bytes(warning_file())
    board.goto("/board/")
    expect(main(board)).not_to_contain_text("巡查方式")
    desk.goto("/warnings/")
    desk.get_by_role("link", name="导入").first.click()
    desk.get_by_label("预警文件").set_input_files(file)
    desk.get_by_role("button", name="导入").click()
    expect(main(desk)).to_contain_text("寒潮")
    looked_at(desk, "01-message")
    go_round()
    expect(main(board)).to_contain_text("巡查方式：全天候")
    expect(main(board)).to_contain_text("寒潮")
    desk.goto("/patrols/")
    expect(main(desk)).to_contain_text("全天候")
    looked_at(desk, "02-patrols")


def called(desk: Page) -> None:
    """The call is typed and saved at the desk."""
    desk.goto("/clues/")
    desk.get_by_label("来电人怎么说").fill(WORDS)
    desk.get_by_label("地点", exact=True).fill(BOYS_BRIDGE[:2])
    until(desk, f"document.querySelector('#place-list option')?.value === '{BOYS_BRIDGE}'")
    desk.get_by_label("地点", exact=True).fill(BOYS_BRIDGE)
    desk.get_by_label("来电号码").fill("13800001234")
    desk.get_by_text("未成年人", exact=True).first.click()
    looked_at(desk, "03-desk")
    desk.get_by_role("button", name="保存线索").click()
    expect(desk.get_by_role("heading", level=1)).to_contain_text("线索")


def sent_out(desk: Page) -> None:
    """Three teams with what speaks for each; the first is sent."""
    live = desk.locator("#clue-live")
    expect(live).to_contain_text("街面巡查三队")
    best = live.locator("li.row-item", has_text="推荐")
    expect(best).to_contain_text("街面巡查一队")
    expect(best).to_contain_text(re.compile(r"\d+ 分钟"))
    looked_at(desk, "04-candidates")
    best.get_by_role("button", name="派出", exact=True).click()
    expect(live).to_contain_text("已派出")


def driven(phone: Page) -> None:
    """Accepted, departed, on scene, each by one press."""
    phone.goto("/crew/")
    looked_at(phone, "05-crew")
    opened_job(phone)
    expect(main(phone)).to_contain_text(WORDS)
    looked_at(phone, "06-job")
    for press, then in (("接单", "出发"), ("出发", "到场"), ("到场", "处置完成")):
        phone.get_by_role("button", name=press).click()
        expect(phone.get_by_role("button", name=then)).to_be_visible()


def met(phone: Page) -> None:
    """A boy of about twelve who tells nothing, with a photo."""
    phone.get_by_role("link", name="登记现场救助").click()
    phone.get_by_text("14岁以下").click()
    phone.get_by_role("radio", name="男", exact=True).check()
    phone.get_by_label("现场情况").fill("手脚冰凉，不肯说名字，愿意跟车走")
    phone.get_by_label("现场照片", exact=True).set_input_files(upload("bridge.jpg", photo((40, 60, 90))))
    expect(phone.locator("[data-photo-list] img").first).to_be_visible()
    looked_at(phone, "07-meeting")
    phone.get_by_role("button", name="登记", exact=True).click()
    expect(phone.get_by_role("heading", name="怎样处置")).to_be_visible()


def taken_along(phone: Page) -> None:
    """Supplies alone are refused, by the page and by the rule behind it; he comes along under protection."""
    refused = phone.locator("div.row-item", has_text="现场发放物资")
    expect(refused).to_contain_text("属于保护性救助对象，不能只发物资")
    looked_at(phone, "08-endings")
    ending = phone.locator("#ending-to_station")
    ending.locator("summary").click()
    ending.locator("form").evaluate("form => { form.elements.outcome.value = 'supplies_only'; }")
    ending.get_by_role("button").click()
    expect(main(phone)).to_contain_text("属于保护性救助对象，不能只发物资")
    phone.reload()
    phone.locator("#ending-to_station summary").click()
    phone.locator("#ending-to_station").get_by_role("button").click()
    expect(phone.get_by_text("已办结：护送入站。")).to_be_visible()
    looked_at(phone, "09-escorted")


def taken_in(station: Page, encounter: str) -> str:
    """Arrival, security check, bed, registration; returns the address of the stay."""
    station.goto(encounter)
    station.get_by_role("link", name="办理入站").click()
    expect(station.get_by_label("街面巡查救助")).to_be_checked()
    expect(station.get_by_role("radio", name="男", exact=True)).to_be_checked()
    station.get_by_label("年龄（可估计）").fill("12")
    looked_at(station, "10-arrival")
    station.get_by_role("button", name="下一步：安全检查").click()
    looked_at(station, "11-check")
    station.get_by_role("button", name="下一步：床位").click()
    station.get_by_label("床位").select_option(label="301-1（未成年人区）")
    looked_at(station, "12-bed")
    station.get_by_role("button", name="安排").click()
    expect(station.get_by_text("床位已安排。")).to_be_visible()
    address = station.url
    station.get_by_role("link", name="求助登记", exact=True).click()
    station.get_by_label("求助原因").select_option("lost")
    looked_at(station, "13-registration")
    station.get_by_role("button", name="保存").click()
    expect(station.get_by_text("登记表已保存。")).to_be_visible()
    expect(main(station)).to_contain_text("301-1")
    looked_at(station, "14-stay")
    return address


def sought(station: Page) -> None:
    """Nobody knows who he is: the notice, on two channels, and as the public reads it."""
    station.get_by_role("link", name="写寻亲公告").click()
    station.get_by_label("体貌特征和衣着").fill("短发，左手背有旧烫痕，穿蓝色单衣和一只黑布鞋")
    station.get_by_label("口音").fill("黔东南口音")
    station.get_by_label("身高（厘米）").fill("142")
    station.get_by_role("button", name="保存").click()
    expect(station.get_by_text("公告已保存，核对后发布。")).to_be_visible()
    station.get_by_role("link", name="发布").first.click()
    station.get_by_label("全国救助寻亲网").check()
    station.get_by_role("button", name="发布").click()
    expect(station.get_by_text("公告已发布。")).to_be_visible()
    expect(main(station)).to_contain_text("全国救助寻亲网")
    looked_at(station, "15-notice")


def answered_for(officer: Page, title: str, name: str, *proof: str) -> None:
    """The duty is met, and the events that prove it are on its page."""
    officer.goto("/compliance/list/?status=met")
    row = officer.get_by_role("row", name=re.compile(title))
    expect(row).to_contain_text("已落实")
    row.get_by_role("link", name=title).click()
    for words in proof:
        expect(main(officer)).to_contain_text(words)
    looked_at(officer, name)


def photo(colour: tuple[int, int, int], side: int = 900) -> bytes:
    out = BytesIO()
    Image.new("RGB", (side, side * 3 // 4), colour).save(out, "JPEG")
    return out.getvalue()


def upload(name: str, content: bytes) -> Any:
    """A file as it is handed to a file field."""
    return {"name": name, "mimeType": "image/jpeg", "buffer": content}


def sign_in_again(page: Page, member: str) -> None:
    """At the page of signing in, by user name and password."""
    page.get_by_label("用户名").fill(member)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
