"""A new disaster on the pages: from the season's home to temporary relief, its money, and double help in sight."""

from typing import Any

import pytest

from nuandong.org import scope
from nuandong.relief.models import Season
from nuandong.relief.steps import DecisionState
from tests.cast import COUNTY, TOWNSHIP_A, VILLAGE_A
from tests.relief import seasons
from tests.web.conftest import client_of, seat
from tests.web.divisions import divisions
from tests.web.relief_deciding.test_seasons_and_funds import page

pytestmark = pytest.mark.django_db


def sent(**more: Any) -> dict[str, Any]:
    given = {"title": "12月1日雪灾", "hazard": "SNOW", "struck_on": "2026-01-10", "procedure": "new-disaster"}
    return given | {"places": [TOWNSHIP_A]} | more


def test_a_township_starts_it_and_its_village_sees_it(django_assert_max_num_queries):
    divisions()
    actor, _account = seat("officer")
    with scope.enter(actor):
        of = seasons.season(actor)
        seasons.funds(actor, of, amount_fen=100_000)
        granted = seasons.entitlement(actor, of)
    clerk = client_of("clerk_a")
    assert "登记新灾" in page(clerk.get("/relief/"))
    here = f"/relief/seasons/{of.id}/disaster/"
    asked = page(clerk.get(here))
    assert "救助标准" in asked
    assert 'name="standard"' not in asked
    assert "请选择" in page(clerk.post(here, sent(hazard="")), 422)
    assert "不能晚于今天" in page(clerk.post(here, sent(struck_on="2030-01-01")), 422)
    answer = clerk.post(here, sent())
    quick = Season.objects.get(follows=of)
    assert answer["Location"] == f"/relief/?season={quick.id}"
    assert "已经登记过" in page(clerk.post(here, sent()), 422)
    cadre = client_of("cadre_a")
    assert "新灾临时救助正在进行" in page(cadre.get("/relief/"))
    assert "新灾临时救助正在进行" not in page(client_of("cadre_b").get("/relief/"))
    shown = page(cadre.get(answer["Location"]))
    assert f"/relief/seasons/{quick.id}/{VILLAGE_A}/report/" in shown
    assert "从台账转入" not in shown
    assert cadre.get(here).status_code == 403
    # The county: the disaster on both pages, the ordinary season's money for it, and who is helped already.
    officer = client_of("officer", second_factor=True)
    assert "雪灾" in page(officer.get(f"/relief/seasons/{quick.id}/"))
    assert "12月1日雪灾" in page(officer.get(f"/relief/seasons/{of.id}/"))
    assert f"?season={quick.id}" in page(officer.get(f"/relief/seasons/{quick.id}/funds/"))
    with scope.enter(actor):
        money = of.funds.get()
    officer.post(f"/relief/funds/{money.id}/tranche/", {"reason": "新发生灾害", "season": quick.id})
    with scope.enter(actor):
        assert quick.tranches.get().funds_id == money.id
        draft = seasons.decision(actor, quick, state=DecisionState.DRAFT, decided_at=None)
        seasons.application(actor, quick, "王秀英", household=granted.household, state="with_county", decision=draft)
    with django_assert_max_num_queries(28):
        shown = page(officer.get(f"/relief/decisions/{draft.id}/"))
    assert "同一年度另有的救助" in shown
    assert "1 户，合计 450.00 元" in shown
    assert "1 户，合计 450.00 元" in page(officer.get(f"/relief/decisions/{draft.id}/send/"))
    assert client_of("outsider").get(f"/relief/seasons/{quick.id}/disaster/").status_code in (403, 404)
    assert f'<option value="{COUNTY}"' not in page(officer.get(here))
