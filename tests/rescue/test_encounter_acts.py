"""Encounters from the sighting to the last visit: rows, events, goods, departments, later entries."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from nuandong.journal import api as journal
from nuandong.kernel.errors import Conflict, Forbidden, Invalid, NotFound, NotNow, OutOfScope
from nuandong.kernel.ids import new_id
from nuandong.rescue.actions.close_encounter import Disposition, Hospital, Kit, close_encounter
from nuandong.rescue.actions.countersign_encounter import countersign_encounter
from nuandong.rescue.actions.do_follow_up import do_follow_up
from nuandong.rescue.actions.notify_department import notify_department
from nuandong.rescue.actions.review_encounter import review_encounter
from nuandong.rescue.actions.supplement_encounter import Later, supplement_encounter
from nuandong.rescue.models import DepartmentNotice, Encounter, FollowUp, HospitalCase
from nuandong.rescue.sealing import opened
from nuandong.supplies.models import Movement
from tests.cast import COUNTY, NOW, TOWNSHIP_B
from tests.duty.setting import leads
from tests.plans.demanding import GOODS, in_force
from tests.rescue import station
from tests.rescue.station import HOUR, meet
from tests.supplies.setting import stocked

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage(cast, as_actor):
    with as_actor(cast.head):
        cast.world = station.furnish(cast)
        yield cast


def close(by, encounter, outcome, **more):
    return close_encounter(by=by, now=NOW, encounter=encounter.id, done=Disposition(outcome=outcome, **more))


def refuse(stage, **more):
    met = meet(stage.crew, "able_adult", willing=False)
    return close(stage.crew, met, "refused", kit=Kit(store=stage.world.store.id), leaflet=True, **more)


def kinds(subject):
    return [event.kind for event in journal.history(subject=subject)][::-1]


def test_an_age_band_makes_its_category_and_the_journal_has_no_words(stage):
    met = meet(stage.crew, "beggar_adult", age_band="60_plus", note="桥下，咳嗽")
    assert met.categories == ["elderly", "beggar_adult"]
    assert opened(met, "note_sealed") == "桥下，咳嗽"
    (event,) = journal.history(subject=met.id)
    assert (event.kind, event.payload["categories"]) == ("rescue.encounter_recorded", ["elderly", "beggar_adult"])
    assert "咳嗽" not in str(event.payload)


@pytest.mark.parametrize(
    ("who", "told", "error"),
    [
        ("crew", {"categories": ("nobody",)}, Invalid),
        ("crew", {"categories": ("able_adult",), "age_band": "14_17"}, Invalid),
        ("crew", {"categories": (), "acted_at": NOW + HOUR}, Invalid),
        ("crew", {"categories": (), "clue": new_id(NOW)}, NotFound),
        ("station", {"categories": ()}, Forbidden),
        ("clerk_a", {"categories": (), "region": TOWNSHIP_B}, OutOfScope),
    ],
)
def test_what_cannot_be_recorded(stage, who, told, error):
    with pytest.raises(error):
        meet(getattr(stage, who), *told.pop("categories"), **told)
    assert not Encounter.objects.exists()


def test_a_refuser_gets_a_kit_a_visit_and_two_departments_hear_of_him(stage):
    closed = refuse(stage)
    assert (closed.state, closed.outcome) == ("closed", "refused")
    assert Movement.objects.filter(act=closed.kit_act, encounter=closed.id).exists()
    visit = FollowUp.objects.get(encounter=closed)
    assert (visit.owner, visit.done_at) == (stage.crew.staff, None)
    assert set(DepartmentNotice.objects.filter(told_at=None).values_list("department", flat=True)) == {
        "police",
        "law_enforcement",
    }
    event = journal.history(subject=closed.id)[0]
    assert (event.payload["kit"], event.payload["kit_given"], event.payload["outcome"]) == (True, True, "refused")
    assert event.payload["follow_up_due"] is not None


def test_goods_that_a_plan_demands_are_left_or_accounted_for(stage):
    in_force(stage.officer, GOODS)
    met = meet(stage.crew, "able_adult", willing=False)
    kit = Kit(store=stage.world.store.id, kit="food")
    with pytest.raises(Invalid, match="要求发给棉衣、棉被褥"):
        close(stage.crew, met, "refused", kit=kit, leaflet=True)
    closed = close(stage.crew, met, "refused", kit=replace(kit, reason="本人已有被褥"), leaflet=True)
    (event,) = journal.history(subject=closed.kit_act, kinds={"supplies.kit_issued"})
    assert event.payload["lacking"] == ["coat", "quilt"]
    assert journal.texts([event.id])[event.id] == {"reason": "本人已有被褥"}


def test_who_wants_not_even_goods_is_recorded_so(stage):
    met = meet(stage.crew, "able_adult", willing=False)
    closed = close(stage.crew, met, "refused", kit=Kit(declined=True), leaflet=True)
    assert (closed.kit_declined, closed.kit_act) == (True, None)
    assert journal.history(subject=closed.id)[0].payload["kit_given"] is False


def test_without_goods_in_the_store_nothing_is_closed(stage):
    empty = stocked(stage.storekeeper, name="空仓")
    met = meet(stage.crew, "able_adult", willing=False)
    with pytest.raises(Conflict):
        close(stage.crew, met, "refused", kit=Kit(store=empty.id), leaflet=True)
    assert Encounter.objects.get(id=met.id).state == "open"
    assert not FollowUp.objects.exists()
    assert kinds(met.id) == ["rescue.encounter_recorded"]


def test_visits_go_on_until_it_is_resolved(stage):
    closed = refuse(stage)
    visit = FollowUp.objects.get(encounter=closed)
    second = do_follow_up(by=stage.crew, now=NOW, follow_up=visit.id, outcome="refused_again", note="收下热水")
    third = do_follow_up(by=stage.crew, now=NOW, follow_up=second.id, outcome="not_found")
    assert third.due_at > NOW
    assert do_follow_up(by=stage.crew, now=NOW, follow_up=third.id, outcome="accepted") is None
    assert FollowUp.objects.filter(encounter=closed, done_at=None).count() == 0
    assert [
        event.payload["outcome"] for event in journal.history(subject=closed.id, kinds={"rescue.follow_up_done"})
    ] == [
        "accepted",
        "not_found",
        "refused_again",
    ]
    with pytest.raises(NotNow):
        do_follow_up(by=stage.crew, now=NOW, follow_up=visit.id, outcome="gone")


def test_a_second_closer_is_told_so(stage):
    met = meet(stage.crew, "able_adult", willing=True)
    close(stage.crew, met, "to_station")
    with pytest.raises(NotNow):
        close(stage.operator, met, "guided_home")


@pytest.mark.parametrize("who", ["crew", "station", "outsider", "nobody"])
def test_a_refusal_is_confirmed_by_a_leader_of_the_region(stage, who):
    leads(stage.leader)
    met = meet(stage.crew, "elderly", willing=False)
    said = {"kit": Kit(store=stage.world.store.id), "leaflet": True}
    other = new_id(NOW) if who == "nobody" else getattr(stage, who).staff
    with pytest.raises(Invalid) as refused:
        close(stage.crew, met, "refused", confirmed_by=other, **said)
    assert (refused.value.code, refused.value.field) == ("rescue.not_a_leader", "confirmed_by")
    assert refused.value.advice
    closed = close(stage.crew, met, "refused", confirmed_by=stage.leader.staff, **said)
    assert closed.confirmed_by == stage.leader.staff


def test_to_hospital_opens_a_case_with_a_named_officer(stage):
    met = meet(stage.crew, "injured")
    taken = Hospital(place=stage.world.hospital.id, tracker=stage.station.staff)
    close(stage.crew, met, "to_hospital", hospital=taken)
    case = HospitalCase.objects.get(encounter=met)
    assert (case.tracker, case.payer, case.discharged_at) == (stage.station.staff, "who_brings", None)
    assert kinds(case.id) == ["rescue.hospital_entered"]


def test_a_place_that_is_no_hospital_is_refused(stage):
    met = meet(stage.crew, "injured")
    with pytest.raises(Invalid) as refused:
        close(
            stage.crew, met, "to_hospital", hospital=Hospital(place=stage.world.house.id, tracker=stage.station.staff)
        )
    assert refused.value.field == "hospital"


def test_a_case_is_followed_by_somebody_in_office(stage):
    met = meet(stage.crew, "injured")
    with pytest.raises(Invalid) as refused:
        close(stage.crew, met, "to_hospital", hospital=Hospital(place=stage.world.hospital.id, tracker=new_id(NOW)))
    assert refused.value.field == "tracker"
    assert not HospitalCase.objects.exists()


def test_the_police_are_told_before_a_suspected_victim_is_brought_away(stage):
    met = meet(stage.crew, "trafficking_suspect", willing=True)
    with pytest.raises(NotNow) as refused:
        close(stage.crew, met, "to_station")
    assert refused.value.code == "rescue.police_first"
    notify_department(by=stage.crew, now=NOW, encounter=met.id, department="police", heard_by="值班民警")
    close(stage.crew, met, "to_station")
    assert kinds(met.id) == ["rescue.encounter_recorded", "rescue.department_notified", "rescue.encounter_closed"]
    with pytest.raises(Conflict):
        notify_department(by=stage.crew, now=NOW, encounter=met.id, department="police")


def test_in_severe_weather_the_review_comes_afterwards(stage):
    met = meet(stage.crew, "able_adult", weather_severe=True)
    closed = close(stage.crew, met, "to_station")
    assert closed.review_due is not None
    assert review_encounter(by=stage.station, now=NOW, encounter=met.id, eligible=True).reviewed_at == NOW
    with pytest.raises(NotNow):
        review_encounter(by=stage.station, now=NOW, encounter=met.id, eligible=True)


@pytest.mark.parametrize(("hours", "late"), [(0, False), (12, False), (12.01, True), (30, True)])
def test_twelve_hours_are_the_limit_of_later_entry(stage, hours, late):
    sheet = new_id(NOW)
    met = meet(stage.crew, acted_at=NOW - timedelta(hours=hours), sheet_photo=sheet)
    assert met.late_entry is late
    assert (met.countersign_due is not None) is late
    assert met.at == NOW - timedelta(hours=hours), "counts by the time of the act"


def test_a_later_entry_without_the_paper_is_refused(stage):
    with pytest.raises(Invalid) as refused:
        meet(stage.crew, acted_at=NOW - 13 * HOUR)
    assert refused.value.field == "sheet_photo"


@pytest.mark.parametrize(
    ("who", "error"),
    [("leader", None), ("head", None), ("crew", Forbidden), ("clerk_a", Forbidden), ("auditor", Forbidden)],
)
def test_who_countersigns_a_later_entry(stage, who, error):
    met = meet(stage.crew, acted_at=NOW - 13 * HOUR, sheet_photo=new_id(NOW))
    signer = getattr(stage, who)
    if error:
        with pytest.raises(error):
            countersign_encounter(by=signer, now=NOW, encounter=met.id)
        assert Encounter.objects.get(id=met.id).countersigned_at is None
        return
    assert countersign_encounter(by=signer, now=NOW, encounter=met.id).countersigned_by == signer.staff
    assert kinds(met.id)[-1] == "rescue.encounter_countersigned"
    with pytest.raises(NotNow):
        countersign_encounter(by=stage.officer, now=NOW, encounter=met.id)


def test_nobody_countersigns_his_own_entry(stage):
    met = meet(stage.leader, acted_at=NOW - 13 * HOUR, sheet_photo=new_id(NOW))
    with pytest.raises(Forbidden) as refused:
        countersign_encounter(by=stage.leader, now=NOW, encounter=met.id)
    assert refused.value.code == "org.separation"


def test_a_child_that_ran_off_is_searched_for_and_a_leader_knows(stage):
    met = meet(stage.crew, "minor", willing=True, note="桥下，咳嗽")
    notify_department(by=stage.crew, now=NOW, encounter=met.id, department="police")
    leads(stage.leader)
    told = {"note": "向河滩跑开", "follow_up_by": stage.leader.staff}
    with pytest.raises(Invalid) as refused:
        close(stage.crew, met, "left_midway", confirmed_by=stage.crew.staff, **told)
    assert (refused.value.code, refused.value.field) == ("rescue.not_a_leader", "confirmed_by")
    closed = close(stage.crew, met, "left_midway", confirmed_by=stage.leader.staff, **told)
    search = FollowUp.objects.get(encounter=closed)
    assert (search.owner, search.due_at) == (stage.leader.staff, NOW + 4 * HOUR)
    assert opened(closed, "note_sealed") == "桥下，咳嗽\n向河滩跑开"
    event = journal.history(subject=met.id)[0]
    assert datetime.fromisoformat(event.payload["follow_up_due"]) == search.due_at
    assert journal.texts([event.id])[event.id]["note"] == "向河滩跑开"


def test_the_neighbour_does_not_find_it(stage, as_actor):
    met = meet(stage.crew, "able_adult")
    with as_actor(stage.outsider), pytest.raises(NotFound):
        close(stage.outsider, met, "left_before")


def test_the_database_keeps_one_open_visit_per_refuser(stage):
    closed = refuse(stage)
    with pytest.raises(IntegrityError), transaction.atomic():
        FollowUp.objects.create(id=new_id(NOW), region=COUNTY, encounter=closed, owner=stage.crew.staff, due_at=NOW)


def test_more_is_told_later_and_protection_is_not_dropped_in_silence(stage):
    met = meet(stage.crew, weather_severe=True)
    photo = new_id(NOW)
    more = supplement_encounter(
        by=stage.crew, now=NOW, encounter=met.id, later=Later(categories=["drunk"], age_band="14_17", photos=[photo])
    )
    assert (more.categories, more.photos) == (["minor", "drunk"], [photo])
    adult = Later(categories=["drunk"], age_band="18_59")
    with pytest.raises(Invalid) as refused:
        supplement_encounter(by=stage.crew, now=NOW, encounter=met.id, later=adult)
    assert refused.value.field == "reason"
    less = supplement_encounter(by=stage.crew, now=NOW, encounter=met.id, later=adult, reason="身份证显示22岁")
    assert less.categories == ["drunk"]
    event = journal.history(subject=met.id)[0]
    assert (event.kind, event.payload["dropped"]) == ("rescue.encounter_supplemented", ["minor"])
    assert journal.texts([event.id])[event.id]["reason"] == "身份证显示22岁"


def test_nothing_is_told_after_the_end(stage):
    met = meet(stage.crew)
    close(stage.crew, met, "left_before")
    with pytest.raises(NotNow):
        supplement_encounter(by=stage.crew, now=NOW, encounter=met.id, later=Later(sex="female"))


def test_nothing_new_writes_nothing(stage):
    met = meet(stage.crew, "able_adult")
    supplement_encounter(by=stage.crew, now=NOW, encounter=met.id, later=Later(categories=["able_adult"]))
    assert kinds(met.id) == ["rescue.encounter_recorded"]
