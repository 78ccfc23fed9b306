"""A relief season played by its people in their browsers, while days pass: from the doorstep to the archive.

Nothing is made beside the pages but the county, its households and its staff. The neighbour who objects has no account.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from nuandong.journal.manifests import check_manifest
from nuandong.kernel.actors import SYSTEM
from nuandong.org import scope
from nuandong.people.documents import Paper
from nuandong.people.kinds import DocumentKind
from nuandong.relief.models import Application, Entitlement, HandOut, NoticeLine, Objection, Pack, Payout, PayoutLine
from nuandong.supplies.actions.sync_items import sync_items
from tests.browser import relief_after as after
from tests.browser import relief_money as money
from tests.browser import relief_steps as steps
from tests.cast import NOW, VILLAGE_A
from tests.databases import as_role
from tests.people.builders import home, person
from tests.relief.books import number
from tests.supplies.setting import part, stocked
from tests.web.conftest import seat
from tests.web.divisions import divisions

NAMES = ("王秀英", "李建国", "张桂兰")
FEN = 45_000
STORE = "甲村发放点"


@dataclass
class Story:
    """The season, its clock, and everybody's browser."""

    days: steps.Days
    open_page: Callable[..., Page]
    browsers: dict[str, Page] = field(default_factory=dict)
    season: UUID = field(init=False)

    def at(self, member: str, size: str = "desk") -> Page:
        """The browser of a member of the cast, signed in today."""
        if member not in self.browsers:
            self.browsers[member] = self.open_page(size)
        page = self.browsers[member]
        return page if member == "neighbour" else steps.seated(page, member)

    def hung(self, member: str, title: str, days: int) -> None:
        """A notice is posted, hangs its days, is photographed and taken down."""
        notice = steps.posted(self.at(member), title)
        self.days.pass_(days)
        steps.taken_down(self.at(member), notice)

    def doubted(self, household: str) -> None:
        """The neighbour objects to a household on the wall; the village meets, the township answers."""
        stranger = self.at("neighbour", "phone")
        with scope.enter(SYSTEM):
            lines = NoticeLine.objects.filter(head_masked=household, notice__state="posted", removed_at=None)
            line = lines.select_related("notice").get()
        code = steps.objected(stranger, line.notice.token, f"{line.place}. {household}")
        self.days.pass_(1)
        with scope.enter(SYSTEM):
            objection = Objection.objects.get(state="open").id
        steps.heard(self.at("chair"), objection)
        steps.answered(self.at("clerk_a"), household)
        stranger.goto("/public/notices/track/")
        stranger.get_by_label("查询码").fill(code)
        stranger.get_by_role("button", name="查询").click()
        expect(stranger.get_by_text("没有收入")).to_be_visible()


