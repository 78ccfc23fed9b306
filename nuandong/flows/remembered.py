"""What a check over a whole county's books found, until something happens that could change it.

Such a check reads every line of a season, and the clock asks every minute. Each act leaves an event: while the journal
tells of none that concerns it, what it found stands. It is looked for anew after each such act, on each new day, and
every hour whatever the journal says, since rows may be changed past it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from nuandong.journal import api as journal
from nuandong.kernel.actors import Span
from nuandong.kernel.clock import local_date
from nuandong.plans.bans import Breach, Check, Watched

_LONGEST: Final = timedelta(hours=1)
_Key = tuple[UUID, Span]


@dataclass(frozen=True, slots=True)
class _Found:
    at: datetime
    mark: journal.Cursor
    breaches: tuple[Breach, ...]


class Remembered:
    """A check with its memory, which is that of one process. `about`: how the kinds of event begin that concern it."""

    def __init__(self, check: Check, about: tuple[str, ...]) -> None:
        self._check, self._about = check, about
        self._known: dict[_Key, _Found] = {}

    def __call__(self, watched: Watched) -> Iterator[Breach]:
        key = watched.activation, watched.span
        found = self._known.get(key)
        if found is None or self._stale(found, watched.now):
            # Before the tables are read: what is not in them yet comes after the mark.
            mark = journal.mark()
            found = self._known[key] = _Found(watched.now, mark, tuple(self._check(watched)))
        return iter(found.breaches)

    def _stale(self, found: _Found, now: datetime) -> bool:
        if not found.at <= now < found.at + _LONGEST or local_date(now) != local_date(found.at):
            return True
        kinds = [kind for kind in journal.registered() if kind.startswith(self._about)]
        return bool(journal.read_after(found.mark, limit=1, kinds=kinds))
