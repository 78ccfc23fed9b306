"""States of a clue, and which act moves it where."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class ClueState(models.TextChoices):
    OPEN = "open", _("待派出")
    DISPATCHED = "dispatched", _("已派出")
    ON_SCENE = "on_scene", _("已到场")
    CLOSED = "closed", _("已办结")
    HANDED_OVER = "handed_over", _("已移交")


_ENDS: Final = {
    "close_clue": ClueState.CLOSED,
    "merge_clue": ClueState.CLOSED,
}

CLUE: Final[Mapping[ClueState, Mapping[str, ClueState]]] = MappingProxyType(
    {
        ClueState.OPEN: {
            "order_dispatch": ClueState.DISPATCHED,
            "hand_over_clue": ClueState.HANDED_OVER,
            "return_clue": ClueState.HANDED_OVER,
            **_ENDS,
        },
        ClueState.DISPATCHED: {
            "order_dispatch": ClueState.DISPATCHED,
            "call_off": ClueState.OPEN,
            "arrive": ClueState.ON_SCENE,
            **_ENDS,
        },
        ClueState.ON_SCENE: {"order_dispatch": ClueState.ON_SCENE, **_ENDS},
        ClueState.CLOSED: {"reopen_clue": ClueState.OPEN, "reopen_visited": ClueState.ON_SCENE},
        ClueState.HANDED_OVER: {"take_back": ClueState.OPEN},
    }
)
"""State → act → next state. `call_off` is the last crew declining or being cancelled, `take_back` the other county
returning the clue, `reopen_visited` reopening after a crew was there. Who may do an act is asked by the act itself
(`org.permissions`)."""

RUNNING: Final = (ClueState.OPEN, ClueState.DISPATCHED, ClueState.ON_SCENE)
"""Clues somebody still has to deal with."""

WAITING: Final = (ClueState.OPEN, ClueState.DISPATCHED)
"""Clues whose clock to the arrival on scene is running."""


def before(act: str) -> tuple[ClueState, ...]:
    """The states from which an act is possible."""
    return tuple(state for state, acts in CLUE.items() if act in acts)
