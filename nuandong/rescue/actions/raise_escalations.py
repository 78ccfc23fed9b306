from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext

from nuandong.duty import selectors as duty
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import ladder, permissions
from nuandong.org.ladder import Ladder, Rung
from nuandong.rescue import reference
from nuandong.rescue.events.clue import ClueEscalated, LadderEnded
from nuandong.rescue.kinds import Grounds
from nuandong.rescue.models import Clue
from nuandong.rescue.states.clue import WAITING, ClueState

if TYPE_CHECKING:
    from nuandong.org.models import LadderCall

_TEXTS: Final = {
    Grounds.NO_TEAM: _("线索 %(number)s 来电已 %(minutes)d 分钟，还没有派出队伍。请立即处置并在系统中确认。"),
    Grounds.NOT_ON_SCENE: _("线索 %(number)s 来电已 %(minutes)d 分钟，队伍还没有到场。请立即督办并在系统中确认。"),
}


@dataclass(frozen=True, slots=True)
class Raised:
    """What a run did: the escalations raised, and the clues whose ladder came to its end in this run."""

    escalations: tuple["LadderCall", ...]
    nobody_left: tuple[UUID, ...]


@transaction.atomic
def raise_escalations(*, by: Actor, now: datetime) -> Raised:
    """Call a leader about every clue of the scope nobody goes to or arrives at in time; the next one if the one before
    did not confirm. Where no further leader is left, the clue says so until one is found or somebody takes care of it.
    Repeating it at the same moment changes nothing.

    Minutes: library/rescue/response.yaml. Raises Forbidden. Source: RES-027, product A3.
    """
    permissions.check(by, "rescue.dispatch.order")
    rules = reference.response()
    # Locked rows are being worked on at this moment: the next run looks at them again.
    waiting = Clue.objects.select_for_update(skip_locked=True, of=("self",), no_key=True)
    raised: list[LadderCall] = []
    nobody: list[UUID] = []
    horizon = now - timedelta(minutes=min(rules.order, rules.on_scene))
    for clue in waiting.filter(state__in=WAITING, clock_started_at__lte=horizon).order_by("clock_started_at", "id"):
        grounds = _due(clue, now)
        if grounds is None:
            continue
        turn = ladder.turn(
            Ladder(clue.id, grounds),
            now,
            confirm=timedelta(minutes=rules.confirm),
            rungs=partial(duty.next_leaders, now, clue.region),
        )
        if turn is None:
            continue
        if turn.leader is None:
            if clue.nobody_left_at is None:
                _end_ladder(clue, grounds, turn.called, by=by, now=now)
                nobody.append(clue.id)
            continue
        raised.append(_raise(clue, grounds, turn.called + 1, turn.leader, by=by, now=now))
    return Raised(tuple(raised), tuple(nobody))


def _due(clue: Clue, now: datetime) -> Grounds | None:
    rules = reference.response()
    elapsed = now - clue.clock_started_at
    if clue.state == ClueState.OPEN:
        return Grounds.NO_TEAM if elapsed >= timedelta(minutes=rules.order) else None
    return Grounds.NOT_ON_SCENE if elapsed >= rules.limit(remote=clue.remote) else None


def _end_ladder(clue: Clue, grounds: Grounds, called: int, *, by: Actor, now: datetime) -> None:
    Clue.objects.filter(id=clue.id).update(nobody_left_at=now)
    journal.record(LadderEnded(called=called, grounds=grounds), by=by, now=now, region=clue.region, subject=clue.id)


def _raise(clue: Clue, grounds: Grounds, level: int, leader: Rung, *, by: Actor, now: datetime) -> "LadderCall":
    minutes = int((now - clue.clock_started_at) / timedelta(minutes=1))
    body = gettext(_TEXTS[grounds]) % {"number": clue.number, "minutes": minutes}
    made = ladder.call(Ladder(clue.id, grounds), leader, level=level, region=clue.region, body=body, now=now)
    Clue.objects.filter(id=clue.id).update(nobody_left_at=None)
    payload = ClueEscalated(level=level, to=leader.staff, why=leader.reason, grounds=grounds)
    journal.record(payload, by=by, now=now, region=clue.region, subject=clue.id)
    return made
