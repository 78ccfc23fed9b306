"""Home of those who lead and of the station: people met, people inside, hospital, signatures, in few queries."""

from datetime import timedelta

import pytest
from django.urls import reverse

from nuandong.kernel.actors import SYSTEM
from nuandong.kernel.ids import new_id
from nuandong.org import scope
from nuandong.rescue.actions.close_encounter import Disposition, Hospital, Kit, close_encounter
from nuandong.rescue.actions.draft_notice import Looks, draft_notice
from nuandong.rescue.actions.record_encounter import Met, record_encounter
from nuandong.rescue.actions.request_leave import request_leave
from nuandong.rescue.actions.review_encounter import review_encounter
from nuandong.rescue.models import DepartmentNotice, FollowUp, HospitalCase, LeaveRequest
from nuandong.web.pages.home.todo import items
from tests.cast import COUNTY
from tests.web.conftest import client_of
from tests.web.stays.setting import arrived, inside, stage

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def scene():
    with scope.enter(SYSTEM):
        return stage()


def met(scene, *categories, by="crew", now=None, hours=0, severe=False, willing=True, **done):
    """Somebody met; with `outcome` and what belongs to it, ended at once."""
    who, now = getattr(scene.cast, by), now or scene.now
    sheet = new_id(now) if hours > 12 else None
    with scope.enter(SYSTEM):
        found = record_encounter(
            by=who,
            now=now,
            region=COUNTY,
            met=Met(categories=categories or ["able_adult"], willing=willing, place_text="桥洞"),
            weather_severe=severe,
            acted_at=now - hours * HOUR,
            sheet_photo=sheet,
        )
        if done:
            close_encounter(by=who, now=now, encounter=found.id, done=Disposition(**done))
    return found


def refused(scene, *, by="crew", hours=0):
    """A lucid adult who turned help down some hours ago: a visit and two departments are due."""
    done = {"outcome": "refused", "kit": Kit(declined=True), "leaflet": True}
    return met(scene, by=by, now=scene.now - hours * HOUR, willing=False, **done)


def urls(scene, member, words=""):
    """Addresses of the lines of a member whose title contains the words."""
    actor = getattr(scene.cast, member)
    with scope.enter(actor):
        return [item.url for item in items(actor, scene.now) if words in item.title]


def tones(scene, member, words):
    actor = getattr(scene.cast, member)
    with scope.enter(actor):
        return [item.tone for item in items(actor, scene.now) if words in item.title]


def only(model, **where):
    with scope.enter(SYSTEM):
        return model.objects.get(**where)


@pytest.mark.parametrize(
    ("member", "asked"), [("leader", True), ("head", True), ("officer", True), ("crew", False), ("station", False)]
)
def test_leaders_sign_later_entries(scene, member, asked):
    late = met(scene, hours=13)
    assert urls(scene, member, "复核补录") == ([reverse("encounter-countersign", args=[late.id])] if asked else [])


def test_nobody_is_asked_to_sign_his_own(scene):
    met(scene, by="leader", hours=13)
    assert urls(scene, "leader", "复核补录") == []
    assert len(urls(scene, "head", "复核补录")) == 1


def test_the_station_reviews_and_ends_the_help(scene):
    taken = met(scene, severe=True, outcome="to_station")
    assert urls(scene, "station", "补审查") == [reverse("encounter-review", args=[taken.id])]
    assert urls(scene, "crew", "补审查") == []
    with scope.enter(SYSTEM):
        stay = inside(scene, encounter=taken.id)
        review_encounter(by=scene.cast.station, now=scene.now, encounter=taken.id, eligible=False)
    assert urls(scene, "station", "补审查") == []
    assert urls(scene, "station", "终止救助") == [reverse("stay-leave", args=[stay.id])]


def test_the_follower_of_a_hospital_case_finds_it(scene):
    crew = scene.cast.crew
    met(scene, "critical", outcome="to_hospital", hospital=Hospital(place=scene.hospital.id, tracker=crew.staff))
    case = only(HospitalCase)
    assert urls(scene, "crew", "跟踪住院") == [reverse("hospital-case", args=[case.id])]
    assert client_of("crew").get(reverse("hospital-case", args=[case.id])).status_code == 200
    assert urls(scene, "station", "跟踪住院") == []


