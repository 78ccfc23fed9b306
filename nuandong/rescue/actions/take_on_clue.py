from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Invalid
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.rescue.events.clue import ClueTakenOn
from nuandong.rescue.lookups import clue_of, raced_on
from nuandong.rescue.models import Clue
from nuandong.rescue.states.clue import RUNNING


@transaction.atomic
def take_on_clue(*, by: Actor, now: datetime, clue: UUID) -> Clue:
    """Say that a clue handed over by another county is ours; whoever says so answers for it first.

    Sending a team needs no such word: the clue is open since the other county gave it away. Raises NotFound, Forbidden,
    OutOfScope, Invalid for a clue of our own, Conflict if it was taken on already or has ended.
    """
    found = clue_of(clue)
    permissions.check(by, "rescue.clue.receive", region=found.region)
    if found.origin is None or found.origin_region is None:
        raise Invalid("rescue.not_handed_over", _("这条线索不是外地移交来的。"), _("直接办理即可。"))
    changed = Clue.objects.filter(id=found.id, taken_on_at=None, state__in=RUNNING).update(
        taken_on_at=now, taken_on_by=by.staff, first_contact=by.staff
    )
    if changed != 1:
        raise raced_on(found.id)
    payload = ClueTakenOn(from_region=found.origin_region)
    journal.record(payload, by=by, now=now, region=found.region, subject=found.id)
    return clue_of(found.id)
