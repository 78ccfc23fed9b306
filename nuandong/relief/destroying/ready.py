"""Whether a season's personal data may be destroyed now: all is over, assessed, archived, and nobody asks about it."""

from collections.abc import Iterator
from typing import Final

from nuandong.geo.codes import Level, at_level
from nuandong.kernel.errors import DomainError, NotNow
from nuandong.kernel.text import gettext_noop as _
from nuandong.relief.destroying.rows import Family
from nuandong.relief.freezes import check_not_frozen
from nuandong.relief.models import (
    AccountChange,
    Archive,
    Destruction,
    Evaluation,
    Finding,
    LedgerFile,
    MoneyReturn,
    Objection,
    PayoutLine,
    Season,
    WriteOff,
)
from nuandong.relief.states import LedgerState
from nuandong.relief.steps import FindingState, LineState, ObjectionState

DRAFT: Final = "relief.destruction.draft"
DECIDE: Final = "relief.destruction.decide"
_OVER: Final = (LineState.PAID, LineState.GIVEN_UP, LineState.CANCELLED, LineState.FAILED, LineState.RETURNED)
_DONE: Final = (LedgerState.CONFIRMED, LedgerState.WITHDRAWN, LedgerState.REFUSED)


def check_ready(of: Family) -> None:
    """Raise NotNow with the first thing that is in the way."""
    for refusal in hindrances(of):
        raise refusal


def hindrances(of: Family) -> Iterator[DomainError]:
    """Everything that is in the way, each with what to do; seven queries and three a season."""
    if of.season.follows_id is not None:
        yield NotNow("relief.destroy_follows", _("新灾临时救助随常规年度一并销毁。"), _("请在它所属的常规年度办理。"))
        return
    if any(one.closed_at is None for one in of.all):
        yield NotNow(
            "relief.destroy_open", _("年度或其后的临时救助还没有关闭。"), _("请先办完并关闭，再起草销毁评估。")
        )
        return
    for one in of.all:
        yield from _papers(one)
    try:
        check_not_frozen([of.season.region], of.year)
    except NotNow as refusal:
        yield refusal
    yield from _asked(of)


def _papers(one: Season) -> Iterator[DomainError]:
    signed = Evaluation.objects.filter(season=one, signed_at__isnull=False).order_by("-number").first()
    if signed is None:
        yield NotNow(
            "relief.destroy_evaluation",
            _("“%(season)s”的绩效评估还没有签发。"),
            _("请先起草并签发评估。"),
            season=one.title,
        )
    made = Archive.objects.filter(season=one, region=one.region, made_at__isnull=False).defer("content_sealed")
    archive = made.order_by("-version").first()
    last = max(filter(None, [one.closed_at, signed.signed_at if signed else None]))
    told = max(filter(None, [archive.made_at, archive.confirmed_at])) if archive else None
    if archive is None or archive.missing or told is None or told < last:
        yield NotNow(
            "relief.destroy_archive",
            _("“%(season)s”的县级档案没有生成、不齐全，或生成以后又有变化。"),
            _("请补齐材料，重新生成县级档案。"),
            season=one.title,
        )


def _asked(of: Family) -> Iterator[DomainError]:
    objections = Objection.objects.filter(application__season__in=of.all, state=ObjectionState.OPEN).count()
    if objections:
        yield NotNow("relief.destroy_objections", _("还有 %(n)d 件异议没有答复。"), _("请先答复异议。"), n=objections)
    findings = Finding.objects.filter(of.here, season=of.year, state=FindingState.OPEN, gone_at=None).count()
    if findings:
        yield NotNow("relief.destroy_findings", _("还有 %(n)d 个疑点没有核实。"), _("请先核实疑点。"), n=findings)
    mine = {"line__payout__season__in": of.all, "confirmed_at": None, "dropped_at": None}
    money = PayoutLine.objects.filter(payout__season__in=of.all).exclude(state__in=_OVER).count()
    waiting = sum(model.objects.filter(**mine).count() for model in (MoneyReturn, WriteOff, AccountChange))
    if money or waiting:
        yield NotNow(
            "relief.destroy_money",
            _("还有 %(n)d 笔款项、退款、核销或账号更正没有办完。"),
            _("请先办完。"),
            n=money + waiting,
        )
    ledgers = LedgerFile.objects.filter(of.here, season=of.year).exclude(state__in=_DONE).count()
    if ledgers:
        yield NotNow("relief.destroy_ledgers", _("还有 %(n)d 份台账没有办完。"), _("请先确认导入，或放弃。"), n=ledgers)


def check_data_stands(region: int, year: int) -> None:
    """Raise NotNow once the destruction of a place's year is approved: nothing comes in, nothing is worked out anew."""
    county = at_level(region, Level.COUNTY)
    if Destruction.objects.filter(
        season__region=county, season__year=year, approved_at__isnull=False, dropped_at=None
    ).exists():
        raise NotNow(
            "relief.destroyed",
            _("%(year)d 年度的个人信息已批准销毁。"),
            _("结果见销毁清册；需要保存的材料在档案里。"),
            year=year,
        )
