"""One line of the to-do list."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from nuandong.kernel.actors import Actor
from nuandong.org.rows import having_any
from nuandong.web.wording import INFO, LATE, SOON_TONE

if TYPE_CHECKING:
    from django.db.models import QuerySet

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
Rows = Callable[[Actor, datetime], "QuerySet[Any]"]
"""The rows a source is made of, not asked for yet."""


def without_rows(sources: Sequence[tuple[str, Rows]], actor: Actor, now: datetime) -> set[Rows]:
    """Those that have no row, in one query for all that see the same regions, which is all of them for most people."""
    asked = [rows for permission, rows in sources if actor.where(permission) is actor]
    return {
        rows for rows, some in zip(asked, having_any([rows(actor, now) for rows in asked]), strict=True) if not some
    }


def tone_of(due: datetime | None, now: datetime, soon: timedelta) -> str:
    """Late, soon, or just to be known."""
    if due is None:
        return INFO
    return LATE if due < now else SOON_TONE if due - now <= soon else INFO
