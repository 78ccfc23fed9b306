"""The real plan of the winter looks at the real acts of the clue desk: who was in time, and what never counted."""

import pytest

from nuandong.org import scope
from nuandong.plans import selectors as plans
from nuandong.plans.actions.activate_plan import activate_plan
from nuandong.plans.loader import load
from nuandong.plans.vocabulary import LIBRARY, vocabulary
from nuandong.rescue.actions.arrive import arrive
from nuandong.rescue.actions.close_clue import close_clue
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
from tests.rescue import streets
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


def test_closed_as_nonsense_it_never_counted(desk):
    by = desk.operator
    with scope.enter(by):
        clue = streets.clue(by)
        close_clue(by=by, now=NOW + 50 * MINUTE, clue=clue.id, closing=Closing.NONSENSE, words="恶作剧")
    follow(NOW + 51 * MINUTE)
    with scope.enter(by):
        found = plans.clocks([clue.id], NOW + 51 * MINUTE).get(clue.id, [])
        assert not {str(duty.status) for duty in found} & {"late", "open", "missed"}


def test_sent_back_by_the_other_county_the_clock_had_never_stopped(desk):
    by, other = desk.operator, desk.outsider
    with scope.enter(by):
        clue = streets.clue(by)
        given = hand_over_clue(by=by, now=NOW + 5 * MINUTE, clue=clue.id, to_region=OTHER_COUNTY, reason="在邻县")
    with scope.enter(other):
        return_clue(by=other, now=NOW + 12 * MINUTE, clue=given.handed_to, reason="不在我县")
    assert status(desk, clue, 20) == ("open", 30)
