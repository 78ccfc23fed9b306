"""Every query of the auditor made to name a row; what the database forbids is tried, and refused."""

import hashlib
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from nuandong.files.storing import store_document
from nuandong.journal import api as journal
from nuandong.kernel.errors import Forbidden, OutOfScope
from nuandong.kernel.ids import new_id
from nuandong.relief.auditing.catalogue import queries
from nuandong.relief.auditing.running import FINDERS, audit
from nuandong.relief.events.paying import PayoutReleased, ResultRecorded
from nuandong.relief.integrity.looking import Look
from nuandong.relief.models import (
    Allocation,
    Application,
    BankFile,
    Decision,
    EntitledPerson,
    Entitlement,
    Finding,
    Freeze,
    Funds,
    Hand,
    HandOut,
    Instalment,
    Kinship,
    Meeting,
    Notice,
    NoticeLine,
    Objection,
    Payout,
    PayoutLine,
    Signature,
    Tranche,
    Vote,
)
from nuandong.relief.paying import snapshots
from nuandong.relief.policies_deciding import list_hash
from nuandong.relief.steps import FindingState, LineState, NoticeState, ObjectionState, PayoutState, Step
from tests.cast import COUNTY, NOW, OTHER_COUNTY
from tests.people.builders import person
from tests.relief import seasons

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


