"""The table of states is complete and says what it should."""

import pytest

from nuandong.alerts.states import OWNERS, TRANSITIONS, Move, State


def test_every_state_and_every_move_is_in_the_table() -> None:
    assert set(TRANSITIONS) == set(State)
    assert set(OWNERS) == set(Move)
    assert {move for moves in TRANSITIONS.values() for move in moves} == set(Move)
    assert {after for moves in TRANSITIONS.values() for after in moves.values()} == set(State) - {
        State.CURRENT,
        State.REHEARSAL,
    }


@pytest.mark.parametrize("state", sorted(set(State) - {State.CURRENT}))
def test_only_a_current_warning_changes(state: State) -> None:
    assert TRANSITIONS[state] == {}


def test_every_state_has_its_own_words() -> None:
    assert len({state.label for state in State}) == len(State)
