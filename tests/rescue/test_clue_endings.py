"""How a clue may end: the encounters prove it, or a look on the spot, or a leader who knows (RES-012, RES-027)."""

import pytest

from nuandong.journal import api as journal
from nuandong.kernel.errors import DomainError
from nuandong.rescue.actions.accept_dispatch import accept_dispatch
from nuandong.rescue.actions.arrive import arrive
from nuandong.rescue.actions.close_clue import close_clue
from nuandong.rescue.actions.close_encounter import Disposition, close_encounter
from nuandong.rescue.actions.finish_dispatch import finish_dispatch
from nuandong.rescue.actions.order_dispatch import order_dispatch
from nuandong.rescue.kinds import Closing
from nuandong.rescue.policies.clue import Answered, closing_refusal
from tests.cast import NOW
from tests.duty.setting import leads
from tests.rescue import station, streets
from tests.rescue.station import meet
from tests.rescue.streets import MINUTE, north

OK = None
WORDS = "桥洞和广场都找过，问了保安"

# how it is to end, how those met ended ("-" while open), what else is so → code of the refusal, or OK
TABLE = [
    ("helped", "", "", "rescue.no_encounter"),
    ("helped", "-", "", "rescue.encounter_open"),
    ("helped", "to_station -", "", "rescue.encounter_open"),
    ("helped", "to_station", "", OK),
    ("helped", "supplies_only", "", OK),
    ("helped", "refused", "", "rescue.closing_unproved"),
    ("helped", "left_midway", "", "rescue.closing_unproved"),
    ("helped", "refused guided_home", "", OK),
    ("refused", "", "", "rescue.no_encounter"),
    ("refused", "to_hospital", "", "rescue.closing_unproved"),
    ("refused", "to_hospital refused", "", OK),
    ("deceased", "", "", "rescue.no_encounter"),
    ("deceased", "deceased", "", OK),
    ("deceased", "to_police", "", "rescue.closing_unproved"),
    ("not_found", "", "words", "rescue.nobody_went"),
    ("not_found", "", "words confirmed", OK),
    ("not_found", "", "words on_scene", OK),
    ("not_found", "", "on_scene", "rescue.closing_words"),
    ("not_found", "", "confirmed", "rescue.closing_words"),
    ("not_found", "-", "words on_scene", "rescue.encounter_open"),
    ("not_found", "to_station", "words on_scene", "rescue.somebody_met"),
    ("not_found", "left_before to_station", "words on_scene confirmed", "rescue.somebody_met"),
    ("not_found", "left_before", "words", OK),
    ("not_found", "left_midway", "words", OK),
    ("nonsense", "", "words", OK),
    ("nonsense", "", "", "rescue.closing_words"),
    ("nonsense", "-", "words", "rescue.encounter_open"),
    ("nonsense", "refused", "words confirmed", "rescue.somebody_met"),
    ("duplicate", "", "words confirmed", "rescue.closing_not_by_hand"),
    ("handed_over", "", "words confirmed", "rescue.closing_not_by_hand"),
]


@pytest.mark.parametrize(("closing", "outcomes", "so", "refused"), TABLE)
def test_what_proves_an_ending(closing, outcomes, so, refused):
    done = Answered(
        outcomes=["" if one == "-" else one for one in outcomes.split()],
        on_scene="on_scene" in so,
        confirmed="confirmed" in so,
    )
    error = closing_refusal(Closing(closing), WORDS if "words" in so else "", done)
    assert (error.code if error else None) == refused
    assert error is None or error.advice


@pytest.fixture
def stage(db, cast, as_actor):
    with as_actor(cast.head):
        cast.world = station.furnish(cast)
        yield cast


def close(stage, clue, closing, words="", **more):
    return close_clue(by=stage.operator, now=NOW, clue=clue.id, closing=Closing(closing), words=words, **more)


def refusal(stage, clue, closing, words="", **more):
    with pytest.raises(DomainError) as refused:
        close(stage, clue, closing, words, **more)
    return refused.value.code


def test_the_clue_of_a_boy_stays_until_the_boy_is_safe(stage):
    clue = streets.clue(stage.operator, minutes_ago=90)
    boy = meet(stage.crew, "minor", clue=clue.id)
    assert refusal(stage, clue, "helped") == "rescue.encounter_open"
    assert refusal(stage, clue, "not_found", WORDS) == "rescue.encounter_open"
    close_encounter(by=stage.crew, now=NOW, encounter=boy.id, done=Disposition(outcome="to_station"))
    assert refusal(stage, clue, "refused") == "rescue.closing_unproved"
    assert refusal(stage, clue, "not_found", WORDS) == "rescue.somebody_met"
    assert close(stage, clue, "helped").closing == "helped"


def test_nobody_found_wants_somebody_who_looked(stage):
    clue = streets.clue(stage.operator, minutes_ago=20)
    assert refusal(stage, clue, "not_found", WORDS) == "rescue.nobody_went"
    team = streets.crew(stage.crew, "一队", at=north(1))
    sent = order_dispatch(by=stage.operator, now=NOW - 15 * MINUTE, clue=clue.id, team=team.id)
    accept_dispatch(by=stage.crew, now=NOW - 14 * MINUTE, dispatch=sent.id)
    assert refusal(stage, clue, "not_found", WORDS) == "rescue.nobody_went"
    arrive(by=stage.crew, now=NOW - 5 * MINUTE, dispatch=sent.id)
    finish_dispatch(by=stage.crew, now=NOW - MINUTE, dispatch=sent.id)
    assert close(stage, clue, "not_found", WORDS).closing == "not_found"


def test_a_leader_may_confirm_that_nobody_need_go_and_is_named(stage):
    clue = streets.clue(stage.operator)
    leads(stage.leader)
    assert refusal(stage, clue, "not_found", WORDS, confirmed_by=stage.operator.staff) == "rescue.not_a_leader"
    assert close(stage, clue, "not_found", "家人来电：已接回", confirmed_by=stage.leader.staff).closing == "not_found"
    (event,) = journal.history(subject=clue.id, kinds={"rescue.clue_closed"})
    assert (event.payload["confirmed"], event.payload["confirmed_by"]) == (True, str(stage.leader.staff))
