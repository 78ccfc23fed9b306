"""Is the thing in a fit state? `check_x` raises, `can_x` answers."""

from datetime import datetime, timedelta
from typing import Final

from nuandong.alerts.models import WeatherWarning
from nuandong.alerts.states import TRANSITIONS, Move, State
from nuandong.kernel.errors import Invalid, NotNow
from nuandong.kernel.text import gettext_noop as _

CLOCK_TOLERANCE: Final = timedelta(minutes=60)
"""How far an issuer's clock may run ahead of ours."""


def can_move(warning: WeatherWarning, move: Move) -> bool:
    return move in TRANSITIONS[State(warning.state)]


def check_move(warning: WeatherWarning, move: Move) -> None:
    """Raise NotNow if the warning is closed already, or was never in force."""
    if not can_move(warning, move):
        raise NotNow(
            "alerts.not_current",
            _("这条预警现在的状态是“%(state)s”。"),
            _("请刷新页面查看最新情况。"),
            state=State(warning.state).label,
        )


def check_sent(sent_at: datetime, now: datetime, *, field: str) -> None:
    """Raise Invalid for a message from the future."""
    if sent_at > now + CLOCK_TOLERANCE:
        raise Invalid(
            "alerts.sent_in_future",
            _("预警的发布时间（%(sent)s）晚于现在。"),
            _("请核对发布时间和本机时钟。"),
            field=field,
            sent=sent_at.strftime("%Y-%m-%d %H:%M"),
        )
