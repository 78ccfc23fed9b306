"""The first three steps on their pages: a village reports and assesses, hands up, its township passes on."""

import re
from datetime import timedelta
from typing import Any

import pytest

from nuandong.kernel.actors import SYSTEM
from nuandong.kernel.clock import SystemClock
from nuandong.org import scope
from nuandong.relief.models import Application, NoticeLine, Pack, Season
from nuandong.relief.steps import PackState
from nuandong.web.fields import local_minute
from tests.cast import VILLAGE_A, VILLAGE_B
from tests.people.builders import home, person
from tests.relief import seasons
from tests.web.conftest import client_of, seat

pytestmark = pytest.mark.django_db


def page(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status, answer.content.decode()[:3000]
    return re.sub(r"\s+", " ", answer.content.decode())


def begun() -> tuple[Season, Any]:
    """A season, and a household of a village that has not applied."""
    actor, _account = seat("officer")
    with scope.enter(actor):
        return seasons.season(actor), home(actor, person(actor, "王秀英"))


def survey(household: Any) -> dict[str, Any]:
    return {
        "household": household.id,
        "origin": "applied",
        "loss_type": "CROP",
        "self_help": "none",
        "persons": 1,
        "why": "玉米绝收",
        "fact_food_persons": 1,
        "fact_clothing_persons": 1,
        "fact_heating_persons": 0,
        "fact_category": "general",
    }


def test_from_a_survey_to_the_county(django_assert_max_num_queries):
    of, household = begun()
    village = f"/relief/seasons/{of.id}/{VILLAGE_A}/"
    cadre = client_of("cadre_a")
    assert "没有申请" in page(cadre.get("/relief/"))
    assert "玉米" not in page(cadre.get(f"{village}report/"))
    wrong = page(cadre.post(f"{village}report/", survey(household) | {"fact_food_persons": ""}), 422)
    assert "没有就填 0" in wrong
    here = cadre.post(f"{village}report/", survey(household))["Location"]
    with django_assert_max_num_queries(30):
        shown = page(cadre.get(here))
    assert "350.00 元" in shown
    assert "玉米绝收" in shown
    assert "还没有评议" in shown

    # Who reported it does not assess it: what follows is about a household that somebody else reported.
    refused = page(cadre.get(f"{village}meeting/"))
    actor, _account = seat("officer")
    with scope.enter(actor):
        first = Application.objects.get()
        row = seasons.application(actor, of, "李四")
    assert first.id.hex in refused
    sent = {
        "held_at": local_minute(SystemClock().now() - timedelta(hours=1)),
        "place": "村委会",
        "invited": 3,
        "attendance": "甲\n乙\n丙",
        f"yes_{row.id.hex}": 2,
    }
    assert "应等于到会人数" in page(cadre.post(f"{village}meeting/", sent), 422)
    own = {f"yes_{first.id.hex}": 3}
    assert "不能再办这一步" in page(cadre.post(f"{village}meeting/", sent | {f"yes_{row.id.hex}": 3} | own), 422)
    sheet = cadre.post(f"{village}meeting/", sent | {f"yes_{row.id.hex}": 3})["Location"]
    assert "甲、乙、丙" in page(cadre.get(sheet))
    with scope.enter(SYSTEM):
        pack = Pack.objects.get()
        Pack.objects.update(papers=[of.id, row.id])
    papers = f"/relief/packs/{pack.id}/"
    with django_assert_max_num_queries(30):
        assert "公示还没有张贴" in page(cadre.get(papers))
    assert page(cadre.post(f"{papers}submit/", {}), 422)
    with scope.enter(SYSTEM):
        NoticeLine.objects.update(ends_on=seasons.DAY.replace(year=2020))
    assert cadre.post(f"{papers}submit/", {}).status_code == 302
    assert cadre.get(f"{papers}pass/").status_code == 403

    clerk = client_of("clerk_a")
    assert "乡镇审核中" in page(clerk.get(papers))
    assert "没有审核" in page(clerk.post(f"{papers}forward/", {}), 422)
    assert clerk.post(f"{papers}pass/", {"passed": [row.id]}).status_code == 302
    with scope.enter(SYSTEM):
        NoticeLine.objects.update(ends_on=seasons.DAY.replace(year=2020))
    assert clerk.post(f"{papers}forward/", {}).status_code == 302
    with scope.enter(SYSTEM):
        assert Pack.objects.get().state == PackState.WITH_COUNTY


def test_the_list_is_narrowed_and_a_neighbour_finds_nothing(django_assert_max_num_queries):
    of, _household = begun()
    actor, _account = seat("officer")
    with scope.enter(actor):
        made = [seasons.application(actor, of, name) for name in ("李四", "赵六")]
        seasons.application(actor, of, "孙七", region=VILLAGE_B, state="withdrawn")
    officer = client_of("officer")
    officer.get("/relief/")
    with django_assert_max_num_queries(24):
        shown = page(officer.get("/relief/"))
    assert "孙*" in shown
    assert "孙*" not in page(officer.get("/relief/?state=reported"))
    assert "李*" not in page(officer.get(f"/relief/?region={VILLAGE_B}"))
    here = f"/relief/applications/{made[0].id}/"
    assert client_of("cadre_b").get(here).status_code == 404
    cadre = client_of("cadre_a")
    assert cadre.post(f"{here}withdraw/", {"why": ""}).status_code == 422
    assert cadre.post(f"{here}withdraw/", {"why": "搬走"}).status_code == 302
    assert "已撤回" in page(cadre.get(here))
    assert "已确认的台账" in page(cadre.post(f"/relief/seasons/{of.id}/{VILLAGE_A}/ledger/", {}), 422)


def test_a_returned_household_is_revised():
    of, _household = begun()
    actor, _account = seat("officer")
    with scope.enter(actor):
        row = seasons.application(
            actor, of, "李四", state="with_township", pack=seasons.pack(of, state="with_township")
        )
    here = f"/relief/applications/{row.id}/"
    assert client_of("clerk_a").post(f"{here}return/", {"why": "人数不清"}).status_code == 302
    cadre = client_of("cadre_a")
    form = page(cadre.get(f"{here}revise/"))
    assert 'name="version" value="2"' in form
    sent = {key: value for key, value in survey(row).items() if key not in {"household", "origin"}}
    assert cadre.post(f"{here}revise/", sent | {"version": 1}).status_code == 422
    assert cadre.post(f"{here}revise/", sent | {"version": 2}).status_code == 302
    assert "待村评议" in page(cadre.get(here))
