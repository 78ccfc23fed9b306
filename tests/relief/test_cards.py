"""Whose account money goes to, and what kind of card it is on (DIS-027)."""

import pytest

from nuandong.kernel.errors import Invalid
from nuandong.org import scope
from nuandong.relief.actions.correct_line import confirm_account, correct_line
from nuandong.relief.actions.freeze_payout import freeze_payout
from nuandong.relief.bank.cards import like_none_of
from nuandong.relief.integrity.accounts import account_foreign
from nuandong.relief.integrity.looking import Look
from nuandong.relief.integrity.running import beside
from nuandong.relief.models import Need, Payout, PayoutLine
from nuandong.relief.paying import snapshots
from nuandong.relief.procedures import procedures
from tests.cast import COUNTY, NOW, cast
from tests.relief import payouts

pytestmark = pytest.mark.django_db
OFFICER, BOSS = cast().officer, cast().boss


@pytest.fixture(autouse=True)
def demo(settings):
    settings.NUANDONG_DEMO = True


@pytest.mark.parametrize(
    ("number", "wanted", "odd"),
    [
        ("6217000010000000001", ("social-security",), True),  # its last digit is not right
        ("6217000010000000003", ("social-security",), False),
        ("6217000010000000001", ("social-security", "passbook"), False),
        ("62170000100000003", ("credit-coop",), True),  # not as long as theirs
        ("1", (), False),
        ("1", ("kind-of-a-county-that-left-it-out",), False),
    ],
)
def test_a_number_looks_like_a_kind_of_card(number, wanted, odd):
    assert like_none_of(number, wanted) is odd


def test_procedures_name_known_kinds():
    assert procedures()["three-notices"].cards == ("social-security", "passbook")


def test_money_does_not_go_to_an_account_in_another_name():
    made = payouts.world(2)
    home = made.granted[0].household_id
    look = Look(COUNTY, 2026, NOW)
    with scope.enter(OFFICER):
        assert "account_foreign" in beside(look)  # no ledger says whose accounts they are
        assert list(account_foreign(look)) == []
        needs = Need.objects.filter(household=home)
        needs.update(holder_masked="钱**", holder_other=True, bank="农商银行")
        assert "account_foreign" not in beside(look)
        [told] = account_foreign(look)
        assert (told.subject, told.facts["reason"], told.facts["holder"]) == (home, "holder_differs", "钱**")
    payout = payouts.planned(made)
    with scope.enter(OFFICER):
        found = problems(payout)
        assert [(one.code, one.params) for one in found if one.error] == [("account_of_another", {"holder": "钱**"})]
        with pytest.raises(Invalid):
            freeze_payout(by=OFFICER, now=NOW, payout=payout.id)
        line = PayoutLine.objects.get(payout=payout, household=home)
        change = correct_line(by=OFFICER, now=NOW, line=line.id, account="6217000010000000003", reason="本人社保卡")
    with scope.enter(BOSS):
        confirm_account(by=BOSS, now=NOW, change=change.id)
    with scope.enter(OFFICER):
        assert not [one for one in problems(payout) if one.error]
        assert list(account_foreign(look)) == []
    payouts.frozen(payout)


def problems(payout: Payout) -> list[snapshots.Problem]:
    row = Payout.objects.select_related("season", "tranche__funds").get(id=payout.id)
    return [one for _lines, _made, found in snapshots.looked_at(row, NOW.date()) for one in found]
