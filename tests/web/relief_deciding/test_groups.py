"""Whom plans put first, on the pages: the season, the sharing-out, the application."""

import re
from typing import Any

import pytest

from nuandong.org import scope
from tests.relief import seasons
from tests.relief.test_groups import ODD, in_force, registered
from tests.web.conftest import client_of, seat

pytestmark = pytest.mark.django_db


def page(answer: Any) -> str:
    assert answer.status_code == 200, answer.content.decode()[:3000]
    return re.sub(r"\s+", " ", answer.content.decode())


def test_groups_are_named_and_a_word_without_households_is_said(monkeypatch, django_assert_max_num_queries):
    actor, _account = seat("officer")
    with scope.enter(actor):
        of = seasons.season(actor)
        poor = seasons.application(actor, of, "王秀英")
        registered(actor, poor, "DIBAO")
        ill = seasons.application(actor, of, "李四")
        registered(actor, ill, "CRITICAL_ILL", member=True)
        in_force(actor, odd=True)
    # The pages ask the clock of the machine; the plan is in force whatever day that is.
    monkeypatch.setattr("nuandong.web.pages.relief_deciding.showing.local_date", lambda _now: seasons.DAY)
    monkeypatch.setattr("nuandong.web.pages.relief_applying.showing.local_date", lambda _now: seasons.DAY)
    officer = client_of("officer", second_factor=True)
    officer.get("/relief/seasons/")
    with django_assert_max_num_queries(30):
        shown = page(officer.get(f"/relief/seasons/{of.id}/"))
    assert f"倒房重建户、粮食绝收户、低保户、建档立卡户、特殊困难户、{ODD}" in shown
    assert f"优先群体“{ODD}”没有写明对应哪些户" in shown
    assert "没有写明对应哪些户" in page(officer.get(f"/relief/seasons/{of.id}/share/"))
    assert "优先：低保户（《街道冬春救助（三榜公示）》003#11 ¶20）" in page(
        officer.get(f"/relief/applications/{poor.id}/")
    )
    told = page(officer.get(f"/relief/applications/{ill.id}/"))
    assert "优先：方案所列的优先群体（《街道冬春救助（三榜公示）》003#11 ¶20）" in told
