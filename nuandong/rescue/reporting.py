"""One step of a crew, however it was reported: the guards, the conditional update and the event are the same."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Invalid
from nuandong.kernel.text import clean_text
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.rescue.events import dispatch as events
from nuandong.rescue.lookups import dispatch_of, locked_clue, raced_on
from nuandong.rescue.models import Clue, Dispatch
from nuandong.rescue.policies.crew import in_team
from nuandong.rescue.policies.dispatch import check_move, check_time
from nuandong.rescue.states.clue import CLUE, ClueState
from nuandong.rescue.states.dispatch import DISPATCH, LIVE, DispatchState, before
from nuandong.vault import api as vault

TABLE: Final = Dispatch._meta.db_table
REASON: Final = 500
_STEPS: Final = ("ordered_at", "accepted_at", "departed_at", "on_scene_at")


@dataclass(frozen=True, slots=True)
class Step:
    """An act of the table of states, the column of its time, and its event for (dispatch, team, relayed)."""

    act: str
    column: str
    event: Callable[[UUID, UUID, bool], journal.Payload]


ACCEPT: Final = Step("accept", "accepted", lambda d, t, r: events.CrewAccepted(dispatch=d, team=t, relayed=r))
DEPART: Final = Step("depart", "departed", lambda d, t, r: events.CrewDeparted(dispatch=d, team=t, relayed=r))
ARRIVE: Final = Step("arrive", "on_scene", lambda d, t, r: events.CrewOnScene(dispatch=d, team=t, relayed=r))
FINISH: Final = Step("finish", "done", lambda d, t, r: events.CrewDone(dispatch=d, team=t, relayed=r))
DECLINE: Final = Step("decline", "", lambda d, t, r: events.CrewDeclined(dispatch=d, team=t, relayed=r))
CANCEL: Final = Step("cancel", "", lambda d, t, _r: events.CrewCancelled(dispatch=d, team=t))


def report(*, by: Actor, now: datetime, dispatch: UUID, step: Step, acted_at: datetime | None) -> Dispatch:
    """Accepted, departed, on scene or done. Whoever does not belong to the crew relays what he was told.

    `acted_at` may lie before `now` (补录), not before the step before it. Raises NotFound, Forbidden, OutOfScope,
    NotNow for a step the state does not allow, Invalid for the time, Conflict if somebody was first.
    """
    found = _locked(dispatch)
    permissions.check(by, "rescue.dispatch.report", region=found.region)
    check_move(found, step.act)
    at = check_time(acted_at or now, now=now, not_before=_last_step(found))
    relayed = not in_team(by, found.team_id, at)
    _move(found, step, {f"{step.column}_at": at, f"{step.column}_relayed": relayed})
    if step is ARRIVE:
        _move_clue(found, "arrive")
    payload = step.event(found.id, found.team_id, relayed)
    journal.record(payload, by=by, now=now, acted_at=at, region=found.region, subject=found.clue_id)
    return dispatch_of(found.id)


def release(*, by: Actor, now: datetime, dispatch: UUID, step: Step, permission: str, reason: str) -> Dispatch:
    """The team does not go after all; without another team on it the clue is open again.

    Raises as `report`, and Invalid without a reason.
    """
    found = _locked(dispatch)
    permissions.check(by, permission, region=found.region)
    check_move(found, step.act)
    said = clean_text(reason, REASON, field="reason")
    if not said:
        raise Invalid("rescue.reason_missing", _("没有写明原因。"), _("请写明原因，供调度参考。"), field="reason")
    _move(found, step, {"ended_at": now, "reason_sealed": vault.seal(TABLE, "reason_sealed", found.id, said)})
    if not Dispatch.objects.filter(clue=found.clue_id, state__in=LIVE).exists():
        _move_clue(found, "call_off")
    payload = step.event(found.id, found.team_id, not in_team(by, found.team_id, now))
    journal.record(payload, by=by, now=now, region=found.region, subject=found.clue_id, reason=said)
    return dispatch_of(found.id)


def _locked(dispatch: UUID) -> Dispatch:
    """The dispatch as it is once everybody else on its clue is through."""
    locked_clue(dispatch_of(dispatch).clue_id)
    return dispatch_of(dispatch)


def _last_step(dispatch: Dispatch) -> datetime:
    times: list[datetime | None] = [getattr(dispatch, column) for column in _STEPS]
    return max(at for at in times if at is not None)


def _move(dispatch: Dispatch, step: Step, values: dict[str, Any]) -> None:
    to = DISPATCH[DispatchState(dispatch.state)][step.act]
    if Dispatch.objects.filter(id=dispatch.id, state__in=before(step.act)).update(state=to, **values) != 1:
        raise raced_on(dispatch.clue_id)


def _move_clue(dispatch: Dispatch, act: str) -> None:
    """A second crew arriving, or called off while another was there, leaves the clue on scene."""
    state = ClueState(dispatch.clue.state)
    if act in CLUE[state]:
        Clue.objects.filter(id=dispatch.clue_id, state=state).update(state=CLUE[state][act])
