"""A long list asks the database as often as a short one, from the draft to the money paid again."""

from collections import Counter
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import Count, Sum
from django.test.utils import CaptureQueriesContext

from bench import relief_county
from nuandong.org import scope
from nuandong.relief import selectors_payout
from nuandong.relief.actions.check_payout import check_payout
from nuandong.relief.actions.draft_decision import draft_decision
from nuandong.relief.actions.follow_up import follow_up
from nuandong.relief.actions.freeze_payout import freeze_payout
from nuandong.relief.actions.plan_payout import plan_payout
from nuandong.relief.actions.record_result import record_result
from nuandong.relief.actions.release_payout import release_payout
from nuandong.relief.actions.send_decision import send_decision
from nuandong.relief.actions.sign_decision import sign_decision
from nuandong.relief.models import EntitledPerson, Entitlement, NoticeLine, Payout, Season, Tranche
from nuandong.relief.paying.others import other_payments
from nuandong.relief.steps import LineState
from tests.cast import COUNTY, NOW, cast
from tests.relief import payouts
from tests.relief.payouts import LATER, LAYOUT, REMARK, answer

pytestmark = pytest.mark.django_db


class Office:
    """Acts of a season in their order; `asked` holds how many queries each took."""

    def __init__(self) -> None:
        self.asked: dict[str, int] = {}

    def act(self, verb: Any, by: Any, **given: Any) -> Any:
        with scope.enter(by), CaptureQueriesContext(connection) as asked:
            made = verb(by=by, **{"now": NOW, **given})
        self.asked[verb.__name__] = len(asked)
        return made


def paid(households: int) -> tuple[dict[str, int], Payout]:
    """A county of two villages up to its second payout."""
    relief_county.fill(households, 2, villages=2)
    officer, boss, finance, office = cast().officer, cast().boss, cast().finance, Office()
    with scope.enter(officer):
        season, tranche = Season.objects.get(), Tranche.objects.get()
    draft = office.act(draft_decision, officer, season=season.id)
    sent = office.act(send_decision, officer, decision=draft.id)
    office.act(sign_decision, boss, decision=draft.id, seen=sent.list_hash)
    given = {"tranche": tranche.id, "region": COUNTY, "layout": LAYOUT, "remark": REMARK}
    row = office.act(plan_payout, officer, **given)
    row = office.act(freeze_payout, officer, payout=row.id)
    with scope.enter(boss):
        seen = other_payments(Payout.objects.select_related("season").get(id=row.id)).fen
    office.act(check_payout, boss, payout=row.id, seen=seen)
    office.act(release_payout, finance, payout=row.id)
    told = answer(row, {1: ("failed", "08"), 2: ("failed", "08")})
    office.act(record_result, finance, payout=row.id, name="回执.txt", data=told, now=LATER)
    return office.asked, office.act(follow_up, officer, payout=row.id, now=LATER)


def test_what_arrived_is_the_rest_of_what_was_released():
    payouts.everything(2026)
    again = payouts.planned(payouts.world(1, first=9, year=2027))
    with scope.enter(cast().officer):
        every = list(Payout.objects.order_by("id"))
        found = selectors_payout.sums(every)
        for row in every:
            lines = row.lines.exclude(state=LineState.CANCELLED).values_list("state").order_by()
            whole = {
                state: selectors_payout.Share(homes, fen)
                for state, homes, fen in lines.annotate(Count("id"), Sum("amount_fen"))
            }
            assert found.get(row.id) == (None if row.id == again.id else whole)
        assert sum(len(states) for states in found.values()) > 1


def test_a_long_list_asks_as_often_as_a_short_one():
    with transaction.atomic():
        few, _second = paid(10)
        transaction.set_rollback(True)
    many, second = paid(200)
    assert many == few
    with scope.enter(cast().officer):
        assert (Entitlement.objects.count(), EntitledPerson.objects.count()) == (200, 400)
        assert second.lines_count == 2
        results = NoticeLine.objects.filter(notice__code="third").values_list("result", flat=True)
        assert Counter(results) == {"paid": 198, "failed": 2}
