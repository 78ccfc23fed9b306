"""Into the station and through it: security check, temporary number, registration, care, belongings, hospital."""

import pytest

from nuandong.journal import api as journal
from nuandong.kernel.errors import Conflict, Forbidden, Invalid, NotFound, NotNow, OutOfScope
from nuandong.kernel.ids import new_id
from nuandong.org.models import Staff
from nuandong.people import selectors as people
from nuandong.rescue.actions.admit import Check, admit
from nuandong.rescue.actions.arrive_at_station import Brought
from nuandong.rescue.actions.change_stay import change_stay
from nuandong.rescue.actions.come_back import come_back
from nuandong.rescue.actions.deposit_belongings import Thing, deposit_belongings
from nuandong.rescue.actions.enter_hospital import enter_hospital
from nuandong.rescue.actions.give_care import give_care
from nuandong.rescue.actions.identify_stay import identify_stay
from nuandong.rescue.actions.leave_hospital import leave_hospital
from nuandong.rescue.actions.register_stay import register_stay
from nuandong.rescue.actions.return_belongings import return_belongings
from nuandong.rescue.actions.settle_hospital_bill import settle_hospital_bill
from nuandong.rescue.actions.verify_in_hospital import verify_in_hospital
from nuandong.rescue.models import CareEntry, Encounter, Stay
from nuandong.rescue.sealing import opened
from nuandong.rescue.states.stay import STAY, StayState
from tests.cast import NOW
from tests.rescue import station
from tests.rescue.station import HOUR, arrive, inside, kinds, meet, somebody

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage(cast, as_actor):
    with as_actor(cast.head):
        cast.world = station.furnish(cast)
        yield cast


def test_every_state_leads_somewhere_known():
    assert set(STAY) == set(StayState)
    assert {after for acts in STAY.values() for after in acts.values()} <= set(StayState)


def test_a_number_and_a_photo_suffice_for_meal_and_doctor(stage):
    stay = inside(stage)
    assert (stay.state, stay.entered_at) == ("admitted", NOW - HOUR)
    assert stay.number.startswith("20261201-")
    give_care(by=stage.station, now=NOW, stay=stay.id, kind="meal")
    entry = give_care(by=stage.station, now=NOW, stay=stay.id, kind="health", text="体温 38.5")
    assert opened(entry, "text_sealed") == "体温 38.5"
    assert kinds(stay.id) == [
        "rescue.person_arrived",
        "rescue.person_admitted",
        "rescue.care_given",
        "rescue.care_given",
    ]
    assert "38.5" not in str([event.payload for event in journal.history(subject=stay.id)])


def test_the_clock_starts_with_the_check_not_with_the_typing(stage):
    stay = inside(stage)
    (event,) = journal.history(subject=stay.id, kinds={"rescue.person_admitted"})
    assert (event.acted_at, event.recorded_at) == (NOW - HOUR, NOW)
    assert (event.payload["identity"], event.payload["flags"]) == ("unknown", [])


def test_nothing_is_given_before_the_security_check(stage):
    stay = arrive(stage)
    with pytest.raises(NotNow):
        give_care(by=stage.station, now=NOW, stay=stay.id, kind="meal")
    assert not CareEntry.objects.exists()


def test_whoever_refuses_the_check_stays_at_the_door_and_may_think_again(stage):
    stay = arrive(stage)
    refused = admit(by=stage.station, now=NOW, stay=stay.id, check=Check(result="refused"))
    assert (refused.state, refused.entered_at) == ("arrived", None)
    assert admit(by=stage.station, now=NOW, stay=stay.id, check=Check()).state == "admitted"


@pytest.mark.parametrize(
    ("check", "error"),
    [
        (Check(result="articles"), Invalid),
        (Check(result="articles", articles="水果刀一把"), None),
        (Check(result="maybe"), Invalid),
    ],
)
def test_results_of_the_check(stage, check, error):
    stay = arrive(stage)
    if error:
        with pytest.raises(error):
            admit(by=stage.station, now=NOW, stay=stay.id, check=check)
        return
    admitted = admit(by=stage.station, now=NOW, stay=stay.id, check=check)
    assert opened(admitted, "articles_sealed") == "水果刀一把"


def test_a_man_does_not_search_a_woman(stage):
    stay = arrive(stage, sex="female")
    with pytest.raises(Forbidden) as refused:
        admit(by=stage.station, now=NOW, stay=stay.id, check=Check())
    assert refused.value.code == "rescue.female_officer"
    assert Stay.objects.get(id=stay.id).state == "arrived"


