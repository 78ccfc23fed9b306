from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.duty import events
from nuandong.duty.models import RosterDraft
from nuandong.duty.season import drafts
from nuandong.duty.season.plan import SeasonPlan
from nuandong.kernel.actors import Actor


@transaction.atomic
def change_season(
    *, by: Actor, now: datetime, draft: UUID, seen: str, plan: SeasonPlan, title: str | None = None
) -> RosterDraft:
    """Put another plan, and another title, into a draft as it was seen.

    Raises Forbidden, OutOfScope, NotFound, Invalid (title, plan), NotNow, Conflict when somebody changed it meanwhile.
    """
    found = drafts.open_draft(draft, by=by, seen=seen)
    found.plan, found.changed_at = drafts.checked(plan), now
    if title is not None:
        found.title = drafts.clean_title(title)
    found.save(update_fields=["plan", "changed_at", "title"])
    drafts.record(events.SeasonChanged, found, by=by, now=now)
    return found
