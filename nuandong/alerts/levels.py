"""The four colours of warnings, and one for a level that could not be read."""

from enum import StrEnum

from nuandong.kernel.text import gettext_noop as _


class Level(StrEnum):
    """Colours, the highest first (Emergency Response Law, Art. 63)."""

    RED = "red"
    ORANGE = "orange"
    YELLOW = "yellow"
    BLUE = "blue"
    UNKNOWN = "unknown"

    @property
    def rank(self) -> int:
        """4 for red down to 1 for blue; 0 when the level is not known."""
        return _RANKS[self]

    @property
    def label(self) -> str:
        return _LABELS[self]


_RANKS = {Level.RED: 4, Level.ORANGE: 3, Level.YELLOW: 2, Level.BLUE: 1, Level.UNKNOWN: 0}
_LABELS = {
    Level.RED: _("红色"),
    Level.ORANGE: _("橙色"),
    Level.YELLOW: _("黄色"),
    Level.BLUE: _("蓝色"),
    Level.UNKNOWN: _("等级不明"),
}
