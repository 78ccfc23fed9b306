from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Invalid
from nuandong.kernel.text import clean_text
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.rescue.details import WORDS
from nuandong.rescue.events.clue import ClueReopened
from nuandong.rescue.lookups import clue_of, raced_on
from nuandong.rescue.models import Clue
from nuandong.rescue.policies.clue import check_move
from nuandong.rescue.states.clue import CLUE, ClueState


@transaction.atomic
def reopen_clue(*, by: Actor, now: datetime, clue: UUID, reason: str) -> Clue:
    """Undo a merging or closing made by mistake: the event that ended the clue is voided, its clock runs on.

    Raises NotFound, Forbidden, OutOfScope, NotNow for a clue that is not closed, Invalid without a reason, Conflict if
    somebody was first. Source: product A3 (a correction is a new event).
    """
    found = clue_of(clue)
    permissions.check(by, "rescue.clue.close", region=found.region)
    check_move(found, "reopen_clue")
    said = clean_text(reason, WORDS, field="reason")
    if not said:
        raise Invalid("rescue.reopen_reason", _("没有写明原因。"), _("请写明为什么重新打开。"), field="reason")
    visited = found.dispatches.filter(on_scene_at__isnull=False).exists()
    changed = Clue.objects.filter(id=found.id, state=ClueState.CLOSED, closed_event=found.closed_event).update(
        state=CLUE[ClueState.CLOSED]["reopen_visited" if visited else "reopen_clue"],
        closing="",
        closed_at=None,
        closed_event=None,
        duplicate_of=None,
    )
    if changed != 1:
        raise raced_on(found.id)
    journal.record(
        ClueReopened(), by=by, now=now, region=found.region, subject=found.id, reason=said, voids=found.closed_event
    )
    return clue_of(found.id)
