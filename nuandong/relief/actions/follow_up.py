from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Conflict, NotNow
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import gettext_noop as _
from nuandong.relief.actions.plan_payout import next_number
from nuandong.relief.events.paying import PayoutPlanned
from nuandong.relief.models import Payout, PayoutLine
from nuandong.relief.paying import rows
from nuandong.relief.paying.failing import ready
from nuandong.relief.policies_payout import PLAN, check_free, check_open, payout_of
from nuandong.relief.steps import PayoutState

_AFTER = frozenset({PayoutState.RELEASED, PayoutState.SETTLED})


@transaction.atomic
def follow_up(*, by: Actor, now: datetime, payout: UUID) -> Payout:
    """Plan to pay again what failed and is ready for it: another account was confirmed, or the same one is right.

    The money was claimed by the first attempt: nothing is claimed again. Raises NotNow when nothing is ready, Conflict
    when somebody does the same at the moment, NotFound, Forbidden, OutOfScope.
    """
    row = payout_of(payout, by=by, permission=PLAN, lock=True)
    check_open(row.season)
    if row.state not in _AFTER:
        raise NotNow("relief.follow_early", _("这个批次还没有交给银行。"), _("请等银行结果。"))
    check_free(row)
    failed = [line for line in ready(row) if line.instalment_id is not None]
    if not failed:
        raise NotNow(
            "relief.follow_nobody",
            _("没有可以补发的户：账号还没有更正和复核，或原因还没有问明。"),
            _("请先更正失败的户。"),
        )
    made = _planned(row, failed, by=by, now=now)
    payload = PayoutPlanned(
        season=row.season_id,
        tranche=row.tranche_id,
        number=made.number,
        lines=len(failed),
        total_fen=made.total_fen,
        layout=made.layout,
        follows=row.id,
    )
    journal.record(payload, by=by, now=now, region=made.region, subject=made.id)
    return made


def _planned(row: Payout, failed: Sequence[PayoutLine], *, by: Actor, now: datetime) -> Payout:
    try:
        with transaction.atomic():
            made = Payout.objects.create(
                id=new_id(now),
                region=row.region,
                season=row.season,
                tranche=row.tranche,
                number=next_number(row.season_id),
                follows=row,
                layout=row.layout,
                remark=row.remark,
                lines_count=len(failed),
                total_fen=sum(line.amount_fen for line in failed),
                planned_by=by.staff,
                planned_at=now,
            )
            PayoutLine.objects.bulk_create(
                [
                    PayoutLine(
                        id=new_id(now),
                        region=line.region,
                        payout=made,
                        instalment_id=line.instalment_id,
                        household_id=line.household_id,
                        serial=serial,
                        amount_fen=line.amount_fen,
                        head_masked=line.head_masked,
                    )
                    for serial, line in enumerate(failed, start=1)
                ],
                batch_size=rows.CHUNK,
            )
    except IntegrityError as error:
        raise Conflict("relief.follow_meanwhile", _("刚刚有人编制了补发。"), _("请刷新页面查看。")) from error
    return made
