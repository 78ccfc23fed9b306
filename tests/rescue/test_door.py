"""Doors between counties: a clue passes with its clock running, and nothing else does."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from nuandong.journal import api as journal
from nuandong.kernel.errors import Forbidden, Invalid, NotFound, NotNow
from nuandong.rescue import callers, doors, selectors_clue
from nuandong.rescue.actions.close_clue import close_clue
from nuandong.rescue.actions.hand_over_clue import hand_over_clue
from nuandong.rescue.actions.merge_clue import merge_clue
from nuandong.rescue.actions.return_clue import return_clue
from nuandong.rescue.actions.take_on_clue import take_on_clue
from nuandong.rescue.kinds import Closing
from nuandong.rescue.models import Clue
from nuandong.rescue.states.clue import ClueState
from tests.cast import COUNTY, NOW, OTHER_COUNTY, TOWNSHIP_B
from tests.databases import as_owner, as_role
from tests.duty import setting
from tests.rescue import streets
from tests.rescue.streets import CENTRE, MINUTE

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage(cast, as_actor):
    with as_owner():
        setting.enrol(cast.operator, cast.outsider)
    return cast


@pytest.fixture
def handed(stage, as_actor):
    """A clue of twelve minutes ago, handed to the next county now: (ours, theirs)."""
    with as_actor(stage.operator):
        clue = streets.clue(
            stage.operator,
            minutes_ago=12,
            words="桥洞里的老人",
            caller="13800001234",
            place_text="花溪大桥",
            hints=["elderly"],
        )
        ours = hand_over_clue(by=stage.operator, now=NOW, clue=clue.id, to_region=OTHER_COUNTY, reason="桥在邻县")
    with as_actor(stage.outsider):
        theirs = Clue.objects.get(id=ours.handed_to)
    return ours, theirs


def test_the_other_county_has_it_at_once_with_the_clock_running(handed, stage, as_actor):
    ours, theirs = handed
    assert (ours.state, ours.closing, ours.handed_to_region) == (
        ClueState.HANDED_OVER,
        Closing.HANDED_OVER,
        OTHER_COUNTY,
    )
    assert (theirs.state, theirs.region, theirs.origin, theirs.number) == (
        ClueState.OPEN,
        OTHER_COUNTY,
        ours.id,
        "2026-00001",
    )
    assert (theirs.clock_started_at, theirs.received_at) == (NOW - 12 * MINUTE, NOW)
    with as_actor(stage.outsider):
        (line,) = selectors_clue.board()
        assert (line.clue.id, line.countdown.left(NOW)) == (theirs.id, 18 * MINUTE)
        assert callers.open_words(theirs) == "桥洞里的老人"
        assert callers.open_caller(theirs) == "13800001234"
        assert callers.open_remark(theirs) == "桥在邻县"
        assert (theirs.place_text, theirs.lat, theirs.hints) == ("花溪大桥", CENTRE.lat, ["elderly"])
        (event,) = journal.history(subject=theirs.id)
        assert (event.kind, event.acted_at, event.region) == (
            "rescue.clue_received",
            NOW - 12 * MINUTE,
            OTHER_COUNTY,
        )
        assert event.payload["origin"] == str(ours.id)
        assert event.payload.keys() == journal.kind_of("rescue.clue_received").model_fields.keys()
    with as_actor(stage.operator):
        assert selectors_clue.board() == []
        assert streets.kinds(ours.id) == ["clue_received", "clue_handed_over"]


def test_what_is_sealed_for_one_row_does_not_open_in_another(handed):
    ours, theirs = handed
    assert bytes(ours.words_sealed) != bytes(theirs.words_sealed)
    theirs.words_sealed = ours.words_sealed
    with pytest.raises(Exception, match=r"\S"):
        callers.open_words(theirs)


def test_taken_on_it_stays(handed, stage, as_actor):
    _ours, theirs = handed
    with as_actor(stage.outsider):
        assert selectors_clue.handed_to_us() == [theirs]
        taken = take_on_clue(by=stage.outsider, now=NOW + MINUTE, clue=theirs.id)
        assert (taken.first_contact, taken.taken_on_by) == (stage.outsider.staff, stage.outsider.staff)
        assert selectors_clue.handed_to_us() == []
        with pytest.raises(NotNow):
            return_clue(by=stage.outsider, now=NOW + MINUTE, clue=theirs.id, reason="其实在贵县")


def test_sent_back_it_is_open_again_with_its_old_clock(handed, stage, as_actor):
    ours, theirs = handed
    with as_actor(stage.outsider):
        gone = return_clue(by=stage.outsider, now=NOW + 3 * MINUTE, clue=theirs.id, reason="桥的这一侧属贵县")
        assert (gone.state, gone.handed_to, selectors_clue.board()) == (ClueState.HANDED_OVER, ours.id, [])
    with as_actor(stage.operator):
        back = selectors_clue.get(ours.id)
        assert (back.state, back.closing, back.handed_to, back.clock_started_at) == (
            ClueState.OPEN,
            "",
            None,
            NOW - 12 * MINUTE,
        )
        assert callers.open_remark(back) == "桥的这一侧属贵县"
        returned, given, _received = journal.history(subject=ours.id)
        assert (returned.kind, returned.voids, returned.payload) == (
            "rescue.clue_returned",
            given.id,
            {"from_region": OTHER_COUNTY},
        )


@pytest.mark.parametrize(
    ("to_region", "reason", "error"),
    [
        (TOWNSHIP_B, "邻街", Invalid),
        (COUNTY, "本县", Invalid),
        (520000000000, "省里", Invalid),
        (123, "不是代码", Invalid),
        (OTHER_COUNTY, " ", Invalid),
    ],
)
def test_handed_over_only_to_another_county_and_with_a_reason(stage, as_actor, to_region, reason, error):
    with as_actor(stage.operator):
        clue = streets.clue(stage.operator)
        with pytest.raises(error):
            hand_over_clue(by=stage.operator, now=NOW, clue=clue.id, to_region=to_region, reason=reason)


def test_a_stranger_cannot_push_or_pull_through_the_door(handed, stage, as_actor):
    ours, theirs = handed
    with as_actor(stage.outsider), pytest.raises(NotFound):
        hand_over_clue(by=stage.outsider, now=NOW, clue=ours.id, to_region=OTHER_COUNTY, reason="拿来")
    with as_actor(stage.crew), pytest.raises(Forbidden):
        hand_over_clue(by=stage.crew, now=NOW, clue=ours.id, to_region=OTHER_COUNTY, reason="给你")
    with as_actor(stage.operator):
        fresh = streets.clue(stage.operator)
    with as_actor(stage.outsider):
        # Past the action, straight at the function: the scope of the caller binds there too.
        assert doors.hand_over(fresh, to_region=OTHER_COUNTY, remark="", by=stage.outsider, now=NOW) is None
    with as_actor(stage.operator):
        assert doors.give_back(theirs, origin=ours.id, remark="", by=stage.operator, now=NOW) is False
        assert selectors_clue.get(fresh.id).state == ClueState.OPEN


def test_the_door_is_shut_for_other_roles(handed, stage, as_actor):
    ours, _theirs = handed
    for role in ("auditor", "batch", "backup"):
        with (
            as_role(role),
            as_actor(stage.operator),
            pytest.raises(DatabaseError, match="permission"),
            transaction.atomic(),
        ):
            doors.track_public(ours.track_code, now=NOW)


def test_anybody_with_the_code_sees_the_masked_state_wherever_the_clue_went(handed, stage, as_actor):
    ours, theirs = handed
    tracked = doors.track_public(f" {ours.track_code.lower()} ", now=NOW)
    assert tracked == doors.Tracked(ours.number, ClueState.OPEN, None, NOW - 12 * MINUTE, None, None, True)
    with as_actor(stage.outsider):
        streets.empty(stage.outsider, theirs)
        close_clue(by=stage.outsider, now=NOW, clue=theirs.id, closing=Closing.NOT_FOUND, words="找遍桥洞")
    tracked = doors.track_public(ours.track_code, now=NOW + timedelta(hours=1))
    assert tracked is not None
    assert (tracked.state, tracked.closing, tracked.closed_at) == (ClueState.CLOSED, Closing.NOT_FOUND, NOW)
    assert doors.track_public("WRONGCODE2", now=NOW) is None
    with as_actor(stage.operator):
        assert streets.kinds(ours.id)[-2:] == ["clue_tracked", "clue_tracked"]


def test_the_code_of_a_duplicate_follows_the_clue_that_goes_on(stage, as_actor):
    with as_actor(stage.operator):
        first, second = streets.clue(stage.operator, minutes_ago=5), streets.clue(stage.operator)
        merge_clue(by=stage.operator, now=NOW, clue=second.id, into=first.id)
    tracked = doors.track_public(second.track_code, now=NOW)
    assert tracked is not None
    assert (tracked.state, tracked.elsewhere) == (ClueState.OPEN, False)


def test_the_doors_run_as_the_owner_with_a_fixed_search_path(owner_db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname, prosecdef, proconfig, pg_get_userbyid(proowner) FROM pg_proc WHERE proname LIKE 'rescue\\_%%\\_clue'"
        )
        found = cursor.fetchall()
    assert len(found) == 3
    assert all(
        secure and "search_path=pg_catalog, public, pg_temp" in config for _name, secure, config, _owner in found
    )
    assert {owner for *_rest, owner in found} == {"nuandong_owner"}
