from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Conflict, Invalid
from nuandong.kernel.text import gettext_noop as _
from nuandong.relief.events.paying import PayoutChecked
from nuandong.relief.models import Entitlement, Payout
from nuandong.relief.paying import snapshots
from nuandong.relief.paying.others import other_payments
from nuandong.relief.policies_payout import (
    CHECK,
    changed_meanwhile,
    check_act,
    check_free,
    check_no_objection,
    next_state,
    payout_of,
)


@transaction.atomic
def check_payout(*, by: Actor, now: datetime, payout: UUID, seen: int) -> Payout:
    """A second person vouches for a frozen payout: amounts as decided, within what was granted, hashes whole.

    `seen` is the sum in fen of other payments to the same people that the page showed. Raises Conflict when it is
    another by now, Invalid when an amount is not what was decided, NotNow, NotFound, Forbidden. Source: DIS-034.
    """
    row = payout_of(payout, by=by, permission=CHECK, lock=True)
    check_act(row, "check", by)
    check_free(row)
    check_no_objection(row)
    for _payment in snapshots.frozen(row):
        pass
    check_amounts(row)
    others = other_payments(row)
    if others.fen != seen:
        raise Conflict(
            "relief.payout_others_changed",
            _("同一批人的其他发放刚刚有变化。"),
            _("请看过新的结果再核对。"),
        )
    changed = Payout.objects.filter(id=row.id, state=row.state).update(
        state=next_state(row, "check"), checked_by=by.staff, checked_at=now
    )
    if changed != 1:
        raise changed_meanwhile()
    payload = PayoutChecked(list_hash=row.list_hash, others=others.count, others_fen=others.fen)
    journal.record(payload, by=by, now=now, region=row.region, subject=row.id)
    row.refresh_from_db()
    return row


def check_amounts(payout: Payout) -> None:
    """Raise Invalid for a household whose entitlement ended, exceeds itself, or is not what its case was decided."""
    granted = Entitlement.objects.filter(instalments__attempts__payout=payout)
    wrong = granted.filter(
        Q(ended_at__isnull=False)
        | Q(claimed_fen__gt=F("amount_fen"))
        | Q(amount_fen__gt=F("application__amount_fen"))
        | ~Q(standard=payout.season.standard)
        | ~Q(standard_version=payout.season.standard_version)
    )
    count = wrong.distinct().count()
    if count:
        raise Invalid(
            "relief.payout_amounts",
            _("有 %(count)d 户的金额或标准与审定的不符。"),
            _("请取消这个批次，核对审定名单后重新编制。"),
            count=count,
        )
