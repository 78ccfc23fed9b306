from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.org import permissions
from nuandong.rescue.events.clue import ClueMerged
from nuandong.rescue.kinds import Closing
from nuandong.rescue.lookups import clue_of, locked_clue, raced_on
from nuandong.rescue.models import Clue
from nuandong.rescue.policies.clue import check_leave, check_mergeable, check_move
from nuandong.rescue.states.clue import ClueState, before


@transaction.atomic
def merge_clue(*, by: Actor, now: datetime, clue: UUID, into: UUID, words: str = "") -> Clue:
    """Declare a clue the duplicate of an earlier one, which goes on; the clock of the duplicate stops.

    Raises NotFound, Forbidden, OutOfScope, Invalid for a target that is later or a duplicate itself, NotNow while a
    team is out for the duplicate, Conflict if somebody was first. Undone by `reopen_clue`. Source: product C1.
    """
    # In one order, so that two operators merging the same two clues wait instead of dying.
    both = {identity: locked_clue(identity) for identity in sorted({clue, into})}
    found, target = both[clue], both[into]
    permissions.check(by, "rescue.clue.close", region=found.region)
    check_move(found, "merge_clue")
    check_mergeable(found, target)
    check_leave(found)
    event = journal.record(
        ClueMerged(into=target.id), by=by, now=now, region=found.region, subject=found.id, reason=words or None
    )
    changed = Clue.objects.filter(id=found.id, state__in=before("merge_clue")).update(
        state=ClueState.CLOSED,
        closing=Closing.DUPLICATE,
        closed_at=now,
        closed_event=event.id,
        duplicate_of=target,
    )
    if changed != 1:
        raise raced_on(found.id)
    # Clues merged into this one before follow it: a duplicate never hangs on another duplicate.
    Clue.objects.filter(duplicate_of=found).update(duplicate_of=target)
    return clue_of(found.id)
