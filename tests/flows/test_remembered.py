"""A check over a county's whole books is made anew after an act that concerns it, each day and each hour, not before."""

from datetime import timedelta

import pytest

from nuandong.flows.remembered import Remembered
from nuandong.geo.codes import span
from nuandong.journal import api as journal
from nuandong.kernel.actors import SYSTEM
from nuandong.kernel.ids import new_id
from nuandong.org import scope
from nuandong.plans.bans import Breach, Watched
from nuandong.rescue.events.clue import ClueReopened
from tests.cast import COUNTY, NOW, OTHER_COUNTY
from tests.databases import settle

MINUTE = timedelta(minutes=1)
WATCHED = Watched(new_id(NOW), span(COUNTY), NOW, NOW)


class Books:
    """A check that says how often it was made, and finds what stands in the books."""

    def __init__(self, about: str = "rescue.clue_") -> None:
        self.made, self.rows = 0, [new_id(NOW)]
        self.remembered = Remembered(self, (about,))

    def __call__(self, watched: Watched) -> list[Breach]:
        self.made += 1
        return [Breach(subject=row, region=watched.span.lo, at=watched.now) for row in self.rows]

    def asked(self, after: timedelta = timedelta(0), region: int = COUNTY) -> list[Breach]:
        with scope.enter(SYSTEM):
            return list(self.remembered(Watched(WATCHED.activation, span(region), NOW, NOW + after)))


def act() -> None:
    with scope.enter(SYSTEM):
        journal.record(ClueReopened(), by=SYSTEM, now=NOW, region=COUNTY, subject=new_id(NOW))


def test_looked_at_anew_after_an_act_that_concerns_it(committed_db):
    books, others = Books(), Books(about="relief.payout_")
    first = books.asked()
    assert (first, others.asked()) != ([], [])
    books.rows.append(new_id(NOW))
    assert books.asked(MINUTE) == first
    act()
    settle()
    assert len(books.asked(2 * MINUTE)) == 2
    assert len(books.asked(3 * MINUTE)) == 2
    assert len(others.asked(3 * MINUTE)) == 1
    assert (books.made, others.made) == (2, 1)


def test_an_act_under_way_while_it_looked_is_seen_once_it_is_done(committed_db):
    books = Books()
    with scope.enter(SYSTEM):
        journal.record(ClueReopened(), by=SYSTEM, now=NOW, region=COUNTY, subject=new_id(NOW))
        # Its own transaction is not settled yet: the event comes after the mark.
        books.asked()
    settle()
    books.asked(MINUTE)
    assert books.made == 2


@pytest.mark.parametrize(
    ("after", "region", "made"),
    [
        (timedelta(minutes=59), COUNTY, 1),
        (timedelta(hours=1), COUNTY, 2),
        (timedelta(days=1), COUNTY, 2),
        (-MINUTE, COUNTY, 2),
        (MINUTE, OTHER_COUNTY, 2),
    ],
)
def test_looked_at_anew_in_time_and_elsewhere(db, after, region, made):
    books = Books()
    books.asked()
    books.asked(after, region)
    assert books.made == made
