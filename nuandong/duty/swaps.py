"""Requests to swap shifts: which wait for whom, with whom one can swap."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import Q, QuerySet

from nuandong.duty.errors import no_such
from nuandong.duty.models import Shift, SwapRequest, TeamMember
from nuandong.duty.states import MANNED, SWAP_TRANSITIONS, ShiftState, SwapState
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Conflict, Forbidden, NotNow
from nuandong.kernel.text import gettext_noop as _
from nuandong.machine.together import listed
from nuandong.org import permissions
from nuandong.org.rows import only
from nuandong.vault import api as vault

AROUND: Final = timedelta(days=60)
"""Whoever works at the same place so long before or after can be asked."""
_JOINED: Final = (
    "asker",
    "asked",
    "shift__post",
    "shift__team",
    "in_return__post",
    "in_return__team",
)


def to_answer(staff: UUID, *, now: datetime) -> list[SwapRequest]:
    """What others ask of somebody, soonest first."""
    return listed(to_answer_rows(staff, now=now).select_related(*_JOINED).order_by("until", "id"))


def to_answer_rows(staff: UUID, *, now: datetime) -> QuerySet[SwapRequest]:
    """The same, not asked for yet."""
    return SwapRequest.objects.filter(asked=staff, state=SwapState.ASKED, until__gt=now)


def asked_by(staff: UUID, *, limit: int = 20) -> list[SwapRequest]:
    """What somebody asked of others, newest first."""
    rows = SwapRequest.objects.filter(asker=staff).select_related(*_JOINED)
    return list(rows.order_by("-id")[:limit])


def to_know(*, by: Actor, now: datetime, limit: int = 50) -> list[SwapRequest]:
    """Swaps that took effect and can still be undone, soonest first. Raises Forbidden."""
    return listed(to_know_rows(by=by, now=now).select_related(*_JOINED).order_by("until", "id")[:limit])


def to_know_rows(*, by: Actor, now: datetime) -> QuerySet[SwapRequest]:
    """The same, not asked for yet. Raises Forbidden."""
    permissions.check(by, "duty.roster.change")
    return SwapRequest.objects.filter(state=SwapState.ACCEPTED, until__gt=now)


def one(identity: UUID, *, by: Actor) -> SwapRequest:
    """A request, for those whom it concerns and those who make the roster. Raises Forbidden, NotFound."""
    found = only(SwapRequest.objects.select_related(*_JOINED).filter(id=identity), no_such(_("换班申请")))
    if by.staff not in (found.asker_id, found.asked_id):
        permissions.check(by, "duty.roster.change", region=found.region)
    return found


def note_of(found: SwapRequest) -> str:
    """What the asker wrote; shown only to those who may see the request."""
    sealed = found.note_sealed
    return (
        "" if sealed is None else vault.open_sealed(SwapRequest._meta.db_table, "note_sealed", found.id, bytes(sealed))
    )


def exchanges(shift: Shift, *, now: datetime) -> list[Shift]:
    """Shifts of others at the same place, of a leader for a leader, that can be had in return; soonest first."""
    rows = _alike(shift, now).filter(state=ShiftState.PLANNED, period__startswith__gt=now)
    return list(rows.select_related("staff").order_by("period", "id")[:60])


def partners(shift: Shift, *, now: datetime) -> list[tuple[UUID, str]]:
    """(id, name) of those who can be asked to take a shift: they work at the same place, or belong to the team."""
    rows = _alike(shift, now).filter(state__in=MANNED, staff__active=True).values_list("staff", "staff__name")
    found = dict(rows.distinct())
    if shift.team_id is not None:
        belongs = Q(valid_until__isnull=True) | Q(valid_until__gt=now)
        members = TeamMember.objects.filter(belongs, team=shift.team_id, staff__active=True)
        found |= dict(members.exclude(staff=shift.staff_id).values_list("staff", "staff__name"))
    return sorted(found.items(), key=lambda person: (person[1], person[0]))


def locked(identity: UUID) -> SwapRequest:
    """A request that waits for this transaction alone. Raises NotFound."""
    return only(SwapRequest.objects.select_for_update(no_key=True).filter(id=identity), no_such(_("换班申请")))


def check_act(found: SwapRequest, act: str, *, by: Actor, now: datetime) -> SwapState:
    """The state an act leads to. Raises Forbidden for whose word it is not, NotNow for the state or when too late."""
    if act == "undo_swap":
        permissions.check(by, "duty.roster.change", region=found.region)
    elif by.staff != (found.asker_id if act == "withdraw_swap" else found.asked_id):
        raise Forbidden("duty.swap_not_yours", _("这件事由对方本人决定。"), _("请等对方答复。"))
    target = SWAP_TRANSITIONS[SwapState(found.state)].get(act)
    if target is None:
        raise NotNow(
            "duty.swap_state",
            _("这个换班申请现在是“%(state)s”，不能这样办理。"),
            _("请刷新页面查看最新状态。"),
            state=found.get_state_display(),
        )
    if now >= found.until:
        raise NotNow("duty.swap_late", _("班次已经开始，不能再换。"), _("临时有事请联系值班室安排替班。"))
    return target


def settle(
    found: SwapRequest,
    target: SwapState,
    kind: Callable[..., journal.Payload],
    *,
    by: Actor,
    now: datetime,
    **more: Any,
) -> SwapRequest:
    """Put a request into its next state, with the event. Raises Conflict when somebody was first."""
    changes = {"state": target, "settled_at": now, **more}
    if SwapRequest.objects.filter(id=found.id, state=found.state).update(**changes) != 1:
        raise Conflict("duty.swap_changed", _("这个换班申请刚刚被别人办理。"), _("请刷新页面，核对后再试。"))
    found.refresh_from_db()
    record(found, kind, by=by, now=now)
    return found


def record(found: SwapRequest, kind: Callable[..., journal.Payload], *, by: Actor, now: datetime) -> None:
    """The event of an act on a request."""
    payload = kind(shift=found.shift_id, in_return=found.in_return_id, asker=found.asker_id, asked=found.asked_id)
    journal.record(payload, by=by, now=now, region=found.region, subject=found.id)


def _alike(shift: Shift, now: datetime) -> Any:
    rows = Shift.objects.filter(post=shift.post_id, team=shift.team_id, leader=shift.leader)
    around = {"period__endswith__gt": now - AROUND, "period__startswith__lt": now + AROUND}
    return rows.filter(**around).exclude(staff=shift.staff_id)
