from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.rescue import times
from nuandong.rescue.errors_station import unknown_code, wrong_state
from nuandong.rescue.events.encounter import FollowUpDone
from nuandong.rescue.kinds_encounter import FollowUpOutcome
from nuandong.rescue.lookups_station import follow_up_of
from nuandong.rescue.models import FollowUp
from nuandong.rescue.reference_station import station
from nuandong.rescue.sealing import seal
from nuandong.rescue.states.follow_up import FOLLOW_UP


@transaction.atomic
def do_follow_up(
    *,
    by: Actor,
    now: datetime,
    follow_up: UUID,
    outcome: str,
    note: str = "",
    acted_at: datetime | None = None,
) -> FollowUp | None:
    """Record a visit to somebody who turned help down; returns the next visit, None once the case is resolved.

    Raises Forbidden, OutOfScope, NotFound, Invalid, NotNow when this visit was made before. Source: RES-017.
    """
    visit = follow_up_of(follow_up, lock=True)
    permissions.check(by, "rescue.encounter.record", region=visit.region)
    if outcome not in FollowUpOutcome.values:
        raise unknown_code("outcome", _("劝导结果"), outcome)
    result = FollowUpOutcome(outcome)
    at = times.told(acted_at, now, after=visit.encounter.at)
    if result not in FOLLOW_UP[visit.outcome]:
        raise wrong_state(_("跟踪劝导"), str(FollowUpOutcome(visit.outcome).label))
    FollowUp.objects.filter(id=visit.id).update(
        done_at=at, done_by=by.staff, outcome=result, note_sealed=seal(FollowUp, "note_sealed", visit.id, note)
    )
    following = None
    if FOLLOW_UP[visit.outcome][result]:
        due = times.due(station().encounter.follow_up_again, at)
        following = FollowUp.objects.create(
            id=new_id(now), region=visit.region, encounter=visit.encounter, owner=visit.owner, due_at=due
        )
    payload = FollowUpDone(follow_up=visit.id, outcome=result, next_due=following.due_at if following else None)
    words = {"note": note} if note else None
    journal.record(payload, by=by, now=now, acted_at=at, region=visit.region, subject=visit.encounter_id, text=words)
    return following
