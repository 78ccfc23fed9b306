from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.duty import events
from nuandong.duty.models import RosterDraft
from nuandong.duty.season import drafts
from nuandong.duty.states import DraftState
from nuandong.kernel.actors import Actor


@transaction.atomic
def drop_season(*, by: Actor, now: datetime, draft: UUID, seen: str) -> RosterDraft:
    """Give a draft up. Raises Forbidden, OutOfScope, NotFound, NotNow, Conflict."""
    found = drafts.open_draft(draft, by=by, seen=seen)
    found.state = DraftState.DROPPED
    found.save(update_fields=["state"])
    drafts.record(events.SeasonDropped, found, by=by, now=now)
    return found
