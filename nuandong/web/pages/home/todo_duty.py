"""The to-do list: shifts, hand-overs, swaps, whether one can be reached, and gaps in the roster."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from nuandong.duty import reach, roster, swaps
from nuandong.kernel.actors import Actor
from nuandong.web.pages.home.item import MOST, Item, tone_of
from nuandong.web.wording import INFO, SOON_TONE

ROSTER_AHEAD: Final = timedelta(days=3)


def handovers(actor: Actor, now: datetime) -> Iterator[Item]:
    for one in roster.waiting_handovers(actor.staff)[:MOST]:
        title = _("确认交接班：%(who)s") % {"who": one.from_shift.staff.name}
        yield Item(SOON_TONE, title, reverse("duty"), due=one.handed_at, action=_("确认"), icon="transfer")


def shifts(actor: Actor, now: datetime) -> Iterator[Item]:
    for shift in roster.my_shifts(actor.staff, now=now, days=2)[:3]:
        if shift.period.lower > now:
            what = shift.post.title if shift.post else shift.team.name if shift.team else ""
            yield Item(
                INFO,
                _("值班：%(what)s") % {"what": what},
                reverse("duty"),
                due=shift.period.lower,
                soon=120,
                icon="calendar-time",
            )


def reach_calls(actor: Actor, now: datetime) -> Iterator[Item]:
    """Questions whether one can be reached: one press."""
    for call in reach.unanswered(actor.staff, now=now)[:MOST]:
        yield Item(
            tone_of(call.due_at, now, timedelta(hours=4)),
            _("通讯联络测试：看到请按“收到”"),
            reverse("duty-reach-answer", args=[call.id]),
            due=call.due_at,
            soon=240,
            action=_("收到"),
            icon="phone-call",
        )


def swaps_to_answer(actor: Actor, now: datetime) -> Iterator[Item]:
    """What colleagues ask: take my shift, or swap it."""
    for one in swaps.to_answer(actor.staff, now=now)[:MOST]:
        yield Item(
            tone_of(one.until, now, timedelta(hours=24)),
            _("%(who)s请您换班") % {"who": one.asker.name},
            reverse("duty-swap", args=[one.id]),
            due=one.until,
            soon=1440,
            action=_("答复"),
            icon="arrows-exchange",
        )


def swaps_to_know(actor: Actor, now: datetime) -> Iterator[Item]:
    """Swaps that took effect and can still be undone."""
    for one in swaps.to_know(by=actor, now=now, limit=MOST):
        yield Item(
            INFO,
            _("已换班：%(a)s → %(b)s") % {"a": one.asker.name, "b": one.asked.name},
            reverse("duty-swap", args=[one.id]),
            due=one.until,
            soon=120,
            action=_("查看"),
            icon="arrows-exchange",
        )


def gaps(actor: Actor, now: datetime) -> Iterator[Item]:
    for post, empty in roster.uncovered(now=now, until=now + ROSTER_AHEAD)[:MOST]:
        title = _("值班表有空缺：%(post)s") % {"post": post.title}
        yield Item(
            tone_of(empty[0].start, now, timedelta(hours=12)),
            title,
            reverse("duty"),
            due=empty[0].start,
            soon=720,
            action=_("排班"),
        )