@pytest.mark.parametrize("known", [False, True])
def test_somebody_nobody_knows_or_who_left_checks_nobody(stage, known):
    stay = arrive(stage, sex="female")
    Staff.objects.filter(id=stage.crew.staff).update(active=False, left_at=NOW)
    officer = stage.crew.staff if known else new_id(NOW)
    with pytest.raises(Invalid) as refused:
        admit(by=stage.station, now=NOW, stay=stay.id, check=Check(officer=officer))
    assert (refused.value.code, refused.value.field) == ("rescue.officer_unknown", "officer")
    assert Stay.objects.get(id=stay.id).state == "arrived"


@pytest.mark.parametrize(
    ("flags", "categories", "outdoors", "at_the_door", "refused"),
    [
        (["ill"], None, False, False, True),
        (["infectious_suspect"], None, False, False, True),
        (["mental_suspect"], None, False, False, True),
        (["pregnant", "disabled"], None, False, False, False),
        (["ill"], None, False, True, False),
        # What a doctor cleared on the spot stays cleared; what only the door saw does not.
        ([], ["mental_suspect"], True, False, False),
        (["ill"], ["mental_suspect"], True, False, True),
        (["ill"], ["mental_suspect"], True, True, False),
        ([], ["mental_suspect"], False, False, True),
    ],
)
def test_whoever_is_ill_sees_a_doctor_before_he_comes_in(stage, flags, categories, outdoors, at_the_door, refused):
    met = meet(stage.crew, *categories) if categories else None
    if met is not None:
        Encounter.objects.filter(id=met.id).update(medically_cleared=outdoors)
    stay = arrive(stage, flags=flags, encounter=met.id if met else None)
    check = Check(medically_cleared=at_the_door)
    if refused:
        with pytest.raises(Invalid) as why:
            admit(by=stage.station, now=NOW, stay=stay.id, check=check)
        assert (why.value.code, why.value.field) == ("rescue.doctor_at_the_door", "medically_cleared")
        assert "送医" in why.value.advice
        assert admit(by=stage.station, now=NOW, stay=stay.id, check=Check(result="refused")).state == "arrived"
        return
    assert admit(by=stage.station, now=NOW, stay=stay.id, check=check).state == "admitted"
    (event,) = journal.history(subject=stay.id, kinds={"rescue.person_admitted"})
    assert event.payload["medically_cleared"] is at_the_door


@pytest.mark.parametrize(
    ("who", "error"),
    [
        ("station", None),
        ("head", None),
        ("crew", None),
        ("operator", Forbidden),
        ("clerk_a", Forbidden),
        ("officer", Forbidden),
    ],
)
def test_who_takes_people_in(stage, who, error):
    person = somebody(stage.station).id
    if error:
        with pytest.raises(error):
            arrive(stage, getattr(stage, who), person=person)
        return
    assert arrive(stage, getattr(stage, who), person=person).state == "arrived"


def test_nobody_is_in_two_places_at_once(stage):
    stay = inside(stage)
    with pytest.raises(Conflict):
        arrive(stage, person=stay.person_id)


def test_a_station_is_a_station(stage):
    stage.world.house = stage.world.hospital
    with pytest.raises(Invalid):
        arrive(stage)


def test_what_was_seen_outdoors_is_remembered_inside(stage):
    met = meet(stage.crew, "mental_suspect", "trafficking_suspect")
    stay = arrive(stage, encounter=met.id, brought=Brought(by="police", unit="东门派出所"), flags=["pregnant"])
    assert stay.flags == ["mental_suspect", "pregnant", "police_suspect_trafficking"]


def test_the_answers_of_the_form_are_sealed(stage):
    stay = inside(stage)
    done = register_stay(
        by=stage.station,
        now=NOW,
        stay=stay.id,
        cause="robbed",
        answers={"need": "买票回家", "residence": ""},
        on_dibao=False,
    )
    assert (done.state, done.cause) == ("registered", "robbed")
    assert opened(done, "form_sealed") == '{"need": "买票回家"}'
    with pytest.raises(NotNow):
        register_stay(by=stage.head, now=NOW, stay=stay.id, cause="robbed")


@pytest.mark.parametrize("told", [{"cause": "bored"}, {"cause": "lost", "answers": {"shoe_size": "42"}}])
def test_what_cannot_be_registered(stage, told):
    stay = inside(stage)
    with pytest.raises(Invalid):
        register_stay(by=stage.station, now=NOW, stay=stay.id, **told)


