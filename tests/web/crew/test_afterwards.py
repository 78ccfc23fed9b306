"""What is done about somebody met besides ending the encounter: more is learned, the leader signs, the review follows."""

from datetime import timedelta

import pytest
from django.urls import reverse

from nuandong.journal import api as journal
from nuandong.kernel.actors import SYSTEM
from nuandong.kernel.ids import new_id
from nuandong.org import scope
from nuandong.rescue.actions.close_encounter import Disposition, close_encounter
from nuandong.rescue.actions.record_encounter import Met, record_encounter
from nuandong.rescue.models import Encounter
from tests.cast import COUNTY
from tests.web.conftest import client_of
from tests.web.crew.test_crew import picture
from tests.web.stays.setting import inside, stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    with scope.enter(SYSTEM):
        return stage()


def met(scene, *categories, by="crew", hours=0, severe=False, outcome="", **more):
    """Somebody the crew met some hours ago; ended at once where an outcome is given."""
    who, now = getattr(scene.cast, by), scene.now
    sheet = new_id(now) if hours > 12 else None
    at = now - timedelta(hours=hours)
    with scope.enter(SYSTEM):
        seen = Met(categories=categories or ["able_adult"], willing=True, **more)
        found = record_encounter(
            by=who, now=now, region=COUNTY, met=seen, weather_severe=severe, acted_at=at, sheet_photo=sheet
        )
        if outcome:
            close_encounter(by=who, now=now, encounter=found.id, done=Disposition(outcome=outcome))
    return found


@pytest.fixture
def press(key):
    def send(member, name, *where, **data):
        return client_of(member).post(reverse(name, args=where), {"command_key": key(), **data})

    return send


def now_of(row):
    with scope.enter(SYSTEM):
        return Encounter.objects.get(id=row.id)


def words(member, name, *where):
    return client_of(member).get(reverse(name, args=where)).content.decode()


@pytest.mark.parametrize("member", ["leader", "head", "officer"])
def test_a_later_entry_is_signed_on_its_page(scene, press, member):
    late = met(scene, hours=13)
    here = reverse("encounter-countersign", args=[late.id])
    assert here in words(member, "encounter", late.id)
    page = words(member, "encounter-countersign", late.id)
    assert reverse("encounter-photo", args=[late.id, late.sheet_photo]) in page
    assert press(member, "encounter-countersign", late.id).status_code == 302
    assert now_of(late).countersigned_by == getattr(scene.cast, member).staff
    assert here not in words(member, "encounter", late.id)
    assert press("head", "encounter-countersign", late.id).status_code == 422


def test_nobody_signs_his_own_entry_and_the_page_says_so(scene, press):
    late = met(scene, by="leader", hours=13)
    page = words("leader", "encounter", late.id)
    assert reverse("encounter-countersign", args=[late.id]) not in page
    assert "不得由填写人自己复核" in page
    assert press("leader", "encounter-countersign", late.id).status_code == 422
    assert press("crew", "encounter-countersign", late.id).status_code == 403


def test_an_entry_in_time_needs_no_signature(scene):
    prompt = met(scene)
    assert reverse("encounter-countersign", args=[prompt.id]) not in words("leader", "encounter", prompt.id)


def test_the_review_after_severe_weather_keeps_its_verdict(scene, press):
    taken = met(scene, severe=True, outcome="to_station")
    here = reverse("encounter-review", args=[taken.id])
    assert here in words("station", "encounter", taken.id)
    assert here not in words("crew", "encounter", taken.id)
    answer = press("station", "encounter-review", taken.id, eligible="yes", note="有身份证")
    assert answer.url == reverse("encounter", args=[taken.id])
    assert now_of(taken).review_eligible is True
    page = words("station", "encounter", taken.id)
    assert here not in page
    assert "属于救助对象" in page


def test_not_eligible_leads_to_the_end_of_the_help(scene, press):
    taken = met(scene, severe=True, outcome="to_station")
    with scope.enter(SYSTEM):
        stay = inside(scene, encounter=taken.id)
    answer = press("station", "encounter-review", taken.id, eligible="no")
    end = reverse("stay-ask", args=[stay.id, "terminated"])
    assert answer.url == end
    assert now_of(taken).review_eligible is False
    page = words("station", "encounter", taken.id)
    assert "经审查不属于救助对象" in page
    assert end in page
    assert "经审查不属于救助对象" in words("station", "stay", stay.id)


def test_more_is_learned_while_it_is_open(scene, press):
    found = met(scene, "elderly", age_band="60_plus")
    here = reverse("encounter-supplement", args=[found.id])
    assert here in words("crew", "encounter", found.id)
    sent = {"categories": ["elderly", "injured"], "age_band": "60_plus", "sex": "male", "willing": "no"}
    place = {"place_text": "桥北", "lat": "26.58", "lng": "106.71"}
    answer = press("crew", "encounter-supplement", found.id, **sent, **place, photos=picture())
    assert answer.status_code == 302
    row = now_of(found)
    assert (row.categories, row.sex, row.willing, row.place_text) == (["elderly", "injured"], "male", False, "桥北")
    assert (row.lat, row.lon, len(row.photos)) == (26.58, 106.71, 1)


def test_what_is_left_empty_stays(scene, press):
    found = met(scene, "drunk", place_text="桥南", note="醉倒")
    press("crew", "encounter-supplement", found.id, categories=["drunk"], age_band="18_59", sex="male", note="醉倒")
    row = now_of(found)
    assert (row.place_text, row.willing, row.age_band) == ("桥南", True, "18_59")
    with scope.enter(SYSTEM):
        event = journal.history(subject=found.id)[0]
        assert journal.texts([event.id]).get(event.id, {}).get("note") is None


def test_taking_protection_away_needs_a_reason(scene, press):
    found = met(scene, "minor", age_band="14_17")
    sent = {"categories": ["able_adult"], "age_band": "18_59", "sex": "male"}
    refused = press("crew", "encounter-supplement", found.id, **sent)
    assert refused.status_code == 422
    assert refused.context["form"].errors["reason"]
    assert press("crew", "encounter-supplement", found.id, **sent, reason="身份证22岁").status_code == 302
    assert now_of(found).categories == ["able_adult"]


def test_nothing_is_added_after_the_end(scene, press):
    taken = met(scene, outcome="to_station")
    assert reverse("encounter-supplement", args=[taken.id]) not in words("crew", "encounter", taken.id)
    sent = {"categories": ["able_adult"], "age_band": "18_59", "sex": "male"}
    assert press("crew", "encounter-supplement", taken.id, **sent).status_code == 422


def test_a_neighbour_finds_nothing(scene):
    late = met(scene, hours=13)
    assert client_of("outsider").get(reverse("encounter-supplement", args=[late.id])).status_code == 404
