"""A relief season from the doorstep to the county's list, in the browsers of those who work it, while days pass."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from nuandong.kernel.actors import SYSTEM
from nuandong.org import scope
from nuandong.relief.models import Application, Entitlement, Notice, Objection, Pack
from tests.browser import relief_steps as steps
from tests.people.builders import home, person
from tests.relief import seasons
from tests.web.conftest import seat

NAMES = ("王秀英", "李建国", "张桂兰")
FEN = 45_000


@pytest.fixture
def days(site: str, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> steps.Days:
    settings.NUANDONG_ANCHOR_FILE = tmp_path / "heads.log"
    return steps.Days(monkeypatch)


def test_from_the_doorstep_to_the_countys_list(days: steps.Days, open_page: Callable[..., Page]) -> None:
    officer = seat("officer")[0]
    with scope.enter(SYSTEM):
        of = seasons.season(officer, procedure="two-notices")
        for name in NAMES:
            home(officer, person(officer, name))
    phone, chair = steps.seated(open_page("phone"), "cadre_a"), steps.seated(open_page("phone"), "chair")
    clerk, stranger = open_page("desk"), open_page("phone")
    for name in NAMES:
        steps.surveyed(phone, of.id, name)
    # Who asked at the door does not vote: two steps of one household are never one person's.
    steps.voted(phone, of.id, 3, "您已经在“户报”里办过")
    steps.voted(chair, of.id, 3, "已登记；通过的户已进入上报材料")
    village = steps.posted(chair, "村（社区）公示")
    with scope.enter(SYSTEM):
        pack, token = Pack.objects.get(), Notice.objects.get().token
        ids = list(Application.objects.order_by("id").values_list("id", flat=True))

    code = steps.objected(stranger, token, "2. 李**")
    days.pass_(2)
    with scope.enter(SYSTEM):
        objection = Objection.objects.get().id
    steps.heard(steps.seated(chair, "chair"), objection)
    steps.answered(steps.seated(clerk, "clerk_a"), "李**")
    stranger.goto("/public/notices/track/")
    stranger.get_by_label("查询码").fill(code)
    stranger.get_by_role("button", name="查询").click()
    expect(stranger.get_by_text("没有收入")).to_be_visible()

    days.pass_(9)
    steps.taken_down(steps.seated(chair, "chair"), village)
    for serial, one in enumerate(ids):
        steps.carded(chair, one, serial)
    steps.stepped(chair, f"/relief/packs/{pack.id}/submit/", "上报乡镇", "待乡镇审核")
    steps.stepped(steps.seated(clerk, "clerk_a"), f"/relief/packs/{pack.id}/pass/", "审核通过", "乡镇审核通过")
    township = steps.posted(clerk, "政务公开栏公示")

    days.pass_(5)
    steps.taken_down(steps.seated(clerk, "clerk_a"), township)
    steps.stepped(clerk, f"/relief/packs/{pack.id}/forward/", "上报县级", "待县级审定")
    county, boss = steps.seated(open_page("desk"), "officer"), steps.seated(open_page("desk"), "boss")
    steps.stepped(county, f"/relief/seasons/{of.id}/decisions/new/", "起草", "已起草，请核对后送签。")
    expect(steps.main(county)).to_contain_text("1,350.00 元")
    decision = county.url
    steps.stepped(county, f"{decision}send/", "送签", "撤回送签")
    steps.stepped(boss, f"{decision}sign/", "签批", "已签 1 人")
    with scope.enter(SYSTEM):
        assert list(Entitlement.objects.values_list("amount_fen", flat=True)) == [FEN] * 3
        assert set(Application.objects.values_list("state", flat=True)) == {"decided"}
    report = steps.proof(days.now())
    assert report.sound
    assert report.unsealed == 0
