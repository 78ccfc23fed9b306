"""The page of one clue: sending a team, steps told by voice, escalation, duplicates, endings, two operators at once."""

from datetime import timedelta
from uuid import uuid4

import pytest

from nuandong.journal import api as journal
from nuandong.kernel.actors import SYSTEM
from nuandong.kernel.clock import SHANGHAI
from nuandong.org import scope
from nuandong.org.models import LadderCall, Staff
from nuandong.org.phones import sealed_phone
from nuandong.rescue.actions.close_encounter import Disposition, close_encounter
from nuandong.rescue.actions.hand_over_clue import hand_over_clue
from nuandong.rescue.actions.raise_escalations import raise_escalations
from nuandong.rescue.actions.record_encounter import Met, record_encounter
from nuandong.rescue.models import Clue, Dispatch
from tests.cast import COUNTY, OTHER_COUNTY
from tests.web.clues.conftest import MINUTE

pytestmark = pytest.mark.django_db


def text(answer):
    return answer.content.decode()


def fresh(clue):
    with scope.enter(SYSTEM):
        return Clue.objects.get(id=clue.id)


def dispatch_of(clue):
    with scope.enter(SYSTEM):
        return Dispatch.objects.filter(clue=clue).latest("ordered_at")


def kinds(clue):
    with scope.enter(SYSTEM):
        return [one.kind.removeprefix("rescue.") for one in reversed(journal.history(subject=clue.id))]


def post(client, clue, act, **fields):
    return client.post(f"/clues/{clue.id}/{act}/", {"command_key": str(uuid4()), **fields})


def test_the_page_says_everything_that_is_known(street, client_as):
    clue = street.clue(
        minutes_ago=5, words="有个孩子在桥洞里", caller="13800001234", hints=["minor"], place_text="甲秀桥南"
    )
    page = text(client_as("operator").get(f"/clues/{clue.id}/"))
    for words in ("有个孩子在桥洞里", "138****1234", "未成年人", "甲秀桥南", "110", "受理", "还有", clue.track_code):
        assert words in page
    assert "13800001234" not in page
    assert "一队" in page
    assert "分钟到场" in page


def test_the_first_of_the_list_goes_by_one_press(street, client_as):
    clue = street.clue()
    answer = post(client_as("operator"), clue, "order", team=street.near.id)
    assert (answer.status_code, answer["Location"]) == (302, f"/clues/{clue.id}/")
    assert fresh(clue).state == "dispatched"
    assert dispatch_of(clue).team_id == street.near.id


def test_another_team_needs_a_reason(street, client_as):
    clue, client = street.clue(), client_as("operator")
    refused = post(client, clue, "order", team=street.far.id)
    assert refused.status_code == 422
    assert "请写明为什么派这支队伍" in text(refused)
    assert post(client, clue, "order", team=street.far.id, reason="一队的车刚爆胎").status_code == 302
    assert "一队的车刚爆胎" in text(client.get(f"/clues/{clue.id}/"))


def test_of_two_operators_the_later_one_is_told_who_was_first(street, client_as):
    clue = street.clue()
    assert post(client_as("operator"), clue, "order", team=street.near.id).status_code == 302
    refused = post(client_as("leader"), clue, "order", team=street.near.id)
    assert refused.status_code == 422
    assert "王值班刚刚办理了这条记录" in text(refused)
    assert kinds(clue).count("crew_ordered") == 1


def test_a_second_team_is_sent_besides(street, client_as):
    clue, client = street.clue(), client_as("operator")
    post(client, clue, "order", team=street.near.id)
    assert post(client, clue, "order", team=street.far.id, additional="on").status_code == 302
    assert "增派" not in text(client.get(f"/clues/{clue.id}/"))


@pytest.mark.parametrize("minutes", [0, 3])
def test_steps_told_by_voice_are_marked_and_keep_the_time_of_the_act(street, client_as, minutes):
    clue, client = street.clue(minutes_ago=20), client_as("operator")
    moment = (street.now - timedelta(minutes=15)).replace(second=0, microsecond=0)
    post(client, clue, "order", team=street.near.id, acted_at=shanghai(moment))
    sent = dispatch_of(clue)
    path = f"crews/{sent.id}/report"
    for step in ("accept", "depart"):
        assert post(client, clue, path, step=step, acted_at=shanghai(moment + minutes * MINUTE)).status_code == 302
    assert post(client, clue, path, step="arrive").status_code == 302
    sent = dispatch_of(clue)
    assert (sent.departed_at - sent.ordered_at) <= timedelta(minutes=max(minutes, 0))
    assert sent.on_scene_relayed
    assert fresh(clue).state == "on_scene"
    page = text(client.get(f"/clues/{clue.id}/"))
    assert "口头转报" in page
    assert "按时完成" in page


