"""The register of informants, what a clue says of them, and rewards from the proposal to the money."""

import csv
from io import StringIO

import pytest
from django.urls import reverse

from nuandong.journal import api as journal
from nuandong.kernel.actors import SYSTEM
from nuandong.org import scope
from nuandong.rescue.kinds import Closing
from nuandong.rescue.models import Clue, Informant, InformantReward
from nuandong.web.pages.informants import views
from tests.cast import TOWNSHIP_A, TOWNSHIP_B
from tests.web.conftest import client_of
from tests.web.informants.setting import PHONE, enlist, furnish, helped

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def office(db):
    furnish()


@pytest.fixture
def press(key):
    def send(member, page, /, *where, **data):
        return client_of(member).post(reverse(page, args=where), {"command_key": key(), **data})

    return send


def read(member, page, /, *where, **query):
    answer = client_of(member).get(reverse(page, args=where), query)
    return answer.content.decode()


def the_reward():
    with scope.enter(SYSTEM):
        return InformantReward.objects.get()


def propose(press, clue, man, **more):
    asked = {"informant": man.id, "ground": "effective_lead", "amount": "100", "reason": "位置准确", **more}
    return press("operator", "clue-reward", clue.id, **asked)


def test_somebody_is_taken_on_changed_and_let_go(press):
    told = {"name": "罗大勇", "phone": "138 0000 1111", "reporter_kind": "sanitation", "region": TOWNSHIP_A}
    answer = press("head", "informant-new", **told, unit="环卫所", area="中华路")
    with scope.enter(SYSTEM):
        man = Informant.objects.get()
    assert answer.url == reverse("informant", args=[man.id])
    page = read("head", "informant", man.id)
    assert ("罗**" in page, "138****1111" in page, "罗大勇" in page) == (True, True, False)
    again = press("head", "informant-new", **told)
    assert (again.status_code, "已经登记" in again.content.decode()) == (422, True)
    form = read("head", "informant-change", man.id)
    assert ("罗大勇" in form, PHONE in form, "中华路" in form) == (False, False, True)
    kept = {"reporter_kind": "taxi_driver", "region": TOWNSHIP_A, "unit": "环卫所", "area": "中华路"}
    assert press("head", "informant-change", man.id, **kept).status_code == 302
    assert "出租车司机" in read("head", "informant", man.id)
    assert press("head", "informant-end", man.id).status_code == 422
    assert press("head", "informant-end", man.id, reason="搬走").status_code == 302
    assert "已离任" in read("head", "informant", man.id)
    assert reverse("informant-change", args=[man.id]) not in read("head", "informant", man.id)


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ({}, ["罗**"]),
        ({"phone": PHONE}, ["罗**"]),
        ({"phone": "13900009999"}, []),
        ({"kind": "taxi_driver"}, []),
        ({"state": "left"}, []),
        ({"state": "all", "kind": "sanitation"}, ["罗**"]),
    ],
)
def test_the_register_is_searched_by_full_number_and_kind(query, shown):
    enlist()
    page = read("operator", "informants", **query)
    assert [name for name in ("罗**",) if name in page] == shown


def test_half_a_number_is_refused_in_words():
    answer = client_of("operator").get(reverse("informants"), {"phone": "1380"})
    assert (answer.status_code, "号码的格式不对" in answer.content.decode()) == (422, True)


@pytest.mark.parametrize(("member", "sees"), [("clerk_a", ["罗**"]), ("clerk_b", ["蒙**"]), ("outsider", [])])
def test_everybody_sees_his_own_division(member, sees):
    enlist(region=TOWNSHIP_A)
    other = enlist(region=TOWNSHIP_B, phone="13900002222", name="蒙小芳")
    page = read(member, "informants")
    assert [name for name in ("罗**", "蒙**") if name in page] == sees
    if member != "clerk_b":
        assert client_of(member).get(reverse("informant", args=[other.id])).status_code == 404


def test_a_full_number_is_an_event_and_only_for_those_who_need_it(press):
    man = enlist()
    assert reverse("informant-reveal", args=[man.id, "phone"]) not in read("operator", "informant", man.id)
    assert press("operator", "informant-reveal", man.id, "phone", reason="contact").status_code == 422
    answer = press("station", "informant-reveal", man.id, "phone", reason="contact", note="发奖励")
    assert PHONE in answer.content.decode()
    with scope.enter(SYSTEM):
        assert journal.history(subject=man.id)[0].kind == "rescue.informant_revealed"


def test_a_clue_says_whose_it_is_and_the_operator_may_say_so(press):
    man, other = enlist(), helped(caller="13700000000")
    page = read("operator", "clue", helped().id)
    assert (reverse("informant", args=[man.id]) in page, "环卫工人" in page) == (True, True)
    assert "不是信息员" in read("operator", "clue", other.id)
    assert press("operator", "clue-informant", other.id, informant=man.id).status_code == 302
    assert reverse("informant", args=[man.id]) in read("operator", "clue", other.id)
    with scope.enter(SYSTEM):
        assert Clue.objects.filter(informant=man).count() == 2


def test_who_may_not_see_informants_reads_nothing_of_them():
    enlist()
    page = read("crew", "clue", helped().id)
    assert ("罗**" in page, "信息员" in page) == (False, False)


