"""Dispatch: which team and why, the steps of a crew, and two operators at once."""

from datetime import timedelta

import pytest

from nuandong.alerts.actions.record import HeardFrom, record_by_form
from nuandong.alerts.levels import Level
from nuandong.journal import api as journal
from nuandong.kernel.errors import Conflict, Forbidden, Invalid, NotFound, NotNow
from nuandong.rescue import selectors_clue, selectors_dispatch
from nuandong.rescue.actions.accept_dispatch import accept_dispatch
from nuandong.rescue.actions.arrive import arrive
from nuandong.rescue.actions.cancel_dispatch import cancel_dispatch
from nuandong.rescue.actions.close_clue import close_clue
from nuandong.rescue.actions.decline_dispatch import decline_dispatch
from nuandong.rescue.actions.depart import depart
from nuandong.rescue.actions.finish_dispatch import finish_dispatch
from nuandong.rescue.actions.merge_clue import merge_clue
from nuandong.rescue.actions.order_dispatch import order_dispatch
from nuandong.rescue.kinds import Closing
from nuandong.rescue.selectors_dispatch import choose_team
from nuandong.rescue.states.clue import ClueState
from nuandong.rescue.states.dispatch import DISPATCH, LIVE, DispatchState
from tests.cast import COUNTY, NOW
from tests.duty import setting
from tests.rescue import streets
from tests.rescue.streets import MINUTE, north

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage(cast, as_actor):
    with as_actor(cast.operator):
        setting.enrol(cast.crew, cast.station, cast.operator, cast.leader, cast.head)
        yield cast


def names(choice):
    return [one.team.name for one in choice.candidates]


def said(reasons):
    return "；".join(reason.words % reason.values for reason in reasons)


# (sentence, hints of the clue, teams as (name, km away, state, abilities), the order they are sent in)
CHOICES = [
    ("the nearest", [], [("far", 6, "started", []), ("near", 1, "started", [])], ["near", "far"]),
    (
        "the nearest able one",
        ["minor"],
        [("near", 1, "started", []), ("able", 6, "started", ["minors"])],
        ["able", "near"],
    ),
    (
        "who reported for duty before who is only planned",
        [],
        [("planned", 1, "planned", []), ("reported", 6, "started", [])],
        ["reported", "planned"],
    ),
    (
        "whose place is known before whose is not",
        [],
        [("nowhere", None, "started", []), ("somewhere", 9, "started", [])],
        ["somewhere", "nowhere"],
    ),
]


@pytest.mark.parametrize(("sentence", "hints", "teams", "order"), CHOICES)
def test_who_goes(stage, sentence, hints, teams, order):
    for (name, away, state, abilities), leader in zip(teams, (stage.crew, stage.station), strict=True):
        at = None if away is None else north(away)
        streets.crew(leader, name, at=at, state=state, abilities=abilities)
    assert names(choose_team(streets.clue(stage.operator, hints=hints), NOW)) == order


def test_the_reasons_are_words_and_figures(stage):
    streets.crew(stage.crew, "一队", at=north(1.9), abilities=["minors"])
    choice = choose_team(streets.clue(stage.operator, hints=["minor"]), NOW)
    assert choice.best is not None
    assert choice.best.minutes == 8
    assert said(choice.best.reasons) == "直线 1.9 公里，预计 8 分钟到场；具备所需能力"
    assert choice.shortfall == ()


def test_a_shortfall_says_who_is_nearest_and_why_it_takes_so_long(stage, as_actor):
    record_by_form(
        by=stage.operator,
        now=NOW,
        event="road_icing",
        level=Level.ORANGE,
        issuer="南明区气象台",
        issued_at=NOW - MINUTE,
        heard_from=HeardFrom.PHONE,
        regions=[COUNTY],
    )
    streets.crew(stage.crew, "一队", at=north(7.9))
    streets.crew(stage.station, "二队", at=north(30))
    choice = choose_team(streets.clue(stage.operator), NOW)
    assert choice.best is not None
    assert choice.best.minutes == 53
    assert said(choice.shortfall) == (
        "没有队伍能在 30 分钟内到场：最快的 一队 需要 53 分钟；道路结冰，车速约 14.4 公里每小时；路程约 11.9 公里"
    )


@pytest.mark.parametrize(
    ("teams", "hints", "at", "words"),
    [
        (False, [], "known", "现在没有在岗的队伍"),
        (True, ["critical"], "known", "都缺少所需能力"),
        (True, [], "unknown", "不能估计到场时间"),
    ],
)
def test_other_shortfalls(stage, teams, hints, at, words):
    if teams:
        streets.crew(stage.crew, "一队", at=north(1))
    more = {} if at == "known" else {"at": None, "place_text": "说不清"}
    assert words in said(choose_team(streets.clue(stage.operator, hints=hints, **more), NOW).shortfall)