def shanghai(moment):
    return f"{moment.astimezone(SHANGHAI):%Y-%m-%dT%H:%M}"


def test_a_step_told_in_the_minute_of_the_step_before_counts_as_that_moment(street, client_as):
    clue, client = street.clue(minutes_ago=5), client_as("operator")
    post(client, clue, "order", team=street.near.id)
    sent = dispatch_of(clue)
    answer = post(client, clue, f"crews/{sent.id}/report", step="accept", acted_at=shanghai(sent.ordered_at))
    assert answer.status_code == 302
    assert dispatch_of(clue).accepted_at == sent.ordered_at


def test_a_step_out_of_order_is_refused_in_words(street, client_as):
    clue, client = street.clue(), client_as("operator")
    post(client, clue, "order", team=street.near.id)
    refused = post(client, clue, f"crews/{dispatch_of(clue).id}/report", step="finish")
    assert refused.status_code == 422
    assert "不能这样报告" in text(refused)


@pytest.mark.parametrize(("act", "state"), [("decline", "declined"), ("cancel", "cancelled")])
def test_a_team_that_does_not_go_leaves_the_clue_open(street, client_as, act, state):
    clue, client = street.clue(), client_as("operator")
    post(client, clue, "order", team=street.near.id)
    path = f"crews/{dispatch_of(clue).id}/{act}"
    assert post(client, clue, path).status_code == 422
    assert post(client, clue, path, reason="车坏了").status_code == 302
    assert (dispatch_of(clue).state, fresh(clue).state) == (state, "open")


def test_the_callers_number_is_shown_to_who_handles_the_clue_and_each_look_is_on_record(street, client_as):
    clue = street.clue(caller="13800001234")
    client = client_as("operator")
    answer = client.post(f"/clues/{clue.id}/caller/", {"note": "回拨"}, headers={"x-requested-with": "fetch"})
    assert answer.json() == {"value": "13800001234"}
    assert "caller_revealed" in kinds(clue)
    assert "13800001234" in text(client.post(f"/clues/{clue.id}/caller/", {"note": "回拨"}))
    assert client_as("auditor").post(f"/clues/{clue.id}/caller/", {}).status_code == 422
    assert client_as("outsider").post(f"/clues/{clue.id}/caller/", {}).status_code == 404


def test_an_escalation_names_the_leader_to_ring_up_and_is_confirmed_once(street, client_as, cast):
    clue = street.clue(minutes_ago=12)
    with scope.enter(SYSTEM):
        Staff.objects.filter(id=cast.leader.staff).update(**sealed_phone(cast.leader.staff, "13911112222"))
        raise_escalations(by=SYSTEM, now=street.now)
        raised = LadderCall.objects.get(subject=clue.id)
    client = client_as("operator")
    page = text(client.get(f"/clues/{clue.id}/"))
    assert "李带班" in page
    assert "139****2222" in page
    ring = client.post(f"/clues/{clue.id}/leader/{cast.leader.staff}/", {}, headers={"x-requested-with": "fetch"})
    assert ring.json() == {"value": "13911112222"}
    assert post(client, clue, f"escalations/{raised.id}").status_code == 302
    assert post(client, clue, f"escalations/{raised.id}").status_code == 422
    assert "escalation_confirmed" in kinds(clue)


def test_a_repeated_clue_is_shown_merged_and_taken_apart_again(street, client_as):
    first = street.clue(minutes_ago=10, place_text="甲秀桥南")
    second = street.clue(minutes_ago=2, place_text="甲秀桥南")
    client = client_as("operator")
    page = text(client.get(f"/clues/{second.id}/"))
    assert "可能是同一件事" in page
    assert first.number in page
    assert post(client, first, f"merge/{second.id}").status_code == 422
    assert post(client, second, f"merge/{first.id}").status_code == 302
    assert fresh(second).duplicate_of_id == first.id
    assert "撤销并入" in text(client.get(f"/clues/{first.id}/"))
    assert post(client, second, "reopen", reason="不是同一个人").status_code == 302
    assert fresh(second).state == "open"


@pytest.mark.parametrize(
    ("fields", "status", "words"),
    [
        ({"closing": "helped"}, 422, "还没有现场救助记录"),
        ({"closing": "not_found"}, 422, "需要说明情况"),
        ({"closing": "not_found", "words": "桥下和广场都找过，问了保安"}, 422, "没有队伍到过现场"),
        ({"closing": "nonsense", "words": "误拨，已向来电人核实"}, 302, ""),
        ({"closing": "duplicate"}, 422, "duplicate"),
        ({}, 422, "请选择结果"),
    ],
)
def test_a_clue_ends_only_with_its_proof(street, client_as, fields, status, words):
    clue = street.clue()
    answer = post(client_as("operator"), clue, "close", **fields)
    assert answer.status_code == status
    assert words in text(answer)


