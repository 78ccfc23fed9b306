"""The real plan of the winter looks at the real acts of the clue desk: who was in time, and what never counted."""

import pytest

from nuandong.org import scope
from nuandong.plans import selectors as plans
from nuandong.plans.actions.activate_plan import activate_plan
from nuandong.plans.loader import load
from nuandong.plans.vocabulary import LIBRARY, vocabulary
from nuandong.rescue.actions.arrive import arrive
from nuandong.rescue.actions.close_clue import close_clue
from nuandong.rescue.actions.close_encounter import Disposition, close_encounter
from nuandong.rescue.actions.hand_over_clue import hand_over_clue
from nuandong.rescue.actions.merge_clue import merge_clue
from nuandong.rescue.actions.order_dispatch import order_dispatch
from nuandong.rescue.actions.reopen_clue import reopen_clue
from nuandong.rescue.actions.return_clue import return_clue
from nuandong.rescue.actions.supplement_clue import supplement_clue
from nuandong.rescue.details import ClueDetails
from nuandong.rescue.kinds import Closing
from tests.cast import COUNTY, NOW, OTHER_COUNTY
from tests.duty import setting
from tests.plans.stored import divisions, follow
from tests.rescue import station, streets
from tests.rescue.streets import MINUTE, north

POSTS = frozenset({"rescue.hotline", "rescue.station_desk", "rescue.patrol"})


@pytest.fixture
def desk(committed_db, cast):
    """The operator, with the plan in force and a team on duty."""
    divisions()
    path = LIBRARY / "rescue" / "city-winter-rescue.yaml"
    loaded = load(path.read_bytes(), path.name, vocabulary(posts=POSTS))
    with scope.enter(cast.officer):
        activate_plan(by=cast.officer, now=NOW, loaded=loaded, region=COUNTY)
    with scope.enter(cast.operator):
        setting.enrol(cast.operator, cast.crew)
        cast.team = streets.crew(cast.crew, "一队", at=north(1))
    return cast


def status(desk, clue, after):
    """The status of the clue's duty so many minutes after now, and its due time in minutes from now."""
    at = NOW + after * MINUTE
    follow(at)
    with scope.enter(desk.operator):
        (duty,) = plans.clocks([clue.id], at)[clue.id]
    return str(duty.status), round((duty.due_at - NOW) / MINUTE) if duty.due_at else None


def test_in_time_and_too_late(desk):
    by = desk.operator
    with scope.enter(by):
        quick, slow = streets.clue(by), streets.clue(by, minutes_ago=10)
    assert (status(desk, quick, 1), status(desk, slow, 1)) == (("open", 30), ("open", 20))
    with scope.enter(by):
        sent = order_dispatch(by=by, now=NOW + 2 * MINUTE, clue=quick.id, team=desk.team.id)
        arrive(by=by, now=NOW + 9 * MINUTE, dispatch=sent.id)
    assert (status(desk, quick, 40)[0], status(desk, slow, 40)[0]) == ("met", "late")


def test_typed_later_it_counts_by_the_time_of_the_act(desk):
    by = desk.operator
    with scope.enter(by):
        clue = streets.clue(by)
        sent = order_dispatch(by=by, now=NOW + 2 * MINUTE, clue=clue.id, team=desk.team.id)
    assert status(desk, clue, 35)[0] == "late"
    with scope.enter(by):
        arrive(by=by, now=NOW + 40 * MINUTE, dispatch=sent.id, acted_at=NOW + 25 * MINUTE)
    assert status(desk, clue, 45)[0] == "met"


def test_a_duplicate_never_counted_until_it_turns_out_to_be_none(desk):
    by = desk.operator
    with scope.enter(by):
        first, second = streets.clue(by, minutes_ago=5), streets.clue(by)
        merge_clue(by=by, now=NOW + 40 * MINUTE, clue=second.id, into=first.id)
    follow(NOW + 41 * MINUTE)
    with scope.enter(by):
        merged = plans.clocks([second.id], NOW + 41 * MINUTE).get(second.id, [])
        assert [str(duty.status) for duty in merged if str(duty.status) in {"late", "open", "missed"}] == []
        reopen_clue(by=by, now=NOW + 42 * MINUTE, clue=second.id, reason="是两个人")
    assert status(desk, second, 43) == ("late", 30)


def test_a_clue_found_to_be_far_away_gets_the_longer_limit(desk):
    by = desk.operator
    with scope.enter(by):
        clue = streets.clue(by)
        supplement_clue(by=by, now=NOW + 3 * MINUTE, clue=clue.id, details=ClueDetails(remote=True))
    assert status(desk, clue, 40) == ("open", 60)


def judged(desk, clue, after):
    """Whether the clue's duty counts at all so many minutes after now, and how it stands."""
    at = NOW + after * MINUTE
    follow(at)
    with scope.enter(desk.operator):
        found = plans.clocks([clue.id], at).get(clue.id, [])
        return {str(duty.status) for duty in found} & {"late", "open", "missed", "met"}


@pytest.mark.parametrize(
    ("closing", "at", "confirmed", "then"),
    [
        # A leader knows that nobody need go: the clock stops, and for nonsense it never ran.
        (Closing.NONSENSE, 50, True, set()),
        (Closing.NONSENSE, 5, True, set()),
        (Closing.NOT_FOUND, 5, True, set()),
        (Closing.NOT_FOUND, 50, True, {"missed"}),
        # Nobody was there and no leader knows: the clock judges, however soon the clue was closed.
        (Closing.NONSENSE, 5, False, {"late"}),
        (Closing.NONSENSE, 50, False, {"late"}),
    ],
)
def test_a_deadline_is_not_closed_away(desk, closing, at, confirmed, then):
    by, now = desk.operator, NOW + at * MINUTE
    with scope.enter(by):
        setting.leads(desk.leader)
        clue = streets.clue(by)
        leader = desk.leader.staff if confirmed else None
        close_clue(by=by, now=now, clue=clue.id, closing=closing, words="恶作剧", confirmed_by=leader)
    assert judged(desk, clue, 60) == then


def test_whoever_was_met_in_time_by_somebody_else_ends_the_clock(desk):
    by = desk.operator
    with scope.enter(by):
        clue = streets.clue(by)
        met = station.meet(by, "able_adult", willing=True, clue=clue.id, acted_at=None)
        close_encounter(by=by, now=NOW + 9 * MINUTE, encounter=met.id, done=Disposition(outcome="guided_home"))
        close_clue(by=by, now=NOW + 10 * MINUTE, clue=clue.id, closing=Closing.HELPED)
    assert judged(desk, clue, 60) == set()


def test_sent_back_by_the_other_county_the_clock_had_never_stopped(desk):
    by, other = desk.operator, desk.outsider
    with scope.enter(by):
        clue = streets.clue(by)
        given = hand_over_clue(by=by, now=NOW + 5 * MINUTE, clue=clue.id, to_region=OTHER_COUNTY, reason="在邻县")
    with scope.enter(other):
        return_clue(by=other, now=NOW + 12 * MINUTE, clue=given.handed_to, reason="不在我县")
    assert status(desk, clue, 20) == ("open", 30)
