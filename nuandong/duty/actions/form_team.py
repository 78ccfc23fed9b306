from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from nuandong.duty import events
from nuandong.duty.errors import required, unknown_code
from nuandong.duty.kinds import Ability, TeamKind
from nuandong.duty.models import Team
from nuandong.geo import codes
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Conflict
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import clean_line
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import lookups as org_lookups
from nuandong.org import permissions


@transaction.atomic
def form_team(
    *,
    by: Actor,
    now: datetime,
    region: int,
    unit: UUID,
    name: str,
    kind: str,
    abilities: Collection[str] = (),
    call_sign: str = "",
    base: UUID | None = None,
) -> Team:
    """Form a team of a unit that works in `region` (12-digit code) and waits at the place `base`.

    Raises Forbidden, OutOfScope, NotFound (unit), Invalid (name, kind, abilities), Conflict for a second team of the
    name in the unit. Source: RES-010.
    """
    codes.validate(region, field="region")
    permissions.check(by, "duty.roster.change", region=region)
    office = org_lookups.unit_of(unit)
    if kind not in TeamKind.values:
        raise unknown_code("kind", _("队伍类型"), kind)
    try:
        with transaction.atomic():
            team = Team.objects.create(
                id=new_id(now),
                region=region,
                unit=office,
                name=clean_name(name),
                kind=kind,
                abilities=clean_abilities(abilities),
                call_sign=clean_line(call_sign, 20, field="call_sign"),
                base_id=base,
                formed_at=now,
            )
    except IntegrityError as error:
        raise name_taken() from error
    payload = events.TeamFormed(team_kind=kind, unit=office.id, abilities=team.abilities)
    journal.record(payload, by=by, now=now, region=region, subject=team.id, text={"name": team.name})
    return team


def clean_name(name: str) -> str:
    """A name of at most sixty characters; Invalid when empty."""
    cleaned = clean_line(name, 60, field="name")
    if not cleaned:
        raise required("name", _("名称"))
    return cleaned


def clean_abilities(abilities: Collection[str]) -> list[str]:
    """Codes of `kinds.Ability`, each once, in order; Invalid for any other."""
    if unknown := sorted(set(abilities) - set(Ability.values)):
        raise unknown_code("abilities", _("专长"), unknown[0])
    return sorted(set(abilities))


def name_taken() -> Conflict:
    """Two teams of one name in one unit."""
    return Conflict("duty.team_exists", _("该单位已有同名队伍。"), _("请换一个名称。"), field="name")