@pytest.fixture
def story(
    site: str, open_page: Callable[..., Page], settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Story:
    """The county before the winter: its places, three households, quilts in the village's store."""
    settings.NUANDONG_ANCHOR_FILE = tmp_path / "heads.log"
    divisions()
    officer, keeper = seat("officer")[0], seat("storekeeper")[0]
    with scope.enter(SYSTEM):
        for serial, name in enumerate(NAMES, 1):
            home(officer, person(officer, name, papers=[Paper(DocumentKind.ID_CARD, number(serial))]))
        with as_role("owner"):
            sync_items(now=NOW)
        stocked(keeper, part("quilt", 5), region=VILLAGE_A, name=STORE)
    return Story(steps.Days(monkeypatch), open_page)


def test_from_the_doorstep_to_the_archive(story: Story, tmp_path: Path) -> None:
    story.season = steps.opened(story.at("officer"))
    _listed(story)
    _reviewed(story)
    _granted(story)
    _paid(story)
    _closed(story, tmp_path / "archive.zip")
    report = steps.proof(story.days.now())
    assert report.sound
    assert report.unsealed == 0
    with scope.enter(SYSTEM):
        assert check_manifest(tmp_path / "archive.zip").flaws == ()
    assert len(story.browsers) >= 12


def _listed(story: Story) -> None:
    """户报、村评 and the two notices of the village; the second card is typed for the third household too."""
    phone, chair = story.at("cadre_a", "phone"), story.at("chair", "phone")
    for name in NAMES:
        steps.surveyed(phone, story.season, name)
    # Who asked at the door does not vote: two steps of one household are never one person's.
    steps.voted(phone, story.season, len(NAMES), "您已经在“户报”里办过")
    steps.voted(chair, story.season, len(NAMES), "已登记；通过的户已进入上报材料")
    first = steps.posted(chair, "一榜")
    story.doubted("李**")
    story.days.pass_(9)
    steps.taken_down(story.at("chair"), first)
    story.hung("chair", "二榜", 8)
    with scope.enter(SYSTEM):
        ids = Application.objects.order_by("id").values_list("id", flat=True)
        cards = dict(zip(ids, (1, 2, 2), strict=True))
    for one, serial in cards.items():
        steps.carded(story.at("chair"), one, serial)


def _reviewed(story: Story) -> None:
    """乡审: one township officer passes, another posts and hands up."""
    with scope.enter(SYSTEM):
        pack = f"/relief/packs/{Pack.objects.get().id}/"
    steps.stepped(story.at("chair"), f"{pack}submit/", "上报乡镇", "待乡镇审核")
    steps.stepped(story.at("reviewer"), f"{pack}pass/", "审核通过", "乡镇审核通过")
    story.hung("reviewer", "街道公示", 5)
    steps.stepped(story.at("reviewer"), f"{pack}forward/", "上报县级", "待县级审定")


def _granted(story: Story) -> None:
    """县定: money comes in and is shared out by two, the list is drafted by one and signed by another."""
    officer, boss = story.at("officer"), story.at("boss")
    money.funded(officer, story.season, "20000", story.days)
    draft = money.shared(officer, story.season, (("500", "450.00"), ("2000", "1,350.00")))
    steps.stepped(boss, f"{draft}decide/", "审定", "已审定")
    steps.stepped(officer, f"/relief/seasons/{story.season}/decisions/new/", "起草", "已起草，请核对后送签。")
    expect(steps.main(officer)).to_contain_text("1,350.00 元")
    decision = officer.url
    steps.stepped(officer, f"{decision}send/", "送签", "撤回送签")
    steps.stepped(boss, f"{decision}sign/", "签批", "已签 1 人")
    with scope.enter(SYSTEM):
        assert list(Entitlement.objects.values_list("amount_fen", flat=True)) == [FEN] * len(NAMES)
        assert set(Application.objects.values_list("state", flat=True)) == {"decided"}


def _paid(story: Story) -> None:
    """Three hands, the bank's file to the fen, one household refused by the bank, corrected by two and paid again."""
    names = ("officer", "deputy", "boss", "finance", "cashier")
    officer, deputy, boss, finance, cashier = (story.at(one) for one in names)
    first = money.planned(officer, "1,350.00")
    money.released(officer, boss, finance, first)
    after.looked_through()
    rows = [values for _line, values in money.bank_rows(finance, first)]
    assert [(row["head_name"], row["amount"], row["remark"]) for row in rows] == [
        (name, "450.00", "受灾救助补助") for name in NAMES
    ]
    money.told(cashier, first, {3: ("failed", "户名不符")}, story.days)
    money.corrected(officer, deputy, first, steps.card(3))
    steps.stepped(deputy, f"{first}follow/", "编制补发", "已编制补发批次")
    second = deputy.url
    money.released(deputy, boss, finance, second)
    assert [values["account"] for _line, values in money.bank_rows(finance, second)] == [steps.card(3)]
    money.told(cashier, second, {}, story.days)
    money.asked_for(officer, first)
    with scope.enter(SYSTEM):
        paid = PayoutLine.objects.filter(state="paid")
        assert sorted(paid.values_list("amount_fen", flat=True)) == [FEN] * len(NAMES)
        assert set(Payout.objects.values_list("state", flat=True)) == {"settled"}
        assert set(Entitlement.objects.values_list("claimed_fen", flat=True)) == {FEN}


def _closed(story: Story, archive: Path) -> None:
    """Goods are signed for, the last notice is doubted and hangs, what a check found is settled, the papers put by."""
    after.listed(story.at("clerk_a"), VILLAGE_A, "quilt", len(NAMES))
    after.handed_out(story.at("cadre_a"), STORE, len(NAMES))
    after.counted(story.at("storekeeper"), STORE, 2)
    # One for those whom the first payment reached, one for the household that was paid again.
    walls = [steps.posted(story.at("chair"), "三榜") for _payout in range(2)]
    story.doubted("王**")
    story.days.pass_(9)
    for notice in walls:
        steps.taken_down(story.at("chair"), notice)
    after.adjudicated(story.at("deputy"), "一个账号对应几户", "属实", "入户核对社保卡，登记错了，已更正")
    after.audited(story.at("auditor"))
    after.packed(story.at("reviewer"), story.season, VILLAGE_A, archive, story.days.now())
    with scope.enter(SYSTEM):
        assert set(HandOut.objects.values_list("state", flat=True)) == {"given"}
