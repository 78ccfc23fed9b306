"""Informants and rewards: whose call it was, what earns a reward, who proposes, decides and pays (RES-029)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from nuandong.journal import api as journal
from nuandong.kernel.errors import Conflict, Forbidden, Invalid, NotFound, NotNow, OutOfScope
from nuandong.rescue import reference, selectors_informant
from nuandong.rescue.actions.approve_reward import approve_reward
from nuandong.rescue.actions.change_informant import Changes, change_informant
from nuandong.rescue.actions.close_clue import close_clue
from nuandong.rescue.actions.close_encounter import Disposition, Kit, close_encounter
from nuandong.rescue.actions.end_informant import end_informant
from nuandong.rescue.actions.name_informant import name_informant
from nuandong.rescue.actions.pay_reward import pay_reward
from nuandong.rescue.actions.propose_reward import propose_reward
from nuandong.rescue.actions.refuse_reward import refuse_reward
from nuandong.rescue.actions.register_informant import Enlisted, register_informant
from nuandong.rescue.actions.reopen_clue import reopen_clue
from nuandong.rescue.actions.reveal_informant import reveal_informant
from nuandong.rescue.actions.supplement_clue import supplement_clue
from nuandong.rescue.details import ClueDetails
from nuandong.rescue.kinds import Closing
from nuandong.rescue.kinds_informant import Ground, Shown
from nuandong.rescue.models import Clue, Informant, InformantReward
from nuandong.rescue.states.reward import REWARD, RewardState
from tests.cast import COUNTY, NOW, OTHER_COUNTY, TOWNSHIP_A, TOWNSHIP_B
from tests.rescue import station
from tests.rescue.streets import clue, kinds

pytestmark = pytest.mark.django_db

PHONE = "13800001111"
DAY = timedelta(days=1)
WILLING = {Closing.HELPED: True, Closing.REFUSED: False, Closing.NOT_FOUND: None}
LEAD, HELP = Ground.EFFECTIVE_LEAD, Ground.DIRECT_HELP
MOST = reference.rewards()


@pytest.fixture
def stage(cast, as_actor):
    with as_actor(cast.head):
        cast.world = station.furnish(cast)
        yield cast


def enlist(stage, *, by=None, region=COUNTY, since=date(2026, 11, 20), now=NOW, **more):
    told = {"name": "罗大勇", "phone": PHONE, "reporter_kind": "sanitation", **more}
    return register_informant(by=by or stage.head, now=now, enlisted=Enlisted(**told), region=region, since=since)


def ended(stage, closing=Closing.HELPED, *, kit=True, **said):
    """A clue that has ended so; somebody was met, or had gone before."""
    said.setdefault("caller", PHONE)
    row = clue(stage.operator, minutes_ago=90, **said)
    if closing is not Closing.NONSENSE:
        met = station.meet(stage.crew, "able_adult", willing=WILLING[closing], clue=row.id)
        done = {
            Closing.HELPED: Disposition(outcome="to_station"),
            Closing.NOT_FOUND: Disposition(outcome="left_before"),
            Closing.REFUSED: Disposition(
                outcome="refused",
                kit=Kit(store=stage.world.store.id, sizes={"cotton_coat": "L"}, signed=True)
                if kit
                else Kit(declined=True),
                leaflet=True,
                follow_up_by=stage.leader.staff,
            ),
        }[closing]
        close_encounter(by=stage.crew, now=NOW, encounter=met.id, done=done)
    return close_clue(by=stage.operator, now=NOW, clue=row.id, closing=closing, words="到过现场")


def propose(stage, row, man, *, by=None, ground=LEAD, yuan=100, reason="", now=NOW):
    return propose_reward(
        by=by or stage.operator,
        now=now,
        clue=row.id,
        informant=man.id,
        ground=ground,
        amount_fen=yuan * 100,
        reason=reason,
    )


def proposed(stage, **more):
    """A reward for a lead that helped."""
    man = enlist(stage)
    return propose(stage, ended(stage), man, **more)


# Register


def test_a_name_and_a_number_are_sealed(stage):
    man = enlist(stage, unit="环卫所", area="中华路一带")
    assert (man.name_masked, man.phone_masked) == ("罗**", "138****1111")
    assert "罗大勇".encode() not in bytes(man.name_sealed)
    assert kinds(man.id) == ["informant_registered"]


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"name": ""}, "name"),
        ({"phone": ""}, "phone"),
        ({"phone": "12"}, "phone"),
        ({"reporter_kind": "astronaut"}, "reporter_kind"),
        ({"since": date(2026, 12, 2)}, "since"),
    ],
)
def test_what_is_missing_is_named(stage, told, field):
    with pytest.raises(Invalid) as refused:
        enlist(stage, **told)
    assert refused.value.field == field
    assert not Informant.objects.exists()


@pytest.mark.parametrize(
    ("who", "region", "error"),
    [
        ("head", COUNTY, None),
        ("station", TOWNSHIP_A, None),
        ("officer", COUNTY, None),
        ("clerk_a", TOWNSHIP_A, None),
        ("clerk_a", TOWNSHIP_B, OutOfScope),
        ("head", OTHER_COUNTY, OutOfScope),
        ("operator", COUNTY, Forbidden),
        ("crew", COUNTY, Forbidden),
        ("auditor", COUNTY, Forbidden),
    ],
)
def test_who_keeps_the_register(stage, who, region, error):
    if error is None:
        assert enlist(stage, by=getattr(stage, who), region=region).region == region
        return
    with pytest.raises(error):
        enlist(stage, by=getattr(stage, who), region=region)


def test_a_telephone_is_one_informants_at_a_time(stage, as_actor):
    first = enlist(stage, region=TOWNSHIP_A)
    with pytest.raises(Conflict, match="已经登记"):
        enlist(stage, region=TOWNSHIP_B)
    with as_actor(stage.clerk_b), pytest.raises(Conflict):
        enlist(stage, by=stage.clerk_b, region=TOWNSHIP_B)
    end_informant(by=stage.head, now=NOW, informant=first.id, reason="调离")
    assert enlist(stage, since=None).valid_from == NOW


def test_changing_says_what_and_keeps_the_rest(stage):
    man = enlist(stage, unit="环卫所")
    changed = change_informant(
        by=stage.head, now=NOW, informant=man.id, changes=Changes(phone="13900002222", area="车站", unit="环卫所")
    )
    assert (changed.phone_masked, changed.unit_words, changed.area_words) == ("139****2222", "环卫所", "车站")
    assert journal.history(subject=man.id, kinds={"rescue.informant_changed"})[0].payload["fields"] == [
        "area_words",
        "phone",
    ]
    with pytest.raises(Invalid, match="没有任何变化"):
        change_informant(by=stage.head, now=NOW, informant=man.id, changes=Changes(area="车站"))


def test_moving_takes_the_rewards_along_but_not_to_another_county(stage):
    man = enlist(stage)
    reward = propose(stage, ended(stage), man)
    change_informant(by=stage.head, now=NOW, informant=man.id, changes=Changes(region=TOWNSHIP_A))
    assert InformantReward.objects.get(id=reward.id).region == TOWNSHIP_A
    with pytest.raises(OutOfScope):
        change_informant(by=stage.head, now=NOW, informant=man.id, changes=Changes(region=OTHER_COUNTY))


def test_a_telephone_cannot_be_changed_to_somebody_elses(stage):
    enlist(stage)
    other = enlist(stage, phone="13900002222")
    with pytest.raises(Conflict):
        change_informant(by=stage.head, now=NOW, informant=other.id, changes=Changes(phone=PHONE))


def test_who_has_left_is_neither_changed_nor_ended_again(stage):
    man = enlist(stage)
    with pytest.raises(Invalid):
        end_informant(by=stage.head, now=NOW, informant=man.id, reason=" ")
    end_informant(by=stage.head, now=NOW, informant=man.id, reason="搬走")
    with pytest.raises(NotNow):
        end_informant(by=stage.head, now=NOW, informant=man.id, reason="搬走")
    with pytest.raises(NotNow):
        change_informant(by=stage.head, now=NOW, informant=man.id, changes=Changes(area="车站"))


@pytest.mark.parametrize(("who", "sees"), [("head", True), ("station", True), ("operator", False), ("auditor", False)])
def test_a_full_name_needs_a_reason_and_leaves_an_event(stage, who, sees):
    man, by = enlist(stage), getattr(stage, who)
    if not sees:
        with pytest.raises(Forbidden):
            reveal_informant(by=by, now=NOW, informant=man.id, shown=Shown.NAME, reason="发放奖励")
        return
    with pytest.raises(Invalid):
        reveal_informant(by=by, now=NOW, informant=man.id, shown=Shown.NAME, reason="")
    assert reveal_informant(by=by, now=NOW, informant=man.id, shown=Shown.NAME, reason="发放奖励") == "罗大勇"
    assert reveal_informant(by=by, now=NOW, informant=man.id, shown=Shown.PHONE, reason="发放奖励") == PHONE
    assert kinds(man.id).count("informant_revealed") == 2


# Whose clue it was


@pytest.mark.parametrize(
    ("caller", "region", "since", "known"),
    [
        (PHONE, COUNTY, date(2026, 11, 20), True),
        ("+86 138 0000 1111", TOWNSHIP_B, date(2026, 11, 20), True),
        ("13800001112", COUNTY, date(2026, 11, 20), False),
        ("", COUNTY, date(2026, 11, 20), False),
        (PHONE, COUNTY, None, False),
    ],
)
def test_a_call_from_his_telephone_is_his(stage, caller, region, since, known):
    man = enlist(stage, since=since, region=TOWNSHIP_A)
    row = clue(stage.operator, minutes_ago=5, region=region, caller=caller, words="有人")
    assert row.informant_id == (man.id if known else None)


def test_nobody_is_an_informant_of_another_county(stage, as_actor):
    enlist(stage)
    with as_actor(stage.outsider):
        assert clue(stage.outsider, region=OTHER_COUNTY, caller=PHONE).informant_id is None


def test_a_number_told_later_finds_him_too(stage):
    man, row = enlist(stage), clue(stage.operator, words="有人")
    changed = supplement_clue(by=stage.operator, now=NOW, clue=row.id, details=ClueDetails(caller=PHONE))
    assert changed.informant_id == man.id


def test_a_telephone_registered_after_the_call_is_offered(stage):
    row = clue(stage.operator, minutes_ago=30, caller=PHONE)
    man = enlist(stage)
    seen = selectors_informant.caller_of(Clue.objects.get(id=row.id))
    assert (seen.named, seen.ringing) == (None, man)


def test_the_operator_names_him_when_he_rang_from_elsewhere(stage):
    man, row = enlist(stage), clue(stage.operator, caller="13700000000")
    assert name_informant(by=stage.operator, now=NOW, clue=row.id, informant=man.id).informant_id == man.id
    assert selectors_informant.clues_of(man.id) == [row]
    assert name_informant(by=stage.operator, now=NOW, clue=row.id, informant=None).informant_id is None
    assert kinds(row.id).count("clue_informant_named") == 2


def test_who_was_none_then_is_not_named(stage):
    row = clue(stage.operator, minutes_ago=60)
    with pytest.raises(Invalid) as refused:
        name_informant(by=stage.operator, now=NOW, clue=row.id, informant=enlist(stage, since=None).id)
    assert refused.value.field == "informant"
    with pytest.raises(Forbidden):
        name_informant(by=stage.crew, now=NOW, clue=row.id, informant=None)


def test_a_rewarded_lead_stays_his(stage):
    man, row = enlist(stage), ended(stage)
    propose(stage, row, man)
    with pytest.raises(NotNow):
        name_informant(by=stage.operator, now=NOW, clue=row.id, informant=None)


# What earns a reward


def test_every_state_of_a_reward_stands_in_the_table():
    assert set(REWARD) == set(RewardState)


@pytest.mark.parametrize(
    ("closing", "kit", "ground", "reason", "error"),
    [
        (Closing.HELPED, True, LEAD, "", None),
        (Closing.REFUSED, True, LEAD, "", None),
        (Closing.REFUSED, False, LEAD, "", "没有发放物资"),
        (Closing.REFUSED, False, HELP, "一直守到队伍到场", None),
        (Closing.NOT_FOUND, True, LEAD, "", "没有找到"),
        (Closing.NOT_FOUND, True, HELP, "自己把人送回家", None),
        (Closing.HELPED, True, HELP, "", "没有填写"),
        (Closing.NONSENSE, True, HELP, "说帮了忙", "不发奖励"),
    ],
)
def test_what_a_reward_is_for(stage, closing, kit, ground, reason, error):
    man, row = enlist(stage), ended(stage, closing, kit=kit)
    if error is None:
        reward = propose(stage, row, man, ground=ground, reason=reason)
        assert (reward.state, reward.amount_fen, reward.ground) == ("proposed", 10_000, ground)
        assert "reward_proposed" in kinds(man.id)
        return
    with pytest.raises((Invalid, NotNow), match=error):
        propose(stage, row, man, ground=ground, reason=reason)
    assert not InformantReward.objects.exists()


def test_a_clue_that_runs_earns_nothing_yet(stage):
    man = enlist(stage)
    with pytest.raises(NotNow, match="还没有办结"):
        propose(stage, clue(stage.operator, minutes_ago=5, caller=PHONE), man)


def test_a_lead_is_rewarded_to_whom_it_came_from_and_help_to_anybody(stage):
    enlist(stage)
    other = enlist(stage, phone="13900002222", name="蒙小芳")
    row = ended(stage)
    with pytest.raises(Invalid) as refused:
        propose(stage, row, other)
    assert refused.value.field == "informant"
    assert propose(stage, row, other, ground=HELP, reason="带路").informant_id == other.id


@pytest.mark.parametrize(("kind", "rewarded"), [("grid_worker", True), ("village_staff", False), ("police", False)])
def test_staff_get_no_reward_for_their_work(stage, kind, rewarded):
    man, row = enlist(stage, reporter_kind=kind), ended(stage)
    if rewarded:
        assert propose(stage, row, man).state == "proposed"
        return
    with pytest.raises(Invalid, match="本职工作"):
        propose(stage, row, man)


def test_one_reward_for_a_clue_unless_it_was_refused(stage):
    man, row = enlist(stage), ended(stage)
    first = propose(stage, row, man)
    with pytest.raises(Conflict):
        propose(stage, row, man)
    refuse_reward(by=stage.officer, now=NOW, reward=first.id, reason="金额偏高")
    assert propose(stage, row, man, yuan=50).state == "proposed"


@pytest.mark.parametrize("fen", [0, -1, MOST.once_fen + 1])
def test_an_amount_has_its_bounds(stage, fen):
    man, row = enlist(stage), ended(stage)
    with pytest.raises(Invalid) as refused:
        propose_reward(by=stage.operator, now=NOW, clue=row.id, informant=man.id, ground=LEAD, amount_fen=fen)
    assert refused.value.field == "amount"


def test_a_month_has_its_ceiling_and_a_new_one_begins(stage):
    man = enlist(stage)
    times = MOST.month_fen // MOST.once_fen
    rewards = [propose(stage, ended(stage), man, yuan=MOST.once_fen // 100) for _ in range(times)]
    last = ended(stage)
    with pytest.raises(Invalid, match="每月最多"):
        propose(stage, last, man, yuan=1)
    assert propose(stage, last, man, yuan=1, now=NOW + 31 * DAY).amount_fen == 100
    refuse_reward(by=stage.officer, now=NOW, reward=rewards[0].id, reason="重复")
    assert propose(stage, ended(stage), man, yuan=1).amount_fen == 100


# Who proposes, decides, pays


def approved(stage, **more):
    reward = proposed(stage, **more)
    return approve_reward(by=stage.officer, now=NOW, reward=reward.id)


def pay(stage, reward, *, by=None, voucher="收据 0012", paid_on=None, now=NOW):
    return pay_reward(by=by or stage.station, now=now, reward=reward.id, voucher=voucher, paid_on=paid_on)


def test_proposed_approved_paid_once(stage):
    reward = approved(stage)
    paid = pay(stage, reward, paid_on=date(2026, 12, 2), now=NOW + DAY)
    assert (paid.state, paid.paid_on, paid.voucher) == ("paid", date(2026, 12, 2), "收据 0012")
    with pytest.raises(NotNow):
        pay(stage, reward, now=NOW + DAY)
    assert sorted(kinds(reward.informant_id))[1:] == ["reward_approved", "reward_paid", "reward_proposed"]


@pytest.mark.parametrize(
    ("step", "who", "allowed"),
    [
        ("propose", "operator", True),
        ("propose", "leader", True),
        ("propose", "head", True),
        ("propose", "officer", False),
        ("propose", "station", False),
        ("propose", "clerk_a", False),
        ("approve", "officer", True),
        ("approve", "head", False),
        ("approve", "operator", False),
        ("pay", "station", True),
        ("pay", "officer", False),
        ("pay", "operator", False),
        ("pay", "storekeeper", False),
    ],
)
def test_who_takes_which_step(stage, step, who, allowed):
    by, man, row = getattr(stage, who), enlist(stage), ended(stage)
    if step == "propose":
        act, done = lambda: propose(stage, row, man, by=by), "proposed"
    else:
        reward = propose(stage, row, man)
        if step == "approve":
            act, done = lambda: approve_reward(by=by, now=NOW, reward=reward.id), "approved"
        else:
            approve_reward(by=stage.officer, now=NOW, reward=reward.id)
            act, done = lambda: pay(stage, reward, by=by), "paid"
    if allowed:
        assert act().state == done
    else:
        with pytest.raises(Forbidden):
            act()


ALL = frozenset({"rescue.reward.propose", "rescue.reward.approve", "rescue.reward.pay", "rescue.clue.see"})


@pytest.mark.parametrize(("first", "second"), [("propose", "approve"), ("propose", "pay"), ("approve", "pay")])
def test_no_two_steps_by_one_person(stage, first, second):
    both = replace(stage.officer, permissions=stage.officer.permissions | ALL)
    who = {"propose": stage.operator, "approve": stage.officer, "pay": stage.station} | {first: both, second: both}
    if "approve" not in {first, second}:
        who["approve"] = replace(stage.leader, permissions=stage.leader.permissions | ALL)
    steps = {
        "propose": lambda _: proposed(stage, by=who["propose"]),
        "approve": lambda row: approve_reward(by=who["approve"], now=NOW, reward=row.id),
        "pay": lambda row: pay(stage, row, by=who["pay"]),
    }
    row = None
    for name, step in steps.items():
        if name == second:
            with pytest.raises(Forbidden, match="不得自己"):
                step(row)
            return
        row = step(row)


@pytest.mark.parametrize(
    "columns",
    [
        {"decided_by": "operator"},
        {"paid_by": "operator"},
        {"paid_by": "officer"},
        {"amount_fen": 0},
        {"voucher": ""},
        {"decided_at": None},
    ],
)
def test_the_database_says_so_too(stage, columns):
    reward = pay(stage, approved(stage))
    values = {key: getattr(stage, one).staff if key.endswith("_by") else one for key, one in columns.items()}
    with pytest.raises(IntegrityError), transaction.atomic():
        InformantReward.objects.filter(id=reward.id).update(**values)


def test_a_reopened_clue_is_not_approved(stage):
    row, man = ended(stage), enlist(stage)
    name_informant(by=stage.operator, now=NOW, clue=row.id, informant=man.id)
    reward = propose(stage, row, man)
    reopen_clue(by=stage.operator, now=NOW, clue=row.id, reason="弄错了人")
    with pytest.raises(NotNow, match="还没有办结"):
        approve_reward(by=stage.officer, now=NOW, reward=reward.id)


@pytest.mark.parametrize("act", ["approve", "refuse", "pay"])
def test_what_was_refused_stays_so(stage, act):
    reward = proposed(stage)
    with pytest.raises(Invalid):
        refuse_reward(by=stage.officer, now=NOW, reward=reward.id, reason="")
    refused = refuse_reward(by=stage.officer, now=NOW, reward=reward.id, reason="现场不符")
    assert (refused.state, selectors_informant.refusal_of(refused)) == ("refused", "现场不符")
    with pytest.raises(NotNow):
        {
            "approve": lambda: approve_reward(by=stage.officer, now=NOW, reward=reward.id),
            "refuse": lambda: refuse_reward(by=stage.officer, now=NOW, reward=reward.id, reason="再次"),
            "pay": lambda: pay(stage, reward),
        }[act]()


@pytest.mark.parametrize(
    ("voucher", "paid_on", "field"),
    [("", None, "voucher"), ("收据", date(2026, 12, 2), "paid_on"), ("收据", date(2026, 11, 30), "paid_on")],
)
def test_a_payment_has_its_voucher_and_day(stage, voucher, paid_on, field):
    with pytest.raises(Invalid) as refused:
        pay(stage, approved(stage), voucher=voucher, paid_on=paid_on)
    assert refused.value.field == field


def test_a_neighbour_sees_neither_informants_nor_rewards(stage, as_actor):
    reward = proposed(stage)
    with as_actor(stage.outsider):
        assert selectors_informant.informants(stage.outsider, at=NOW) == []
        assert selectors_informant.rewards(stage.outsider) == []
        with pytest.raises(NotFound):
            selectors_informant.reward(reward.id, by=stage.outsider)
        with pytest.raises(NotFound):
            selectors_informant.informant(reward.informant_id, by=stage.outsider)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, 2),
        ({"living": None}, 3),
        ({"living": False}, 1),
        ({"reporter_kind": "taxi_driver"}, 1),
        ({"phone": PHONE}, 1),
        ({"phone": "13900009999"}, 0),
    ],
)
def test_the_register_is_searched(stage, asked, found):
    enlist(stage)
    enlist(stage, phone="13900002222", reporter_kind="taxi_driver")
    gone = enlist(stage, phone="13900003333")
    end_informant(by=stage.head, now=NOW, informant=gone.id, reason="离岗")
    assert len(selectors_informant.informants(stage.head, at=NOW, **asked)) == found


def test_rewards_are_read_in_pieces(stage, django_assert_num_queries):
    man = enlist(stage)
    for _one in range(3):
        propose(stage, ended(stage), man, yuan=10)
    with django_assert_num_queries(3):
        lines = selectors_informant.rewards(stage.head, states=[RewardState.PROPOSED])
    assert [(line.informant, bool(line.number)) for line in lines] == [(man, True)] * 3
    assert [len(one) for one in selectors_informant.reward_batches(stage.head, most=2)] == [2]
