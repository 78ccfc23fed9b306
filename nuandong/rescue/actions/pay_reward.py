from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import local_date
from nuandong.kernel.text import clean_line
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions, separation
from nuandong.rescue.errors_station import future, out_of_order, required
from nuandong.rescue.events.informant import RewardPaid
from nuandong.rescue.lookups_informant import reward_of
from nuandong.rescue.models import InformantReward
from nuandong.rescue.policies.reward import check_move
from nuandong.rescue.rewarding import move

PAY = "rescue.reward.pay"
_VOUCHER = 80


@transaction.atomic
def pay_reward(*, by: Actor, now: datetime, reward: UUID, voucher: str, paid_on: date | None = None) -> InformantReward:
    """Note that an approved reward was handed out: the money moves outside, its voucher and day are kept here, once.

    `paid_on` is a Shanghai day, by default today. Raises NotFound, Forbidden (permission, or he proposed or approved it
    himself), OutOfScope, Invalid (no voucher, a day ahead or before the approval), NotNow when it is not approved or
    paid already, Conflict if somebody was first. Source: RES-029.
    """
    row = reward_of(reward)
    permissions.check(by, PAY, region=row.region)
    check_move(row, "pay_reward")
    words = clean_line(voucher, _VOUCHER, field="voucher")
    if not words:
        raise required("voucher", _("凭证"))
    day = paid_on or local_date(now)
    if day > local_date(now):
        raise future("paid_on")
    if row.decided_at is not None and day < local_date(row.decided_at):
        raise out_of_order("paid_on")
    separation.note_act(by=by, case=row.id, act=PAY, now=now)
    move(row, "pay_reward", paid_at=now, paid_by=by.staff, paid_on=day, voucher=words)
    payload = RewardPaid(reward=row.id, clue=row.clue_id, amount_fen=row.amount_fen, paid_on=day)
    journal.record(payload, by=by, now=now, region=row.region, subject=row.informant_id)
    return reward_of(row.id)
