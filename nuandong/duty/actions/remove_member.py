from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.duty import events, lookups
from nuandong.duty.errors import no_such
from nuandong.duty.models import TeamMember
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions


@transaction.atomic
def remove_member(*, by: Actor, now: datetime, team: UUID, staff: UUID) -> None:
    """End somebody's membership of a team now. Raises Forbidden, OutOfScope, NotFound for nobody of the team."""
    found = lookups.team_of(team)
    permissions.check(by, "duty.roster.change", region=found.region)
    rows = TeamMember.objects.filter(team=found, staff=staff, valid_until=None, valid_from__lte=now)
    if rows.update(valid_until=now) != 1:
        raise no_such(_("队员"))
    journal.record(events.MemberLeft(staff=staff), by=by, now=now, region=found.region, subject=found.id)
