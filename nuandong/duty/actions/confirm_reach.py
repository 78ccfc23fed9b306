from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from nuandong.duty import events, policies, reach
from nuandong.duty.models import ReachCall
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import NotNow
from nuandong.kernel.text import gettext_noop as _


@transaction.atomic
def confirm_reach(*, by: Actor, now: datetime, call: UUID) -> ReachCall:
    """Answer a test oneself, or note that somebody answered by voice (marked as relayed); late answers count as late.

    Raises Forbidden and OutOfScope for noting others, NotFound, NotNow a day later or for one answered already.
    Source: OPS-004.
    """
    found = reach.call(call)
    relayed = by.staff != found.staff_id
    if relayed:
        policies.check_may_report(by, found)
    if now > found.asked_at + reach.ANSWERED_UNTIL:
        raise NotNow("duty.reach_over", _("这次测试早已结束。"), _("不用再回应。"))
    unanswered = ReachCall.objects.filter(id=found.id, answered_at=None)
    if unanswered.update(answered_at=now, relayed=relayed, noted_by_id=by.staff) != 1:
        raise NotNow("duty.reach_answered", _("已经回应过了。"), _("不用再按。"))
    found.refresh_from_db()
    payload = events.ReachConfirmed(
        staff=found.staff_id,
        seconds=int((now - found.asked_at) / timedelta(seconds=1)),
        in_time=found.in_time,
        relayed=relayed,
    )
    journal.record(payload, by=by, now=now, region=found.region, subject=found.test_id)
    return found
