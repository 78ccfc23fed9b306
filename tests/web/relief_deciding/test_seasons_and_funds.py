"""A county's season on its pages: opened, funded, shared out, decided on, frozen, closed; and who may what."""

import io
import re
from datetime import date
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from nuandong.kernel.actors import SYSTEM
from nuandong.org import scope
from nuandong.relief.models import Allocation, Application, Decision, Freeze, Funds, Season
from nuandong.relief.steps import ApplicationState
from tests.cast import COUNTY, TOWNSHIP_A, VILLAGE_B, cast
from tests.relief import seasons
from tests.web.conftest import client_of, seat
from tests.web.divisions import divisions

pytestmark = pytest.mark.django_db


def page(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status, answer.content.decode()[:3000]
    return re.sub(r"\s+", " ", answer.content.decode())


@pytest.fixture
def officer():
    return client_of("officer", second_factor=True)


@pytest.fixture
def boss():
    return client_of("boss", second_factor=True)


def begun() -> Season:
    actor, _account = seat("officer")
    with scope.enter(actor):
        row = seasons.season(actor)
        seasons.application(actor, row, "王秀英", priority=1)
        seasons.application(actor, row, "李四", priority=2)
        seasons.application(actor, row, "赵六", priority=2, region=VILLAGE_B)
        seasons.funds(actor, row, amount_fen=100_000)
    return row


def test_a_season_is_opened_and_seen_by_a_village(officer, django_assert_max_num_queries):
    assert "还没有开启年度" in page(officer.get("/relief/seasons/"))
    sent = {
        "region": COUNTY,
        "year": 2026,
        "title": "冬春救助",
        "standard": seasons.STANDARD,
        "standard_on": "2026-12-01",
        "procedure": "three-notices",
    }
    assert "请填写" in page(officer.post("/relief/seasons/new/", sent | {"title": ""}), 422)
    here = officer.post("/relief/seasons/new/", sent)["Location"]
    assert "一榜：救助对象" in page(officer.get(here))
    cadre = client_of("cadre_a")
    cadre.get("/relief/seasons/")
    with django_assert_max_num_queries(14):
        assert "口粮衣被取暖三项标准" in page(cadre.get("/relief/seasons/"))
    assert cadre.get("/relief/seasons/new/").status_code == 403


def test_money_is_recorded_tried_out_kept_and_decided_on(officer, boss, django_assert_max_num_queries):
    row = begun()
    here = f"/relief/seasons/{row.id}/"
    document = {
        "number": "县财社〔2026〕9号",
        "title": "追加资金",
        "source": "city",
        "amount": "200.00",
        "issued_on": "2026-01-20",
        "received_on": "2026-01-21",
    }
    assert "金额" in page(officer.post(f"{here}funds/new/", document | {"amount": "二百"}), 422)
    assert officer.post(f"{here}funds/new/", document).status_code == 302
    with scope.enter(SYSTEM):
        part = Funds.objects.get(number=document["number"])
    assert officer.post(f"/relief/funds/{part.id}/tranche/", {"reason": "首批"}).status_code == 302
    with django_assert_max_num_queries(25):
        shown = page(officer.get(f"{here}funds/"))
    assert "1,200.00" in shown
    assert "首批" in shown

    tried = {"basis": "applications", "budget": "950.00"}
    part_of_it = page(officer.get(f"{here}share/", tried, headers={"HX-Request": "true"}))
    assert "<html" not in part_of_it
    assert "缺口" in part_of_it
    floors = tried | {f"floor_{TOWNSHIP_A}": "5000"}
    assert "超过资金总额" in page(officer.get(f"{here}share/", floors))
    assert "只有 1200 元" in page(officer.post(f"{here}share/", tried | {"budget": "5000"}), 422)
    kept = officer.post(f"{here}share/", tried | {"note": "第一稿"})["Location"]
    with scope.enter(SYSTEM):
        draft = Allocation.objects.get()
    assert "待审定" in page(officer.get(kept))
    assert officer.post(f"{kept}decide/", {"seen": draft.list_hash}).status_code == 403
    assert boss.post(f"{kept}decide/", {"seen": draft.list_hash}).status_code == 302
    with django_assert_max_num_queries(30):
        shown = page(boss.get(kept))
    assert "执行中" in shown
    assert "缺口名单" in shown
    assert "分给各村的资金" in shown
    file = b"".join(officer.get(f"{kept}shortfall/").streaming_content)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(file)).get_sheet_by_index(0).to_python()
    assert [row[5] for row in rows][:2] == ["缺口（元）", "450.00"]
    assert officer.post(f"{kept}drop/", {}).status_code == 422


def test_a_list_is_drafted_sent_and_signed(officer, boss, django_assert_max_num_queries):
    actor, _account = seat("officer")
    with scope.enter(actor):
        row = seasons.season(actor)
        made = [
            seasons.application(actor, row, name, state=ApplicationState.WITH_COUNTY) for name in ("王秀英", "李四")
        ]
        seasons.noticed(actor, *made, ends_on=date(2020, 1, 1))
        late = seasons.application(actor, row, "赵六", state=ApplicationState.WITH_COUNTY)
    here = f"/relief/seasons/{row.id}/decisions/"
    with django_assert_max_num_queries(25):
        assert "公示还没有张贴" in page(officer.get(here))
    assert "2 户" in page(officer.get(f"{here}new/"))
    there = officer.post(f"{here}new/", {})["Location"]
    assert officer.post(f"{there}leave/{made[1].id}/", {}).status_code == 302
    with django_assert_max_num_queries(25):
        assert "移出" in page(officer.get(there))
    assert officer.post(f"{there}send/", {}).status_code == 302
    with scope.enter(SYSTEM):
        row_of = Decision.objects.get()
    assert "需要" in page(boss.get(there))
    assert "刚刚有变动" in page(boss.post(f"{there}sign/", {"seen": "another"}), 422)
    assert boss.post(f"{there}sign/", {"seen": row_of.list_hash}).status_code == 302
    assert "已审定" in page(boss.get(there))
    assert officer.post(f"/relief/applications/{late.id}/refuse/", {"why": "不属于受灾户"}).status_code == 302
    for state, of in ((ApplicationState.DECIDED, made[0]), (ApplicationState.REFUSED, late)):
        with scope.enter(SYSTEM):
            assert Application.objects.get(id=of.id).state == state


def test_an_audit_holds_a_township_and_lets_go(boss):
    divisions()
    begun()
    sent = {"region": TOWNSHIP_A, "season": 2026, "why": "审计通知书 3 号"}
    assert boss.post("/relief/freezes/new/", sent).status_code == 302
    row = Freeze.objects.get()
    # Whoever works below sees why nothing moves; whoever works elsewhere does not.
    assert client_of("outsider").get(f"/relief/freezes/{row.id}/lift/").status_code in {403, 404}
    assert boss.post(f"/relief/freezes/{row.id}/lift/", {"why": "审计结束"}).status_code == 302
    assert Freeze.objects.get().lifted_at is not None


def test_a_season_is_closed_only_when_nobody_waits(officer):
    row = begun()
    assert "还有 3 户没有办完" in page(officer.post(f"/relief/seasons/{row.id}/close/", {}), 422)


def test_a_neighbour_sees_nothing():
    row = begun()
    assert client_of("outsider").get(f"/relief/seasons/{row.id}/").status_code in {403, 404}
    assert cast().outsider.region != row.region
