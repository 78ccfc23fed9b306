from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.text import clean_text
from nuandong.org import permissions
from nuandong.rescue.callers import seal_text
from nuandong.rescue.details import WORDS
from nuandong.rescue.events.clue import ClueClosed
from nuandong.rescue.kinds import Closing
from nuandong.rescue.lookups import clue_of, locked_clue, raced_on
from nuandong.rescue.models import Clue, Encounter
from nuandong.rescue.policies.clue import check_closing, check_leave, check_move
from nuandong.rescue.states.clue import ClueState, before


@transaction.atomic
def close_clue(*, by: Actor, now: datetime, clue: UUID, closing: Closing, words: str = "") -> Clue:
    """End a clue: helped or refused needs an encounter, not found or nonsense needs words.

    Raises NotFound, Forbidden, OutOfScope, Invalid, NotNow without the encounter or while a team is out, Conflict if
    somebody was first. Source: RES-012.
    """
    found = locked_clue(clue)
    permissions.check(by, "rescue.clue.close", region=found.region)
    check_move(found, "close_clue")
    said = clean_text(words, WORDS, field="words")
    check_closing(closing, said, met=Encounter.objects.filter(clue=found).exists())
    check_leave(found)
    event = journal.record(
        ClueClosed(closing=closing), by=by, now=now, region=found.region, subject=found.id, reason=said or None
    )
    changed = Clue.objects.filter(id=found.id, state__in=before("close_clue")).update(
        state=ClueState.CLOSED,
        closing=closing,
        closed_at=now,
        closed_event=event.id,
        remark_sealed=seal_text("remark_sealed", found.id, said),
    )
    if changed != 1:
        raise raced_on(found.id)
    return clue_of(found.id)
