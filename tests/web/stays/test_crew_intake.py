"""A crew takes somebody in: every page it is led to is one it may open."""

import pytest
from django.urls import reverse

from nuandong.kernel.actors import SYSTEM
from nuandong.org import scope
from nuandong.rescue.actions.close_encounter import Disposition, close_encounter
from nuandong.rescue.actions.record_encounter import Met, record_encounter
from nuandong.rescue.models import Stay
from tests.cast import COUNTY
from tests.web.conftest import client_of
from tests.web.stays.setting import arrived, stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    with scope.enter(SYSTEM):
        return stage()


def taken(scene):
    by, now = scene.cast.crew, scene.now
    with scope.enter(SYSTEM):
        seen = Met(categories=["able_adult"], sex="male", willing=True)
        met = record_encounter(by=by, now=now, region=COUNTY, met=seen, weather_severe=False)
        return close_encounter(by=by, now=now, encounter=met.id, done=Disposition(outcome="to_station"))


def test_the_crew_goes_back_to_its_jobs_after_the_security_check(scene, key):
    browser, met = client_of("crew"), taken(scene)
    told = {"station": scene.house.id, "brought_by": "patrol", "sex": "male", "age": 40, "command_key": key()}
    answer = browser.post(f"{reverse('stay-new')}?encounter={met.id}", {**told, "brought_unit": "一队"})
    check = answer.url
    page = browser.get(check)
    assert page.status_code == 200
    with scope.enter(SYSTEM):
        stay = Stay.objects.get()
    assert f'href="{reverse("stay", args=[stay.id])}"' not in page.content.decode()
    passed = {"result": "passed", "officer": scene.cast.crew.staff, "command_key": key()}
    answer = browser.post(check, passed)
    assert answer.url == reverse("crew")
    assert browser.get(answer.url).status_code == 200
    with scope.enter(SYSTEM):
        assert Stay.objects.get().state == "admitted"


@pytest.mark.parametrize(
    ("member", "result", "page"),
    [("station", "passed", "stay-bed"), ("station", "refused", "stay"), ("crew", "refused", "crew")],
)
def test_where_the_security_check_leads(scene, key, member, result, page):
    with scope.enter(SYSTEM):
        stay = arrived(scene)
    told = {"result": result, "officer": getattr(scene.cast, member).staff, "command_key": key()}
    answer = client_of(member).post(reverse("stay-admit", args=[stay.id]), told)
    assert answer.url == reverse(page, args=[] if page == "crew" else [stay.id])
