"""Every leader was rung up in vain: said once in the journal, and kept with the clue until somebody takes care of it."""

import pytest

from nuandong.org.models import LadderCall
from nuandong.rescue.actions.confirm_escalation import confirm_escalation
from nuandong.rescue.actions.order_dispatch import order_dispatch
from nuandong.rescue.models import Clue
from tests.cast import NOW
from tests.flows.test_clue_escalates import run, stage
from tests.rescue import streets
from tests.rescue.streets import MINUTE, north

pytestmark = pytest.mark.django_db
__all__ = ["stage"]


def ended(stage):
    return streets.kinds(stage.clue.id).count("ladder_ended")


def test_the_end_of_the_ladder_is_said_once(stage):
    assert [run(after) for after in (5, 10, 14)] == [1, 1, 0]
    assert ended(stage) == 0
    assert [run(after) for after in (15, 16, 60)] == [0, 0, 0]
    assert ended(stage) == 1
    assert Clue.objects.get().nobody_left_at == NOW + 15 * MINUTE


def test_who_confirms_late_takes_it_off_the_board(stage):
    for after in (5, 10, 15):
        run(after)
    late = LadderCall.objects.order_by("level").first()
    confirm_escalation(by=stage.leader, now=NOW + 16 * MINUTE, escalation=late.id)
    assert Clue.objects.get().nobody_left_at is None
    run(20)
    assert ended(stage) == 1
    assert Clue.objects.get().nobody_left_at is None


def test_a_team_that_goes_takes_it_off_the_board(stage):
    for after in (5, 10, 15):
        run(after)
    team = streets.crew(stage.crew, "一队", at=north(1))
    order_dispatch(by=stage.operator, now=NOW + 16 * MINUTE, clue=stage.clue.id, team=team.id)
    run(17)
    assert Clue.objects.get().nobody_left_at is None
