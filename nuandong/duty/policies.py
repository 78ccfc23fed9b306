"""Whether a shift is in a fit state and time for an act: `check_x` raises, `can_x` answers."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from nuandong.duty.models import ReachCall, Shift
from nuandong.duty.states import TRANSITIONS, ShiftState
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import DomainError, Forbidden, Invalid, NotNow
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions

EARLY: Final = timedelta(hours=2)
"""So long before its time a shift may begin."""


def check_move(shift: Shift, act: str) -> ShiftState:
    """The state an act of `states.TRANSITIONS` leads to; NotNow when the shift's state does not allow it."""
    target = TRANSITIONS[ShiftState(shift.state)].get(act)
    if target is None:
        raise NotNow(
            "duty.shift_state",
            _("这个班次现在是“%(state)s”，不能这样办理。"),
            _("请刷新页面查看最新状态。"),
            state=shift.get_state_display(),
        )
    return target


def can_move(shift: Shift, act: str) -> bool:
    """Whether the shift's state allows an act."""
    return act in TRANSITIONS[ShiftState(shift.state)]


def check_start(shift: Shift, at: datetime) -> None:
    """Raise NotNow unless `at` is a fit time to begin the shift: at most two hours early, before it is over."""
    check_move(shift, "start_shift")
    if at < shift.period.lower - EARLY:
        raise NotNow("duty.too_early", _("还没到这个班次的时间。"), _("最早可以提前两小时上岗；或请排班人员调整时间。"))
    if at >= shift.period.upper:
        raise NotNow("duty.too_late", _("这个班次已经过了时间。"), _("请登记缺勤；确实在岗的，请按实际上岗时间补录。"))


def can_start(shift: Shift, at: datetime) -> bool:
    """Whether the shift may begin at a moment."""
    return _passes(lambda: check_start(shift, at))


def check_end(shift: Shift, at: datetime) -> None:
    """Raise NotNow for a shift that is not being worked, Invalid for an end not after its start."""
    check_move(shift, "end_shift")
    if shift.started_at is None or at <= shift.started_at:
        raise Invalid("duty.end_before_start", _("下岗时间不晚于上岗时间。"), _("请核对填写的时间。"), field="acted_at")


def check_may_report(by: Actor, row: Shift | ReachCall) -> None:
    """Raise Forbidden or OutOfScope unless the actor may note what people on duty report, or makes the roster."""
    if not permissions.allows(by, "duty.roster.change", region=row.region):
        permissions.check(by, "duty.shift.handover", region=row.region)


def can_report(by: Actor, shift: Shift) -> bool:
    """Whether the actor may report people on and off duty."""
    return _passes(lambda: check_may_report(by, shift))


def check_own(by: Actor, shift: Shift) -> None:
    """Raise Forbidden unless the actor works the shift himself or makes the roster."""
    if by.staff != shift.staff_id and not permissions.allows(by, "duty.roster.change", region=shift.region):
        raise Forbidden("duty.not_your_shift", _("这不是您的班次。"), _("请由当班人本人或排班人员办理。"))


def can_own(by: Actor, shift: Shift) -> bool:
    """Whether the actor works the shift himself or makes the roster."""
    return _passes(lambda: check_own(by, shift))


def _passes(check: Callable[[], object]) -> bool:
    try:
        check()
    except DomainError:
        return False
    return True
