"""A village's ledger becomes applications in the browsers of its cadres and their township; one comes back and goes again."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from nuandong.kernel.actors import SYSTEM
from nuandong.org import scope
from nuandong.relief.models import Application
from nuandong.relief.working import work_next
from tests.browser import relief_steps as steps
from tests.cast import VILLAGE_B
from tests.relief.books import book, household
from tests.web.divisions import divisions

ROWS = 2


@pytest.fixture
def days(site: str, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> steps.Days:
    settings.NUANDONG_ANCHOR_FILE = tmp_path / "heads.log"
    divisions()
    return steps.Days(monkeypatch)


def test_from_a_ledger_to_the_county_with_one_sent_back(days: steps.Days, open_page: Callable[..., Page]) -> None:
    season = steps.opened(steps.seated(open_page(), "officer"), "one-notice")
    clerk, cadre, chair = (open_page(size) for size in ("desk", "phone", "phone"))
    _imported(steps.seated(clerk, "clerk_b"), days)
    cadre, chair = steps.seated(cadre, "cadre_b"), steps.seated(chair, "chair_b")
    steps.stepped(cadre, f"/relief/seasons/{season}/{VILLAGE_B}/ledger/", "转入", "已转入。")
    with scope.enter(SYSTEM):
        homes = list(Application.objects.order_by("id"))
    assert [(one.origin, one.region) for one in homes] == [("ledger", VILLAGE_B)] * ROWS
    for one in homes:
        _completed(cadre, one.id)
    first = _submitted(chair, season, days, homes)

    clerk = steps.seated(clerk, "clerk_b")
    back = f"/relief/applications/{homes[0].id}/"
    steps.stepped(
        clerk, f"{back}return/", "退回补正", "退回补正", lambda form: form.get_by_label("理由").fill("人口有误")
    )
    steps.stepped(clerk, f"{first}pass/", "审核通过", "乡镇审核通过")
    steps.stepped(clerk, f"{first}forward/", "上报县级", "待县级审定")
    cadre = steps.seated(cadre, "cadre_b")
    cadre.goto(back)
    expect(steps.main(cadre)).to_contain_text("人口有误")
    _completed(cadre, homes[0].id)
    second = _submitted(chair, season, days, homes[:1])
    clerk = steps.seated(clerk, "clerk_b")
    steps.stepped(clerk, f"{second}pass/", "审核通过", "乡镇审核通过")
    steps.stepped(clerk, f"{second}forward/", "上报县级", "待县级审定")
    with scope.enter(SYSTEM):
        done = Application.objects.order_by("id").values_list("state", "amount_fen", "pack__number")
        assert list(done) == [("with_county", 45_000, 2), ("with_county", 45_000, 1)]
    assert steps.proof(days.now()).sound


def _imported(clerk: Page, days: steps.Days) -> None:
    """The township takes the village's workbook in, as it was shown."""
    rows = [household(serial, 家庭人口=1, 需救助人口=1, 家庭住址="乙村1组") for serial in range(ROWS)]
    file = {"name": "乙村.xlsx", "mimeType": "application/x", "buffer": book(rows, dressed=True)}
    clerk.goto("/relief/ledger/new/")
    clerk.get_by_label("台账").set_input_files(file)
    clerk.get_by_label("地区").select_option(str(VILLAGE_B))
    steps.pressed(clerk, "上传并核对", "正在核对")
    _worked(days)
    clerk.get_by_role("link", name="确认导入").click()
    steps.pressed(clerk, "确认导入", "正在导入")
    _worked(days)
    expect(clerk.get_by_text("已导入").first).to_be_visible()


def _worked(days: steps.Days) -> None:
    while work_next(days.now()) is not None:
        pass


def _completed(cadre: Page, application: UUID) -> None:
    """What no ledger says is asked at the door."""
    cadre.goto(f"/relief/applications/{application}/revise/")
    steps.needing(steps.main(cadre).locator("form"))
    steps.pressed(cadre, "保存", "450.00 元")


def _submitted(chair: Page, season: UUID, days: steps.Days, homes: list[Application]) -> str:
    """评议, the notice with its days, the cards, and up to the township; returns the address of the pack."""
    chair = steps.seated(chair, "chair_b")
    steps.voted(chair, season, len(homes), "已登记；通过的户已进入上报材料", VILLAGE_B)
    notice = steps.posted(chair, "村级公示")
    days.pass_(8)
    steps.taken_down(steps.seated(chair, "chair_b"), notice)
    for serial, one in enumerate(homes):
        steps.carded(chair, one.id, serial)
    with scope.enter(SYSTEM):
        pack = f"/relief/packs/{Application.objects.get(id=homes[0].id).pack_id}/"
    steps.stepped(chair, f"{pack}submit/", "上报乡镇", "待乡镇审核")
    return pack
