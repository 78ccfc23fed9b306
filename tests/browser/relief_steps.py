"""The steps of a relief season as people do them in their browsers, and the days that pass between them."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from nuandong.jobs import rounds
from nuandong.journal.verification import Report, verify
from nuandong.kernel.actors import SYSTEM
from nuandong.kernel.clock import SystemClock, local_date
from nuandong.kernel.ids import new_id
from nuandong.kernel.luhn import passes_luhn
from nuandong.org import scope
from nuandong.org.models import Account, Post, Staff
from tests.browser.night_steps import photo, upload
from tests.browser.pages import overflow, sign_in
from tests.cast import COUNTY, TOWNSHIP_A, VILLAGE_A, VILLAGE_B
from tests.databases import as_role, settle
from tests.relief import seasons
from tests.web.conftest import ROLES, seat

PRESENT = "、".join(("王永福", "李长顺", "张桂兰", "刘正明", "陈家贵", "杨再兴", "吴世芬", "罗国强", "周德海"))

COLLEAGUES = {
    "chair": ("cadre_a", "罗主任", VILLAGE_A),
    "chair_b": ("cadre_b", "石主任", VILLAGE_B),
    "reviewer": ("clerk_a", "丁民政", TOWNSHIP_A),
    "deputy": ("officer", "白副科", COUNTY),
    "cashier": ("finance", "严出纳", COUNTY),
}
"""Who works beside whom of the cast, by name and place."""


class Days:
    """The clock of the application, which the test moves on; who comes back on another day signs in again."""

    def __init__(self, monkeypatch: Any) -> None:
        self._passed = timedelta(0)
        monkeypatch.setattr(timezone, "now", self.now)

    def now(self) -> datetime:
        return SystemClock().now() + self._passed

    def pass_(self, days: int) -> None:
        self._passed += timedelta(days=days)


def seated(page: Page, member: str) -> Page:
    """The page in the browser of a member of the cast or a colleague of one, signed in today."""
    page.goto("/healthz")  # the cookie is for all pages, not for those beside the one that is open
    sign_in(page, colleague(member) if member in COLLEAGUES else seat(member)[1], second_factor=True)
    return page


def colleague(member: str) -> Account:
    """Somebody else of the unit of a member of the cast, in the same role."""
    beside, name, region = COLLEAGUES[member]
    actor, _account = seat(beside)
    earlier = SystemClock().now() - timedelta(days=400)
    with scope.enter(SYSTEM):
        if (known := Account.objects.filter(username=member).first()) is not None:
            return known
        staff = Staff.objects.create(id=new_id(earlier), name=name, sex="male", unit_id=actor.unit, hired_at=earlier)
        Post.objects.create(
            id=new_id(earlier),
            staff=staff,
            role_id=ROLES[beside],
            unit_id=actor.unit,
            region=region,
            valid_from=earlier,
        )
        return Account.objects.create(
            id=new_id(earlier),
            username=member,
            staff=staff,
            password="!",
            must_change_password=False,
            password_changed_at=earlier,
            created_at=earlier,
        )


def proof(now: datetime) -> Report:
    """Everything up to now sealed, and the whole chain walked with all its texts."""
    settle(60)
    with as_role("worker"), scope.enter(SYSTEM):
        rounds.seal(now)
        return verify(anchor_file=settings.NUANDONG_ANCHOR_FILE, texts=True)


def main(page: Page) -> Locator:
    return page.locator("main")


def pressed(page: Page, name: str, then: str) -> None:
    """The button of the form, and the words that follow; nothing sticks out of the page."""
    main(page).get_by_role("button", name=name, exact=True).click()
    expect(page.locator("body")).to_contain_text(then)
    assert overflow(page) <= 0, page.url


def pictured(page: Page, *labels: str) -> None:
    for number, label in enumerate(labels):
        page.get_by_label(label, exact=True).set_input_files(
            upload("photo.jpg", photo((40 + number * 20, 60, 90), 400))
        )


def opened(page: Page, procedure: str = "three-notices") -> UUID:
    """The county opens its season."""

    def fill(form: Page) -> None:
        form.get_by_label("救助标准").select_option(seasons.STANDARD)
        form.get_by_label("按哪一天的数额").fill(seasons.DAY.isoformat())
        form.get_by_label("审核程序").select_option(procedure)

    stepped(page, "/relief/seasons/new/", "开启", "已开启。", fill)
    return UUID(page.url.rstrip("/").rpartition("/")[2])


def surveyed(phone: Page, season: UUID, name: str) -> None:
    """On the doorstep: the household is found, its needs are typed."""
    phone.goto(f"/relief/seasons/{season}/{VILLAGE_A}/report/")
    phone.get_by_role("link", name=re.compile(name[0])).click()
    needing(phone.locator("form[data-offline]"))
    phone.get_by_role("button", name="登记", exact=True).click()
    phone.wait_for_url(re.compile(r"/relief/applications/[0-9a-f-]{36}/$"))
    expect(main(phone)).to_contain_text("450.00 元")


def needing(form: Locator) -> None:
    """One person who needs all three things."""
    form.get_by_label("损失类型").select_option(index=1)
    form.get_by_label("受灾日期").fill(local_date(SystemClock().now()).isoformat())
    form.get_by_label("困难类型").select_option(index=1)
    form.get_by_label("需要救助的时段").select_option(index=1)
    form.get_by_label("没有自救能力").check()
    form.get_by_label("需要救助的人数").fill("1")
    form.get_by_label("困难情况").fill("玉米绝收，存粮不够过冬")
    for need in ("口粮", "衣被", "取暖"):
        form.get_by_label(f"需要{need}的人数").fill("1")
    form.locator("[name=category]").select_option(index=1)


def voted(page: Page, season: UUID, homes: int, then: str, village: int = VILLAGE_A) -> None:
    """The meeting with its votes, its photo and the signed page."""
    page.goto(f"/relief/seasons/{season}/{village}/meeting/")
    told_meeting(page)
    votes = page.locator("[name^=yes_]")
    expect(votes).to_have_count(homes)
    for place in range(homes):
        votes.nth(place).fill("9")
    pictured(page, "会议照片", "签字页照片")
    pressed(page, "登记", then)


def posted(page: Page, title: str) -> str:
    """The photo of the wall starts the days; returns the address of the notice."""
    page.goto("/relief/notices/?state=prepared")
    page.get_by_role("link", name=title).first.click()
    expect(page.get_by_role("link", name="张贴并拍照")).to_be_visible()
    address = page.url
    page.get_by_role("link", name="张贴并拍照").click()
    pictured(page, "现场照片")
    page.get_by_label("乡镇举报电话").fill("0851-1234567")
    pressed(page, "张贴公示", "已张贴，公示期开始计算。")
    return address


def taken_down(page: Page, notice: str) -> None:
    """After its days: the photo of the last day, and off the wall."""
    page.goto(f"{notice}last/")
    pictured(page, "现场照片")
    pressed(page, "拍最后一天的照片", "照片已保存。")
    page.goto(f"{notice}down/")
    pressed(page, "撤下公示", "已撤下。")


def objected(stranger: Page, token: str, household: str) -> str:
    """A member of the public doubts one household; returns the tracking code."""
    stranger.goto(f"/public/notices/{token}/object/")
    stranger.get_by_label("对哪一户").select_option(label=household)
    stranger.get_by_label("哪里不对").fill("他家有人在外务工")
    stranger.get_by_role("button", name="提交").click()
    return stranger.locator("code").inner_text()


def heard(page: Page, objection: UUID) -> None:
    """The village meets about the objection before anybody may answer that it does not hold."""
    page.goto(f"/relief/objections/{objection}/meeting/")
    told_meeting(page)
    page.get_by_label("认为符合条件（人）").fill("9")
    page.get_by_label("认为不符合条件（人）").fill("0")
    pictured(page, "会议照片")
    main(page).get_by_role("button").last.click()
    page.wait_for_url(re.compile("/relief/objections/[0-9a-f-]{36}/$"))


def told_meeting(page: Page) -> None:
    page.get_by_label("地点").fill("村委会会议室")
    page.get_by_label("应到人数").fill("12")
    page.get_by_label("到会人员").fill(PRESENT.replace("、", "\n"))
    page.get_by_label("主持人").fill("王永福")
    page.get_by_label("会议记录").fill("逐户通报，举手表决。")


def answered(page: Page, household: str) -> None:
    """The township looks into it and stands by the list."""
    page.goto("/relief/objections/")
    page.get_by_role("link", name=household).click()
    page.get_by_role("link", name="答复", exact=True).click()
    page.get_by_label("异议不成立，维持公示").check()
    page.get_by_label("核实情况和答复").fill("经入户核实，务工的人已回乡，没有收入。")
    pressed(page, "答复异议", "已答复。")


def card(serial: int) -> str:
    """An invented number of 19 digits whose last one fits."""
    start = f"62284800000000{serial:04d}"
    return next(start + str(last) for last in range(10) if passes_luhn(start + str(last)))


def carded(page: Page, application: UUID, serial: int) -> None:
    """The bank card lies on the table and is looked at."""
    page.goto(f"/relief/applications/{application}/card/")
    page.get_by_label("卡号或账号").fill(card(serial))
    page.get_by_label("开户银行").fill("农村信用社")
    pictured(page, "卡或存折的照片")
    main(page).get_by_role("button").last.click()
    expect(page.locator("body")).to_contain_text("已登记。")


def stepped(page: Page, address: str, button: str, then: str, fill: Callable[[Page], None] | None = None) -> None:
    """One form, filled and pressed."""
    page.goto(address)
    if fill is not None:
        fill(page)
    pressed(page, button, then)
