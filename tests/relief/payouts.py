"""A county in the middle of paying: decided households with cards and accounts, and every step up to the bank."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from nuandong.files.storing import store_document
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import local_date
from nuandong.kernel.ids import new_id
from nuandong.org import scope
from nuandong.people.actions.record_document import record_document
from nuandong.people.documents import Paper
from nuandong.people.kinds import DocumentKind
from nuandong.people.masking import mask_number
from nuandong.relief.actions.check_payout import check_payout
from nuandong.relief.actions.correct_line import correct_line
from nuandong.relief.actions.freeze_payout import freeze_payout
from nuandong.relief.actions.plan_payout import plan_payout
from nuandong.relief.actions.record_result import record_result
from nuandong.relief.actions.release_payout import release_payout
from nuandong.relief.actions.return_money import record_return
from nuandong.relief.actions.sample_payout import draw_sample
from nuandong.relief.actions.write_off import record_write_off
from nuandong.relief.bank.library import layout_named
from nuandong.relief.checking.registry import ACCOUNT
from nuandong.relief.models import (
    Entitlement,
    LedgerFile,
    MoneyReturn,
    Need,
    Payout,
    PayoutLine,
    Season,
    Tranche,
    WriteOff,
)
from nuandong.relief.paying import snapshots
from nuandong.relief.paying.others import other_payments
from nuandong.vault import api as vault
from tests.cast import COUNTY, NOW, VILLAGE_A, cast
from tests.relief import seasons
from tests.relief.books import number
from tests.relief.fake_bank import answered

NAMES = ("王秀英", "李建国", "张桂兰", "刘志强", "陈玉珍", "杨文", "赵春梅", "黄德贵")
LAYOUT = "credit-coop"
REMARK = "受灾救助补助"
LATER = NOW + timedelta(days=2)


@dataclass(slots=True)
class World:
    """The county, its season and tranche, the households in the order they were granted."""

    season: Season
    tranche: Tranche
    granted: list[Entitlement]


def account(serial: int) -> str:
    return str(6217000010000000000 + serial)


def need(by: Actor, granted: Entitlement, ledger: LedgerFile, number_: str, **more: Any) -> Need:
    identity = new_id(NOW)
    values: dict[str, Any] = {
        "id": identity,
        "region": granted.region,
        "season": granted.season.year,
        "household": granted.household,
        "ledger": ledger,
        "size": 1,
        "persons": 1,
        "recorded_at": NOW,
    }
    if number_:
        values |= {
            "account_sealed": vault.seal("relief_need", "account_sealed", identity, number_),
            "account_masked": mask_number(number_),
            "account_blind": vault.blind(ACCOUNT, number_),
        }
    return Need.objects.create(**(values | more))


def world(households: int = 4, *, funds_fen: int = 10_000_000, first: int = 1, **of_season: Any) -> World:
    """Within no scope: enters the officer's. `first` tells the people of several worlds apart."""
    by = cast().officer
    with scope.enter(by):
        season = seasons.season(by, **of_season)
        money = seasons.funds(by, season, amount_fen=funds_fen)
        tranche = seasons.tranche(by, season, from_funds=money)
        ledger = LedgerFile.objects.create(
            id=new_id(NOW),
            region=VILLAGE_A,
            season=season.year,
            form="official-ledger",
            name="台账.xlsx",
            file=new_id(NOW),
            digest=new_id(NOW).hex * 2,
            uploaded_by=by.staff,
            uploaded_at=NOW,
        )
        granted = []
        for serial in range(first, first + households):
            one = seasons.entitlement(
                by, season, NAMES[serial % len(NAMES)], amount_fen=30_000 + (serial - first + 1) * 100
            )
            head = one.counted.get().person_id
            record_document(by=by, now=NOW, person=head, paper=Paper(DocumentKind.ID_CARD, number(serial)))
            need(by, one, ledger, account(serial))
            granted.append(one)
    return World(season, tranche, granted)


def planned(made: World, *, region: int = COUNTY, layout: str = LAYOUT, **more: Any) -> Payout:
    by = cast().officer
    with scope.enter(by):
        return plan_payout(by=by, now=NOW, tranche=made.tranche.id, region=region, layout=layout, remark=REMARK, **more)


def frozen(payout: Payout) -> Payout:
    with scope.enter(cast().officer):
        return freeze_payout(by=cast().officer, now=NOW, payout=payout.id)


def checked(payout: Payout) -> Payout:
    with scope.enter(cast().boss):
        seen = other_payments(Payout.objects.select_related("season").get(id=payout.id)).fen
        return check_payout(by=cast().boss, now=NOW, payout=payout.id, seen=seen)


def released(payout: Payout) -> Payout:
    with scope.enter(cast().finance):
        return release_payout(by=cast().finance, now=NOW, payout=payout.id, voucher="记-12")


def sent(made: World, **more: Any) -> Payout:
    return released(checked(frozen(planned(made, **more))))


def answer(payout: Payout, results: dict[int, tuple[str, str]], **more: Any) -> bytes:
    """The bank's answer to a payout."""
    with scope.enter(cast().finance):
        again = Payout.objects.select_related("season", "tranche__funds").get(id=payout.id)
        lines = list(again.lines.exclude(snapshot_sealed=None).order_by("serial"))
        payments = [snapshots.Payment(**snapshots.opened(line)["payment"]) for line in lines]
    return answered(layout_named(payout.layout), payments, results, **more)


def everything(year: int) -> None:
    """A payout of two households that was answered, another account for one, money of the other back, a write-off, a sample."""
    payout = sent(world(2, year=year))
    told(payout, answer(payout, {1: ("failed", "账号不存在")}))
    with scope.enter(cast().officer):
        line = payout.lines.get(serial=1)
        correct_line(by=cast().officer, now=LATER, line=line.id, account="6217000010000000888", reason="补办")
        draw_sample(by=cast().officer, now=LATER, payout=payout.id, confidence=95, margin=10)
    with scope.enter(cast().finance):
        came_back(payout.lines.get(serial=2))
        given_up(line)


def came_back(line: PayoutLine) -> MoneyReturn:
    """Within the scope of the finance officer: recorded with the bank's paper."""
    by = cast().finance
    paper = store_document(
        by=by, now=LATER, region=line.region, data=b"paper", purpose="relief.return", mime="image/jpeg"
    )
    return record_return(
        by=by,
        now=LATER,
        line=line.id,
        returned_on=local_date(LATER),
        reason="account_closed",
        evidence=paper,
        bank_words="已销户",
    )


def given_up(line: PayoutLine) -> WriteOff:
    """Within the scope of the finance officer: recorded with a paper."""
    by = cast().finance
    paper = store_document(
        by=by, now=LATER, region=line.region, data=b"paper", purpose="relief.write_off", mime="image/jpeg"
    )
    words = "全户外迁，村里问过两次"
    return record_write_off(by=by, now=LATER, line=line.id, reason="gone", words=words, evidence=paper)


def told(payout: Payout, data: bytes) -> Any:
    with scope.enter(cast().finance):
        return record_result(by=cast().finance, now=LATER, payout=payout.id, name="回执.txt", data=data)
