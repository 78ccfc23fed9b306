"""Records that may be of one person: proposed, decided, taken back; nothing merged, nobody refused."""

import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from nuandong.cli import people as cli
from nuandong.jobs import rounds
from nuandong.journal import api as journal
from nuandong.kernel.actors import SYSTEM
from nuandong.kernel.errors import Forbidden, Invalid, NotFound, NotNow, OutOfScope
from nuandong.org import scope
from nuandong.people.actions.correct_person import correct_person
from nuandong.people.actions.decide_pair import decide_pair
from nuandong.people.actions.propose_pairs import Proposed, propose_pairs
from nuandong.people.actions.reopen_pair import reopen_pair
from nuandong.people.documents import Paper
from nuandong.people.kinds import PairState
from nuandong.people.models import Person, ProposedPair
from nuandong.people.selectors import Wanted, counties, pair_counts, pairs, pairs_of_person, same_as
from tests.cast import COUNTY, NOW, TOWNSHIP_A, TOWNSHIP_B, VILLAGE_A, VILLAGE_B
from tests.databases import as_role
from tests.people.builders import BIRTH, CARD, OTHER_CARD, home, person

pytestmark = pytest.mark.django_db
PHONE = "19900001234"
REASON = "电话问过本人"


def propose(region=COUNTY, now=NOW, accounts=None):
    with as_role("worker"), scope.enter(SYSTEM):
        return propose_pairs(by=SYSTEM, now=now, region=region, accounts=accounts)


@pytest.fixture
def twice(db, cast):
    """王秀英 of village A, and the same woman written with another character of the same sound, without her card."""
    with scope.enter(cast.clerk_a):
        one = person(cast.clerk_a, "王秀英", papers=[Paper("id_card", CARD)], phone=PHONE)
        two = person(cast.clerk_a, "王秀瑛", birth_on=BIRTH, sex="female", phone=PHONE)
        person(cast.clerk_a, "李大山", birth_year=1960)
    return one, two


def the_pair():
    with scope.enter(SYSTEM):
        return ProposedPair.objects.get()


def decide(by, decision, pair=None, reason=REASON):
    with scope.enter(by):
        return decide_pair(by=by, now=NOW, pair=pair or the_pair().id, decision=decision, reason=reason)


def reopen(by, reason="看错了"):
    with scope.enter(by):
        return reopen_pair(by=by, now=NOW, pair=the_pair().id, reason=reason)


def events(pair):
    with scope.enter(SYSTEM):
        return [(one.kind, one.payload.get("pair_state")) for one in journal.history(subject=pair.id)]


def linked(by, one):
    with scope.enter(by):
        return same_as([one], by=by)[one]


def test_a_pair_is_proposed_once_with_its_weights_and_without_personal_data(twice):
    assert propose() == Proposed(persons=3, new=1, again=0, gone=0)
    assert propose() == Proposed(persons=3, new=0, again=0, gone=0)
    pair = the_pair()
    assert {pair.person_a_id, pair.person_b_id} == {one.id for one in twice}
    assert (pair.region, pair.state, pair.probability > 500_000) == (VILLAGE_A, PairState.OPEN, True)
    levels = {name: level for name, (level, _weight) in pair.outcomes.items()}
    assert levels == {"name": "same_sound", "birth_date": "same", "sex": "same", "address": "village", "phone": "same"}
    assert pair.outcomes["phone"][1] > 0
    assert not any(text in str(pair.outcomes) for text in ("秀", PHONE, "1950"))


def test_deciding_links_both_records_until_it_is_taken_back(twice, cast):
    propose()
    one, two = twice
    assert linked(cast.clerk_a, one.id) == frozenset()
    decide(cast.clerk_a, "same")
    assert linked(cast.clerk_a, one.id) == {two.id}
    assert linked(cast.clerk_a, two.id) == {one.id}
    with scope.enter(SYSTEM):
        assert Person.objects.filter(merged_into=None).count() == 3
    with pytest.raises(NotNow):
        decide(cast.clerk_a, "different")
    reopen(cast.clerk_a)
    assert linked(cast.clerk_a, one.id) == frozenset()
    decide(cast.clerk_a, "unsure")
    decide(cast.officer, "different")
    assert events(the_pair()) == [
        ("people.pair_decided", "different"),
        ("people.pair_decided", "unsure"),
        ("people.pair_reopened", "same"),
        ("people.pair_decided", "same"),
    ]
    with scope.enter(SYSTEM):
        last = journal.history(subject=the_pair().id)[0]
        assert REASON in journal.texts([last.id])[last.id].values()
        assert REASON not in str(last.payload)


def test_links_reach_over_several_pairs(twice, cast):
    with scope.enter(cast.clerk_a):
        three = person(cast.clerk_a, "王秀英", birth_on=BIRTH, sex="female", phone=PHONE)
    propose()
    with scope.enter(SYSTEM):
        through = [pair.id for pair in pairs_of_person(three.id, by=SYSTEM)]
    for pair in through:
        decide(cast.clerk_a, "same", pair)
    assert linked(cast.clerk_a, twice[0].id) == {twice[1].id, three.id}


def test_what_was_decided_comes_up_again_only_when_a_field_changed(twice, cast):
    propose()
    decide(cast.clerk_a, "different")
    later = NOW + timedelta(days=1)
    assert propose(now=later).again == 0
    assert the_pair().state == PairState.DIFFERENT
    with scope.enter(cast.clerk_a):
        correct_person(
            by=cast.clerk_a, now=later, person=twice[1].id, version=1, changes={"name": "王秀英"}, reason="笔误"
        )
    assert propose(now=later) == Proposed(persons=3, new=0, again=1, gone=0)
    pair = the_pair()
    assert (pair.state, pair.decided_by, pair.outcomes["name"][0]) == (PairState.OPEN, None, "same_rare")
    assert events(pair)[0] == ("people.pair_reopened", "different")


