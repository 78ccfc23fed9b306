"""The to-do list: clues, those who were sent to them, and the streets."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from nuandong.duty import selectors as duty
from nuandong.kernel.actors import Actor
from nuandong.rescue import selectors_clue, selectors_dispatch, selectors_encounter, selectors_patrol
from nuandong.web.pages.home.item import MOST, Item, tone_of
from nuandong.web.wording import ACCENT, INFO, LATE, SOON_TONE


def clues(actor: Actor, now: datetime) -> Iterator[Item]:
    """Clues nobody goes to, and escalations nobody has confirmed."""
    for line in selectors_clue.board()[:MOST]:
        url = reverse("clue", args=[line.clue.id])
        words = f"{line.clue.number} {line.clue.place_text}"
        if line.nobody_left:
            yield Item(
                LATE, _("名单已打完，请报告局领导：%(clue)s") % {"clue": words}, url, action=_("查看"), icon="alarm"
            )
        elif line.unconfirmed:
            yield Item(LATE, _("确认升级：%(clue)s") % {"clue": words}, url, action=_("确认"), icon="phone-call")
        elif not line.dispatches:
            tone = LATE if line.countdown.late(now) else ACCENT if line.urgent else SOON_TONE
            yield Item(tone, _("派队：%(clue)s") % {"clue": words}, url, due=line.countdown.due_at, action=_("派队"))
        elif line.countdown.running:
            tone = tone_of(line.countdown.due_at, now, timedelta(minutes=10))
            yield Item(
                tone, _("盯住到场：%(clue)s") % {"clue": words}, url, due=line.countdown.due_at, action=_("查看")
            )
        else:
            yield Item(INFO, _("办结：%(clue)s") % {"clue": words}, url, action=_("办结"))


def handed_over(actor: Actor, now: datetime) -> Iterator[Item]:
    for clue in selectors_clue.handed_to_us()[:MOST]:
        title = _("外地移交，接手：%(clue)s") % {"clue": f"{clue.number} {clue.place_text}"}
        yield Item(LATE, title, reverse("clue", args=[clue.id]), action=_("接手"), icon="transfer-in")


def jobs(actor: Actor, now: datetime) -> Iterator[Item]:
    """What the crew was sent to, and who was met without an ending."""
    team = duty.my_team(actor.staff, now)
    if team is None:
        return
    for dispatch in selectors_dispatch.live_of_team(team.team):
        countdown = selectors_clue.countdown(dispatch.clue)
        yield Item(
            tone_of(countdown.due_at, now, timedelta(minutes=10)) if countdown.running else INFO,
            f"{dispatch.clue.number} {dispatch.clue.place_text}",
            reverse("crew"),
            note=dispatch.get_state_display(),
            due=countdown.due_at,
            done=countdown.arrived_at,
            action=_("打开"),
            icon="steering-wheel",
        )
    for encounter in selectors_encounter.open_of(team=team.team, staff=actor.staff)[:MOST]:
        yield Item(
            SOON_TONE, _("填写处置结果：%(place)s") % {"place": encounter.place_text}, reverse("crew"), action=_("填写")
        )


def patrol(actor: Actor, now: datetime) -> Iterator[Item]:
    """How many key locations are overdue."""
    overdue = selectors_patrol.tally(actor.region, now).overdue
    if overdue:
        yield Item(
            SOON_TONE,
            _("%(n)d 个重点点位该巡查了") % {"n": overdue},
            reverse("patrols"),
            action=_("安排"),
            icon="route-2",
        )
