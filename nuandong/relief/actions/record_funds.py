from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import local_date
from nuandong.kernel.errors import Conflict, Invalid, NotFound
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.relief.events.funding import FundsRecorded, TrancheOpened
from nuandong.relief.lookups import season_of
from nuandong.relief.models import Funds, Season, Tranche
from nuandong.relief.policies_deciding import check_open
from nuandong.relief.sharing import MAX_BUDGET_FEN
from nuandong.relief.steps import Source

RECORD = "relief.funds.record"


@transaction.atomic
def record_funds(
    *,
    by: Actor,
    now: datetime,
    season: UUID,
    number: str,
    title: str,
    source: str,
    amount_fen: int,
    issued_on: date,
    received_on: date,
    scan: UUID | None = None,
) -> Funds:
    """Record the money of one funds document (文号), in fen.

    Raises NotFound, Forbidden, OutOfScope, Invalid, NotNow, Conflict when the number is there.
    """
    row = season_of(season)
    permissions.check(by, RECORD, region=row.region)
    check_open(row)
    _check(number, source, amount_fen, issued_on, received_on, local_date(now))
    try:
        with transaction.atomic():
            made = Funds.objects.create(
                id=new_id(now),
                region=row.region,
                season=row,
                number=number.strip(),
                title=title.strip(),
                source=source,
                amount_fen=amount_fen,
                issued_on=issued_on,
                received_on=received_on,
                scan=scan,
                recorded_by=by.staff,
                recorded_at=now,
            )
    except IntegrityError as error:
        raise Conflict(
            "relief.funds_there",
            _("这个文号已经登记。"),
            _("请在资金页面查看；追加的资金有自己的文号。"),
            field="number",
        ) from error
    payload = FundsRecorded(season=row.id, source=source, amount_fen=amount_fen)
    journal.record(
        payload, by=by, now=now, region=row.region, subject=made.id, text={"number": made.number, "title": made.title}
    )
    return made


def _check(number: str, source: str, amount_fen: int, issued_on: date, received_on: date, today: date) -> None:
    if not number.strip():
        raise Invalid("relief.funds_number", _("没有填写文号。"), _("请填写资金文件的文号。"), field="number")
    if source not in Source.values:
        raise Invalid("relief.funds_source", _("没有选择资金来源。"), _("请选择。"), field="source")
    if not 0 < amount_fen <= MAX_BUDGET_FEN:
        raise Invalid("relief.funds_amount", _("金额不对。"), _("请填写大于 0 的金额。"), field="amount")
    if not issued_on <= received_on <= today:
        raise Invalid(
            "relief.funds_days",
            _("收到日期不能早于发文日期，也不能晚于今天。"),
            _("请核对两个日期。"),
            field="received_on",
        )


@transaction.atomic
def open_tranche(*, by: Actor, now: datetime, funds: UUID, reason: str, season: UUID | None = None) -> Tranche:
    """Open a part in which entitlements are paid from one funds document.

    `season` is the temporary relief that is paid from what its ordinary season has left. Raises NotFound, Forbidden,
    OutOfScope, Invalid, NotNow.
    """
    money = funds_of(funds)
    permissions.check(by, RECORD, region=money.region)
    of = Season.objects.select_for_update().get(id=season or money.season_id)
    if money.season_id not in (of.id, of.follows_id):
        raise Invalid("relief.funds_elsewhere", _("这份资金文件不属于这个年度。"), _("请从资金页面打开。"))
    check_open(of)
    if not reason.strip():
        raise Invalid(
            "relief.tranche_reason", _("没有填写事由。"), _("请填写，如“首批资金到位”“新发生灾害”。"), field="reason"
        )
    number = (of.tranches.aggregate(last=Max("number"))["last"] or 0) + 1
    made = Tranche.objects.create(
        id=new_id(now),
        region=of.region,
        season=of,
        number=number,
        funds=money,
        reason=reason.strip(),
        opened_by=by.staff,
        opened_at=now,
    )
    payload = TrancheOpened(season=of.id, number=number, funds=money.id)
    journal.record(payload, by=by, now=now, region=of.region, subject=made.id, reason=made.reason)
    return made


def funds_of(identity: UUID) -> Funds:
    """Raises NotFound."""
    found = Funds.objects.select_related("season").filter(id=identity).first()
    if found is None:
        raise NotFound("relief.no_funds", _("没有找到这份资金文件。"), _("请从资金页面打开。"))
    return found
