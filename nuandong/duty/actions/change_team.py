from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from nuandong.duty import events, lookups
from nuandong.duty.actions.form_team import clean_abilities, clean_name, name_taken
from nuandong.duty.models import Shift, Team
from nuandong.duty.states import OPEN
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import NotNow
from nuandong.kernel.text import clean_line
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions


@transaction.atomic
def change_team(
    *,
    by: Actor,
    now: datetime,
    team: UUID,
    name: str | None = None,
    abilities: Collection[str] | None = None,
    call_sign: str | None = None,
    base: UUID | None = None,
    active: bool = True,
) -> Team:
    """Change what is given of a team, or disband it with `active=False`; None leaves a field as it is.

    Raises Forbidden, OutOfScope, NotFound, Invalid, Conflict for a name already taken, NotNow for disbanding a team
    that still has shifts to work.
    """
    found = lookups.team_of(team)
    permissions.check(by, "duty.roster.change", region=found.region)
    if not active and Shift.objects.filter(team=found, state__in=OPEN).exists():
        raise NotNow("duty.team_has_shifts", _("这支队伍还有没完成的班次。"), _("请先取消或结束这些班次，再撤销队伍。"))
    wanted: dict[str, object] = {"active": active}
    if name is not None:
        wanted["name"] = clean_name(name)
    if abilities is not None:
        wanted["abilities"] = clean_abilities(abilities)
    if call_sign is not None:
        wanted["call_sign"] = clean_line(call_sign, 20, field="call_sign")
    if base is not None:
        wanted["base_id"] = base
    changed = {field: value for field, value in wanted.items() if getattr(found, field) != value}
    if not changed:
        return found
    try:
        with transaction.atomic():
            Team.objects.filter(id=found.id).update(**changed)
    except IntegrityError as error:
        raise name_taken() from error
    found.refresh_from_db()
    payload = events.TeamChanged(fields=sorted(changed), active=found.active)
    journal.record(payload, by=by, now=now, region=found.region, subject=found.id, text={"name": found.name})
    return found