class Case:
    """A household that was decided upon and paid as it should be: noticed, signed, planned, released, arrived."""

    def __init__(self, cast: Any) -> None:
        self.cast, by = cast, cast.officer
        self.season = seasons.season(by, procedure="one-notice")
        self.under = seasons.decision(by, self.season)
        self.granted = seasons.entitlement(by, self.season, under=self.under)
        self.case = self.granted.application
        self._noticed()
        self._signed()
        self._paid()

    def _noticed(self) -> None:
        self.notice = Notice.objects.create(
            id=new_id(NOW), region=self.case.region, season=self.season, code="village", title="村级公示",
            shows=["head"], days=7, state=NoticeState.DOWN, token="t" * 32, phone="12345678",
            prepared_by=self.cast.cadre_a.staff, prepared_at=NOW - 12 * DAY, posted_at=NOW - 10 * DAY,
            first_photo=new_id(NOW), ends_on=date(2026, 11, 28), last_photo=new_id(NOW), taken_down_at=NOW - 2 * DAY,
        )  # fmt: skip
        self.line = NoticeLine.objects.create(
            id=new_id(NOW), region=self.case.region, notice=self.notice, application=self.case, place=1,
            head_masked="王**", size=1, persons=1, ends_on=date(2026, 11, 28),
        )  # fmt: skip

    def _signed(self) -> None:
        digest = list_hash([(self.case.id, self.granted.amount_fen)])
        Decision.objects.filter(id=self.under.id).update(list_hash=digest)
        Signature.objects.create(
            id=new_id(NOW), region=COUNTY, decision=self.under, staff=self.cast.boss.staff,
            drafted_by=self.under.drafted_by, list_hash=digest, at=NOW,
        )  # fmt: skip

    def _paid(self) -> None:
        fen, by = self.granted.amount_fen, self.cast.officer
        self.part = seasons.tranche(by, self.season)
        self.instalment = Instalment.objects.create(
            id=new_id(NOW), region=self.case.region, entitlement=self.granted, tranche=self.part, amount_fen=fen,
            planned_at=NOW,
        )  # fmt: skip
        Entitlement.objects.filter(id=self.granted.id).update(claimed_fen=fen)
        Funds.objects.filter(id=self.part.funds_id).update(claimed_fen=fen)
        self.payout = Payout.objects.create(
            id=new_id(NOW), region=COUNTY, season=self.season, tranche=self.part, number=1, layout="standard-csv",
            remark="冬春救灾资金", state=PayoutState.SETTLED, lines_count=1, total_fen=fen, list_hash="0" * 64,
            planned_by=by.staff, planned_at=NOW, frozen_at=NOW, checked_by=self.cast.boss.staff, checked_at=NOW,
            released_by=self.cast.finance.staff, released_at=NOW, settled_at=NOW,
        )  # fmt: skip
        self.paid = PayoutLine.objects.create(
            id=new_id(NOW), region=self.case.region, payout=self.payout, instalment=self.instalment,
            household=self.granted.household, serial=1, amount_fen=fen, head_masked="王**",
        )  # fmt: skip
        [(payment, _account)] = snapshots.payments(self.payout, [self.paid], seasons.DAY)
        [(sealed, digest)] = snapshots.sealed([self.paid], [payment])
        PayoutLine.objects.filter(id=self.paid.id).update(
            state=LineState.PAID, snapshot_sealed=sealed, snapshot_hash=digest
        )
        whole = snapshots.list_hash([digest])
        Payout.objects.filter(id=self.payout.id).update(list_hash=whole)
        sent, back = self._file(b"list", outgoing=True), self._file(b"paid", outgoing=False, paid=1)
        PayoutLine.objects.filter(id=self.paid.id).update(file=sent)
        self.tell(PayoutReleased(list_hash=whole, lines=1, total_fen=fen, digests=[sent.digest]))
        self.tell(
            ResultRecorded(
                digest=back.digest, rows=1, paid=1, paid_fen=fen, failed=0, failed_fen=0, refused=0, settled=True
            )
        )  # fmt: skip

    def _file(self, data: bytes, **more: Any) -> BankFile:
        stored = store_document(
            by=self.cast.finance, now=NOW, region=COUNTY, data=data, purpose="relief.bank", mime="text/plain"
        )
        return BankFile.objects.create(
            id=new_id(NOW), region=COUNTY, payout=self.payout, name="1.txt", layout="standard-csv", file=stored,
            digest=hashlib.sha256(data).hexdigest(), rows=1, total_fen=self.granted.amount_fen,
            made_by=self.cast.finance.staff, made_at=NOW, **more,
        )  # fmt: skip

    def tell(self, payload: Any) -> None:
        journal.record(payload, by=self.cast.finance, now=NOW, region=COUNTY, subject=self.payout.id)

    def change(self, row: Any, **values: Any) -> None:
        type(row).objects.filter(id=row.id).update(**values)

    def hand(self, who: Any, step: Step) -> None:
        Hand.objects.create(
            id=new_id(NOW), region=self.case.region, application=self.case, staff=who.staff, step=step, at=NOW
        )

    def kin(self) -> None:
        Kinship.objects.create(
            id=new_id(NOW), region=self.case.region, staff=self.cast.clerk_a.staff, household=self.granted.household,
            relation="姐姐", declared_by=self.cast.clerk_a.staff, declared_at=NOW - DAY,
        )  # fmt: skip
        self.hand(self.cast.clerk_a, Step.REVIEW)

    def objection(self) -> None:
        Objection.objects.create(
            id=new_id(NOW), region=self.case.region, notice=self.notice, line=self.line, application=self.case,
            code_hash=b"c" * 16, words_sealed=b"w", state=ObjectionState.OPEN, filed_at=NOW - DAY,
        )  # fmt: skip

    def freeze(self) -> None:
        Freeze.objects.create(
            id=new_id(NOW), region=self.case.region, season=2026, why="审计", set_by=self.cast.boss.staff,
            set_at=NOW - DAY,
        )  # fmt: skip

    def meeting(self) -> None:
        held = Meeting.objects.create(
            id=new_id(NOW), region=self.case.region, season=self.season, held_at=NOW - DAY, place="村委会", invited=10,
            present=6, attendance_sealed=b"a", recorded_by=self.cast.cadre_a.staff,
            recorded_at=NOW,
        )  # fmt: skip
        Vote.objects.create(
            id=new_id(NOW), region=self.case.region, meeting=held, application=self.case, yes=6, supported=True
        )

    def allocation(self) -> None:
        Allocation.objects.create(
            id=new_id(NOW), region=COUNTY, season=self.season, number=1, budget_fen=0, given_fen=0, left_fen=0,
            list_hash="0" * 64, drafted_by=self.cast.officer.staff, drafted_at=NOW, decided_by=self.cast.boss.staff,
            decided_at=NOW,
        )  # fmt: skip

    def hand_out(self) -> None:
        HandOut.objects.create(
            id=new_id(NOW), region=self.case.region, entitlement=self.granted, item="quilt", quantity=1,
            state="given", receiver=person(self.cast.officer, "赵六"), signature=new_id(NOW),
            planned_by=self.cast.officer.staff, planned_at=NOW, given_by=self.cast.clerk_a.staff, given_at=NOW,
        )  # fmt: skip

    def twin(self, row: Any, **values: Any) -> None:
        """The same row once more: what the database refuses."""
        same = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
        type(row).objects.create(**(same | {"id": new_id(NOW)} | values))

    def head_died(self) -> None:
        head = self.granted.counted.get().person
        self.change(head, dead_on=date(2026, 3, 1))

    def unfit(self) -> None:
        Finding.objects.create(
            id=new_id(NOW), region=self.case.region, season=2026, check_code="absent_counted",
            subject_type="household", subject=str(self.granted.household_id), digest="3" * 64, found_at=NOW, seen_at=NOW,
            state=FindingState.CONFIRMED, decided_by=self.cast.boss.staff, decided_at=NOW,
        )  # fmt: skip

    def unpaid(self, **of_season: Any) -> None:
        self.change(self.paid, state=LineState.FAILED)
        self.change(self.season, **of_season)

    def two_steps(self) -> None:
        self.hand(self.cast.clerk_a, Step.REPORT)
        self.hand(self.cast.clerk_a, Step.REVIEW)

    def counted_twice(self) -> None:
        other = seasons.entitlement(self.cast.officer, self.season, "李四", under=self.under)
        self.twin(EntitledPerson.objects.get(entitlement=self.granted), entitlement_id=other.id)


