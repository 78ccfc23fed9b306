"""A payout given up before its release, or one household taken out of it: the money goes back where it came from."""

from collections import Counter
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Invalid, NotNow
from nuandong.kernel.text import clean_text
from nuandong.kernel.text import gettext_noop as _
from nuandong.relief import ceilings
from nuandong.relief.events.paying import PayoutCancelled, PayoutLineLeftOut
from nuandong.relief.models import Funds, Instalment, Payout, PayoutLine
from nuandong.relief.paying import rows
from nuandong.relief.policies_payout import PLAN, changed_meanwhile, check_act, line_of, next_state, payout_of
from nuandong.relief.steps import HOLDING, OWED, LineState, PayoutState


@transaction.atomic
def cancel_payout(*, by: Actor, now: datetime, payout: UUID, reason: str) -> Payout:
    """Give a payout up while no file went to the bank. What it claimed of entitlements and funds is free again.

    Lines that paid again what had failed leave their instalment as it was: it is still owed. Raises Invalid without a
    reason, NotNow after the release, NotFound, Forbidden, OutOfScope.
    """
    why = _reason(reason)
    row = payout_of(payout, by=by, permission=PLAN, lock=True)
    check_act(row, "cancel", by)
    lines = list(row.lines.filter(state__in=sorted(HOLDING)))
    give_back(row, lines)
    changed = Payout.objects.filter(id=row.id, state=row.state).update(state=next_state(row, "cancel"))
    if changed != 1:
        raise changed_meanwhile()
    payload = PayoutCancelled(lines=len(lines), total_fen=sum(one.amount_fen for one in lines))
    journal.record(payload, by=by, now=now, region=row.region, subject=row.id, reason=why)
    row.refresh_from_db()
    return row


@transaction.atomic
def leave_out(*, by: Actor, now: datetime, line: UUID, reason: str) -> Payout:
    """Take one household out of a payout that is not frozen yet, for instance because it has no account.

    Raises Invalid without a reason, NotNow once frozen or for the last one, NotFound, Forbidden, OutOfScope.
    """
    why = _reason(reason)
    row = line_of(line, by=by, permission=PLAN)
    payout = row.payout
    if payout.state != PayoutState.PLANNED or row.state != LineState.PLANNED:
        raise NotNow("relief.line_frozen", _("名单已经固定，不能移出。"), _("请取消这个批次后重新编制。"))
    if payout.lines_count == 1:
        raise NotNow("relief.line_last", _("这是最后一户。"), _("请直接取消这个批次。"))
    give_back(payout, [row])
    Payout.objects.filter(id=payout.id).update(
        lines_count=F("lines_count") - 1, total_fen=F("total_fen") - row.amount_fen
    )
    payload = PayoutLineLeftOut(line=row.id, amount_fen=row.amount_fen)
    journal.record(payload, by=by, now=now, region=row.region, subject=payout.id, reason=why)
    payout.refresh_from_db()
    return payout


def give_back(payout: Payout, lines: list[PayoutLine]) -> None:
    """Cancel lines; money whose first attempt they were returns to entitlements and funds."""
    owed = PayoutLine.objects.filter(
        instalment__in=[one.instalment_id for one in lines], state__in=sorted(OWED)
    ).values_list("instalment_id", flat=True)
    kept = set(owed)
    free = [one for one in lines if one.instalment_id not in kept]
    changed = PayoutLine.objects.filter(id__in=[one.id for one in lines if one.instalment_id in kept]).update(
        state=LineState.CANCELLED
    )
    changed += PayoutLine.objects.filter(id__in=[one.id for one in free], state__in=sorted(HOLDING)).update(
        state=LineState.CANCELLED, instalment=None
    )
    ceilings.take(payout.season, "claimed", ((one.region, -one.amount_fen) for one in free))
    parts = Instalment.objects.filter(id__in=[one.instalment_id for one in free])
    back: Counter[UUID] = Counter()
    for entitlement, fen in parts.values_list("entitlement_id", "amount_fen"):
        back[entitlement] -= fen
    total = -sum(back.values())
    parts.delete()
    done = rows.claim(back)
    funds = Funds.objects.filter(id=payout.tranche.funds_id, claimed_fen__gte=total)
    if changed != len(lines) or done != len(back) or funds.update(claimed_fen=F("claimed_fen") - total) != 1:
        raise changed_meanwhile()


def _reason(text: str) -> str:
    why = clean_text(text, 300)
    if not why:
        raise Invalid("relief.reason_missing", _("没有填写原因。"), _("请写明为什么。"), field="reason")
    return why
