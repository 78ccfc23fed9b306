"""A season that is over: paid, closed, evaluated, archived, with one of everything that is destroyed afterwards."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from nuandong.files.storing import store_document
from nuandong.kernel.actors import SYSTEM
from nuandong.kernel.ids import new_id
from nuandong.org import scope
from nuandong.relief import surveys
from nuandong.relief.actions.confirm_ledger import confirm_ledger
from nuandong.relief.actions.see_card import PURPOSE as CARD
from nuandong.relief.actions.take_scans import PURPOSE as SCAN
from nuandong.relief.models import (
    Application,
    Archive,
    CardSeen,
    Evaluation,
    Finding,
    LedgerFile,
    Need,
    NoticeLine,
    Objection,
    OutsideEntry,
    OutsideList,
    Scan,
    Season,
)
from nuandong.relief.steps import ApplicationState, FindingState, ObjectionState
from nuandong.relief.working import work
from nuandong.vault import api as vault
from tests.cast import COUNTY, NOW, VILLAGE_A, cast
from tests.relief import payouts, seasons
from tests.relief.books import book, household
from tests.relief.test_ledger import uploaded

CLOSED = NOW + timedelta(days=20)
ASSESSED = NOW + timedelta(days=30)
SERIALS = (50, 51)
"""Households of the ledger: the first is refused, the second never applied."""


@dataclass(slots=True)
class Over:
    season: Season
    refused: Application
    granted: Any


def over() -> Over:
    """Within no scope; the demo's identity numbers must be allowed."""
    people = cast()
    made = payouts.world(2)
    with scope.enter(SYSTEM):
        # The ledger of the payouts has no file: nobody uploaded it.
        LedgerFile.objects.update(state="confirmed", checked_at=NOW, found="0" * 64, confirmed_by=people.officer.staff)
    ledger = uploaded(book([household(one) for one in SERIALS]))
    with scope.enter(people.clerk_a):
        again = LedgerFile.objects.get(id=ledger.id)
        confirm_ledger(by=people.clerk_a, now=NOW, ledger=ledger.id, found=again.found)
    work(ledger.id, NOW, by=people.clerk_a)
    payout = payouts.sent(made)
    payouts.told(payout, payouts.answer(payout, {}))
    with scope.enter(SYSTEM):
        refused = _refused(made.season, ledger.id)
        _beside(made.season, refused, made.granted[0].application)
        _closed(made.season)
    return Over(Season.objects.get(id=made.season.id), refused, made.granted)


def _refused(season: Season, ledger: UUID) -> Application:
    need = Need.objects.filter(ledger=ledger).order_by("id").first()
    assert need is not None
    identity = new_id(NOW)
    return Application.objects.create(
        id=identity,
        region=need.region,
        season=season,
        household=need.household,
        need=need,
        origin="ledger",
        state=ApplicationState.REFUSED,
        head_masked="王*",
        category="GENERAL",
        size=need.size,
        persons=need.persons,
        facts={"food_persons": 1},
        reason_sealed=surveys.sealed(surveys.Survey("CROP", "none", "老伴卧床多年"), identity),
        reported_by=cast().cadre_a.staff,
        reported_on=date(2026, 12, 1),
        reported_at=NOW,
        moved_at=NOW,
    )


def _beside(season: Season, refused: Application, granted: Application) -> None:
    by = cast().officer
    seen = new_id(NOW)
    CardSeen.objects.create(
        id=seen,
        region=granted.region,
        application=granted,
        household=granted.household,
        account_sealed=vault.seal("relief_cardseen", "account_sealed", seen, payouts.account(1)),
        account_masked="6217****0001",
        account_blind=b"1" * 16,
        photo=store_document(by=by, now=NOW, region=granted.region, data=b"card", purpose=CARD, mime="image/jpeg"),
        seen_by=by.staff,
        seen_at=NOW,
    )
    seasons.noticed(by, refused, granted)
    line = NoticeLine.objects.filter(application=refused).first()
    assert line is not None
    said = new_id(NOW)
    Objection.objects.create(
        id=said,
        region=line.region,
        notice=line.notice,
        line=line,
        application=refused,
        code_hash=b"2" * 16,
        words_sealed=vault.seal("relief_objection", "words_sealed", said, "家里有车"),
        contact_sealed=vault.seal("relief_objection", "contact_sealed", said, "13900000001"),
        answer_sealed=vault.seal("relief_objection", "answer_sealed", said, "已核实"),
        state=ObjectionState.UPHELD,
        filed_at=NOW,
        answered_by=by.staff,
        answered_at=NOW,
    )
    Finding.objects.create(
        id=new_id(NOW),
        region=refused.region,
        season=season.year,
        check_code="account_shared",
        subject_type="application",
        subject=str(refused.id),
        facts={"homes": [str(refused.household_id)]},
        digest="3" * 64,
        state=FindingState.CONFIRMED,
        found_at=NOW,
        seen_at=NOW,
        decided_by=by.staff,
        decided_at=NOW,
    )
    listed = OutsideList.objects.create(
        id=new_id(NOW), region=COUNTY, season=season.year, kind="aid", title="临时救助", digest="4" * 64, rows=1,
        matched=1, rejected=0, uploaded_by=by.staff, uploaded_at=NOW,
    )  # fmt: skip
    person = refused.household.memberships.first()
    OutsideEntry.objects.create(
        id=new_id(NOW), region=VILLAGE_A, outside=listed, person_id=person.person_id, amount_fen=100
    )
    page = store_document(by=by, now=NOW, region=VILLAGE_A, data=b"page", purpose=SCAN, mime="image/jpeg")
    Scan.objects.create(
        id=new_id(NOW), region=VILLAGE_A, file=page, digest="5" * 64, page=1, batch=new_id(NOW), uploaded_by=by.staff,
        uploaded_at=NOW,
    )  # fmt: skip


def _closed(season: Season) -> None:
    people = cast()
    Season.objects.filter(id=season.id).update(closed_at=CLOSED)
    Evaluation.objects.create(
        id=new_id(NOW), region=COUNTY, season=season, number=1, affected_persons=100, digest="6" * 64,
        drafted_by=people.officer.staff, drafted_at=CLOSED, changed_at=CLOSED, signed_by=people.boss.staff,
        signed_at=CLOSED,
    )  # fmt: skip
    Archive.objects.create(
        id=new_id(NOW), region=COUNTY, season=season, version=1, asked_by=people.officer.staff, asked_at=CLOSED,
        made_at=CLOSED, content="7" * 64, digest="8" * 64, content_sealed=b"archive",
    )  # fmt: skip
