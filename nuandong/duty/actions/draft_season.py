from datetime import datetime

from django.db import transaction

from nuandong.duty import events
from nuandong.duty.models import RosterDraft
from nuandong.duty.season import drafts
from nuandong.duty.season.plan import SeasonPlan
from nuandong.kernel.actors import Actor
from nuandong.kernel.ids import new_id
from nuandong.org import permissions


@transaction.atomic
def draft_season(*, by: Actor, now: datetime, title: str, plan: SeasonPlan) -> RosterDraft:
    """Begin the roster of a season: a draft in which nobody is on duty yet. Raises Forbidden, Invalid (title, plan)."""
    permissions.check(by, "duty.roster.change", region=by.region)
    found = RosterDraft.objects.create(
        id=new_id(now),
        region=by.region,
        title=drafts.clean_title(title),
        plan=drafts.checked(plan),
        made_by_id=by.staff,
        made_at=now,
        changed_at=now,
    )
    drafts.record(events.SeasonDrafted, found, by=by, now=now)
    return found
