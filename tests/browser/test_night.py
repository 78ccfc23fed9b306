"""One cold night from the warning to the bed, in the browsers of those who work it; and what can go wrong in it."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pytest_django import DjangoDbBlocker

from nuandong.kernel.actors import SYSTEM
from nuandong.kernel.clock import SystemClock
from nuandong.org import scope
from nuandong.org.models import Account, End
from nuandong.org.sessions import end_all
from nuandong.rescue.actions.accept_dispatch import accept_dispatch
from nuandong.rescue.actions.arrive import arrive
from nuandong.rescue.actions.depart import depart
from nuandong.rescue.actions.order_dispatch import order_dispatch
from nuandong.rescue.models import Clue, Dispatch, Encounter, KinNotice, Stay
from tests import databases
from tests.browser import night_steps as steps
from tests.browser.night_world import BOYS_BRIDGE, Night, go_round, proof
from tests.browser.pages import until
from tests.cast import cast


@pytest.fixture(scope="module")
def county(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[str, Night]]:
    """The county, built once, and the database it stands in; each test works in a copy."""
    with django_db_blocker.unblock(), databases.clone("night") as name:
        with databases.use_database(name, role="web"):
            built = Night(cast()).build()
        yield name, built


@pytest.fixture
def committed_db(county: tuple[str, Night], django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    with (
        django_db_blocker.unblock(),
        databases.clone("own", county[0]) as name,
        databases.use_database(name, role="web"),
    ):
        yield name


@pytest.fixture
def night(county: tuple[str, Night], site: str, settings: Any, tmp_path: Path) -> Night:
    settings.NUANDONG_ANCHOR_FILE = tmp_path / "heads.log"
    return county[1]


def test_from_the_warning_to_the_bed(night: Night, open_page: Callable[..., Page], tmp_path: Path) -> None:
    board, desk = steps.signed(open_page("desk"), "leader"), steps.signed(open_page("desk"), "operator")
    steps.warned(board, desk, tmp_path)
    steps.called(desk)
    steps.sent_out(desk)
    expect(steps.main(board)).to_contain_text("甲秀桥")
    phone = steps.signed(open_page("phone"), "crew")
    steps.driven(phone)
    steps.met(phone)
    steps.taken_along(phone)
    expect(desk.locator("#clue-live")).to_contain_text("护送入站")
    steps.looked_at(desk, "16-clue")
    station = steps.signed(open_page("desk"), "station")
    stay = steps.taken_in(station, phone.url)
    steps.sought(station)
    public = open_page("phone")
    public.goto("/public/kin/")
    expect(steps.main(public)).to_contain_text("左手背有旧烫痕")
    steps.looked_at(public, "17-public")
    go_round()
    for tile, value in (("今天接到", "1"), ("在站人数", "1")):
        expect(board.locator(".tile", has_text=tile)).to_contain_text(value)
    steps.looked_at(board, "18-board")
    officer = steps.signed(open_page("desk"), "officer")
    steps.answered_for(officer, "三十分钟内到达现场", "19-on-scene", "受理线索", "未成年人", "队伍到场")
    steps.answered_for(officer, "二十四小时内发布寻亲公告", "20-kin-notice", "身份不明", "发布寻亲公告")
    with scope.enter(SYSTEM):
        boy = Stay.objects.get()
        assert stay.endswith(f"/stays/{boy.id}/")
        assert (boy.state, boy.identity) == ("registered", "unknown")
        assert boy.encounter is not None
        assert [boy.encounter.outcome, Encounter.objects.count()] == ["to_station", 1]
        assert KinNotice.objects.get().state == "published"
    report = proof()
    assert report.sound
    assert report.unsealed == 0


def test_two_operators_press_at_the_same_moment(night: Night, open_page: Callable[..., Page]) -> None:
    clue = night.clue(minutes_ago=2, words="桥下有人", place_text=BOYS_BRIDGE)
    first, second = steps.signed(open_page("desk"), "operator"), steps.signed(open_page("desk"), "leader")
    # The second one's page is not told: as if both pressed between two looks.
    second.route("**/live/", lambda route: route.abort())
    for page in (first, second):
        page.goto(f"/clues/{clue.id}/")
    first.get_by_role("button", name="派出", exact=True).click()
    expect(first.locator("#clue-live")).to_contain_text("已派出")
    second.get_by_role("button", name="派出", exact=True).click()
    expect(steps.main(second)).to_contain_text("王值班刚刚办理了这条记录")
    steps.looked_at(second, "two-at-once")
    with scope.enter(SYSTEM):
        assert Dispatch.objects.filter(clue=clue).count() == 1


@pytest.fixture
def on_scene(night: Night) -> Clue:
    """The crew of the cast stands at the bridge."""
    clue = night.clue(minutes_ago=12, words=steps.WORDS, place_text=BOYS_BRIDGE, hints=["minor"])
    by, crew, now = night.cast.operator, night.cast.crew, SystemClock().now()
    with scope.enter(by):
        order = order_dispatch(by=by, now=now, clue=clue.id, team=night.beats[0].team)
    with scope.enter(crew):
        for step in (accept_dispatch, depart, arrive):
            step(by=crew, now=SystemClock().now(), dispatch=order.id)
    return clue


def met(clue: Clue) -> int:
    with scope.enter(SYSTEM):
        return Encounter.objects.filter(clue=clue).count()


def test_a_crew_loses_the_network_in_the_middle_of_the_form(on_scene: Clue, phone: Page) -> None:
    steps.signed(phone, "crew").goto("/crew/")
    until(phone, "navigator.serviceWorker.controller !== null")
    phone.goto(f"/crew/encounters/new/?clue={on_scene.id}")
    phone.get_by_text("14岁以下").click()
    phone.get_by_label("现场情况").fill("手脚冰凉，")
    phone.context.set_offline(True)
    expect(phone.locator("[data-offline-strip]")).to_be_visible()
    phone.get_by_label("现场情况").press_sequentially("不肯说名字")
    until(phone, "Object.values(sessionStorage).some(kept => kept.includes('不肯说名字'))")
    phone.reload()
    expect(phone.get_by_label("现场情况")).to_have_value("手脚冰凉，不肯说名字")
    expect(phone.get_by_role("radio", name="14岁以下")).to_be_checked()
    steps.picture(phone, "night-offline-phone", whole=True)
    phone.get_by_role("button", name="登记", exact=True).click()
    strip = phone.locator("[data-queue-strip]")
    expect(strip).to_contain_text("有网络时自动发送 (1)")
    phone.reload()
    expect(strip).to_contain_text("(1)")
    assert met(on_scene) == 0
    phone.context.set_offline(False)
    expect(strip).to_be_hidden()
    phone.reload()
    assert met(on_scene) == 1
    with scope.enter(SYSTEM):
        assert Encounter.objects.get(clue=on_scene).categories == ["minor"]


def test_a_session_that_ends_in_mid_form_loses_nothing(night: Night, desk: Page) -> None:
    steps.signed(desk, "operator").goto("/clues/")
    desk.get_by_label("来电人怎么说").fill(steps.WORDS)
    desk.get_by_label("来电号码").fill("13800001234")
    desk.get_by_text("未成年人", exact=True).first.click()
    rested("operator")
    desk.get_by_role("button", name="保存线索").click()
    expect(desk.get_by_role("heading", name="登录")).to_be_visible()
    steps.looked_at(desk, "signed-out")
    steps.sign_in_again(desk, "operator")
    expect(desk).to_have_url(re.compile("/clues/$"))
    expect(desk.get_by_label("来电人怎么说")).to_have_value(steps.WORDS)
    expect(desk.get_by_label("来电号码")).to_have_value("13800001234")
    expect(desk.get_by_role("checkbox", name="未成年人", exact=True)).to_be_checked()
    desk.get_by_role("button", name="保存线索").click()
    expect(desk.get_by_role("heading", level=1)).to_contain_text("线索")
    with scope.enter(SYSTEM):
        assert Clue.objects.count() == 1


def test_every_form_outlives_the_end_of_the_session(night: Night, desk: Page) -> None:
    clue = night.clue(minutes_ago=2, words="桥下有人", place_text=BOYS_BRIDGE)
    steps.signed(desk, "operator").goto(f"/clues/{clue.id}/close/")
    desk.get_by_label("说明", exact=True).fill("到现场没有找到人，附近已问过")
    rested("operator")
    desk.get_by_role("button", name="办结").click()
    steps.sign_in_again(desk, "operator")
    expect(desk).to_have_url(re.compile(f"/clues/{clue.id}/close/$"))
    expect(desk.get_by_label("说明", exact=True)).to_have_value("到现场没有找到人，附近已问过")
    # What was brought back once is not brought back again.
    desk.goto("/clues/")
    desk.goto(f"/clues/{clue.id}/close/")
    expect(desk.get_by_label("说明", exact=True)).to_have_value("")


def test_a_record_pressed_after_the_session_ended_waits_for_the_sign_in(on_scene: Clue, phone: Page) -> None:
    steps.signed(phone, "crew").goto(f"/crew/encounters/new/?clue={on_scene.id}")
    phone.get_by_text("14岁以下").click()
    rested("crew")
    phone.get_by_role("button", name="登记", exact=True).click()
    expect(phone.locator("[data-queue-strip]")).to_contain_text("请重新登录")
    assert met(on_scene) == 0
    phone.goto("/crew/")
    steps.sign_in_again(phone, "crew")
    expect(phone.locator("[data-toast]").filter(has_text="已发送")).to_be_visible()
    assert met(on_scene) == 1


def rested(member: str) -> None:
    """The session ended meanwhile."""
    with scope.enter(SYSTEM):
        end_all(Account.objects.get(username=member).id, end=End.IDLE, now=SystemClock().now())


def test_a_photo_that_is_no_photo(on_scene: Clue, phone: Page) -> None:
    steps.signed(phone, "crew").goto(f"/crew/encounters/new/?clue={on_scene.id}")
    phone.get_by_text("14岁以下").click()
    phone.get_by_label("现场情况").fill("手脚冰凉")
    field = phone.get_by_label("现场照片", exact=True)
    field.set_input_files(steps.upload("bridge.jpg", b"%PDF-1.7 no picture at all"))
    expect(phone.get_by_text("这个文件不是照片")).to_be_visible()
    # A browser that looks at nothing sends it all the same.
    field.evaluate(
        """input => { const files = new DataTransfer();
        files.items.add(new File(['%PDF-1.7 no picture at all'], 'bridge.jpg', {type: 'image/jpeg'}));
        input.files = files.files; }"""
    )
    phone.get_by_role("button", name="登记", exact=True).click()
    expect(phone.locator(".field-error").first).to_be_visible()
    expect(phone.locator(".field-error").first).to_contain_text("照片")
    expect(phone.get_by_label("现场情况")).to_have_value("手脚冰凉")
    steps.looked_at(phone, "no-photo")
    assert met(on_scene) == 0
    phone.get_by_label("现场照片", exact=True).set_input_files(steps.upload("bridge.jpg", steps.photo((90, 60, 40))))
    phone.get_by_role("button", name="登记", exact=True).click()
    expect(phone.get_by_role("heading", name="怎样处置")).to_be_visible()
    assert met(on_scene) == 1
    assert proof().sound


def test_several_photos_taken_one_after_another_wait_for_the_network(on_scene: Clue, phone: Page) -> None:
    steps.signed(phone, "crew").goto(f"/crew/encounters/new/?clue={on_scene.id}")
    phone.get_by_text("14岁以下").click()
    field, part = phone.get_by_label("现场照片", exact=True), phone.locator("[data-photo]").first
    # A camera gives one picture at a time, each is added; the same name each time, as cameras do.
    for number, colour in enumerate([(40, 60, 90), (90, 60, 40), (60, 90, 40)], start=1):
        field.set_input_files(steps.upload("image.jpg", steps.photo(colour)))
        expect(part.locator("img")).to_have_count(number)
    part.get_by_role("button", name="去掉").nth(1).click()
    expect(part.locator("img")).to_have_count(2)
    steps.looked_at(phone, "photos")
    phone.context.set_offline(True)
    phone.get_by_role("button", name="登记", exact=True).click()
    expect(phone.locator("[data-queue-strip]")).to_contain_text("(1)")
    expect(part.locator("img")).to_have_count(0)
    phone.context.set_offline(False)
    expect(phone.locator("[data-queue-strip]")).to_be_hidden()
    with scope.enter(SYSTEM):
        assert len(Encounter.objects.get(clue=on_scene).photos) == 2


def test_photos_outlive_a_refusal(on_scene: Clue, phone: Page) -> None:
    steps.signed(phone, "crew").goto(f"/crew/encounters/new/?clue={on_scene.id}")
    phone.get_by_label("现场照片", exact=True).set_input_files(steps.upload("bridge.jpg", steps.photo((40, 60, 90))))
    for words in ("未成年人", "有行为能力的成年人"):
        phone.get_by_text(words, exact=True).first.click()
    phone.get_by_role("button", name="登记", exact=True).click()
    expect(steps.main(phone)).to_contain_text("不能既是未成年人又是成年人")
    expect(phone.locator("[data-photo]").first.locator("img")).to_have_count(1)
    phone.get_by_text("未成年人", exact=True).first.click()
    phone.get_by_role("button", name="登记", exact=True).click()
    expect(phone.get_by_role("heading", name="怎样处置")).to_be_visible()
    with scope.enter(SYSTEM):
        assert len(Encounter.objects.get(clue=on_scene).photos) == 1
