"""The limit per person on its pages: set by the county, explained in the survey, confirmed by the township, seen when decided."""

from datetime import date

import pytest

from nuandong.org import scope
from nuandong.relief.models import Application
from nuandong.relief.steps import ApplicationState, PackState
from tests.cast import VILLAGE_A
from tests.relief import seasons
from tests.web.conftest import client_of, seat
from tests.web.relief_applying.test_pages import begun, page, survey

pytestmark = pytest.mark.django_db


def test_from_the_limit_to_the_decision(django_assert_max_num_queries):
    of, household = begun()
    officer, cadre = client_of("officer", second_factor=True), client_of("cadre_a")
    here = f"/relief/seasons/{of.id}/"
    assert "没有设定" in page(officer.get(here))
    assert "没有写明限额的依据" in page(officer.post(f"{here}limit/", {"limit_fen": "300"}), 422)
    assert cadre.get(f"{here}limit/").status_code == 403
    assert officer.post(f"{here}limit/", {"limit_fen": "300", "source": "方案第四条"}).status_code == 302
    shown = page(officer.get(here))
    assert "300.00 元" in shown
    assert "方案第四条" in shown
    assert 'value="300' in page(officer.get(f"{here}limit/"))

    village = f"{here}{VILLAGE_A}/report/"
    assert "人均超过 300.00 元的户要写" in page(cadre.get(f"{village}?household={household.id}"))
    assert "这户人均 350.00 元" in page(cadre.post(village, survey(household)), 422)
    there = cadre.post(village, survey(household) | {"above": "房屋全部烧毁"})["Location"]
    shown = page(cadre.get(there))
    assert "超过限额" in shown
    assert "房屋全部烧毁" in shown

    actor, _account = seat("officer")
    with scope.enter(actor):
        row = Application.objects.get()
        pack = seasons.pack(of, state=PackState.WITH_TOWNSHIP)
        Application.objects.update(pack=pack, state=ApplicationState.WITH_TOWNSHIP)
    papers = f"/relief/packs/{pack.id}/"
    clerk = client_of("clerk_a")
    assert "人均超过限额" in page(clerk.get(papers))
    assert "房屋全部烧毁" in page(clerk.get(f"{papers}pass/"))
    assert "乡镇还没有确认" in page(clerk.post(f"{papers}pass/", {"passed": [row.id]}), 422)
    assert clerk.post(f"{papers}pass/", {"passed": [row.id], "above": [row.id]}).status_code == 302

    with scope.enter(actor):
        Application.objects.update(state=ApplicationState.WITH_COUNTY)
        seasons.noticed(actor, row, ends_on=date(2020, 1, 1))
    listed = officer.post(f"{here}decisions/new/", {})["Location"]
    with django_assert_max_num_queries(28):
        shown = page(officer.get(listed))
    assert "1 户，限额 300.00 元" in shown
    assert "房屋全部烧毁" in shown
