"""The journal events of rescue, one file per noun; importing this package makes every kind known."""

from nuandong.rescue.events import clue, dispatch, encounter, informant, kin, patrol, stay

__all__ = ["clue", "dispatch", "encounter", "informant", "kin", "patrol", "stay"]
