"""A kin notice waits while somebody is suspected to have fled from traffickers or violence."""

from collections.abc import Collection
from datetime import datetime

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.rescue.events.kin import KinNoticeHeld, KinNoticeWithdrawn
from nuandong.rescue.kinds_stay import HOLDING, Flag
from nuandong.rescue.models import KinNotice, Stay
from nuandong.rescue.states.notice import LIVE, NoticeState, before


def held_reason(flags: Collection[str]) -> str:
    """The first flag that holds a notice, "" for none."""
    return next((flag.value for flag in Flag if flag in HOLDING and flag in flags), "")


def hold_live_notice(stay: Stay, *, by: Actor, now: datetime) -> None:
    """Take a notice off the page, or keep it from it, when suspicion has come up."""
    reason = held_reason(stay.flags)
    notice = KinNotice.objects.filter(stay=stay, state__in=before("hold")).first()
    if notice is None or not reason:
        return
    KinNotice.objects.filter(id=notice.id).update(state=NoticeState.HELD, held_reason=reason)
    payload = KinNoticeHeld(notice=notice.id, reason=Flag(reason))
    journal.record(payload, by=by, now=now, region=stay.region, subject=stay.id)


def withdraw_live_notice(stay: Stay, *, by: Actor, now: datetime) -> None:
    """Take a notice off the page because nobody is sought any more."""
    notice = KinNotice.objects.filter(stay=stay, state__in=LIVE).first()
    if notice is None:
        return
    KinNotice.objects.filter(id=notice.id).update(state=NoticeState.WITHDRAWN, held_reason="", withdrawn_at=now)
    journal.record(KinNoticeWithdrawn(notice=notice.id), by=by, now=now, region=stay.region, subject=stay.id)
