"""What waits in the station: people on their way in, clocks of stays, signatures, notices that are held."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from nuandong.kernel.actors import Actor
from nuandong.rescue import selectors_due, selectors_kin
from nuandong.rescue.reference_station import exits
from nuandong.rescue.states.notice import NoticeState
from nuandong.rescue.states.stay import StayState
from nuandong.web.pages.home.item import MOST, Item, tone_of
from nuandong.web.pages.stays.showing import clock_url, looks
from nuandong.web.wording import ACCENT, SOON_TONE, said, titled

if TYPE_CHECKING:
    from nuandong.rescue.selectors_due import Inside

_DAY: Final = timedelta(days=1)
_DAY_MINUTES: Final = 24 * 60
_CLOCKS: Final = {
    "kin_notice": "rescue.kin.publish",
    "notice_refresh": "rescue.kin.publish",
    "dna_request": "rescue.stay.register",
    "dna_result": "rescue.stay.register",
    "placement": "rescue.stay.register",
    "stay_review": "rescue.stay.decide_leave",
    "stranded": "rescue.stay.decide_leave",
}
"""Who is asked when a clock of a stay runs out."""
_STEPS: Final = ("rescue.stay.admit", "rescue.stay.assign_bed", "rescue.stay.register")


def stays(actor: Actor, now: datetime) -> Iterator[Item]:
    """The next press for people who came, and the clocks that run out within a day or did."""
    if not any(actor.may(one) for one in (*_STEPS, *_CLOCKS.values())):
        return
    for found in selectors_due.inside(actor, now=now, within=_DAY):
        step = _step(found, actor)
        if step is not None:
            yield step
        for clock in found.clocks:
            if clock.due_at is None or not actor.may_in(_CLOCKS[clock.code], found.stay.region):
                continue
            yield Item(
                tone_of(clock.due_at, now, _DAY),
                titled(said(clock.title), found.stay.number),
                clock_url(clock, found.stay.id) or reverse("stay", args=[found.stay.id]),
                note=looks(found.stay),
                due=clock.due_at,
                soon=_DAY_MINUTES,
                icon="hourglass",
            )


def _step(found: "Inside", actor: Actor) -> Item | None:
    """The first step on the way in that this person may take: the door, the bed, the form."""
    stay = found.stay
    steps = (
        (stay.state == StayState.ARRIVED, _STEPS[0], ACCENT, _("安检入站"), "stay-admit", "door-enter"),
        (found.bedless, _STEPS[1], SOON_TONE, _("安排床位"), "stay-bed", "bed"),
        (stay.state == StayState.ADMITTED, _STEPS[2], SOON_TONE, _("求助登记"), "stay-register", "clipboard-list"),
    )
    for wanted, permission, tone, act, page, icon in steps:
        if wanted and actor.may_in(permission, stay.region):
            return Item(
                tone, titled(act, stay.number), reverse(page, args=[stay.id]), note=looks(stay), action=act, icon=icon
            )
    return None


def leave_requests(actor: Actor, now: datetime) -> Iterator[Item]:
    """Requests to leave that wait for a signature other than one's own."""
    for asked in selectors_due.leave_requests(actor, but_of=actor.staff, limit=MOST):
        words = {"number": asked.stay.number, "way": said(exits()[asked.exit].title)}
        yield Item(
            ACCENT,
            _("签批离站：%(number)s %(way)s") % words,
            reverse("stay-decide", args=[asked.stay_id, asked.id]),
            action=_("签批"),
            icon="signature",
        )


def not_eligible(actor: Actor, now: datetime) -> Iterator[Item]:
    """People whom the review found not eligible and who are in still."""
    for stay in selectors_due.not_eligible(actor, limit=MOST):
        yield Item(
            SOON_TONE,
            _("办理终止救助：%(number)s") % {"number": stay.number},
            reverse("stay-leave", args=[stay.id]),
            note=_("经审查不属于救助对象"),
            icon="door-exit",
        )


def held_notices(actor: Actor, now: datetime) -> Iterator[Item]:
    """Notices that wait for the word of the police."""
    for notice in selectors_kin.notices(actor, states=(NoticeState.HELD,), limit=MOST):
        yield Item(
            SOON_TONE,
            _("寻亲公告暂缓，等公安机关答复：%(number)s") % {"number": notice.stay.number},
            reverse("kin-notice", args=[notice.id]),
            icon="user-search",
        )
