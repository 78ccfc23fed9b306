"""People, households, places, divisions and the search in a real browser, with a village's worth of data."""

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace

import pytest
from playwright.sync_api import Page, expect

from nuandong.geo.actions.register_place import register_place
from nuandong.geo.coordinates import Point
from nuandong.geo.details import PlaceDetails
from nuandong.geo.kinds import Area, PlaceKind
from nuandong.kernel.actors import SYSTEM
from nuandong.kernel.clock import SystemClock
from nuandong.kernel.idcard import Sex, demo_id_number
from nuandong.org import scope
from nuandong.people.actions.categorise import add_category
from nuandong.people.actions.form_household import form_household
from nuandong.people.actions.join_household import join_household
from nuandong.people.actions.register_person import register_person
from nuandong.people.actions.register_unknown_person import register_unknown_person
from nuandong.people.details import Details
from nuandong.people.documents import Paper
from tests.browser.pages import barriers, overflow, picture, until
from tests.cast import TOWNSHIP_A, TOWNSHIP_B, VILLAGE_A
from tests.web.conftest import client_of
from tests.web.divisions import divisions

_NAMES = [
    "王秀英",
    "李大山",
    "张桂兰",
    "刘国强",
    "陈春梅",
    "杨文武",
    "赵小军",
    "黄玉珍",
    "周建国",
    "吴秀芳",
    "徐德明",
    "孙立新",
]
_SPOTS = (
    ("甲秀楼长廊", PlaceKind.PROMENADE, 26.5815, 106.7188, 7),
    ("河滨公园", PlaceKind.PARK, 26.5871, 106.7078, 4),
    ("中华南路地下通道", PlaceKind.UNDERPASS, 26.5783, 106.7135, 9),
    ("贵阳站北广场", PlaceKind.RAILWAY_STATION, 26.5569, 106.7012, 8),
    ("南明区救助管理站", PlaceKind.STATION, 26.5641, 106.7302, 0),
    ("御寒物资仓库", PlaceKind.STORE, 26.5702, 106.7241, 0),
)


@pytest.fixture
def town(site: str) -> SimpleNamespace:
    """Sixty people in one village, one of them with a full card, and the places of a quarter."""
    now = SystemClock().now()
    divisions()
    with scope.enter(SYSTEM):
        people = [
            register_person(
                by=SYSTEM,
                now=now,
                region=VILLAGE_A + turn % 2,
                details=Details(name=name, birth_year=1940 + turn, phone=f"139850{turn:05d}"),
            )
            for turn in range(5)
            for name in _NAMES
        ]
        wang = register_person(
            by=SYSTEM,
            now=now,
            region=VILLAGE_A,
            details=Details(name="王素珍", phone="13985012345", address="新华路街道甲村三组12号", ethnic_code="09"),
            papers=[Paper("id_card", demo_id_number(date(1950, 3, 2), Sex.FEMALE, serial=7), date(2040, 1, 1))],
        )
        stranger = register_unknown_person(by=SYSTEM, now=now, region=TOWNSHIP_A, details=Details(sex="male"))
        home = form_household(
            by=SYSTEM, now=now, region=VILLAGE_A, head=wang.id, formed_on=date(2020, 1, 1), number="A-017"
        )
        join_household(
            by=SYSTEM, now=now, household=home.id, person=people[1].id, relation="spouse", since=date(2020, 1, 1)
        )
        add_category(by=SYSTEM, now=now, code="DIBAO", since=date(2024, 1, 1), source="名册", household=home.id)
        add_category(by=SYSTEM, now=now, code="DISABLED_SEVERE", since=date(2024, 1, 1), source="名册", person=wang.id)
        spots = [
            register_place(
                by=SYSTEM,
                now=now,
                region=TOWNSHIP_A,
                details=PlaceDetails(
                    kind=kind, name=name, area=Area.URBAN, at=Point(lat, lon), patrol_weight=weight, address=f"{name}旁"
                ),
            )
            for name, kind, lat, lon, weight in _SPOTS
        ]
        square = PlaceDetails(kind=PlaceKind.SQUARE, name="人民广场", area=Area.URBAN, patrol_weight=3)
        register_place(by=SYSTEM, now=now, region=TOWNSHIP_B, details=square)
    return SimpleNamespace(wang=wang, stranger=stranger, home=home, spot=spots[2])


