"""Open clues on the hand-over list (移交清单): whoever answers for them first gives them to his successor."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.text import gettext_noop as _
from nuandong.org.handover import OpenThing, Provider
from nuandong.rescue.events.clue import ClueReassigned
from nuandong.rescue.models import Clue
from nuandong.rescue.states.clue import RUNNING


def _listing(staff: UUID) -> Sequence[OpenThing]:
    open_clues = Clue.objects.filter(first_contact=staff, state__in=RUNNING).order_by("clock_started_at", "id")
    return [OpenThing(thing=clue.id, label=clue.number, since=clue.clock_started_at) for clue in open_clues]


def _move(*, giver: UUID, taker: UUID, things: Sequence[UUID], by: Actor, now: datetime) -> int:
    moved = Clue.objects.select_for_update().filter(id__in=things, first_contact=giver, state__in=RUNNING)
    regions = dict(moved.order_by("id").values_list("id", "region"))
    Clue.objects.filter(id__in=regions).update(first_contact=taker)
    payload = ClueReassigned(giver=giver, taker=taker)
    journal.record_many(
        journal.Draft(payload=payload, by=by, now=now, region=region, subject=clue) for clue, region in regions.items()
    )
    return len(regions)


PROVIDERS = (Provider(code="rescue.clues", title=_("未办结的线索"), listing=_listing, move=_move),)
