"""People in hospital straight from the street: their case is found, followed, verified, settled without a stay."""

import pytest
from django.urls import reverse

from nuandong.kernel.actors import SYSTEM
from nuandong.org import scope
from nuandong.rescue.actions.close_encounter import Disposition, Hospital, close_encounter
from nuandong.rescue.actions.record_encounter import Met, record_encounter
from nuandong.rescue.models import HospitalCase
from tests.cast import COUNTY
from tests.web.conftest import client_of
from tests.web.stays.setting import stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    with scope.enter(SYSTEM):
        return stage()


@pytest.fixture
def case(scene):
    """Somebody critically ill whom the crew brought to hospital; the crew member follows the case."""
    crew, now = scene.cast.crew, scene.now
    with scope.enter(SYSTEM):
        seen = Met(categories=["critical"])
        met = record_encounter(by=crew, now=now, region=COUNTY, met=seen, weather_severe=True)
        taken = Hospital(place=scene.hospital.id, tracker=crew.staff)
        close_encounter(by=crew, now=now, encounter=met.id, done=Disposition(outcome="to_hospital", hospital=taken))
        return HospitalCase.objects.get()


@pytest.fixture
def press(key):
    def send(member, name, case, **data):
        return client_of(member).post(reverse(name, args=[case.id]), {"command_key": key(), **data})

    return send


def now_of(row):
    with scope.enter(SYSTEM):
        return type(row).objects.get(id=row.id)


def words(member, name, *where):
    return client_of(member).get(reverse(name, args=where)).content.decode()


def test_the_desk_lists_it_and_leads_to_its_page(case):
    here = reverse("hospital-case", args=[case.id])
    desk = words("station", "stays")
    assert here in desk
    assert "人民医院" in desk
    page = client_of("station").get(here).content.decode()
    for act in ("verify", "leave", "tracker"):
        assert f"{here}{act}/" in page
    assert reverse("encounter", args=[case.encounter_id]) in page


def test_the_page_of_the_encounter_names_hospital_and_follower(case):
    page = words("crew", "encounter", case.encounter_id)
    for word in ("人民医院", "赵巡查", "住院中"):
        assert word in page
    assert reverse("hospital-verify", args=[case.id]) not in page
    assert reverse("hospital-verify", args=[case.id]) in words("station", "encounter", case.encounter_id)


def test_from_the_ward_to_the_settled_bill_without_a_stay(case, press):
    here = reverse("hospital-case", args=[case.id])
    assert press("station", "hospital-verify", case, eligible="yes").url == here
    assert press("station", "hospital-leave", case, certificate="on").url == here
    assert f"{reverse('stay-new')}?encounter={case.encounter_id}" in words("station", "hospital-case", case.id)
    bill = {"bill": "1234.56", "paid": "1000", "payer": "rescue_budget"}
    assert press("head", "hospital-settle", case, **bill).status_code == 302
    assert (now_of(case).bill_fen, now_of(case).paid_fen) == (123456, 100000)
    assert here not in words("station", "stays")
    assert "已结算" in words("crew", "encounter", case.encounter_id)


def test_another_follows_it(case, press, scene):
    assert press("crew", "hospital-tracker", case, tracker=scene.cast.station.staff).status_code == 403
    new = {"tracker": scene.cast.station.staff, "reason": "队员休假"}
    assert press("station", "hospital-tracker", case, **new).status_code == 302
    assert now_of(case).tracker == scene.cast.station.staff


def test_a_neighbour_finds_no_case(case, press):
    assert client_of("outsider").get(reverse("hospital-case", args=[case.id])).status_code == 404
