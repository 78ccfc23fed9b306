"""What waits in a season of relief stands on everybody's own list, with the days left, in few trips to the database."""

from datetime import date

import pytest

from nuandong.org import scope
from nuandong.relief.models import Season
from nuandong.relief.selectors_queue import queue
from nuandong.relief.steps import ApplicationState, DecisionState, PackState
from nuandong.web.pages.home.todo import items
from tests.cast import NOW, VILLAGE_B
from tests.relief import payouts, seasons
from tests.web.divisions import divisions

pytestmark = pytest.mark.django_db


@pytest.fixture
def season(cast, client_as) -> Season:
    """Households at every step, a list for signing, payouts to freeze and to check."""
    divisions()
    made = payouts.world(2)
    payouts.frozen(payouts.planned(made))
    with scope.enter(cast.officer):
        of = made.season
        of.rules |= {"pay_within": 5}
        of.save()
        seasons.entitlement(cast.officer, of, "杨文")
        pack = seasons.pack(of)
        for name, state, more in (
            ("甲一", ApplicationState.REPORTED, {"amount_fen": None}),
            ("甲二", ApplicationState.REPORTED, {}),
            ("甲三", ApplicationState.RETURNED, {}),
            ("甲四", ApplicationState.ASSESSED, {"pack": pack}),
            ("甲五", ApplicationState.WITH_COUNTY, {}),
        ):
            seasons.application(cast.officer, of, name, state=state, **more)
        below = seasons.pack(
            of, region=VILLAGE_B, state=PackState.WITH_TOWNSHIP, submitted_by=cast.officer.staff, submitted_at=NOW
        )
        seasons.application(
            cast.officer, of, "乙一", state=ApplicationState.WITH_TOWNSHIP, pack=below, region=VILLAGE_B
        )
        seasons.decision(cast.officer, of, number=2, state=DecisionState.SENT, decided_at=None, households=7)
    return of


@pytest.mark.parametrize(
    ("member", "wanted"),
    [
        ("cadre_a", ["1 户等入户补填", "1 户退回补正", "1 户等村评议", "1 户等上报乡镇"]),
        ("officer", ["1 户等列入审定名单", "1 户等编制发放"]),
        ("boss", ["审定名单待签批：7 户", "发放批次待核对：2 笔"]),
        ("operator", []),
        ("auditor", []),
    ],
)
def test_everybodys_list_carries_the_season(season, member, wanted, cast, client_as, django_assert_max_num_queries):
    client = client_as(member)
    client.get("/")
    with django_assert_max_num_queries(20):
        page = client.get("/").content.decode()
    assert [words for words in wanted if words not in page] == []
    assert ("户等" in page) == bool(wanted) or member == "boss"


def test_money_has_its_last_day_and_a_closed_season_waits_for_nobody(season, cast):
    with scope.enter(cast.officer):
        told = {one.title: one for one in items(cast.officer, NOW) if "编制发放" in one.title}
        [waits] = [one for one in queue(season, by=cast.officer, today=date(2026, 12, 1)) if one.code == "plan"]
        assert waits.day is not None
        assert waits.must
        assert "期限" in next(iter(told.values())).note
        Season.objects.filter(id=season.id).update(closed_at=NOW)
        assert [one.title for one in items(cast.officer, NOW) if "户等" in one.title] == []
