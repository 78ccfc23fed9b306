"""States of a shift, and which act moves it where."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class ShiftState(models.TextChoices):
    PLANNED = "planned", _("待上岗")
    STARTED = "started", _("在岗")
    ENDED = "ended", _("已下岗")
    ABSENT = "absent", _("缺勤")
    REPLACED = "replaced", _("已替班")
    CANCELLED = "cancelled", _("已取消")


class SwapState(models.TextChoices):
    ASKED = "asked", _("等对方答复")
    ACCEPTED = "accepted", _("已换班")
    DECLINED = "declined", _("对方谢绝")
    WITHDRAWN = "withdrawn", _("已收回")
    EXPIRED = "expired", _("过时作废")
    UNDONE = "undone", _("已撤销")


class DraftState(models.TextChoices):
    DRAFT = "draft", _("草稿")
    PUBLISHED = "published", _("已发布")
    DROPPED = "dropped", _("已作废")


TRANSITIONS: Final[Mapping[ShiftState, Mapping[str, ShiftState]]] = MappingProxyType(
    {
        ShiftState.PLANNED: {
            "start_shift": ShiftState.STARTED,
            "note_absence": ShiftState.ABSENT,
            "relieve": ShiftState.REPLACED,
            "cancel_shift": ShiftState.CANCELLED,
        },
        ShiftState.STARTED: {"end_shift": ShiftState.ENDED, "relieve": ShiftState.ENDED},
        ShiftState.ENDED: {},
        ShiftState.ABSENT: {},
        ShiftState.REPLACED: {},
        ShiftState.CANCELLED: {},
    }
)
"""State → act → next state. Who may do an act is asked by the act itself (`org.permissions`)."""

SWAP_TRANSITIONS: Final[Mapping[SwapState, Mapping[str, SwapState]]] = MappingProxyType(
    {
        SwapState.ASKED: {
            "accept_swap": SwapState.ACCEPTED,
            "decline_swap": SwapState.DECLINED,
            "withdraw_swap": SwapState.WITHDRAWN,
            "expire_swaps": SwapState.EXPIRED,
        },
        SwapState.ACCEPTED: {"undo_swap": SwapState.UNDONE},
        SwapState.DECLINED: {},
        SwapState.WITHDRAWN: {},
        SwapState.EXPIRED: {},
        SwapState.UNDONE: {},
    }
)
"""The same for a request to swap; `policies` ask whose word each act is."""

OPEN: Final = (ShiftState.PLANNED, ShiftState.STARTED)
"""Shifts still to be worked or being worked."""

MANNED: Final = (ShiftState.PLANNED, ShiftState.STARTED, ShiftState.ENDED)
"""Shifts that hold the person and the team for their time: no other one may overlap them."""
