"""What the database itself refuses, whoever asks."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F

from nuandong.kernel.ids import new_id
from nuandong.relief.models import Entitlement, Funds, Hand, Instalment, Payout, PayoutLine, Signature
from nuandong.relief.steps import LineState, Step
from tests.cast import NOW
from tests.relief import seasons

pytestmark = pytest.mark.django_db


def refused(constraint: str, act: Any) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        act()


def hand(application: Any, staff: Any, step: Step) -> Hand:
    return Hand.objects.create(
        id=new_id(NOW), region=application.region, application=application, staff=staff, step=step, at=NOW
    )


def test_nobody_acts_in_two_steps_of_one_case(as_actor, cast):
    with as_actor(cast.officer):
        made = seasons.application(cast.officer, seasons.season(cast.officer))
        hand(made, cast.cadre_a.staff, Step.REPORT)
        hand(made, cast.clerk_a.staff, Step.REVIEW)
        refused("relief_hand_one_step", lambda: hand(made, cast.cadre_a.staff, Step.ASSESS))
        refused("relief_hand_one_step", lambda: hand(made, cast.clerk_a.staff, Step.DECIDE))


def test_a_list_is_not_signed_by_whoever_drafted_it(as_actor, cast):
    with as_actor(cast.officer):
        under = seasons.decision(cast.officer, seasons.season(cast.officer))

        def sign() -> None:
            Signature.objects.create(
                id=new_id(NOW),
                region=under.region,
                decision=under,
                staff=cast.officer.staff,
                drafted_by=under.drafted_by,
                list_hash=under.list_hash,
                at=NOW,
            )

        refused("relief_signature_not_by_its_author", sign)


def test_a_household_is_granted_once_a_season_and_a_person_counts_once(as_actor, cast):
    with as_actor(cast.officer):
        granted = seasons.entitlement(cast.officer, seasons.season(cast.officer))
        another = seasons.application(cast.officer, granted.season, "李四")
        twin = {field.attname: getattr(granted, field.attname) for field in Entitlement._meta.concrete_fields}
        refused(
            "relief_entitlement_once",
            lambda: Entitlement.objects.create(**(twin | {"id": new_id(NOW), "application_id": another.id})),
        )


def test_an_entitlement_and_funds_are_never_exceeded(as_actor, cast):
    with as_actor(cast.officer):
        granted = seasons.entitlement(cast.officer, seasons.season(cast.officer))
        money = seasons.funds(cast.officer, granted.season, amount_fen=100)
        refused(
            "relief_entitlement_never_exceeded",
            lambda: Entitlement.objects.filter(id=granted.id).update(claimed_fen=F("amount_fen") + 1),
        )
        refused("relief_funds_never_exceeded", lambda: Funds.objects.filter(id=money.id).update(claimed_fen=101))


def test_an_instalment_is_under_way_or_paid_once(as_actor, cast):
    with as_actor(cast.officer):
        granted = seasons.entitlement(cast.officer, seasons.season(cast.officer))
        part = seasons.tranche(cast.officer, granted.season)

        def instalment() -> Instalment:
            return Instalment.objects.create(
                id=new_id(NOW), region=granted.region, entitlement=granted, tranche=part, amount_fen=100, planned_at=NOW
            )

        once = instalment()
        refused("relief_instalment_once", instalment)

        def line(number: int, state: LineState) -> PayoutLine:
            payout = Payout.objects.create(
                id=new_id(NOW),
                region=granted.season.region,
                season=granted.season,
                tranche=part,
                number=number,
                layout="standard",
                remark="受灾救助补助",
                planned_by=cast.officer.staff,
                planned_at=NOW,
            )
            return PayoutLine.objects.create(
                id=new_id(NOW),
                region=granted.region,
                payout=payout,
                instalment=once,
                household=granted.household,
                serial=1,
                amount_fen=100,
                state=state,
                head_masked="王**",
                snapshot_sealed=b"sealed",
                snapshot_hash="0" * 64,
            )

        line(1, LineState.FAILED)
        line(2, LineState.UNKNOWN)
        refused("relief_line_never_paid_twice", lambda: line(3, LineState.PLANNED))
        refused(
            "relief_payout_three_hands",
            lambda: Payout.objects.filter(number=1).update(checked_by=cast.officer.staff),
        )