MADE: dict[str, Callable[[Case], object]] = {
    "kin_acted": Case.kin,
    "quorum": Case.meeting,
    "notice_incomplete": lambda case: case.change(case.line, ends_on=date(2026, 12, 1)),
    "notice_late_down": lambda case: case.change(case.notice, taken_down_at=NOW + DAY),
    "decided_objected": Case.objection,
    "signatures_missing": lambda case: case.change(case.under, signatures=2),
    "decision_tampered": lambda case: case.change(case.granted, amount_fen=45_001),
    "entitlement_differs": lambda case: case.change(case.case, amount_fen=45_001),
    "decided_frozen": Case.freeze,
    "tranche_unfunded": lambda case: case.change(case.part.funds, received_on=date(2026, 12, 2)),
    "beyond_funds": lambda case: case.change(case.part.funds, claimed_fen=44_999, amount_fen=44_999),
    "funds_differ": lambda case: case.change(case.part.funds, claimed_fen=44_999),
    "outside_budget": Case.allocation,
    "overpaid": lambda case: case.change(case.paid, amount_fen=45_001),
    "claims_differ": lambda case: case.change(case.granted, claimed_fen=44_999),
    "line_differs": lambda case: case.change(case.paid, amount_fen=44_999),
    "return_unproved": lambda case: case.change(case.paid, state=LineState.RETURNED),
    "write_off_unproved": lambda case: case.change(case.paid, state=LineState.GIVEN_UP),
    "undecided_paid": lambda case: case.change(case.granted, ended_at=NOW),
    "paid_objected": Case.objection,
    "released_frozen": Case.freeze,
    "snapshot_tampered": lambda case: case.change(case.paid, snapshot_hash="1" * 64),
    "list_tampered": lambda case: case.change(case.payout, total_fen=1),
    "remark_wrong": lambda case: case.change(case.payout, remark="慰问金"),
    "event_missing": lambda case: case.change(case.payout, list_hash="1" * 64),
    "paid_dead": Case.head_died,
    "paid_unfit": Case.unfit,
    "due_unpaid": lambda case: case.unpaid(closed_at=NOW),
    "late": lambda case: (
        case.unpaid(rules=case.season.rules | {"pay_within": 5}),
        case.change(case.under, decided_at=NOW - 30 * DAY),
    ),
    "file_differs": lambda case: BankFile.objects.filter(outgoing=True).update(total_fen=1),
    "by_proxy": Case.hand_out,
}
FORBIDDEN: dict[str, tuple[str, Callable[[Case], None]]] = {
    "person_twice": ("relief_entitled_person_once", Case.counted_twice),
    "two_steps": ("relief_hand_one_step", Case.two_steps),
    "paid_twice": (
        "relief_line_never_paid_twice",
        lambda case: case.twin(PayoutLine.objects.get(id=case.paid.id), serial=2),
    ),
    "same_hands": (
        "relief_payout_three_hands",
        lambda case: case.change(case.payout, released_by=case.cast.boss.staff),
    ),
}