def test_a_number_registered_later_is_confirmed_by_one_press(press):
    clue = helped()
    man = enlist()
    assert "来电号码与他登记的相同" in read("operator", "clue", clue.id)
    assert press("operator", "clue-informant", clue.id, informant=man.id).status_code == 302
    assert "来电号码与他登记的相同" not in read("operator", "clue", clue.id)


def test_proposed_approved_paid_by_three_people(press):
    man = enlist()
    clue = helped()
    assert reverse("clue-reward", args=[clue.id]) in read("operator", "clue", clue.id)
    answer = propose(press, clue, man)
    reward = the_reward()
    assert answer.url == reverse("reward", args=[reward.id])
    assert "罗**" in read("officer", "rewards")
    assert ("位置准确" in read("officer", "reward", reward.id), "位置准确" in read("auditor", "reward", reward.id)) == (
        True,
        False,
    )
    assert reverse("reward-approve", args=[reward.id]) not in read("operator", "reward", reward.id)
    assert press("operator", "reward-approve", reward.id).status_code == 403
    assert press("officer", "reward-approve", reward.id).status_code == 302
    assert "罗**" not in read("station", "rewards")
    assert "罗**" in read("station", "rewards", state="approved")
    assert press("station", "reward-pay", reward.id).status_code == 422
    assert press("station", "reward-pay", reward.id, voucher="收据 0012").status_code == 302
    again = press("station", "reward-pay", reward.id, voucher="收据 0013")
    assert (again.status_code, the_reward().voucher) == (422, "收据 0012")
    page = read("operator", "clue", clue.id)
    assert ("已发放" in page, "100.00" in page) == (True, True)
    assert "100.00" in read("operator", "informant", man.id)


def test_refused_with_a_reason_and_proposed_again(press):
    man = enlist()
    clue = helped()
    propose(press, clue, man)
    reward = the_reward()
    assert press("officer", "reward-refuse", reward.id).status_code == 422
    assert press("officer", "reward-refuse", reward.id, reason="金额偏高").status_code == 302
    assert "金额偏高" in read("operator", "reward", reward.id)
    assert propose(press, clue, man, amount="50").status_code == 302


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"amount": "0"}, "金额应大于 0"),
        ({"amount": "100000"}, "每条线索最多"),
        ({"ground": "direct_help", "reason": ""}, "没有填写"),
        ({"informant": ""}, "请选择信息员"),
    ],
)
def test_a_refused_proposal_keeps_what_was_typed(press, asked, words):
    man = enlist()
    answer = propose(press, helped(), man, **asked)
    assert (answer.status_code, words in answer.content.decode()) == (422, True)


@pytest.mark.parametrize(
    ("closing", "offered"), [(Closing.HELPED, True), (Closing.NOT_FOUND, True), (Closing.NONSENSE, False)]
)
def test_where_a_reward_is_offered(closing, offered):
    clue = helped(closing=closing)
    assert (reverse("clue-reward", args=[clue.id]) in read("operator", "clue", clue.id)) is offered
    assert reverse("clue-reward", args=[clue.id]) not in read("station", "clue", clue.id)


def test_the_list_is_a_file_with_masked_names(press):
    man = enlist(name="=罗大勇")
    propose(press, helped(), man)
    answer = client_of("auditor").get(reverse("rewards-csv"))
    rows = list(csv.reader(StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert (rows[0][1], len(rows)) == ("信息员", 2)
    assert rows[1][4:6] == ["100.00", "待审批"]
    assert "罗大勇" not in "".join(rows[1])
    assert not rows[1][1].startswith("=")


def test_what_waits_stands_on_the_to_do_list(press):
    man = enlist()
    propose(press, helped(), man)
    assert f"审批信息员奖励：{man.name_masked}" in read("officer", "home")
    assert "审批信息员奖励" not in read("station", "home")
    press("officer", "reward-approve", the_reward().id)
    assert "发放信息员奖励" in read("station", "home")


def test_lists_cost_the_same_however_long_and_are_paged(press, django_assert_max_num_queries, monkeypatch):
    monkeypatch.setattr(views, "SIZE", 3)
    people_ = [enlist(phone=f"1390000{place:04d}") for place in range(5)]
    for man in people_[:4]:
        clue = helped(caller="")
        press("operator", "clue-informant", clue.id, informant=man.id)
        propose(press, clue, man)
    client = client_of("head")
    with django_assert_max_num_queries(16):
        page = client.get(reverse("informants")).content.decode()
    assert f"after={people_[2].id}" in page
    with django_assert_max_num_queries(17):
        assert client.get(reverse("rewards")).content.decode().count("罗**") == 4
    with django_assert_max_num_queries(30):
        client.get(reverse("informant", args=[people_[0].id]))


def test_a_neighbour_finds_nothing(press):
    man = enlist()
    clue = helped()
    propose(press, clue, man)
    reward = the_reward()
    for page, where in (("informant", man.id), ("reward", reward.id), ("clue-informant", clue.id)):
        assert client_of("outsider").get(reverse(page, args=[where])).status_code == 404
    assert press("outsider", "clue-reward", clue.id, informant=man.id).status_code == 404