def test_a_busy_team_counts_with_the_time_it_still_needs(stage):
    team = streets.crew(stage.crew, "一队", at=north(1))
    first = streets.clue(stage.operator, minutes_ago=30)
    sent = order_dispatch(
        by=stage.operator, now=NOW - 20 * MINUTE, clue=first.id, team=team.id, acted_at=NOW - 20 * MINUTE
    )
    arrive(by=stage.operator, now=NOW - 10 * MINUTE, dispatch=sent.id)
    (candidate,) = choose_team(streets.clue(stage.operator, at=north(1.9)), NOW).candidates
    assert (candidate.free_in, candidate.minutes) == (20, 28)
    assert f"正在办理线索 {first.number}，约 20 分钟后能出发" in said(candidate.reasons)


def test_the_order_keeps_the_list_it_was_chosen_from(stage):
    near, far = streets.crew(stage.crew, "近队", at=north(1)), streets.crew(stage.station, "远队", at=north(5.9))
    clue = streets.clue(stage.operator)
    with pytest.raises(Invalid) as refused:
        order_dispatch(by=stage.operator, now=NOW, clue=clue.id, team=far.id)
    assert refused.value.code == "rescue.override_reason"
    sent = order_dispatch(by=stage.operator, now=NOW, clue=clue.id, team=far.id, reason="近队刚出车祸")
    assert (sent.overridden, sent.estimate_minutes, sent.state) == (True, 18, DispatchState.ORDERED)
    assert [one["name"] for one in sent.explanation["candidates"]] == ["近队", "远队"]
    assert sent.explanation["chosen"] == str(far.id)
    ordered = journal.history(subject=clue.id)[0]
    assert (ordered.kind, ordered.payload) == (
        "rescue.crew_ordered",
        {"dispatch": str(sent.id), "team": str(far.id), "estimate_minutes": 18, "overridden": True},
    )
    more = order_dispatch(by=stage.operator, now=NOW, clue=clue.id, team=near.id, additional=True)
    assert more.overridden is False
    assert [one.id for one in selectors_dispatch.dispatches_of(clue.id)] == [more.id, sent.id]
    with pytest.raises(Invalid):
        order_dispatch(by=stage.operator, now=NOW, clue=clue.id, team=near.id, additional=True, reason="再派")


def test_the_whole_way_by_phone_and_by_voice(stage, as_actor):
    team = streets.crew(stage.crew, "一队", at=north(1))
    clue = streets.clue(stage.operator, minutes_ago=5)
    sent = order_dispatch(by=stage.operator, now=NOW, clue=clue.id, team=team.id)
    with as_actor(stage.crew):
        accepted = accept_dispatch(by=stage.crew, now=NOW + MINUTE, dispatch=sent.id)
    assert (accepted.state, accepted.accepted_relayed) == (DispatchState.ACCEPTED, False)
    departed = depart(by=stage.operator, now=NOW + 9 * MINUTE, dispatch=sent.id, acted_at=NOW + 2 * MINUTE)
    assert (departed.departed_at, departed.departed_relayed) == (NOW + 2 * MINUTE, True)
    with as_actor(stage.crew):
        arrive(by=stage.crew, now=NOW + 10 * MINUTE, dispatch=sent.id)
        assert selectors_clue.get(clue.id).state == ClueState.ON_SCENE
        done = finish_dispatch(by=stage.crew, now=NOW + 30 * MINUTE, dispatch=sent.id)
    assert done.state == DispatchState.DONE
    clock = selectors_clue.line_of(clue.id).countdown
    assert (clock.arrived_at, clock.running, clock.late(NOW + timedelta(hours=9))) == (NOW + 10 * MINUTE, False, False)
    assert streets.kinds(clue.id) == [
        "clue_received",
        "crew_ordered",
        "crew_accepted",
        "crew_departed",
        "crew_on_scene",
        "crew_done",
    ]
    on_scene = journal.history(subject=clue.id, kinds=["rescue.crew_on_scene"])[0]
    assert (on_scene.acted_at, on_scene.payload["relayed"]) == (NOW + 10 * MINUTE, False)


