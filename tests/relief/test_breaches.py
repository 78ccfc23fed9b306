"""What the records of relief show of prohibitions, and what ends it (DIS-025, DIS-028, DIS-034, DIS-035)."""

from datetime import timedelta
from uuid import UUID

import pytest

from nuandong.geo.codes import span
from nuandong.kernel.ids import new_id
from nuandong.plans.bans import Watched
from nuandong.relief import breaches
from nuandong.relief.actions.decide_finding import decide_finding
from nuandong.relief.breaches import audited, suspected
from nuandong.relief.models import Decision, Entitlement, Finding, HandOut, Instalment, Payout, PayoutLine
from nuandong.relief.steps import HandOutState, LineState
from tests.cast import COUNTY, NOW, OTHER_COUNTY, TOWNSHIP_A, VILLAGE_A
from tests.people.builders import person
from tests.relief import seasons

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def granted(cast, as_actor):
    with as_actor(cast.officer):
        yield seasons.entitlement(cast.officer, seasons.season(cast.officer, procedure="ten-day-notice"))


def found(check, *, region=COUNTY, now=NOW + DAY):
    rows = list(check(Watched(UUID(int=1), span(region), NOW - DAY, now)))
    assert list(check(Watched(UUID(int=1), span(OTHER_COUNTY), NOW - DAY, now))) == []
    return {(row.subject, row.region) for row in rows}


def suspicion(check="size_inflated", *, at=NOW, **more):
    values = {"region": VILLAGE_A, "season": 2026, "subject_type": "household", "subject": str(new_id(at))}
    return Finding.objects.create(
        id=new_id(at), check_code=check, digest=new_id(at).hex, found_at=at, seen_at=at, **(values | more)
    )


def test_a_suspicion_is_a_breach_when_confirmed_or_left_lying(cast, granted):
    check = suspected("size_inflated", "dead_counted")
    first, second = suspicion(), suspicion("dead_counted", at=NOW + timedelta(hours=1))
    suspicion("townspeople")
    assert found(check) == set()
    later = NOW + 4 * DAY
    assert found(check, now=later) == {(first.id, TOWNSHIP_A)}
    decide_finding(by=cast.officer, now=NOW, finding=second.id, decision="confirmed", reason="入户看过")
    assert found(check) == {(second.id, VILLAGE_A)}
    [breach] = check(Watched(UUID(int=1), span(VILLAGE_A), NOW - DAY, NOW + DAY))
    assert breach.event is not None
    decide_finding(by=cast.officer, now=NOW, finding=first.id, decision="explained", reason="新生儿")
    assert found(check, now=later) == {(second.id, VILLAGE_A)}
    Finding.objects.update(gone_at=later)
    assert found(check, now=later) == set()


@pytest.mark.parametrize("about", ["household", "application"])
def test_a_household_found_unfit_keeps_its_entitlement(about, cast, granted):
    subject = granted.household_id if about == "household" else granted.application_id
    row = suspicion("townspeople", subject_type=about, subject=str(subject))
    assert found(breaches.unfit_and_granted) == set()
    decide_finding(by=cast.officer, now=NOW, finding=row.id, decision="confirmed", reason="已迁入城镇")
    assert found(breaches.unfit_and_granted, region=TOWNSHIP_A) == {(granted.id, VILLAGE_A)}
    Entitlement.objects.update(ended_at=NOW)
    assert found(breaches.unfit_and_granted) == set()


def test_money_that_does_not_arrive_and_money_in_parts(cast, granted):
    Decision.objects.update(decided_at=NOW)
    assert found(breaches.late_money, now=NOW + 7 * DAY) == set()
    late = NOW + 12 * DAY
    assert found(breaches.late_money, region=TOWNSHIP_A, now=late) == {(granted.decision_id, TOWNSHIP_A)}
    part = seasons.tranche(cast.officer, granted.season)
    payout = Payout.objects.create(
        id=new_id(NOW), region=COUNTY, season=granted.season, tranche=part, number=1, layout="standard-csv",
        remark="冬春慰问金", lines_count=1, total_fen=45_000, planned_by=cast.officer.staff, planned_at=NOW,
    )  # fmt: skip
    assert found(audited("remark_wrong")) == {(payout.id, COUNTY)}
    Payout.objects.update(remark="冬春救灾资金")
    assert found(audited("remark_wrong")) == set()
    for number, fen in enumerate((30_000, 15_000)):
        of = part if not number else seasons.tranche(cast.officer, granted.season, from_funds=part.funds, number=2)
        instalment = Instalment.objects.create(
            id=new_id(NOW),
            region=VILLAGE_A,
            entitlement=granted,
            tranche=of,
            amount_fen=fen,
            planned_at=NOW + number * DAY,
        )
        PayoutLine.objects.create(
            id=new_id(NOW), region=VILLAGE_A, payout=payout, instalment=instalment, household=granted.household,
            serial=number + 1, amount_fen=fen, state=LineState.PAID, head_masked="王**", snapshot_sealed=b"s",
            snapshot_hash="0" * 64,
        )  # fmt: skip
        assert bool(found(breaches.late_money, now=late)) == (number == 0)
        assert found(breaches.in_parts) == ({(of.id, TOWNSHIP_A)} if number else set())


def test_goods_signed_for_by_somebody_outside(cast, granted):
    row = HandOut.objects.create(
        id=new_id(NOW), region=VILLAGE_A, entitlement=granted, item="quilt", quantity=1, state=HandOutState.GIVEN,
        receiver=person(cast.officer, "李四", region=VILLAGE_A), signature=new_id(NOW), planned_by=cast.officer.staff,
        planned_at=NOW, given_by=cast.officer.staff, given_at=NOW,
    )  # fmt: skip
    assert found(audited("by_proxy")) == {(row.id, VILLAGE_A)}
    HandOut.objects.update(receiver=granted.counted.get().person)
    assert found(audited("by_proxy")) == set()