@pytest.fixture
def at_work(open_page: Callable[..., Page], town: SimpleNamespace) -> Callable[..., Page]:
    """Opens a browser in which a member of the cast is signed in."""

    def open_(member: str, size: str = "desk", theme: str = "light") -> Page:
        page = open_page(size, theme)
        cookie = client_of(member).cookies["sessionid"]
        page.context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": "http://localhost"}])
        return page

    return open_


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_the_pages_have_no_barriers_and_fit(at_work, town, size: str) -> None:
    page = at_work("officer", size, "dark" if size == "phone" else "light")
    shown = {
        "people": "/people/",
        "person": f"/people/{town.wang.id}/",
        "register": "/people/register/",
        "correct": f"/people/{town.wang.id}/correct/",
        "households": "/people/households/",
        "household": f"/people/households/{town.home.id}/",
        "sheet": f"/people/households/{town.home.id}/sheet/",
        "join": f"/people/households/{town.home.id}/join/?q=wang",
        "places": "/places/",
        "place": f"/places/{town.spot.id}/",
        "place-form": f"/places/{town.spot.id}/change/",
        "import": "/places/import/",
        "divisions": f"/places/divisions/{TOWNSHIP_A}/",
        "search": "/search/?q=wang",
    }
    faults = {}
    for name, path in shown.items():
        page.goto(path)
        if name in {"places", "place"}:
            until(page, "'ready' in document.querySelector('[data-map]').dataset")
        picture(page, f"people-{name}-{size}", whole=name != "people")
        found = [*barriers(page), *([overflow(page)] if overflow(page) else [])]
        if found:
            faults[name] = found
    assert faults == {}


def test_a_number_is_checked_while_the_form_is_filled_in(at_work, town) -> None:
    page = at_work("clerk_a")
    page.goto("/people/register/")
    page.get_by_label("证件种类").select_option("id_card")
    page.get_by_label("证件号码").fill(demo_id_number(date(1950, 3, 2), Sex.FEMALE, serial=7))
    page.get_by_label("证件号码").blur()
    expect(page.locator("#number-says")).to_contain_text("号码校验通过：女，1950-03-02 出生")
    expect(page.locator("#number-says")).to_contain_text("这个号码已经登记过")


def test_an_eye_opens_one_field(at_work, town) -> None:
    page = at_work("officer")
    page.goto(f"/people/{town.wang.id}/")
    page.get_by_role("button", name="查看完整信息：电话").click()
    dialog = page.get_by_role("dialog", name="查看完整信息：电话")
    dialog.get_by_role("button", name="查看").click()
    expect(page.get_by_text("13985012345")).to_be_visible()


def test_a_trial_keeps_the_chosen_file_for_the_import(at_work, town) -> None:
    page = at_work("officer")
    page.goto("/places/import/")
    rows = f"名称,类型,区划代码,经度,纬度\n二号桥,桥梁涵洞,{TOWNSHIP_A},106.72,26.58\n"
    page.get_by_label("表格文件").set_input_files({"name": "a.csv", "mimeType": "text/csv", "buffer": rows.encode()})
    page.get_by_role("button", name="试算").click()
    expect(page.locator("#result")).to_contain_text("新登记点位")
    picture(page, "people-import-trial-desk")
    page.get_by_role("button", name="导入", exact=True).click()
    expect(page.get_by_text("新登记点位 1")).to_be_visible()
    expect(page.get_by_role("region", name="点位", exact=True)).to_contain_text("二号桥")


def test_results_follow_the_typing(at_work, town) -> None:
    page = at_work("clerk_a")
    page.goto("/search/")
    page.locator("#s-q").press_sequentially("jiaxiulou")
    page.locator("#s-q").fill("甲秀楼")
    expect(page.locator("#results")).to_contain_text("甲秀楼长廊")
