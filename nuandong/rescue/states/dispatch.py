"""States of a dispatch, and which act moves it where. A report by voice may skip steps nobody heard of."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class DispatchState(models.TextChoices):
    ORDERED = "ordered", _("已派出")
    ACCEPTED = "accepted", _("已接单")
    DECLINED = "declined", _("已拒单")
    DEPARTED = "departed", _("已出发")
    ON_SCENE = "on_scene", _("已到场")
    DONE = "done", _("已完成")
    CANCELLED = "cancelled", _("已撤回")


_GOING: Final = {"depart": DispatchState.DEPARTED, "arrive": DispatchState.ON_SCENE, "cancel": DispatchState.CANCELLED}

DISPATCH: Final[Mapping[DispatchState, Mapping[str, DispatchState]]] = MappingProxyType(
    {
        DispatchState.ORDERED: {"accept": DispatchState.ACCEPTED, "decline": DispatchState.DECLINED, **_GOING},
        DispatchState.ACCEPTED: dict(_GOING),
        DispatchState.DEPARTED: {"arrive": DispatchState.ON_SCENE, "cancel": DispatchState.CANCELLED},
        DispatchState.ON_SCENE: {"finish": DispatchState.DONE},
        DispatchState.DONE: {},
        DispatchState.DECLINED: {},
        DispatchState.CANCELLED: {},
    }
)
"""State → act → next state."""

LIVE: Final = (DispatchState.ORDERED, DispatchState.ACCEPTED, DispatchState.DEPARTED, DispatchState.ON_SCENE)
"""The team is bound to the clue."""


def before(act: str) -> tuple[DispatchState, ...]:
    """The states from which an act is possible."""
    return tuple(state for state, acts in DISPATCH.items() if act in acts)
