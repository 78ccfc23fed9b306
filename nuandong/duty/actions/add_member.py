from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from nuandong.duty import events, lookups
from nuandong.duty.models import TeamMember
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Conflict
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions


@transaction.atomic
def add_member(*, by: Actor, now: datetime, team: UUID, staff: UUID) -> TeamMember:
    """Let somebody join a team from now on; volunteers too, who need no account.

    Raises Forbidden, OutOfScope, NotFound (team, staff), Conflict for a member already.
    """
    found = lookups.team_of(team)
    permissions.check(by, "duty.roster.change", region=found.region)
    lookups.check_staff(staff)
    try:
        with transaction.atomic():
            member = TeamMember.objects.create(
                id=new_id(now), region=found.region, team=found, staff_id=staff, valid_from=now
            )
    except IntegrityError as error:
        raise Conflict("duty.member_already", _("此人已经是这支队伍的队员。"), _("不需要再次加入。")) from error
    journal.record(events.MemberJoined(staff=staff), by=by, now=now, region=found.region, subject=found.id)
    return member
