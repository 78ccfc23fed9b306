"""Where the pages read from: the tables for now, the journal for a past moment."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import dropwhile, islice
from typing import Final

from nuandong.kernel.actors import SYSTEM
from nuandong.org import scope
from nuandong.plans import compliance, listing, selectors
from nuandong.plans.listing import FAILED, Asked, Line, Position
from nuandong.plans.selectors import BoardRow
from nuandong.web.http import SignedRequest
from nuandong.web.pages.compliance.filtering import Filters

MOST_EVENTS: Final = 5_000
"""A journal that is longer is recomputed by command only: a page would take longer than a reader waits."""
_BATCH: Final = 1000


class Reading:
    """What the filters ask for, at the moment they name. A past state is recomputed once, when it is first needed."""

    def __init__(self, request: SignedRequest, chosen: Filters) -> None:
        self.at = chosen.at or request.now
        self._actor, self._chosen = request.actor, chosen
        self._past: list[Line] | None = None

    def board(self) -> list[BoardRow]:
        """Counts by division and duty; the status is no filter here, for the counts are by status."""
        asked = self._chosen.asked
        if self._chosen.at is None:
            return selectors.board(
                self.at, since=asked.since, obligation=asked.obligation, within=asked.within, plan=asked.plan
            )
        anyhow = replace(asked, statuses=(), due_soon=False)
        return listing.counted(line for line in self._past_lines() if anyhow.fits(line))

    def lines(self, *, after: Position | None = None, limit: int) -> Sequence[Line]:
        """Instances, late first, by key. Raises Invalid when the journal is too long for a past moment."""
        return self._of(self._chosen.asked, after, limit)

    def failed(self, limit: int) -> Sequence[Line]:
        """What went wrong, whatever status the filters name."""
        return self._of(replace(self._chosen.asked, statuses=FAILED, due_soon=False), None, limit)

    def _of(self, asked: Asked, after: Position | None, limit: int) -> Sequence[Line]:
        if self._chosen.at is None:
            return listing.lines(self.at, asked, after=after, limit=limit)
        found: Iterator[Line] = (line for line in self._past_lines() if asked.fits(line))
        if after is not None:
            found = dropwhile(lambda line: line.position <= after, found)
        return list(islice(found, limit))

    def all_lines(self, most: int) -> Iterator[Line]:
        """Up to `most` instances, fetched in batches."""
        after: Position | None = None
        left = most
        while left > 0 and (batch := self.lines(after=after, limit=min(_BATCH, left))):
            yield from batch
            after, left = batch[-1].position, left - len(batch)

    def _past_lines(self) -> list[Line]:
        if self._past is None:
            # Whether a township's duty exists at all may hang on an event of the county around it.
            with scope.enter(SYSTEM):
                state = compliance.recompute(self.at, most=MOST_EVENTS)
                self._past = listing.past_lines(state, self.at, seen=self._actor.sees)
        return self._past