def test_belongings_come_back_but_knives_do_not(stage):
    stay = inside(stage)
    bag, knife = deposit_belongings(
        by=stage.station, now=NOW, stay=stay.id, things=[Thing(what="背包"), Thing(what="刀", prohibited=True)]
    )
    with pytest.raises(Conflict):
        return_belongings(by=stage.station, now=NOW, stay=stay.id, things=[bag.id, knife.id])
    assert return_belongings(by=stage.station, now=NOW, stay=stay.id, things=[bag.id]) == 1
    with pytest.raises(Conflict):
        return_belongings(by=stage.station, now=NOW, stay=stay.id, things=[bag.id])


@pytest.mark.parametrize(("checked", "identity"), [(True, "known"), (False, "doubtful")])
def test_a_name_that_is_found_reaches_the_person_and_the_stay(stage, checked, identity):
    stay, by = inside(stage), stage.station
    told = {"name": "王小明", "details": {"birth_year": 1990}, "reason": "公安核查", "papers_checked": checked}
    done = identify_stay(by=by, now=NOW, stay=stay.id, version=1, **told)
    assert (done.identity, done.age) == (identity, 36)
    assert people.card(stay.person_id, by=by).name == "王**"
    assert journal.history(subject=stay.id)[0].payload["identity"] == identity
    with pytest.raises(NotNow):
        identify_stay(by=by, now=NOW, stay=stay.id, version=2, name="王小明")


def test_suspicion_is_not_unticked_by_hand(stage):
    stay = inside(stage, flags=["domestic_violence"])
    done = change_stay(by=stage.station, now=NOW, stay=stay.id, flags=["ill"], age=17)
    assert (done.flags, done.age) == (["ill", "domestic_violence"], 17)
    assert journal.history(subject=stay.id)[0].payload == {"identity": "unknown", "flags": ["ill", "domestic_violence"]}


def test_through_the_hospital_and_back(stage):
    stay = inside(stage, registered=True)
    case = enter_hospital(
        by=stage.station, now=NOW, stay=stay.id, hospital=stage.world.hospital.id, tracker=stage.head.staff
    )
    assert Stay.objects.get(id=stay.id).state == "hospital"
    with pytest.raises(NotNow):
        come_back(by=stage.station, now=NOW, stay=stay.id)
    with pytest.raises(NotNow):
        settle_hospital_bill(by=stage.station, now=NOW, case=case.id, bill_fen=12000, paid_fen=0)
    leave_hospital(by=stage.station, now=NOW, case=case.id, certificate=True)
    assert come_back(by=stage.station, now=NOW, stay=stay.id).state == "registered"
    with pytest.raises(NotNow) as unverified:
        settle_hospital_bill(by=stage.station, now=NOW, case=case.id, bill_fen=12000, paid_fen=12000)
    assert unverified.value.code == "rescue.not_verified"
    verify_in_hospital(by=stage.station, now=NOW, case=case.id, eligible=True)
    with pytest.raises(Invalid):
        settle_hospital_bill(by=stage.station, now=NOW, case=case.id, bill_fen=12000, paid_fen=12001)
    settled = settle_hospital_bill(by=stage.head, now=NOW, case=case.id, bill_fen=12000, paid_fen=12000)
    assert (settled.bill_fen, settled.paid_fen, settled.settled_by) == (12000, 12000, stage.head.staff)
    assert kinds(case.id) == [
        "rescue.hospital_entered",
        "rescue.hospital_left",
        "rescue.hospital_verified",
        "rescue.hospital_bill_settled",
    ]


def test_whoever_goes_to_hospital_from_the_door_comes_back_to_the_door(stage):
    stay = arrive(stage)
    case = enter_hospital(
        by=stage.station, now=NOW, stay=stay.id, hospital=stage.world.hospital.id, tracker=stage.head.staff
    )
    leave_hospital(by=stage.station, now=NOW, case=case.id, certificate=True)
    assert come_back(by=stage.station, now=NOW, stay=stay.id).state == "arrived"


def test_the_neighbour_finds_nobody(stage, as_actor):
    stay = inside(stage)
    with as_actor(stage.outsider), pytest.raises((NotFound, OutOfScope)):
        register_stay(by=stage.station, now=NOW, stay=stay.id, cause="lost")