def test_departments_are_told_by_who_recorded_then_leaders_are_asked(scene):
    seen = refused(scene)
    pages = {reverse("encounter-tell", args=[seen.id, code]) for code in ("police", "law_enforcement")}
    assert set(urls(scene, "crew", "通报")) == pages
    assert urls(scene, "leader", "通报") == []
    with scope.enter(SYSTEM):
        DepartmentNotice.objects.update(opened_at=scene.now - 5 * HOUR)
    assert set(urls(scene, "leader", "通报")) == pages
    assert tones(scene, "leader", "通报") == ["late", "late"]
    assert set(urls(scene, "officer", "通报")) == {reverse("encounter", args=[seen.id])}


def test_a_late_visit_is_seen_by_its_owner_and_by_leaders(scene):
    seen = refused(scene)
    visit = only(FollowUp)
    with scope.enter(SYSTEM):
        FollowUp.objects.update(due_at=scene.now - HOUR)
    assert urls(scene, "crew", "回访") == [reverse("follow-up", args=[visit.id])]
    for member in ("leader", "head"):
        assert urls(scene, member, "回访已迟") == [reverse("encounter", args=[seen.id])]
    with scope.enter(SYSTEM):
        FollowUp.objects.update(due_at=scene.now + HOUR)
    assert urls(scene, "leader", "回访") == []


def test_the_way_in_step_by_step(scene):
    with scope.enter(SYSTEM):
        door, bedless = arrived(scene), inside(scene)
    assert urls(scene, "station", "安检入站") == [reverse("stay-admit", args=[door.id])]
    assert urls(scene, "station", "安排床位") == [reverse("stay-bed", args=[bedless.id])]
    for member in ("operator", "auditor", "crew"):
        assert urls(scene, member, door.number) == []


def test_clocks_of_a_stay_stand_with_who_is_asked(scene):
    with scope.enter(SYSTEM):
        stay = inside(scene, registered=True, hours=25)
    assert urls(scene, "station", "寻亲公告") == [reverse("kin-draft", args=[stay.id])]
    assert tones(scene, "station", "寻亲公告") == ["late"]
    assert urls(scene, "station", "DNA") == []
    with scope.enter(SYSTEM):
        old = inside(scene, registered=True, hours=24 * 25)
    assert urls(scene, "leader", f"滞站十日审核报备：{old.number}") == [reverse("stay-review", args=[old.id])]
    assert urls(scene, "station", "滞站十日审核报备") == []
    assert reverse("stay-dna", args=[old.id]) in urls(scene, "station", old.number)


def test_whoever_decides_finds_the_request_to_leave(scene):
    with scope.enter(SYSTEM):
        stay = inside(scene, flags=["intellectual"])
        request_leave(by=scene.cast.head, now=scene.now, stay=stay.id, exit_kind="self_exit", reason="家属电话")
    page = reverse("stay-decide", args=[stay.id, only(LeaveRequest).id])
    assert urls(scene, "leader", "签批离站") == [page]
    assert urls(scene, "head", "签批离站") == [], "he asked for it himself"
    assert urls(scene, "station", "签批离站") == []


def test_a_held_notice_waits_for_the_police(scene):
    with scope.enter(SYSTEM):
        stay = inside(scene, flags=["police_suspect_trafficking"])
        notice = draft_notice(by=scene.cast.station, now=scene.now, stay=stay.id, looks=Looks(features="左臂有疤"))
    assert urls(scene, "station", "暂缓") == [reverse("kin-notice", args=[notice.id])]


@pytest.mark.parametrize("member", ["head", "leader", "station", "officer"])
def test_more_lines_cost_no_more_queries(scene, member, django_assert_max_num_queries):
    def more(hours):
        met(scene, hours=hours)
        met(scene, severe=True, outcome="to_station")
        refused(scene)
        with scope.enter(SYSTEM):
            FollowUp.objects.update(due_at=scene.now - HOUR)
            inside(scene, hours=25)
            arrived(scene)

    more(13)
    browser = client_of(member)
    with django_assert_max_num_queries(60) as first:
        assert browser.get(reverse("home")).status_code == 200
    for hours in (14, 15):
        more(hours)
    with django_assert_max_num_queries(len(first)):
        browser.get(reverse("home"))
