"""Somebody found on a look at a key location is recorded at that place, in its township."""

from uuid import uuid4

import pytest
from django.urls import reverse

from nuandong.kernel.actors import SYSTEM
from nuandong.org import scope
from nuandong.rescue.models import Encounter, PatrolCheck, PatrolRound
from tests.cast import OTHER_COUNTY, TOWNSHIP_A
from tests.web.clues.conftest import CENTRE
from tests.web.conftest import client_of, seat

pytestmark = pytest.mark.django_db


def row(model, **where):
    with scope.enter(SYSTEM):
        return model.objects.get(**where)


def press(client, path, **fields):
    return client.post(f"/crew/{path}", {"command_key": str(uuid4()), **fields})


@pytest.fixture
def looked(crew, client_as):
    """The crew found one person under the bridge; the answer to the check."""
    client = client_as("crew")
    press(client, "patrol/start/")
    return press(client, f"patrol/{row(PatrolRound).id}/check/", place=crew.bridge.id, found="1")


def test_the_check_leads_to_a_record_that_knows_the_place(crew, client_as, looked):
    client, check = client_as("crew"), row(PatrolCheck)
    assert looked["Location"] == f"/crew/encounters/new/?check={check.id}"
    page = client.get(looked["Location"])
    assert "甲秀桥" in page.content.decode()
    form = page.context["form"]
    sent = {
        name: form[name].value() or "" for name in form.fields if name not in {"photos", "sheet_photo", "categories"}
    }
    assert client.post("/crew/encounters/new/", sent).status_code == 302
    met = row(Encounter)
    assert (met.region, met.place_id, met.patrol_round_id) == (TOWNSHIP_A, crew.bridge.id, check.round_id)
    assert (met.lat, met.lon) == (CENTRE.lat, CENTRE.lon)


def test_the_township_finds_it_and_its_own_point_comes_first(crew, client_as, looked):
    told = {"check": row(PatrolCheck).id, "sex": "male", "age_band": "unknown", "lat": "26.5801", "lng": "106.7101"}
    press(client_as("crew"), "encounters/new/", **told)
    met = row(Encounter)
    assert (met.lat, met.lon, met.place_id) == (26.5801, 106.7101, crew.bridge.id)
    seat("clerk_a"), seat("clerk_b")
    address = reverse("encounter", args=[met.id])
    assert [client_of(one).get(address).status_code for one in ("clerk_a", "clerk_b")] == [200, 404]


def test_the_lists_of_checks_lead_there_for_the_second_person(crew, client_as, looked):
    check = row(PatrolCheck)
    seat("leader")
    way = f"{reverse('encounter-new')}?check={check.id}"
    assert way in client_as("crew").get("/crew/patrol/").content.decode()
    assert way in client_of("leader").get(reverse("patrol", args=[check.round_id])).content.decode()


def test_a_check_out_of_scope_gives_nothing_away(crew, client_as, looked):
    seat("outsider")
    client = client_of("outsider")
    address = f"/crew/encounters/new/?check={row(PatrolCheck).id}"
    assert "甲秀桥" not in client.get(address).content.decode()
    press(client, "encounters/new/", check=row(PatrolCheck).id, sex="male", age_band="unknown")
    met = row(Encounter)
    assert (met.region, met.place_id, met.patrol_round_id) == (OTHER_COUNTY, None, None)
