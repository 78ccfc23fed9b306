"""Reads of the station: lists, clocks, beds, papers, public notices, what waits, what is handed over."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from nuandong.journal import api as journal
from nuandong.kernel.clock import SHANGHAI
from nuandong.kernel.errors import Forbidden, Invalid, NotFound
from nuandong.kernel.ids import new_id
from nuandong.org import handover
from nuandong.rescue import papers, selectors_bed, selectors_due, selectors_kin, selectors_stay
from nuandong.rescue.actions.assign_bed import assign_bed
from nuandong.rescue.actions.change_tracker import change_tracker
from nuandong.rescue.actions.close_encounter import Disposition, Hospital, Kit, close_encounter
from nuandong.rescue.actions.deposit_belongings import Thing, deposit_belongings
from nuandong.rescue.actions.discharge import Leaving, discharge
from nuandong.rescue.actions.draft_notice import Looks, draft_notice
from nuandong.rescue.actions.give_care import give_care
from nuandong.rescue.actions.identify_stay import identify_stay
from nuandong.rescue.actions.publish_notice import publish_notice
from nuandong.rescue.actions.request_dna import request_dna
from nuandong.rescue.actions.request_leave import request_leave
from nuandong.rescue.models import FollowUp, HospitalCase
from nuandong.rescue.reference_station import clocks, forms
from nuandong.rescue.selectors_clock import clocks_of
from nuandong.rescue.states.stay import StayState
from tests.cast import NOW
from tests.rescue import station
from tests.rescue.station import HOUR, bed, inside, meet

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage(cast, as_actor):
    with as_actor(cast.head):
        cast.world = station.furnish(cast)
        yield cast


def at(month: int, day: int, hour: int = 0) -> datetime:
    return datetime(2026 if month == 12 else 2027, month, day, hour, tzinfo=SHANGHAI)


def running(stay, now=NOW):
    return {one.code: one for one in clocks_of(stay, now=now)}


def test_the_clocks_of_somebody_without_identity(stage):
    # Entry on Tuesday 1 December 2026, 19:00; days end at 24:00 and roll on to a working day.
    due = {code: one.due_at for code, one in running(inside(stage)).items()}
    assert due == {
        "kin_notice": at(12, 2, 19),
        "dna_request": at(12, 11),
        "stay_review": at(12, 12),
        "stranded": at(12, 12),
        "notice_refresh": due["notice_refresh"],
        "dna_result": due["notice_refresh"],
        "placement": at(3, 2),
    }
    assert due["notice_refresh"] >= at(1, 2)


@pytest.mark.parametrize(
    ("more", "codes"),
    [
        ({"birth_year": 2014}, {"kin_notice", "dna_request", "stranded", "notice_refresh", "dna_result", "placement"}),
        (
            {"flags": ["mental_suspect"]},
            {"kin_notice", "dna_request", "stranded", "notice_refresh", "dna_result", "placement"},
        ),
        ({}, set(clocks())),
    ],
)
def test_which_clocks_run_for_whom(stage, more, codes):
    assert set(running(inside(stage, **more))) == codes


@pytest.mark.parametrize(("hours", "state"), [(22, "open"), (23, "open"), (23.01, "late")])
def test_a_clock_is_late_just_after_its_time(stage, hours, state):
    stay = inside(stage)
    assert running(stay, NOW + timedelta(hours=hours))["kin_notice"].state == state


def test_clocks_stop_when_it_is_done_held_or_over(stage):
    held = inside(stage, flags=["domestic_violence"])
    assert (running(held)["kin_notice"].state, running(held)["kin_notice"].due_at) == ("held", None)
    stay = inside(stage)
    request_dna(by=stage.station, now=NOW, stay=stay.id)
    notice = draft_notice(by=stage.station, now=NOW, stay=stay.id, looks=Looks())
    publish_notice(by=stage.station, now=NOW + 30 * HOUR, notice=notice.id, channels=["wechat"])
    stay.refresh_from_db()
    now = NOW + 31 * HOUR
    assert (running(stay, now)["dna_request"].state, running(stay, now)["kin_notice"].state) == ("done", "done_late")
    stay = identify_stay(by=stage.station, now=now, stay=stay.id, version=1, name="王小明")
    assert "notice_refresh" not in running(stay, now)
    gone = discharge(by=stage.station, now=now, stay=stay.id, leaving=Leaving(exit="self_exit", witness="值班员"))
    assert running(gone, now)["placement"].state == "over"


def test_before_entry_no_clock_runs(stage):
    assert running(station.arrive(stage)) == {}


def test_the_list_takes_few_queries_however_many_are_in(stage, django_assert_max_num_queries):
    place = bed(stage)
    stays = [inside(stage) for _n in range(4)]
    assign_bed(by=stage.station, now=NOW, stay=stays[0].id, bed=place.id)
    with django_assert_max_num_queries(4):
        rows = selectors_stay.stays(stage.station, now=NOW)
    assert [row.stay.id for row in rows] == [stay.id for stay in reversed(stays)]
    assert (rows[-1].bed, rows[0].bed, rows[0].due.code, rows[0].late) == ("101-1", "", "kin_notice", False)
    assert selectors_stay.stays(stage.station, now=NOW, after=stays[1].id)[0].stay.id == stays[0].id
    assert selectors_stay.counts(stage.station) == {
        state: 4 if state == "admitted" else 0 for state in StayState if state != "left"
    }


def test_everything_of_a_stay_on_one_page(stage):
    stay = inside(stage, sex="male", registered=True)
    deposit_belongings(by=stage.station, now=NOW, stay=stay.id, things=[Thing(what="背包", count=2)])
    give_care(by=stage.station, now=NOW, stay=stay.id, kind="medicine", text="退烧药一片")
    found = selectors_stay.detail(stay.id, by=stage.station, now=NOW)
    assert [(one.what, one.count) for one in found.belongings] == [("背包", 2)]
    assert [one.text for one in found.care] == ["退烧药一片"]
    assert (found.may_leave_alone, found.warnings) == (True, [])
    ways = {code: signed for code, _title, signed in selectors_stay.exits_for(found.stay)}
    assert (ways["self_exit"], ways["terminated"], "walked_out" in ways) == (False, True, False)
    assert selectors_stay.stays_of_person(stay.person_id, by=stage.station)[0].id == stay.id


def test_a_male_worker_is_reminded_to_call_a_colleague(stage):
    stay = station.arrive(stage, sex="female")
    assert selectors_stay.detail(stay.id, by=stage.station, now=NOW).warnings == [selectors_stay.FEMALE_STAFF]


@pytest.mark.parametrize("who", ["crew", "clerk_a", "storekeeper"])
def test_who_may_not_look(stage, who):
    stay = inside(stage)
    with pytest.raises(Forbidden):
        selectors_stay.detail(stay.id, by=getattr(stage, who), now=NOW)
    with pytest.raises(Forbidden):
        selectors_stay.stays(getattr(stage, who), now=NOW)


def test_the_neighbour_sees_nobody(stage, as_actor):
    stay = inside(stage)
    with as_actor(stage.outsider):
        assert selectors_stay.stays(stage.outsider, now=NOW) == []
        with pytest.raises(NotFound):
            selectors_stay.detail(stay.id, by=stage.outsider, now=NOW)


def test_free_beds_are_offered_by_zone(stage):
    mine, other = bed(stage), bed(stage, label="2")
    bed(stage, "female", room="201")
    one, two = inside(stage), inside(stage)
    assign_bed(by=stage.station, now=NOW, stay=one.id, bed=mine.id)
    assert [free.id for free in selectors_bed.free_beds_for(stage.station, two)] == [other.id]
    house = stage.world.house.id
    assert [(row.free, len(row.uses)) for row in selectors_bed.beds(stage.station, house)] == [
        (False, 1),
        (True, 0),
        (True, 0),
    ]
    counted = {count.zone: (count.beds, count.free) for count in selectors_bed.zone_counts(stage.station, house)}
    assert (counted["male"], counted["female"], counted["overflow"]) == ((2, 1), (1, 1), (0, 0))


def test_the_public_sees_masked_facts_of_published_notices_only(stage):
    stay = inside(stage)
    photo = new_id(NOW)
    notice = draft_notice(by=stage.station, now=NOW, stay=stay.id, looks=Looks(features="左眉有痣", photo=photo))
    assert selectors_kin.published() == []
    assert not selectors_kin.public_photo(photo)
    assert [one.id for one in selectors_kin.notices(stage.station)] == [notice.id]
    publish_notice(by=stage.station, now=NOW, notice=notice.id, channels=["website"])
    (shown,) = selectors_kin.published()
    assert (shown.features, shown.age_from, shown.age_to, shown.station) == ("左眉有痣", 45, 55, "救助站")
    assert selectors_kin.public_photo(photo)
    assert stay.number not in repr(shown)


def test_who_still_needs_a_notice(stage):
    first, second = inside(stage), inside(stage)
    draft_notice(by=stage.station, now=NOW, stay=second.id, looks=Looks())
    assert [stay.id for stay in selectors_kin.without_notice(stage.station)] == [first.id]


@pytest.mark.parametrize("code", list(forms()))
def test_every_paper_has_its_fields_in_order(stage, code):
    stay = inside(stage, registered=True)
    made = papers.paper(code, stay=stay.id, by=stage.station, now=NOW)
    assert [line.code for line in made.lines] == list(forms()[code].fields)
    values = {line.code: line.value for line in made.lines}
    assert values["number"] == stay.number
    assert values.get("signature", "") == ""


def test_the_paper_of_the_end_says_how(stage):
    stay = inside(stage, registered=True)
    give_care(by=stage.station, now=NOW, stay=stay.id, kind="meal")
    paid = Leaving(exit="fetched", voucher="train", voucher_to="重庆", cash_fen=1500, cash_receipt=new_id(NOW))
    leaving = replace(paid, receiver="姐姐", sheet_reason="纸质件存档")
    discharge(by=stage.station, now=NOW, stay=stay.id, leaving=leaving)
    values = {
        line.code: line.value for line in papers.paper("stay_and_exit", stay=stay.id, by=stage.station, now=NOW).lines
    }
    assert (values["exit_kind"], values["receiver"], values["cash"], values["care"]) == (
        "亲属接回",
        "姐姐",
        "15.00",
        "用餐 1次",
    )


def test_an_unknown_paper(stage):
    with pytest.raises(Invalid):
        papers.paper("love_letter", stay=inside(stage).id, by=stage.station, now=NOW)


def test_what_waits_for_whom(stage):
    late = meet(stage.crew, acted_at=NOW - 20 * HOUR, sheet_photo=new_id(NOW))
    assert [one.id for one in selectors_due.unsigned(stage.leader)] == [late.id]
    snow = meet(stage.crew, weather_severe=True)
    done = Disposition(outcome="to_station")
    close_encounter(by=stage.crew, now=NOW, encounter=snow.id, done=done)
    assert [one.id for one in selectors_due.to_review(stage.head)] == [snow.id]
    child = inside(stage, birth_year=2015)
    asked = request_leave(by=stage.station, now=NOW, stay=child.id, exit_kind="self_exit", reason="申请")
    assert [one.id for one in selectors_due.leave_requests(stage.leader)] == [asked.id]


def test_visits_and_hospital_cases_go_to_the_successor(stage):
    refuser = meet(stage.crew, "able_adult", willing=False)
    kit = Kit(store=stage.world.store.id)
    done = Disposition(outcome="refused", kit=kit, leaflet=True)
    close_encounter(by=stage.crew, now=NOW, encounter=refuser.id, done=done)
    hurt = meet(stage.crew, "injured")
    taken = Hospital(place=stage.world.hospital.id, tracker=stage.crew.staff)
    close_encounter(by=stage.crew, now=NOW, encounter=hurt.id, done=Disposition(outcome="to_hospital", hospital=taken))
    late = selectors_due.visits_late(stage.head, now=NOW + 100 * HOUR)
    assert [one.encounter_id for one in late] == [refuser.id]
    assert len(selectors_due.departments_to_tell(stage.head)) == 2
    assert [one.encounter_id for one in selectors_due.hospital_cases(stage.head)] == [hurt.id]
    groups = {group.provider.code: group for group in handover.open_things(stage.crew.staff)}
    assert set(groups) == {"rescue.follow_ups", "rescue.hospital_cases"}
    for group in groups.values():
        things = [thing.thing for thing in group.things]
        moved = group.provider.move(
            giver=stage.crew.staff, taker=stage.station.staff, things=things, by=stage.head, now=NOW
        )
        assert moved == 1
    assert handover.open_things(stage.crew.staff) == []
    assert FollowUp.objects.get().owner == HospitalCase.objects.get().tracker == stage.station.staff
    assert journal.history(subject=refuser.id)[0].kind == "rescue.follow_up_moved"
    case = HospitalCase.objects.get()
    assert change_tracker(by=stage.station, now=NOW, case=case.id, tracker=stage.head.staff).tracker == stage.head.staff
