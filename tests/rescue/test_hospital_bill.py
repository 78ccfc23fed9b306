"""The money of a hospital case: the budget pays for the eligible, and not on the word of one person (RES-021)."""

import pytest
from django.db import IntegrityError, transaction

from nuandong.kernel.errors import Forbidden, Invalid, NotNow
from nuandong.org import catalogue
from nuandong.rescue.actions.enter_hospital import enter_hospital
from nuandong.rescue.actions.leave_hospital import leave_hospital
from nuandong.rescue.actions.settle_hospital_bill import settle_hospital_bill
from nuandong.rescue.actions.verify_in_hospital import verify_in_hospital
from nuandong.rescue.models import HospitalCase
from nuandong.rescue.policies.hospital import SETTLE, VERIFY, Bill, bill_refusal
from nuandong.rescue.reference_station import station as rules
from tests.cast import NOW
from tests.rescue import station
from tests.rescue.station import inside

BUDGET = "rescue_budget"
# bill, paid (fen), payer, eligible, what else → code of the refusal or None
BILLS = [
    (100_000, 100_000, BUDGET, True, {}, None),
    (100_000, 40_000, BUDGET, True, {}, None),
    (100_000, 0, BUDGET, True, {}, None),
    (100_000, 1, BUDGET, False, {}, "rescue.not_eligible"),
    (100_000, 100_000, BUDGET, None, {}, "rescue.not_verified"),
    (100_000, 100_000, "family", False, {}, "rescue.not_eligible"),
    (100_000, 0, "family", False, {}, None),
    (100_000, 0, "insurance", None, {}, None),
    (100_000, 1, "family", True, {}, "rescue.payer_not_budget"),
    (100_000, 1, "insurance", True, {}, "rescue.payer_not_budget"),
    (100_000, 1, "who_brings", True, {}, "rescue.payer_not_budget"),
    (100_000, 100_001, BUDGET, True, {}, "rescue.bill"),
    (100_000, -1, BUDGET, True, {}, "rescue.bill"),
    (100_000, 0, "uncle", True, {}, "rescue.code_unknown"),
    (100_000, 0, BUDGET, True, {"discharged": False}, "rescue.wrong_state"),
    (100_000, 0, BUDGET, True, {"settled": True}, "rescue.wrong_state"),
]


@pytest.mark.parametrize(("bill", "paid", "payer", "eligible", "more", "refused"), BILLS)
def test_what_the_budget_pays(bill, paid, payer, eligible, more, refused):
    error = bill_refusal(Bill(bill_fen=bill, paid_fen=paid, payer=payer, eligible=eligible, **more))
    assert (error.code if error else None) == refused


def test_every_payer_stands_in_the_table():
    assert {row[2] for row in BILLS} >= set(rules().payers)


def test_the_two_acts_are_named_and_kept_apart():
    assert {VERIFY, SETTLE} <= set(catalogue.separation().titles)
    assert (VERIFY, SETTLE) in {(pair.one, pair.other) for pair in catalogue.separation().acts}


@pytest.fixture
def stage(cast, as_actor, db):
    with as_actor(cast.head):
        cast.world = station.furnish(cast)
        yield cast


@pytest.fixture
def case(stage):
    """Somebody out of hospital again, whose bill is open."""
    stay, by = inside(stage), stage.station
    sent = {"hospital": stage.world.hospital.id, "tracker": stage.head.staff}
    case = enter_hospital(by=by, now=NOW, stay=stay.id, **sent)
    return leave_hospital(by=by, now=NOW, case=case.id, certificate=True)


@pytest.mark.parametrize(
    ("certificate", "note", "refused"),
    [(True, "", False), (True, "好转", False), (False, "医院次日补寄", False), (False, " ", True)],
)
def test_out_of_hospital_by_a_certificate_or_a_reason(stage, certificate, note, refused):
    stay, by = inside(stage), stage.station
    sent = {"hospital": stage.world.hospital.id, "tracker": stage.head.staff}
    case = enter_hospital(by=by, now=NOW, stay=stay.id, **sent)
    if refused:
        with pytest.raises(Invalid) as error:
            leave_hospital(by=by, now=NOW, case=case.id, certificate=certificate, note=note)
        assert error.value.field == "note"
        return
    assert leave_hospital(by=by, now=NOW, case=case.id, certificate=certificate, note=note).discharged_at == NOW


def pay(by, case, fen: int):
    return settle_hospital_bill(by=by, now=NOW, case=case.id, bill_fen=100_000, paid_fen=fen)


def test_nothing_is_paid_for_whoever_is_not_eligible(stage, case):
    assert verify_in_hospital(by=stage.station, now=NOW, case=case.id, eligible=False).eligible is False
    with pytest.raises(Invalid) as refused:
        pay(stage.head, case, 100_000)
    assert refused.value.code == "rescue.not_eligible"
    assert pay(stage.head, case, 0).paid_fen == 0


def test_the_database_too_pays_for_nobody_else(stage, case):
    verify_in_hospital(by=stage.station, now=NOW, case=case.id, eligible=False)
    paid = {"bill_fen": 5, "paid_fen": 5, "settled_at": NOW, "settled_by": stage.head.staff}
    with pytest.raises(IntegrityError), transaction.atomic():
        HospitalCase.objects.filter(id=case.id).update(**paid)


def test_whoever_verified_does_not_settle(stage, case):
    verify_in_hospital(by=stage.head, now=NOW, case=case.id, eligible=True)
    with pytest.raises(Forbidden) as refused:
        pay(stage.head, case, 100_000)
    assert refused.value.code == "org.separation"
    assert pay(stage.station, case, 100_000).settled_by == stage.station.staff


def test_whoever_settled_does_not_verify_afterwards(stage, case):
    pay(stage.station, case, 0)
    with pytest.raises(Forbidden):
        verify_in_hospital(by=stage.station, now=NOW, case=case.id, eligible=True)
    with pytest.raises(NotNow):
        pay(stage.head, case, 0)