def test_the_same_stay_linked_and_what_no_longer_holds_is_taken_off(twice, cast):
    propose()
    change = {"name": "赵铁柱", "phone": "19900009999", "birth_on": BIRTH.replace(year=1971)}
    decide(cast.clerk_a, "same")
    with scope.enter(cast.clerk_a):
        correct_person(by=cast.clerk_a, now=NOW, person=twice[1].id, version=1, changes=change, reason="登记错了")
    assert propose().gone == 0
    assert linked(cast.clerk_a, twice[0].id) == {twice[1].id}
    reopen(cast.clerk_a)
    assert propose().gone == 1
    with scope.enter(SYSTEM):
        assert not ProposedPair.objects.exists()


def test_a_pair_of_two_townships_is_seen_and_decided_where_both_are_seen(twice, cast):
    with scope.enter(cast.clerk_b):
        person(cast.clerk_b, "王秀英", region=VILLAGE_B, birth_on=BIRTH, sex="female", phone=PHONE)
    assert propose(TOWNSHIP_B).new == 0
    assert propose(TOWNSHIP_A).new == 1
    assert propose(COUNTY).new == 2
    with scope.enter(cast.officer):
        seen = pairs(by=cast.officer, wanted=Wanted(), limit=9)
        assert [one.region for one in seen].count(COUNTY) == 2
        across = next(one for one in seen if one.region == COUNTY)
        assert pairs(by=cast.officer, wanted=Wanted(region=TOWNSHIP_A), limit=9) == [
            one for one in seen if one.region == VILLAGE_A
        ]
    for clerk in (cast.clerk_a, cast.clerk_b):
        with scope.enter(clerk):
            assert across.id not in {one.id for one in pairs(by=clerk, wanted=Wanted(), limit=9)}
        with pytest.raises(NotFound):
            decide(clerk, "same", across.id)
    decide(cast.officer, "same", across.id)
    assert linked(cast.clerk_b, across.person_b_id) == frozenset()
    assert linked(cast.officer, across.person_b_id)


def test_refusals(twice, cast):
    propose()
    pair = the_pair()
    for by, change, error in (
        (cast.auditor, {}, Forbidden),
        (cast.outsider, {}, NotFound),
        (cast.clerk_b, {}, NotFound),
        (cast.clerk_a, {"decision": "open"}, Invalid),
        (cast.clerk_a, {"reason": " "}, Invalid),
    ):
        with pytest.raises(error):
            decide(by, **{"decision": "same", "pair": pair.id} | change)
    with pytest.raises(NotNow):
        reopen(cast.clerk_a)
    with scope.enter(cast.clerk_a), pytest.raises(OutOfScope):
        propose_pairs(by=cast.clerk_a, now=NOW, region=TOWNSHIP_B)
    with scope.enter(cast.auditor):
        assert pair_counts(by=cast.auditor)["open"] == 1
    with scope.enter(cast.crew), pytest.raises(Forbidden):
        pairs(by=cast.crew, wanted=Wanted(), limit=9)


@pytest.mark.parametrize(
    "change",
    [
        {"state": "same"},
        {"probability": 1_000_001},
        {"state": "maybe", "decided_by": SYSTEM.staff, "decided_at": NOW},
    ],
)
def test_the_database_refuses_what_cannot_be(twice, change):
    propose()
    with scope.enter(SYSTEM), pytest.raises(IntegrityError), transaction.atomic():
        ProposedPair.objects.update(**change)


def test_another_valid_number_is_only_doubtful(cast):
    with scope.enter(cast.clerk_a):
        for card in (CARD, OTHER_CARD):
            person(cast.clerk_a, "王秀英", papers=[Paper("id_card", card)], phone=PHONE)
    propose()
    pair = the_pair()
    assert not pair.sure


def test_the_round_goes_from_county_to_county_and_the_command_does_one_region(twice, cast, monkeypatch, capsys):
    with scope.enter(cast.outsider):
        person(cast.outsider, "王秀英", region=cast.outsider.region, birth_on=BIRTH, phone=PHONE)
    with as_role("worker"):
        assert rounds.link(NOW) == 1
    assert counties_of_the_registry() == [COUNTY, cast.outsider.region]
    monkeypatch.setattr(cli, "acting", lambda _username, _now: cast.officer)
    with as_role("worker"):
        cli.pairs_command(COUNTY, "officer", as_json=True)
        cli.pairs_command(COUNTY, "officer")
    told, words = capsys.readouterr().out.splitlines()
    assert json.loads(told) == {"persons": 3, "new": 0, "again": 0, "gone": 0}
    assert "比较了 3 人" in words


def counties_of_the_registry():
    with scope.enter(SYSTEM):
        return counties(by=SYSTEM)


def test_the_account_of_a_household_is_compared_as_that_of_its_head(twice, cast):
    with scope.enter(cast.clerk_a):
        homes = [home(cast.clerk_a, head) for head in twice]
    propose(accounts={one.id: "6228480012345678901" for one in homes})
    assert the_pair().outcomes["card"][0] == "same"
    propose(accounts={homes[0].id: "6228480012345678901"})
    assert "card" not in the_pair().outcomes