def test_with_an_encounter_a_clue_ends_as_helped(street, client_as, cast):
    clue = street.clue()
    crew, now, old = cast.crew, street.now, Met(categories=["elderly"], willing=True)
    with scope.enter(crew):
        met = record_encounter(by=crew, now=now, region=COUNTY, met=old, clue=clue.id)
    client = client_as("operator")
    assert "老年人" in text(client.get(f"/clues/{clue.id}/"))
    assert "还有现场救助记录没有办结" in text(post(client, clue, "close", closing="helped"))
    with scope.enter(crew):
        close_encounter(by=crew, now=now, encounter=met.id, done=Disposition(outcome="to_station"))
    assert "没有一人的结果" in text(post(client, clue, "close", closing="refused"))
    assert post(client, clue, "close", closing="helped").status_code == 302
    assert "重新打开" in text(client.get(f"/clues/{clue.id}/"))


def test_nobody_ends_a_clue_behind_the_back_of_a_team(street, client_as):
    clue, client = street.clue(), client_as("operator")
    post(client, clue, "order", team=street.near.id)
    page = text(client.get(f"/clues/{clue.id}/"))
    assert "还有队伍在途或在现场" in page
    assert post(client, clue, "close", closing="not_found", words="没有").status_code == 422


def test_a_clue_of_another_county_is_handed_over_and_taken_on_there(street, client_as):
    clue = street.clue(minutes_ago=4, words="人在云岩")
    operator, outsider = client_as("operator"), client_as("outsider")
    near = post(operator, clue, "handover", elsewhere=str(COUNTY), reason="x")
    assert (near.status_code, "另一个县级地区" in text(near)) == (422, True)
    assert post(operator, clue, "handover", elsewhere=str(OTHER_COUNTY), reason="人在对方境内").status_code == 302
    with scope.enter(SYSTEM):
        there = Clue.objects.get(origin=clue.id)
    page = text(outsider.get(f"/clues/{there.id}/"))
    assert "还没有接收" in page
    assert "人在云岩" in page
    assert there.clock_started_at == clue.clock_started_at
    assert post(outsider, there, "take-on").status_code == 302
    assert post(outsider, there, "return", reason="不是").status_code == 422


def test_a_clue_that_is_not_ours_goes_back(street, client_as, cast):
    clue = street.clue(minutes_ago=4)
    with scope.enter(cast.operator):
        hand_over_clue(by=cast.operator, now=street.now, clue=clue.id, to_region=OTHER_COUNTY, reason="人在对方境内")
    with scope.enter(SYSTEM):
        there = Clue.objects.get(origin=clue.id)
    assert post(client_as("outsider"), there, "return", reason="人在桥的南侧").status_code == 302
    assert fresh(clue).state == "open"


def test_what_is_said_later_is_added(street, client_as):
    clue, client = street.clue(words="有人"), client_as("operator")
    assert post(client, clue, "supplement").status_code == 422
    assert post(client, clue, "supplement", words="是个孩子", hints=["minor"], place_text="甲秀桥").status_code == 302
    changed = fresh(clue)
    assert (changed.hints, changed.place_id) == (["minor"], street.bridge.id)
    assert "是个孩子" in text(client.get(f"/clues/{clue.id}/"))


@pytest.mark.parametrize(
    "path", ["", "live/", "supplement/", "close/", "reopen/", "handover/", "order/", "take-on/", "return/", "caller/"]
)
def test_a_neighbour_gets_not_found(street, client_as, path):
    clue = street.clue()
    assert client_as("outsider").get(f"/clues/{clue.id}/{path}").status_code == 404


def test_an_auditor_reads_the_page_and_may_do_nothing(street, client_as):
    clue = street.clue(words="蓝色棉衣")
    client = client_as("auditor")
    page = text(client.get(f"/clues/{clue.id}/"))
    assert "蓝色棉衣" not in page
    assert "data-unmask=" not in page
    assert f"/clues/{clue.id}/order/" not in page
    assert post(client, clue, "close", closing="not_found", words="x").status_code == 403


def test_the_page_costs_a_bounded_number_of_queries(street, client_as, django_assert_max_num_queries):
    clue, client = street.clue(minutes_ago=40), client_as("operator")
    post(client, clue, "order", team=street.near.id)
    client.get(f"/clues/{clue.id}/")
    with django_assert_max_num_queries(45):
        client.get(f"/clues/{clue.id}/")
