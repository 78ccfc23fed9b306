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
from nuandong.rescue.leaders import check_leader
from nuandong.rescue.lookups import clue_of, locked_clue, raced_on
from nuandong.rescue.models import Clue, Encounter
from nuandong.rescue.policies.clue import Answered, check_closing, check_leave, check_move
from nuandong.rescue.states.clue import ClueState, before


@transaction.atomic
def close_clue(
    *, by: Actor, now: datetime, clue: UUID, closing: Closing, words: str = "", confirmed_by: UUID | None = None
) -> Clue:
    """End a clue; what proves which ending is in `policies.clue.check_closing`.

    `confirmed_by` is the leader who confirmed that nobody need go: only then does the clock of the arrival stop before
    somebody was on scene. Raises NotFound, Forbidden, OutOfScope, Invalid, NotNow without the proof or while a team is
    out, Conflict if somebody was first. Source: RES-012, RES-027.
    """
    found = locked_clue(clue)
    permissions.check(by, "rescue.clue.close", region=found.region)
    check_move(found, "close_clue")
    said = clean_text(words, WORDS, field="words")
    if confirmed_by is not None:
        check_leader(confirmed_by, region=found.region, moments=(now,))
    check_closing(closing, said, _answered(found, confirmed=confirmed_by is not None))
    check_leave(found)
    payload = ClueClosed(closing=closing, confirmed=confirmed_by is not None, confirmed_by=confirmed_by)
    event = journal.record(payload, by=by, now=now, region=found.region, subject=found.id, reason=said or None)
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


def _answered(clue: Clue, *, confirmed: bool) -> Answered:
    return Answered(
        outcomes=list(Encounter.objects.filter(clue=clue).values_list("outcome", flat=True)),
        on_scene=clue.dispatches.filter(on_scene_at__isnull=False).exists(),
        confirmed=confirmed,
    )
