from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Invalid, NotNow
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import clean_text
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.rescue.choosing import Candidate, Choice, written
from nuandong.rescue.events.dispatch import CrewOrdered
from nuandong.rescue.lookups import dispatch_of, locked_clue, raced_on
from nuandong.rescue.models import Clue, Dispatch
from nuandong.rescue.policies.clue import check_move
from nuandong.rescue.policies.dispatch import check_time
from nuandong.rescue.reporting import REASON, TABLE
from nuandong.rescue.selectors_dispatch import choose_team
from nuandong.rescue.states.clue import CLUE, ClueState
from nuandong.vault import api as vault


@transaction.atomic
def order_dispatch(
    *,
    by: Actor,
    now: datetime,
    clue: UUID,
    team: UUID,
    vehicle: UUID | None = None,
    reason: str = "",
    additional: bool = False,
    acted_at: datetime | None = None,
) -> Dispatch:
    """Send a team on duty to a clue; `additional` sends one more to a clue that has a team already.

    Another team than the first of the list needs a `reason`. `vehicle` is by default the one the team drives. What the
    list looked like is kept with the dispatch. Raises NotFound, Forbidden, OutOfScope, Invalid for a team that is not
    on duty or a missing reason, Conflict naming who was first. Source: RES-027, product C2.
    """
    found = locked_clue(clue)
    permissions.check(by, "rescue.dispatch.order", region=found.region)
    check_move(found, "order_dispatch")
    _check_turn(found, additional=additional)
    at = check_time(acted_at or now, now=now, not_before=found.clock_started_at)
    choice = choose_team(found, now)
    candidate = _candidate(choice, team)
    overridden = choice.best is not candidate
    said = _reason(reason, needed=overridden)
    after = CLUE[ClueState(found.state)]["order_dispatch"]
    Clue.objects.filter(id=found.id).update(state=after, nobody_left_at=None)
    identity = new_id(now)
    driven = vehicle or (candidate.team.vehicle.id if candidate.team.vehicle else None)
    Dispatch.objects.create(
        id=identity,
        region=found.region,
        clue=found,
        team_id=team,
        vehicle_id=driven,
        ordered_by=by.staff,
        ordered_at=at,
        estimate_minutes=candidate.minutes,
        overridden=overridden,
        reason_sealed=vault.seal(TABLE, "reason_sealed", identity, said) if said else None,
        explanation=written(choice, team),
    )
    payload = CrewOrdered(dispatch=identity, team=team, estimate_minutes=candidate.minutes, overridden=overridden)
    journal.record(payload, by=by, now=now, acted_at=at, region=found.region, subject=found.id, reason=said or None)
    return dispatch_of(identity)


def _reason(reason: str, *, needed: bool) -> str:
    """Why another team than the first goes. Raises Invalid where it must be said and is not."""
    said = clean_text(reason, REASON, field="reason")
    if needed and not said:
        raise Invalid(
            "rescue.override_reason",
            _("所选队伍不是排在最前的队伍。"),
            _("请写明为什么派这支队伍。"),
            field="reason",
        )
    return said


def _check_turn(clue: Clue, *, additional: bool) -> None:
    """A first team for a clue without one, another one for a clue with one: else somebody was first."""
    if not additional and clue.state != ClueState.OPEN:
        raise raced_on(clue.id)
    if additional and clue.state == ClueState.OPEN:
        raise NotNow(
            "rescue.nothing_to_add", _("这条线索现在没有队伍。"), _("请刷新页面，按首次派出办理。"), field="additional"
        )


def _candidate(choice: Choice, team: UUID) -> Candidate:
    found = choice.candidate(team)
    if found is None:
        raise Invalid(
            "rescue.team_not_available",
            _("这支队伍现在不在岗，或已经派往这条线索。"),
            _("请从列表中选择；确需派出请先在值班表中上岗。"),
            field="team",
        )
    return found