@pytest.mark.parametrize(
    ("step", "minutes", "code"),
    [
        (accept_dispatch, -1, "rescue.times_out_of_order"),
        (depart, 0, None),
        (arrive, 4, None),
        (arrive, 20, "rescue.time_in_future"),
    ],
)
def test_times_follow_one_another(stage, step, minutes, code):
    team = streets.crew(stage.crew, "一队", at=north(1))
    clue = streets.clue(stage.operator, minutes_ago=5)
    sent = order_dispatch(by=stage.operator, now=NOW, clue=clue.id, team=team.id)
    report = {"by": stage.operator, "now": NOW + 5 * MINUTE, "dispatch": sent.id, "acted_at": NOW + minutes * MINUTE}
    if code is None:
        step(**report)
    else:
        with pytest.raises(Invalid) as refused:
            step(**report)
        assert refused.value.code == code


def test_a_step_back_is_refused(stage):
    team = streets.crew(stage.crew, "一队", at=north(1))
    clue = streets.clue(stage.operator)
    sent = order_dispatch(by=stage.operator, now=NOW, clue=clue.id, team=team.id)
    arrive(by=stage.operator, now=NOW, dispatch=sent.id)
    for step in (accept_dispatch, depart, arrive):
        with pytest.raises(NotNow):
            step(by=stage.operator, now=NOW, dispatch=sent.id)
    with pytest.raises(NotNow):
        cancel_dispatch(by=stage.operator, now=NOW, dispatch=sent.id, reason="太晚")


def test_declined_or_cancelled_the_clue_is_open_again_unless_another_team_is_on_it(stage):
    one, two = streets.crew(stage.crew, "一队", at=north(1)), streets.crew(stage.station, "二队", at=north(2))
    clue = streets.clue(stage.operator)
    first = order_dispatch(by=stage.operator, now=NOW, clue=clue.id, team=one.id)
    second = order_dispatch(by=stage.operator, now=NOW, clue=clue.id, team=two.id, additional=True)
    with pytest.raises(Invalid):
        decline_dispatch(by=stage.crew, now=NOW, dispatch=first.id, reason="")
    decline_dispatch(by=stage.crew, now=NOW, dispatch=first.id, reason="车辆故障")
    assert selectors_clue.get(clue.id).state == ClueState.DISPATCHED
    with pytest.raises(Forbidden):
        cancel_dispatch(by=stage.crew, now=NOW, dispatch=second.id, reason="不去了")
    cancel_dispatch(by=stage.operator, now=NOW, dispatch=second.id, reason="来电说人已离开")
    assert selectors_clue.get(clue.id).state == ClueState.OPEN
    assert streets.kinds(clue.id)[-2:] == ["crew_declined", "crew_cancelled"]
    again = order_dispatch(by=stage.operator, now=NOW, clue=clue.id, team=one.id)
    assert again.state == DispatchState.ORDERED


def test_nobody_ends_a_clue_behind_the_back_of_a_crew(stage):
    team = streets.crew(stage.crew, "一队", at=north(1))
    earlier, clue = streets.clue(stage.operator, minutes_ago=3), streets.clue(stage.operator)
    order_dispatch(by=stage.operator, now=NOW, clue=clue.id, team=team.id)
    for end in (
        lambda: close_clue(by=stage.operator, now=NOW, clue=clue.id, closing=Closing.NONSENSE, words="误报"),
        lambda: merge_clue(by=stage.operator, now=NOW, clue=clue.id, into=earlier.id),
    ):
        with pytest.raises(NotNow) as refused:
            end()
        assert refused.value.code == "rescue.crew_out"


def test_of_two_operators_the_second_is_told_who_was_first(stage):
    one, two = streets.crew(stage.crew, "一队", at=north(1)), streets.crew(stage.station, "二队", at=north(2))
    clue = streets.clue(stage.operator)
    order_dispatch(by=stage.leader, now=NOW, clue=clue.id, team=one.id)
    with pytest.raises(Conflict) as refused:
        order_dispatch(by=stage.operator, now=NOW, clue=clue.id, team=two.id, reason="更快")
    assert refused.value.params["who"] == f"员工{str(stage.leader.staff)[-4:]}"


def test_who_may_not(stage, as_actor):
    team = streets.crew(stage.crew, "一队", at=north(1))
    clue = streets.clue(stage.operator)
    with pytest.raises(Forbidden):
        order_dispatch(by=stage.crew, now=NOW, clue=clue.id, team=team.id)
    sent = order_dispatch(by=stage.operator, now=NOW, clue=clue.id, team=team.id)
    with as_actor(stage.outsider), pytest.raises(NotFound):
        accept_dispatch(by=stage.outsider, now=NOW, dispatch=sent.id)
    with pytest.raises(Forbidden):
        accept_dispatch(by=stage.station, now=NOW, dispatch=sent.id)


def test_the_table_of_states_is_total():
    assert set(DISPATCH) == set(DispatchState)
    assert {state for state, acts in DISPATCH.items() if acts} == set(LIVE)
