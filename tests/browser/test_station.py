"""A night in the station and on patrol: the list, one person, beds, ways out, papers, family search, tonight's list."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from playwright.sync_api import Page, expect

from nuandong.geo.actions.register_place import register_place
from nuandong.geo.coordinates import Point
from nuandong.geo.details import PlaceDetails
from nuandong.geo.kinds import Area, PlaceKind
from nuandong.kernel.actors import SYSTEM
from nuandong.org import scope
from nuandong.rescue.actions.assign_bed import assign_bed
from nuandong.rescue.actions.check_point import check_point
from nuandong.rescue.actions.deposit_belongings import Thing, deposit_belongings
from nuandong.rescue.actions.draft_notice import Looks, draft_notice
from nuandong.rescue.actions.give_care import give_care
from nuandong.rescue.actions.publish_notice import publish_notice
from nuandong.rescue.actions.start_round import start_round
from nuandong.rescue.models import Stay
from tests.browser.pages import barriers, overflow, picture, sign_in, until
from tests.cast import TOWNSHIP_A, TOWNSHIP_B
from tests.duty.setting import shift, team
from tests.web.conftest import seat
from tests.web.divisions import divisions
from tests.web.stays.setting import arrived, bed, inside, stage

_SPOTS = (
    ("甲秀楼长廊", PlaceKind.PROMENADE, 26.5815, 106.7188, 7),
    ("河滨公园", PlaceKind.PARK, 26.5871, 106.7078, 4),
    ("中华南路地下通道", PlaceKind.UNDERPASS, 26.5783, 106.7135, 9),
    ("贵阳站北广场", PlaceKind.RAILWAY_STATION, 26.5569, 106.7012, 8),
    ("新华路银行", PlaceKind.BANK, 26.5741, 106.7202, 2),
)


@pytest.fixture
def house(site: str) -> SimpleNamespace:
    """A station with people in every state, a published notice, a team on its round."""
    divisions()
    with scope.enter(SYSTEM):
        found = stage()
        by, now = found.cast.station, found.now
        for label in ("2", "3", "4"):
            bed(found, "male", label)
        found.old = inside(found, age=71, flags=["ill"], hours=30, registered=True)
        found.woman = inside(found, sex="female", age=34, hours=5)
        found.child = inside(found, age=9, hours=5)
        found.waiting = arrived(found, age=45, hours=0.5)
        found.unwell = inside(found, age=52, flags=["mental_suspect"], hours=50, registered=True)
        assign_bed(by=by, now=now, stay=found.old.id, bed=found.bed.id)
        assign_bed(by=by, now=now, stay=found.woman.id, bed=found.women.id)
        for kind, text in (("meal", ""), ("bath", ""), ("health", "血压 150/95，建议复查")):
            give_care(by=by, now=now, stay=found.old.id, kind=kind, text=text)
        deposit_belongings(by=by, now=now, stay=found.old.id, things=[Thing(what="黑色背包"), Thing(what="拐杖")])
        looks = Looks(features="左眉有疤，穿蓝色棉衣", accent="贵阳口音", height_cm=168)
        found.notice = draft_notice(by=by, now=now, stay=found.old.id, looks=looks)
        publish_notice(by=by, now=now, notice=found.notice.id, channels=["website", "national_search_site"])
        spots = [_spot(found, *one) for one in _SPOTS]
        crew = team(found.cast.crew, name="巡查一队", members=(found.cast.crew,))
        shift(found.cast.crew, start=now - timedelta(hours=2), state="started", team=crew)
        found.round = start_round(by=found.cast.head, now=now, team=crew.id, acted_at=now - timedelta(hours=1))
        for one in spots[:2]:
            check_point(by=found.cast.head, now=now, patrol=found.round.id, place=one.id, found=1, note="劝导进站")
    return found


def _spot(found, name, kind, lat, lon, weight):
    details = PlaceDetails(kind=kind, name=name, area=Area.URBAN, at=Point(lat, lon), patrol_weight=weight)
    region = TOWNSHIP_B if kind == PlaceKind.BANK else TOWNSHIP_A
    return register_place(by=found.cast.officer, now=found.now, region=region, details=details)


def shown(house) -> dict[str, str]:
    old, unwell = f"/stays/{house.old.id}/", f"/stays/{house.unwell.id}/"
    return {
        "list": "/stays/",
        "person": old,
        "beds": "/stays/beds/",
        "new": "/stays/new/",
        "admit": f"/stays/{house.waiting.id}/admit/",
        "bed": f"{unwell}bed/",
        "register": f"/stays/{house.woman.id}/register/",
        "change": f"{old}change/",
        "ways": f"{unwell}leave/",
        "exit": f"{old}leave/travel/",
        "paper": f"{old}papers/assistance_request/",
        "kin": "/kin/",
        "notice": f"/kin/{house.notice.id}/",
        "publish": f"/kin/{house.notice.id}/publish/",
        "public": "/public/kin/",
    }


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_the_station_has_no_barriers_and_fits(house, request, size: str) -> None:
    page: Page = request.getfixturevalue(size)
    sign_in(page, seat("station")[1])
    assert _faults(page, shown(house), f"station-{{}}-{size}") == {}


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_patrols_have_no_barriers_and_fit(house, request, size: str) -> None:
    page: Page = request.getfixturevalue(size)
    sign_in(page, seat("leader")[1], second_factor=True)
    pages = {
        "tonight": "/patrols/",
        "round": f"/patrols/{house.round.id}/",
        "check": f"/patrols/{house.round.id}/check/",
        "complete": f"/patrols/{house.round.id}/complete/",
        "start": "/patrols/start/",
    }
    assert _faults(page, pages, f"patrols-{{}}-{size}") == {}


def _faults(page: Page, pages: dict[str, str], name: str) -> dict[str, list[str]]:
    faults = {}
    for key, path in pages.items():
        answer = page.goto(path)
        if page.locator("[data-map]").count():
            until(page, "'ready' in document.querySelector('[data-map]').dataset")
        picture(page, name.format(key), whole=True)
        found = [*barriers(page), *([f"{overflow(page)} pixels too wide"] if overflow(page) else [])]
        if answer is None or answer.status != 200 or found:
            faults[key] = [str(answer and answer.status), *found]
    return faults


def test_the_way_in_keeps_what_was_typed(house, desk: Page) -> None:
    sign_in(desk, seat("station")[1])
    desk.goto("/stays/")
    desk.get_by_role("link", name="接收入站").click()
    desk.get_by_label("公安机关护送").check()
    desk.get_by_label("护送单位或护送人").fill("东门派出所 李警官")
    desk.get_by_role("radio", name="男").check()
    desk.get_by_label("年龄（可估计）").fill("45")
    desk.get_by_role("button", name="下一步：安全检查").click()
    desk.get_by_role("button", name="下一步：床位").click()
    desk.get_by_label("床位").select_option(label="101-2（男性区）")
    desk.get_by_role("button", name="安排").click()
    expect(desk.get_by_text("床位已安排。")).to_be_visible()
    desk.get_by_role("link", name="求助登记", exact=True).click()
    desk.get_by_label("流浪乞讨的原因、时间、经过").fill("打工结束后与同乡走散")
    desk.get_by_label("流浪乞讨的原因、时间、经过").blur()
    desk.go_back()
    desk.go_forward()
    expect(desk.get_by_label("流浪乞讨的原因、时间、经过")).to_have_value("打工结束后与同乡走散")
    desk.get_by_label("求助原因").select_option("work")
    desk.get_by_role("button", name="保存").click()
    expect(desk.get_by_text("登记表已保存。")).to_be_visible()
    desk.get_by_role("button", name="用餐").click()
    expect(desk.get_by_text("已记录。")).to_be_visible()
    with scope.enter(SYSTEM):
        assert Stay.objects.filter(state="registered", cause="work").count() == 1
