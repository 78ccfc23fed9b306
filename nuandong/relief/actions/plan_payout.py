from collections.abc import Sequence
from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, Max

from nuandong.geo.areas import in_region
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Conflict, Invalid, NotFound, NotNow
from nuandong.kernel.ids import new_id
from nuandong.kernel.money import format_yuan
from nuandong.kernel.text import gettext_noop as _
from nuandong.machine.loading import copied_into
from nuandong.org import permissions
from nuandong.relief import ceilings
from nuandong.relief.bank.library import layout_named
from nuandong.relief.events.paying import PayoutPlanned
from nuandong.relief.freezes import check_not_frozen
from nuandong.relief.models import Entitlement, Funds, Objection, Payout, Tranche
from nuandong.relief.paying import rows
from nuandong.relief.policies_payout import PLAN, check_open, check_remark
from nuandong.relief.procedures import procedure_of
from nuandong.relief.steps import LineState, ObjectionState

_YUAN = 100
_INSTALMENT: Final = ("id", "region", "entitlement_id", "tranche_id", "amount_fen", "planned_at")
_LINE: Final = (
    "id", "region", "payout_id", "instalment_id", "household_id", "serial", "amount_fen", "state", "head_masked",
    "account_masked", "snapshot_hash", "bank_code", "bank_words",
)  # fmt: skip


class _Due(NamedTuple):
    """One entitlement and what of it is paid now."""

    entitlement: UUID
    region: int
    household: UUID
    head: str
    fen: int


@transaction.atomic
def plan_payout(
    *, by: Actor, now: datetime, tranche: UUID, region: int, layout: str, remark: str, percent: int = 100
) -> Payout:
    """Plan to pay a tranche to every decided household of a region that has none of it yet, as far as the money goes.

    `percent` (1 to 100) of each entitlement, whole yuan, and at 100 whatever is left of it. Households that somebody
    objects to wait. All or nothing: raises NotNow when the tranche's funds or the share of a village hold less, or
    nobody is to be paid, Conflict when somebody plans the same at the moment, Invalid, NotFound, Forbidden, OutOfScope.
    Source: DIS-014, DIS-015, DIS-027.
    """
    of = Tranche.objects.select_related("season", "funds").filter(id=tranche).first()
    if of is None:
        raise NotFound("relief.no_tranche", _("没有找到这一批资金。"), _("请从资金页面选择。"), field="tranche")
    permissions.check(by, PLAN, region=of.season.region)
    permissions.check(by, PLAN, region=region)
    check_open(of.season)
    check_remark(procedure_of(of.season).remark, remark)
    layout_named(layout)
    ceilings.lock(of.season)
    if not 1 <= percent <= 100:
        raise Invalid("relief.payout_percent", _("比例应为 1 到 100。"), _("请填写百分数。"), field="percent")
    due = _due(of, region, percent)
    check_not_frozen({one.region for one in due}, of.season.year)
    ceilings.take(of.season, "claimed", ((one.region, one.fen) for one in due))
    total = sum(one.fen for one in due)
    _take(of.funds, total)
    try:
        with transaction.atomic():
            payout = _write(of, due, total, layout=layout, remark=remark, by=by, now=now)
    except IntegrityError as error:
        raise Conflict(
            "relief.payout_meanwhile", _("刚刚有人为同样的户编制了发放。"), _("请刷新页面查看后再试。")
        ) from error
    payload = PayoutPlanned(
        season=of.season_id, tranche=of.id, number=payout.number, lines=len(due), total_fen=total, layout=layout
    )
    journal.record(payload, by=by, now=now, region=payout.region, subject=payout.id)
    return payout


def next_number(season: UUID) -> int:
    return (Payout.objects.filter(season=season).aggregate(last=Max("number"))["last"] or 0) + 1


def _due(tranche: Tranche, region: int, percent: int) -> list[_Due]:
    """Entitlements and what of each is paid now, locked in the order of their ids; villages together."""
    found = Entitlement.objects.select_for_update(of=("self",)).filter(
        in_region(region),
        season=tranche.season_id,
        ended_at=None,
        amount_fen__gt=F("claimed_fen") + F("written_off_fen"),
    )
    found = found.exclude(instalments__tranche=tranche)
    found = found.exclude(application__in=Objection.objects.filter(state=ObjectionState.OPEN).values("application"))
    due = []
    columns = (
        "id",
        "region",
        "household_id",
        "application__head_masked",
        "amount_fen",
        "claimed_fen",
        "written_off_fen",
    )
    for identity, village, home, head, amount, claimed, lost in found.order_by("id").values_list(*columns):
        left = amount - claimed - lost
        part = left if percent == 100 else amount * percent // 100 // _YUAN * _YUAN
        if fen := min(left, part):
            due.append(_Due(identity, village, home, head, fen))
    if not due:
        raise NotNow(
            "relief.payout_nobody",
            _("没有要发的户：都已编入，或有异议未答复，或还没有审定。"),
            _("请核对地区和资金批次。"),
        )
    # Villages together, as the lists are read out.
    return sorted(due, key=lambda one: (one.region, one.entitlement))


def _take(funds: Funds, total: int) -> None:
    """Never money that is not in the budget: the condition is part of the statement."""
    taken = Funds.objects.filter(id=funds.id, amount_fen__gte=F("claimed_fen") + total).update(
        claimed_fen=F("claimed_fen") + total
    )
    if taken != 1:
        funds.refresh_from_db()
        raise NotNow(
            "relief.over_budget",
            _("需要 %(total)s 元，资金文件 %(number)s 只剩 %(left)s 元。"),
            _("请缩小地区、降低比例，或等后续资金到位。"),
            total=format_yuan(total),
            number=funds.number,
            left=format_yuan(funds.amount_fen - funds.claimed_fen),
        )


def _write(
    of: Tranche,
    due: Sequence[_Due],
    total: int,
    *,
    layout: str,
    remark: str,
    by: Actor,
    now: datetime,
) -> Payout:
    payout = Payout.objects.create(
        id=new_id(now),
        region=of.season.region,
        season=of.season,
        tranche=of,
        number=next_number(of.season_id),
        layout=layout,
        remark=remark,
        lines_count=len(due),
        total_fen=total,
        planned_by=by.staff,
        planned_at=now,
    )
    with copied_into("relief_instalment", _INSTALMENT) as copy:
        parts = [new_id(now) for _one in due]
        for part, one in zip(parts, due, strict=True):
            copy.write_row((part, one.region, one.entitlement, of.id, one.fen, now))
    with copied_into("relief_payoutline", _LINE) as copy:
        for serial, (part, one) in enumerate(zip(parts, due, strict=True), start=1):
            state = LineState.PLANNED.value
            values = (new_id(now), one.region, payout.id, part, one.household, serial, one.fen, state, one.head)
            copy.write_row((*values, "", "", "", ""))
    if rows.claim({one.entitlement: one.fen for one in due}) != len(due):
        raise IntegrityError("an entitlement was claimed meanwhile")
    return payout
