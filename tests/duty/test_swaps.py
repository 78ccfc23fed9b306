"""Shifts change hands by consent: table of who may do what when, and what the roster says afterwards."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections

from nuandong.duty.actions.accept_swap import accept_swap
from nuandong.duty.actions.ask_swap import ask_swap
from nuandong.duty.actions.cancel_shift import cancel_shift
from nuandong.duty.actions.decline_swap import decline_swap
from nuandong.duty.actions.expire_swaps import expire_swaps
from nuandong.duty.actions.hand_over_shift import hand_over_shift
from nuandong.duty.actions.undo_swap import undo_swap
from nuandong.duty.actions.withdraw_swap import withdraw_swap
from nuandong.duty.models import Shift, ShiftHandover, SwapRequest
from nuandong.duty.states import MANNED, SWAP_TRANSITIONS, SwapState
from nuandong.duty.swaps import exchanges, note_of, partners
from nuandong.journal import api as journal
from nuandong.kernel.actors import SYSTEM
from nuandong.kernel.errors import DomainError
from nuandong.org import scope
from nuandong.org.models import Staff
from nuandong.org.phones import sealed_phone
from nuandong.outbox.models import Message
from tests.cast import NOW
from tests.duty.setting import HOUR, enrol, post, shift

DAY = timedelta(days=1)
ACTS = {"accept": accept_swap, "decline": decline_swap, "withdraw": withdraw_swap, "undo": undo_swap}


def stage(cast):
    """The operator (A) and the station worker (B) each have a shift to come at the desk."""
    enrol(cast.leader, cast.operator, cast.station, cast.head)
    desk = post(cast.leader)
    mine = shift(cast.operator, start=NOW + DAY, hours=8, post=desk)
    his = shift(cast.station, start=NOW + 2 * DAY, hours=8, post=desk)
    return desk, mine, his


@pytest.fixture
def scene(db, cast, as_actor):
    with as_actor(cast.leader):
        yield stage(cast)


def asked(cast, mine, his=None, **more):
    options = {"in_return": his.id} if his else {"staff": cast.station.staff}
    return ask_swap(by=cast.operator, now=NOW, shift=mine.id, **{**options, **more})


def on_roster():
    """Who stands when, in hours from now."""
    rows = Shift.objects.filter(state__in=MANNED).order_by("period")
    return [(one.staff_id, int((one.period.lower - NOW) / HOUR)) for one in rows]


def told(swap):
    return [one.kind.removeprefix("duty.swap_") for one in reversed(journal.history(subject=swap.id))]


def test_a_shift_is_taken_over_and_the_leader_is_told(scene, cast):
    desk, mine, _his = scene
    for who in (cast.station, cast.head):
        Staff.objects.filter(id=who.staff).update(**sealed_phone(who.staff, f"1390000{str(who.staff.int)[-4:]}"))
    shift(cast.head, start=NOW - HOUR, hours=8, post=desk, leader=True, state="started")
    swap = asked(cast, mine, note="家里有事")
    assert note_of(swap) == "家里有事"
    accept_swap(by=cast.station, now=NOW, swap=swap.id)
    assert on_roster()[1:] == [(cast.station.staff, 24), (cast.station.staff, 48)]
    assert told(swap) == ["asked", "accepted"]
    assert Message.objects.filter(subject=swap.id).count() == 2
    kinds = {one.kind for one in journal.history(subject=mine.id)}
    assert kinds == {"duty.shift_relieved"}


def test_shifts_are_swapped_and_swapped_back_by_the_leader(scene, cast):
    _desk, mine, his = scene
    swap = asked(cast, mine, his)
    accept_swap(by=cast.station, now=NOW, swap=swap.id)
    assert on_roster() == [(cast.station.staff, 24), (cast.operator.staff, 48)]
    undo_swap(by=cast.leader, now=NOW + 23 * HOUR, swap=swap.id)
    assert on_roster() == [(cast.operator.staff, 24), (cast.station.staff, 48)]
    assert told(swap) == ["asked", "accepted", "undone"]


def test_the_log_left_for_a_shift_goes_to_whoever_takes_it(scene, cast):
    desk, mine, _his = scene
    giver = shift(cast.leader, start=NOW - HOUR, hours=8, post=desk, state="started")
    hand_over_shift(by=cast.leader, now=NOW, from_shift=giver.id, to_shift=mine.id, log="钥匙在抽屉")
    accept_swap(by=cast.station, now=NOW, swap=asked(cast, mine).id)
    assert ShiftHandover.objects.get().to_shift.staff_id == cast.station.staff


# (act, who, state before, hours from now, the error or the state after)
ROWS = [
    ("accept", "station", "asked", 0, "accepted"),
    ("accept", "station", "asked", 24, "duty.swap_late"),
    ("accept", "operator", "asked", 0, "duty.swap_not_yours"),
    ("accept", "leader", "asked", 0, "duty.swap_not_yours"),
    ("accept", "station", "declined", 0, "duty.swap_state"),
    ("accept", "station", "withdrawn", 0, "duty.swap_state"),
    ("accept", "station", "accepted", 0, "duty.swap_state"),
    ("decline", "station", "asked", 0, "declined"),
    ("decline", "operator", "asked", 0, "duty.swap_not_yours"),
    ("withdraw", "operator", "asked", 0, "withdrawn"),
    ("withdraw", "station", "asked", 0, "duty.swap_not_yours"),
    ("withdraw", "operator", "accepted", 0, "duty.swap_state"),
    ("undo", "leader", "accepted", 23, "undone"),
    ("undo", "leader", "accepted", 24, "duty.swap_late"),
    ("undo", "leader", "asked", 0, "duty.swap_state"),
    ("undo", "station", "accepted", 0, "org.forbidden"),
]


@pytest.mark.parametrize(("act", "who", "before", "hours", "after"), ROWS)
def test_who_may_do_what_when(scene, cast, act, who, before, hours, after):
    swap = asked(cast, scene[1], scene[2])
    earlier = {"accepted": ("accept", cast.station), "declined": ("decline", cast.station)}
    earlier["withdrawn"] = ("withdraw", cast.operator)
    if before in earlier:
        name, by = earlier[before]
        ACTS[name](by=by, now=NOW, swap=swap.id)
    kept, events = on_roster(), told(swap)
    arguments = {"by": getattr(cast, who), "now": NOW + hours * HOUR, "swap": swap.id}
    if after in SwapState.values:
        assert ACTS[act](**arguments).state == after
        return
    with pytest.raises(DomainError) as refused:
        ACTS[act](**arguments)
    assert after in (refused.value.code, "org.forbidden")
    assert (SwapRequest.objects.get().state, on_roster(), told(swap)) == (before, kept, events)


def test_every_act_has_its_transition():
    acts = {act for moves in SWAP_TRANSITIONS.values() for act in moves}
    assert set(SWAP_TRANSITIONS) == set(SwapState)
    assert acts == {f"{name}_swap" for name in ACTS} | {"expire_swaps"}


def test_nobody_gets_two_shifts_at_once(scene, cast):
    _desk, mine, _his = scene
    shift(cast.station, start=NOW + DAY, hours=4, post=post(cast.leader, "rescue.second"))
    swap = asked(cast, mine)
    kept = on_roster()
    with pytest.raises(DomainError) as refused:
        accept_swap(by=cast.station, now=NOW, swap=swap.id)
    assert refused.value.code == "duty.swap_overlaps"
    assert (on_roster(), told(swap)) == (kept, ["asked"])


def test_what_cannot_be_asked(scene, cast):
    desk, mine, his = scene
    begun = shift(cast.operator, start=NOW - HOUR, hours=2, post=desk, state="started")
    rows = [
        ("somebody else's shift", {"shift": his.id}, "duty.not_your_shift"),
        ("oneself", {"staff": cast.operator.staff}, "duty.swap_whom"),
        ("nobody", {"staff": None}, "duty.swap_whom"),
        ("a shift that has begun", {"shift": begun.id}, "duty.swap_begun"),
        ("somebody who is nobody", {"staff": desk.id}, "duty.not_found"),
    ]
    for name, more, code in rows:
        with pytest.raises(DomainError) as refused:
            ask_swap(by=cast.operator, now=NOW, **{"shift": mine.id, "staff": cast.station.staff, **more})
        assert refused.value.code == code, name
    asked(cast, mine)
    with pytest.raises(DomainError) as refused:
        asked(cast, mine, his)
    assert refused.value.code == "duty.swap_asked_already"


def test_a_shift_cancelled_meanwhile_cannot_be_taken(scene, cast):
    swap = asked(cast, scene[1])
    cancel_shift(by=cast.leader, now=NOW, shift=scene[1].id)
    with pytest.raises(DomainError) as refused:
        accept_swap(by=cast.station, now=NOW, swap=swap.id)
    assert refused.value.code == "duty.shift_state"


def test_what_nobody_answers_expires_when_the_shift_begins(scene, cast, as_actor):
    swap = asked(cast, scene[1])
    with as_actor(SYSTEM):
        assert expire_swaps(by=SYSTEM, now=NOW + 23 * HOUR) == 0
        assert expire_swaps(by=SYSTEM, now=NOW + 24 * HOUR) == 1
        assert expire_swaps(by=SYSTEM, now=NOW + 24 * HOUR) == 0
    assert told(swap) == ["asked", "expired"]


def test_with_whom_one_can_swap(scene, cast):
    desk, mine, his = scene
    shift(cast.head, start=NOW + DAY, hours=8, post=desk, leader=True)
    assert [one.id for one in exchanges(mine, now=NOW)] == [his.id]
    assert [identity for identity, _name in partners(mine, now=NOW)] == [cast.station.staff]


def test_two_presses_at_once_swap_once(committed_db, cast):
    """Two people at once: he accepts on two telephones, and she takes it back at the same moment."""
    with scope.enter(cast.leader):
        _desk, mine, his = stage(cast)
        swap = asked(cast, mine, his).id

    def press(act, by):
        try:
            with scope.enter(by):
                return act(by=by, now=NOW, swap=swap).state
        except DomainError as error:
            return error.code
        finally:
            connections.close_all()

    presses = [(accept_swap, cast.station), (accept_swap, cast.station), (withdraw_swap, cast.operator)]
    with ThreadPoolExecutor(len(presses)) as pool:
        results = [one.result() for one in [pool.submit(press, *one) for one in presses]]
    assert sorted(results).count("duty.swap_state") == 2
    with scope.enter(cast.leader):
        state = SwapRequest.objects.get().state
        assert state in results
        swapped = [(cast.station.staff, 24), (cast.operator.staff, 48)]
        kept = [(cast.operator.staff, 24), (cast.station.staff, 48)]
        assert on_roster() == (swapped if state == "accepted" else kept)
