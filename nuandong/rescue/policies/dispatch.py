"""Is the dispatch in a fit state, and do its times fit together?"""

from datetime import datetime, timedelta
from typing import Final

from nuandong.kernel.errors import Invalid, NotNow
from nuandong.kernel.text import gettext_noop as _
from nuandong.rescue.models import Dispatch
from nuandong.rescue.states.dispatch import DISPATCH, DispatchState

CLOCK_TOLERANCE: Final = timedelta(minutes=2)
"""How far a phone's clock may run ahead; what lies within counts as now."""


def can_move(dispatch: Dispatch, act: str) -> bool:
    return act in DISPATCH[DispatchState(dispatch.state)]


def check_move(dispatch: Dispatch, act: str) -> None:
    """Raise NotNow naming the state that forbids the act."""
    if not can_move(dispatch, act):
        raise NotNow(
            "rescue.dispatch_state",
            _("%(team)s 的这次派出现在是“%(state)s”，不能这样报告。"),
            _("请刷新页面查看最新情况。"),
            team=dispatch.team.name,
            state=DispatchState(dispatch.state).label,
        )


def check_time(at: datetime, *, now: datetime, not_before: datetime | None) -> datetime:
    """The time of an act as it is kept; raises Invalid for the future and for a time before the step before it."""
    if at > now + CLOCK_TOLERANCE:
        raise Invalid(
            "rescue.time_in_future", _("填写的时间晚于现在。"), _("请核对时间；补录时填写实际时间。"), field="acted_at"
        )
    at = min(at, now)
    if not_before is not None and at < not_before:
        # People tell times by the minute: within the minute of the step before, that step's moment is meant.
        if at == not_before.replace(second=0, microsecond=0):
            return not_before
        raise Invalid(
            "rescue.times_out_of_order",
            _("填写的时间早于上一步（%(before)s）。"),
            _("请核对先后：派出、接单、出发、到场、完成。"),
            field="acted_at",
            before=not_before.isoformat(timespec="minutes"),
        )
    return at
