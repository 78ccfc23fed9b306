"""Clues: what is enough to save one, what is a duplicate, how one ends, and who sees what."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection

from nuandong.geo.actions.register_place import register_place
from nuandong.geo.details import PlaceDetails
from nuandong.geo.kinds import Area, PlaceKind
from nuandong.journal import api as journal
from nuandong.kernel.errors import Conflict, DomainError, Forbidden, Invalid, NotFound, NotNow, OutOfScope
from nuandong.org import handover
from nuandong.rescue import callers, numbering, reference, selectors_clue
from nuandong.rescue.actions.close_clue import close_clue
from nuandong.rescue.actions.merge_clue import merge_clue
from nuandong.rescue.actions.receive_clue import receive_clue
from nuandong.rescue.actions.reopen_clue import reopen_clue
from nuandong.rescue.actions.reveal_caller import reveal_caller
from nuandong.rescue.actions.supplement_clue import supplement_clue
from nuandong.rescue.details import ClueDetails
from nuandong.rescue.duplicates import near_duplicates
from nuandong.rescue.kinds import Channel, Closing
from nuandong.rescue.models import Clue
from nuandong.rescue.states.clue import CLUE, RUNNING, ClueState
from tests.cast import COUNTY, NOW, OTHER_COUNTY, TOWNSHIP_A, TOWNSHIP_B
from tests.duty import setting
from tests.rescue import streets
from tests.rescue.streets import CENTRE, MINUTE, north

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(cast, as_actor):
    with as_actor(cast.operator):
        setting.enrol(cast.operator, cast.crew, cast.leader)
        yield cast.operator


def receive(by, **said):
    return receive_clue(by=by, now=NOW, channel=Channel.HOTLINE, details=ClueDetails(**said), region=COUNTY)


@pytest.mark.parametrize(
    ("said", "enough"),
    [
        ({"words": "有人睡在桥下"}, True),
        ({"caller": "13800001234"}, True),
        ({"place_text": "火车站出站口"}, True),
        ({"at": CENTRE}, True),
        ({}, False),
        ({"words": "  \n "}, False),
        ({"people_count": 2, "hints": ["minor"]}, False),
    ],
)
def test_one_word_number_or_place_is_enough(desk, said, enough):
    if enough:
        clue = receive(desk, **said).clue
        assert (clue.state, clue.clock_started_at, clue.first_contact) == (ClueState.OPEN, NOW, desk.staff)
        assert streets.kinds(clue.id) == ["clue_received"]
    else:
        with pytest.raises(Invalid) as refused:
            receive(desk, **said)
        assert refused.value.code == "rescue.clue_empty"


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"caller": "听不清"}, "caller"),
        ({"words": "人", "hints": ["rich"]}, "hints"),
        ({"words": "人", "people_count": 0}, "people_count"),
        ({"words": "人", "reporter_kind": "martian"}, "reporter_kind"),
        ({"words": "长" * 2001}, "words"),
    ],
)
def test_what_cannot_be_is_refused_by_its_field(desk, said, field):
    with pytest.raises(Invalid) as refused:
        receive(desk, **said)
    assert refused.value.field == field


def test_words_and_number_are_kept_sealed(desk):
    clue = receive(desk, words="老人蜷在门口", caller="138 0000 1234", place_text="十字路口").clue
    with connection.cursor() as cursor:
        cursor.execute("SELECT c::text FROM rescue_clue c WHERE id = %s", [clue.id])
        row = cursor.fetchone()[0]
    assert "老人" not in row
    assert "13800001234" not in row
    assert (clue.caller_masked, callers.open_caller(clue), callers.open_words(clue)) == (
        "138****1234",
        "13800001234",
        "老人蜷在门口",
    )
    (event,) = journal.history(subject=clue.id)
    assert "老人" not in str(event.payload)
    assert journal.texts([event.id])[event.id] == {"words": "老人蜷在门口", "place": "十字路口"}


def test_late_entry_counts_from_the_call(desk):
    clue = receive_clue(
        by=desk,
        now=NOW,
        channel=Channel.POLICE_110,
        details=ClueDetails(words="补录"),
        acted_at=NOW - 40 * MINUTE,
    ).clue
    (event,) = journal.history(subject=clue.id)
    assert (clue.clock_started_at, event.acted_at, event.late_entry) == (NOW - 40 * MINUTE, NOW - 40 * MINUTE, True)
    assert selectors_clue.countdown(clue).late(NOW)
    with pytest.raises(Invalid):
        receive_clue(
            by=desk, now=NOW, channel=Channel.WEB, details=ClueDetails(words="未来"), acted_at=NOW + 10 * MINUTE
        )


def test_a_remote_place_gives_the_longer_limit(desk, cast, as_actor):
    with as_actor(cast.officer):
        details = PlaceDetails(kind=PlaceKind.BRIDGE, name="乌江大桥", area=Area.REMOTE, at=north(30))
        place = register_place(by=cast.officer, now=NOW, region=TOWNSHIP_A, details=details)
    clue = receive_clue(by=desk, now=NOW, channel=Channel.HOTLINE, details=ClueDetails(place=place.id)).clue
    clock = selectors_clue.countdown(clue)
    assert (clue.region, clue.remote, clock.limit, clock.source) == (TOWNSHIP_A, True, timedelta(minutes=60), "RES-027")


def test_numbers_run_on_per_county_and_season(desk, cast, as_actor):
    first, second = receive(desk, words="一").clue, receive(desk, words="二").clue
    assert (first.number, second.number) == ("2026-00001", "2026-00002")
    assert first.track_code != second.track_code
    with as_actor(cast.clerk_a):
        third = receive_clue(
            by=cast.clerk_a, now=NOW, channel=Channel.WALK_IN, details=ClueDetails(words="三"), region=TOWNSHIP_A
        )
    assert third.clue.number == "2026-00003"
    with as_actor(cast.outsider):
        theirs = receive_clue(
            by=cast.outsider, now=NOW, channel=Channel.HOTLINE, details=ClueDetails(words="四"), region=OTHER_COUNTY
        )
    assert theirs.clue.number == "2026-00001"


@pytest.mark.parametrize(
    ("month", "season"), [((2026, 12), 2026), ((2027, 1), 2026), ((2027, 6), 2026), ((2027, 7), 2027)]
)
def test_a_winter_is_called_by_the_year_it_began(month, season):
    assert numbering.season_of(NOW.replace(year=month[0], month=month[1])) == season


@pytest.mark.parametrize(
    ("sentence", "said", "minutes_ago", "near"),
    [
        ("at the next corner", {"at": north(0.3)}, 30, True),
        ("at the edge of the circle", {"at": north(0.499)}, 30, True),
        ("outside it", {"at": north(0.6)}, 30, False),
        ("too long ago", {"at": north(0.1)}, 121, False),
        ("the same words", {"at": None, "place_text": "火车站 出站口"}, 90, True),
        ("words within the words", {"at": None, "place_text": "贵阳火车站出站口旁"}, 90, True),
        ("other words", {"at": None, "place_text": "体育馆"}, 90, False),
        ("words too short to say anything", {"at": None, "place_text": "出站"}, 90, False),
        ("the same telephone", {"at": None, "caller": "13800001234"}, 5, True),
        ("another telephone", {"at": None, "caller": "13900001234"}, 5, False),
    ],
)
def test_near_duplicates_are_shown_and_never_block(desk, sentence, said, minutes_ago, near):
    earlier = streets.clue(desk, minutes_ago=minutes_ago, **said)
    received = receive(desk, at=CENTRE, place_text="火车站出站口", caller="13800001234")
    assert [one.clue.id for one in received.near] == ([earlier.id] if near else [])


def test_the_likeliest_duplicate_comes_first(desk):
    far = streets.clue(desk, minutes_ago=3, at=north(0.4))
    close = streets.clue(desk, minutes_ago=60, at=north(0.05))
    both = streets.clue(desk, minutes_ago=90, at=north(0.3), place_text="火车站")
    found = near_duplicates(at=NOW, point=CENTRE, place_text="火车站")
    assert [(one.clue.id, one.minutes) for one in found] == [(both.id, 90), (close.id, 60), (far.id, 3)]


def test_merging_stops_the_clock_and_reopening_starts_it_again(desk):
    first, second = streets.clue(desk, minutes_ago=20), streets.clue(desk, minutes_ago=10)
    merged = merge_clue(by=desk, now=NOW, clue=second.id, into=first.id)
    assert (merged.state, merged.closing, merged.duplicate_of_id) == (ClueState.CLOSED, Closing.DUPLICATE, first.id)
    assert not selectors_clue.countdown(merged).running
    assert [line.clue.id for line in selectors_clue.board()] == [first.id]
    opened = reopen_clue(by=desk, now=NOW, clue=second.id, reason="是两个人")
    events = journal.history(subject=second.id)
    assert [event.kind for event in events] == ["rescue.clue_reopened", "rescue.clue_merged", "rescue.clue_received"]
    assert events[0].voids == events[1].id
    assert (opened.state, opened.duplicate_of_id, opened.clock_started_at) == (
        ClueState.OPEN,
        None,
        NOW - 10 * MINUTE,
    )


def test_merging_goes_from_later_to_earlier_and_never_in_chains(desk):
    first, second, third = (streets.clue(desk, minutes_ago=ago) for ago in (30, 20, 10))
    merge_clue(by=desk, now=NOW, clue=third.id, into=second.id)
    merge_clue(by=desk, now=NOW, clue=second.id, into=first.id)
    assert set(Clue.objects.filter(duplicate_of=first).values_list("id", flat=True)) == {second.id, third.id}
    fourth = streets.clue(desk, minutes_ago=5)
    for clue, into, code in (
        (first, fourth, "rescue.merge_backwards"),
        (fourth, third, "rescue.merge_target"),
        (fourth, fourth, "rescue.merge_itself"),
    ):
        with pytest.raises(Invalid) as refused:
            merge_clue(by=desk, now=NOW, clue=clue.id, into=into.id)
        assert refused.value.code == code


@pytest.mark.parametrize(
    ("closing", "words", "code"),
    [
        (Closing.NOT_FOUND, "没派队伍", "rescue.nobody_went"),
        (Closing.NONSENSE, "骚扰电话", None),
        (Closing.NOT_FOUND, "", "rescue.closing_words"),
        (Closing.NONSENSE, " ", "rescue.closing_words"),
        (Closing.HELPED, "已送站", "rescue.no_encounter"),
        (Closing.REFUSED, "不愿去", "rescue.no_encounter"),
        (Closing.DUPLICATE, "重复", "rescue.closing_not_by_hand"),
        (Closing.HANDED_OVER, "外县", "rescue.closing_not_by_hand"),
    ],
)
def test_no_clue_ends_without_its_disposition(desk, closing, words, code):
    clue = streets.clue(desk)
    if code is None:
        assert close_clue(by=desk, now=NOW, clue=clue.id, closing=closing, words=words).closing == closing
        assert callers.open_remark(selectors_clue.get(clue.id)) == words
        assert streets.kinds(clue.id)[-1] == "clue_closed"
    else:
        with pytest.raises(DomainError) as refused:
            close_clue(by=desk, now=NOW, clue=clue.id, closing=closing, words=words)
        assert refused.value.code == code


def test_an_ended_clue_does_not_end_again(desk):
    clue = streets.clue(desk)
    close_clue(by=desk, now=NOW, clue=clue.id, closing=Closing.NONSENSE, words="误拨")
    with pytest.raises(NotNow):
        close_clue(by=desk, now=NOW, clue=clue.id, closing=Closing.NONSENSE, words="误拨")
    with pytest.raises(Conflict):
        supplement_clue(by=desk, now=NOW, clue=clue.id, details=ClueDetails(words="又来电"))


def test_what_is_said_later_is_added_and_the_rest_stays(desk):
    clue = receive(desk, caller="13800001234").clue
    changed = supplement_clue(
        by=desk,
        now=NOW + MINUTE,
        clue=clue.id,
        details=ClueDetails(words="桥洞里有一个孩子", hints=["minor"], at=CENTRE),
        region=TOWNSHIP_A,
    )
    assert (changed.region, changed.hints, changed.caller_masked) == (TOWNSHIP_A, ["minor"], "138****1234")
    changed = supplement_clue(by=desk, now=NOW + 2 * MINUTE, clue=clue.id, details=ClueDetails(words="还有一位老人"))
    assert callers.open_words(changed) == "桥洞里有一个孩子\n还有一位老人"
    assert changed.hints == ["minor"]
    with pytest.raises(Invalid) as refused:
        supplement_clue(by=desk, now=NOW, clue=clue.id, details=ClueDetails())
    assert refused.value.code == "rescue.nothing_new"
    with pytest.raises(OutOfScope):
        supplement_clue(by=desk, now=NOW, clue=clue.id, details=ClueDetails(), region=OTHER_COUNTY)


def test_the_number_in_full_is_for_whoever_handles_the_clue_and_leaves_a_trace(desk, cast, as_actor):
    clue = receive(desk, caller="13800001234").clue
    assert reveal_caller(by=desk, now=NOW, clue=clue.id) == "13800001234"
    assert streets.kinds(clue.id)[-1] == "caller_revealed"
    with as_actor(cast.station), pytest.raises(Forbidden):
        reveal_caller(by=cast.station, now=NOW, clue=clue.id)
    close_clue(by=desk, now=NOW, clue=clue.id, closing=Closing.NONSENSE, words="误拨")
    with pytest.raises(NotNow):
        reveal_caller(by=desk, now=NOW, clue=clue.id)


def test_who_may_and_who_sees(desk, cast, as_actor):
    clue = streets.clue(desk, region=TOWNSHIP_B)
    with as_actor(cast.auditor), pytest.raises(Forbidden):
        receive(cast.auditor, words="人")
    with as_actor(cast.clerk_a):
        assert selectors_clue.board() == []
        with pytest.raises(NotFound):
            selectors_clue.get(clue.id)
        with pytest.raises(OutOfScope):
            receive_clue(
                by=cast.clerk_a, now=NOW, channel=Channel.WEB, details=ClueDetails(words="人"), region=TOWNSHIP_B
            )
    with as_actor(cast.clerk_b):
        assert [line.clue.id for line in selectors_clue.board()] == [clue.id]
        with pytest.raises(Forbidden):
            close_clue(by=cast.clerk_b, now=NOW, clue=clue.id, closing=Closing.NONSENSE, words="误拨")


def test_the_board_shows_what_is_urgent_and_whom_else_to_ring(desk):
    clue = receive(desk, words="孩子发烧", hints=["minor", "critical"]).clue
    line = selectors_clue.line_of(clue.id)
    assert (line.urgent, line.ring) == (True, ("110", "120"))
    assert line.countdown.left(NOW + 10 * MINUTE) == 20 * MINUTE


def test_open_clues_move_with_whoever_answers_for_them(desk, cast):
    mine, ended = streets.clue(desk), streets.clue(desk)
    close_clue(by=desk, now=NOW, clue=ended.id, closing=Closing.NONSENSE, words="误拨")
    (group,) = [g for g in handover.open_things(desk.staff) if g.provider.code == "rescue.clues"]
    assert [(thing.thing, thing.label) for thing in group.things] == [(mine.id, mine.number)]
    moved = group.provider.move(giver=desk.staff, taker=cast.leader.staff, things=[mine.id], by=desk, now=NOW)
    assert moved == 1
    assert selectors_clue.get(mine.id).first_contact == cast.leader.staff
    assert streets.kinds(mine.id)[-1] == "clue_reassigned"
    assert group.provider.move(giver=desk.staff, taker=cast.leader.staff, things=[uuid4()], by=desk, now=NOW) == 0


def test_the_table_of_states_is_total():
    assert set(CLUE) == set(ClueState)
    assert all(to in ClueState for acts in CLUE.values() for to in acts.values())
    assert all(CLUE[state] for state in RUNNING)


def test_the_reference_files_are_whole():
    assert set(reference.hints()) >= {"minor", "critical", "mental", "elderly", "disabled", "drunk", "trafficking"}
    assert reference.response().limit(remote=False) == timedelta(minutes=30)
    assert all(reporter.title for reporter in reference.reporters().values())


def test_the_board_reads_the_same_number_of_times_however_many_clues(desk, django_assert_num_queries):
    for _clue in range(5):
        streets.clue(desk)
    with django_assert_num_queries(3):
        assert len(selectors_clue.board()) == 5