def named(code: str) -> list[dict[str, Any]]:
    return [dict(one.facts) for one in FINDERS[code](Look(COUNTY, 2026, NOW))]


def test_the_list_is_whole() -> None:
    assert set(FINDERS) == set(queries()) == {*MADE, *FORBIDDEN}
    assert {code for code, one in queries().items() if one.forbidden} == set(FORBIDDEN)


def test_a_season_as_it_should_be_names_no_row(as_actor, cast):
    with as_actor(cast.officer):
        Case(cast)
        rows = {one.code: one.rows for one in audit(Look(COUNTY, 2026, NOW), by=cast.auditor) if one.rows}
        assert rows == {}


@pytest.mark.parametrize("code", sorted(MADE))
def test_each_query_names_its_row(as_actor, cast, code):
    with as_actor(cast.officer):
        case = Case(cast)
        MADE[code](case)
        [facts] = named(code)
        assert queries()[code].says % facts


def test_money_without_a_decision_that_stands(as_actor, cast):
    with as_actor(cast.officer):
        case = Case(cast)
        for row, word, stands in ((case.under, "sent", "decided"), (case.case, "with_county", "decided")):
            assert named("undecided_paid") == []
            case.change(row, state=word)
            assert [facts["serial"] for facts in named("undecided_paid")] == [1]
            case.change(row, state=stands)


@pytest.mark.parametrize("code", sorted(FORBIDDEN))
def test_what_the_database_forbids(as_actor, cast, code):
    constraint, act = FORBIDDEN[code]
    with as_actor(cast.officer):
        case = Case(cast)
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            act(case)
        assert named(code) == []


@pytest.mark.parametrize(
    "wrong",
    [
        lambda case: BankFile.objects.filter(outgoing=True).update(digest="1" * 64),
        lambda case: BankFile.objects.filter(outgoing=True).update(file=BankFile.objects.get(outgoing=False).file),
        lambda case: BankFile.objects.filter(outgoing=False).update(paid=2),
        lambda case: BankFile.objects.filter(outgoing=True).update(rows=2),
        lambda case: case.change(case.paid, file=None),
    ],
)
def test_list_bank_file_and_answer_say_the_same(as_actor, cast, wrong):
    with as_actor(cast.officer):
        case = Case(cast)
        assert named("file_differs") == []
        wrong(case)
        assert [facts["number"] for facts in named("file_differs")] == [1]


def test_who_may_ask(as_actor, cast):
    with as_actor(cast.officer), pytest.raises(Forbidden):
        list(audit(Look(COUNTY, 2026, NOW), by=cast.officer))
    with as_actor(cast.auditor), pytest.raises(OutOfScope):
        list(audit(Look(OTHER_COUNTY, 2026, NOW), by=cast.auditor))


def test_another_season_or_place_is_another_audit(as_actor, cast):
    with as_actor(cast.officer):
        case = Case(cast)
        MADE["overpaid"](case)
        for look in (Look(COUNTY, 2025, NOW), Look(OTHER_COUNTY, 2026, NOW)):
            assert [one for code in FINDERS for one in FINDERS[code](look)] == []
        assert Application.objects.count() == Tranche.objects.count() == 1
