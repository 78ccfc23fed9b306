from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.duty import events, lookups
from nuandong.duty.errors import RosterRefused
from nuandong.duty.models import RosterDraft
from nuandong.duty.planning import planned_event, save_shifts
from nuandong.duty.season import drafts
from nuandong.duty.season.plan import MOST_SHIFTS
from nuandong.duty.season.preview import preview
from nuandong.duty.states import DraftState
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Invalid
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions


@transaction.atomic
def publish_season(*, by: Actor, now: datetime, draft: UUID, seen: str, holes_known: bool = False) -> RosterDraft:
    """Write every shift of a draft that has not begun, all or none; from then on they are the roster.

    `seen` is the draft as the publisher saw it, `holes_known` his word that what stays empty is known.
    Raises Forbidden, OutOfScope, NotFound (draft, post, team, staff), NotNow (published or dropped), Conflict when
    somebody changed the draft, RosterRefused with every overlap, Invalid for nothing to publish or unknown holes.
    Source: product C.8.
    """
    found = drafts.open_draft(draft, by=by, seen=seen)
    plan = drafts.plan_of(found)
    made = preview(plan, now=now)
    for region in {place.region for place in made.places.values()}:
        permissions.check(by, "duty.roster.change", region=region)
    for staff in sorted({one.staff for one in made.assigned}):
        lookups.check_staff(staff)
    for vehicle in sorted({line.vehicle for line in plan.lines if line.vehicle is not None}):
        lookups.vehicle_of(vehicle)
    if not 1 <= len(made.shifts) <= MOST_SHIFTS:
        raise Invalid("duty.season_empty", _("没有要发布的班次，或一次太多。"), _("请先安排轮班，或分成几份发布。"))
    if made.overlaps:
        raise RosterRefused(made.overlaps)
    if made.holes and not holes_known:
        raise Invalid(
            "duty.season_holes",
            _("还有 %(count)d 处缺岗或缺带班。"),
            _("请补上人；确实先空着的，勾选后再发布。"),
            field="holes_known",
            count=made.holes,
        )
    save_shifts(made.shifts)
    journal.record_many(planned_event(shift, by=by, now=now) for shift in made.shifts)
    found.state, found.published_at, found.shifts = DraftState.PUBLISHED, now, len(made.shifts)
    found.save(update_fields=["state", "published_at", "shifts"])
    drafts.record(events.SeasonPublished, found, by=by, now=now, shifts=found.shifts, holes=made.holes)
    return found
