"""States of a warning, what moves it, and who may: a table, tested to be complete.

Only `current` can change; whether a warning is in force at a moment follows from its times, never from its state.
"""

from enum import StrEnum

from nuandong.kernel.text import gettext_noop as _


class State(StrEnum):
    CURRENT = "current"
    SUPERSEDED = "superseded"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    ENDED = "ended"
    REHEARSAL = "rehearsal"

    @property
    def label(self) -> str:
        return _LABELS[self]


class Move(StrEnum):
    """What happens to a warning."""

    REPLACE = "replace"
    CANCEL = "cancel"
    EXPIRE = "expire"
    END = "end"


_LABELS = {
    State.CURRENT: _("有效"),
    State.SUPERSEDED: _("已更新"),
    State.CANCELLED: _("已解除"),
    State.EXPIRED: _("已到期"),
    State.ENDED: _("已人工结束"),
    State.REHEARSAL: _("演练或测试"),
}

TRANSITIONS: dict[State, dict[Move, State]] = {
    State.CURRENT: {
        Move.REPLACE: State.SUPERSEDED,
        Move.CANCEL: State.CANCELLED,
        Move.EXPIRE: State.EXPIRED,
        Move.END: State.ENDED,
    },
    State.SUPERSEDED: {},
    State.CANCELLED: {},
    State.EXPIRED: {},
    State.ENDED: {},
    State.REHEARSAL: {},
}

OWNERS: dict[Move, str] = {
    Move.REPLACE: _("发布单位的更新消息"),
    Move.CANCEL: _("发布单位的解除消息"),
    Move.EXPIRE: _("到期任务"),
    Move.END: _("值班人员的决定"),
}
"""Who causes each move."""
