"""One line of the to-do list."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from nuandong.kernel.actors import Actor
from nuandong.web.wording import INFO, LATE, SOON_TONE

MOST: Final = 12
"""Lines of one source; the page behind it shows the rest."""


@dataclass(frozen=True, slots=True)
class Item:
    """One line: what, by when, and the page where it is done."""

    tone: str
    title: str
    url: str
    note: str = ""
    due: datetime | None = None
    done: datetime | None = None
    soon: int = 10
    action: str = ""
    icon: str = ""


Source = Callable[[Actor, datetime], Iterable[Item]]
"""Lines for an actor at a moment. It asks by `machine.together.listed` alone where it can, and may be run again."""


def tone_of(due: datetime | None, now: datetime, soon: timedelta) -> str:
    """Late, soon, or just to be known."""
    if due is None:
        return INFO
    return LATE if due < now else SOON_TONE if due - now <= soon else INFO
