"""Lists of instances: late first, page by page, the same from the tables as from a recomputed state."""

from datetime import timedelta

import pytest

from nuandong.kernel.actors import SYSTEM, Span
from nuandong.kernel.errors import Invalid
from nuandong.kernel.ids import new_id
from nuandong.org import scope
from nuandong.plans import compliance, listing, selectors
from nuandong.plans.actions.store_plan import store_plan
from nuandong.plans.engine import Status
from nuandong.plans.listing import Asked
from tests.cast import COUNTY, NOW, TOWNSHIP_A, TOWNSHIP_B
from tests.databases import settle
from tests.plans.stored import Arrived, Called, Patrolled, activate, divisions, fill, hotline, loaded, record, worker

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
LATER = NOW + 2 * DAY + 20 * MINUTE


@pytest.fixture
def nights(db, cast):
    """Two nights: patrols done and missed, clues met, late, and open, a hotline that stands empty after a shift."""
    divisions()
    activate(cast.officer)
    record(hotline(), region=COUNTY)
    record(Patrolled(), now=NOW + HOUR)
    record(Patrolled(), now=NOW + 2 * HOUR, region=TOWNSHIP_B)
    for minutes, arrives in ((60, 20), (90, 45), (120, None)):
        clue = new_id(NOW)
        record(Called(), now=NOW + minutes * MINUTE, subject=clue)
        if arrives is not None:
            record(Arrived(), now=NOW + (minutes + arrives) * MINUTE, subject=clue)
    record(Called(), now=LATER - 25 * MINUTE, region=TOWNSHIP_B)
    record(Called(), now=LATER - 5 * MINUTE, region=TOWNSHIP_B)
    return fill(LATER)


def walk(asked, size):
    found, after = [], None
    while batch := listing.lines(LATER, asked, after=after, limit=size):
        found += batch
        after = batch[-1].position
    return found


@pytest.mark.parametrize("size", [1, 3, 100])
def test_every_page_goes_on_where_the_last_one_ended(nights, size):
    with scope.enter(SYSTEM):
        found = walk(Asked(), size)
        assert len(found) == selectors.instances_at(LATER).count()
    assert found == sorted(found, key=lambda line: line.position), "the order of the database is that of the lines"
    assert len({line.id for line in found}) == len(found)


def test_what_is_late_and_still_to_be_done_comes_first_then_what_is_broken_newest_first(nights):
    with scope.enter(SYSTEM):
        found = walk(Asked(), 100)
    order = [(line.status, line.due_soon) for line in found]
    assert order[0] == (Status.LATE, False)
    broken = [line.record.due_at for line in found if line.status is Status.BROKEN]
    assert len(broken) >= 2
    assert broken == sorted(broken, reverse=True)
    assert order.index((Status.OPEN, True)) < order.index((Status.OPEN, False)) < order.index((Status.MISSED, False))
    assert order[-1][0] is Status.MET


@pytest.mark.parametrize(
    "asked",
    [
        Asked(),
        Asked(since=NOW + DAY),
        Asked(within=Span(TOWNSHIP_A, TOWNSHIP_A + 1000)),
        Asked(within=Span(COUNTY, COUNTY + 1)),
        Asked(plan="rescue/stored-test"),
        Asked(plan="rescue/another"),
        Asked(statuses=listing.FAILED),
        Asked(statuses=(Status.MET,)),
        Asked(due_soon=True),
    ],
)
def test_a_recomputed_state_gives_the_same_lists_and_counts(nights, asked):
    with scope.enter(SYSTEM):
        past = listing.past_lines(nights, LATER, seen=lambda _region: True)
        assert [line for line in past if asked.fits(line)] == walk(asked, 100)
        if not asked.statuses and not asked.due_soon:
            board = selectors.board(LATER, since=asked.since, within=asked.within, plan=asked.plan)
            assert listing.counted(line for line in past if asked.fits(line)) == board


def test_one_duty_of_a_list(nights):
    with scope.enter(SYSTEM):
        duty = walk(Asked(), 1)[0].duty
        chosen = walk(Asked(obligation=duty.id), 2)
    assert {line.duty.code for line in chosen} == {"scene"}
    assert len(chosen) == 5


def test_regions_that_are_not_seen_are_left_out_of_a_past_state(nights):
    with scope.enter(SYSTEM):
        past = listing.past_lines(nights, LATER, seen=lambda region: region == TOWNSHIP_B)
    assert {line.record.region for line in past} == {TOWNSHIP_B}


def test_a_journal_that_is_too_long_is_not_recomputed_for_a_page(committed_db, cast):
    divisions()
    activate(cast.officer)
    for hour in range(6):
        record(Patrolled(), now=NOW + hour * HOUR)
    settle()
    with worker():
        assert compliance.recompute(LATER, most=1000).records
        with pytest.raises(Invalid):
            compliance.recompute(LATER, most=5)


def test_a_file_is_stored_with_one_event(db, cast):
    with scope.enter(cast.officer):
        first = store_plan(by=cast.officer, now=NOW, loaded=loaded())
        again = store_plan(by=cast.officer, now=NOW + DAY, loaded=loaded())
        assert first.id == again.id
        assert [one.code for one in selectors.obligations(first.id)] == ["daily", "scene", "hotline", "minors"]
