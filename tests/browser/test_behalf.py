"""A clerk types the paper that a crew member signed by the road: found by name, with the photo, and it shows who typed."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Page, expect

from nuandong.kernel.actors import SYSTEM
from nuandong.org import scope
from nuandong.rescue.models import Encounter
from tests.browser.pages import barriers, overflow, picture, until
from tests.cast import TOWNSHIP_A
from tests.web.conftest import client_of, seat
from tests.web.divisions import divisions


@pytest.fixture
def office(site: str, cast: SimpleNamespace) -> SimpleNamespace:
    for member in ("clerk_a", "crew", "leader"):
        seat(member)
    divisions()
    return cast


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    """A sheet with a line for the signature."""
    sheet = Image.new("RGB", (900, 1200), "white")
    ImageDraw.Draw(sheet).line((500, 1050, 820, 1010, 700, 1080), fill="navy", width=6)
    sheet.save(path := tmp_path / "sheet.jpg")
    return path


def signed_in(page: Page, member: str) -> Page:
    cookie = client_of(member).cookies["sessionid"]
    page.context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": "http://localhost"}])
    return page


def typed(page: Page) -> None:
    page.get_by_text("18至59岁", exact=True).click()
    page.get_by_label("地点", exact=True).fill("甲秀桥南侧桥洞")
    page.get_by_label("现场情况").fill("纸上写：披着旧毯子，愿意吃饭，不愿进站")


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_a_clerk_types_what_a_crew_member_signed(office: SimpleNamespace, open_page, paper: Path, size: str) -> None:
    page = signed_in(open_page(size), "clerk_a")
    page.goto("/crew/encounters/new/")
    typed(page)
    page.get_by_text("代录：签字人和签字原件照片").click()
    signer = page.get_by_label("签字人", exact=True)
    signer.press_sequentially("巡查")
    until(page, "document.querySelector('#id_signer_list option')?.value.startsWith('赵巡查 · ')")
    signer.fill("赵巡查")
    page.get_by_role("button", name="登记", exact=True).click()
    # Without the paper nothing is saved: it says what to do, and what was typed is still there.
    expect(page.locator("#id_signer_sheet_error")).to_contain_text("请先拍下签字或按手印的纸质记录并上传")
    expect(page.get_by_label("现场情况")).to_have_value("纸上写：披着旧毯子，愿意吃饭，不愿进站")
    picture(page, f"behalf-refused-{size}", whole=True)
    assert (overflow(page), barriers(page)) == (0, [])
    page.locator("#id_signer_sheet").set_input_files(paper)
    expect(page.locator("#id_signer_fold img")).to_be_visible()
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.get_by_role("heading", name="怎样处置")).to_be_visible()
    expect(page.locator("main")).to_contain_text("赵巡查")
    with scope.enter(SYSTEM):
        met = Encounter.objects.get()
        assert (met.recorded_by, met.region) == (office.crew.staff, TOWNSHIP_A)
    page.goto(f"/journal/?subject={met.id}")
    page.locator("main").get_by_role("link", name="现场救助记录").first.click()
    facts = page.locator("dl.facts").first
    expect(facts).to_contain_text("赵巡查")
    expect(facts).to_contain_text("钱民政")
    picture(page, f"behalf-event-{size}", whole=True)
    assert (overflow(page), barriers(page)) == (0, [])
