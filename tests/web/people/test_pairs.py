"""The pages of records that may be of one person: the queue, both side by side, deciding and taking back."""

import pytest

from nuandong.kernel.actors import SYSTEM
from nuandong.org import scope
from nuandong.people.actions.propose_pairs import propose_pairs
from nuandong.people.actions.register_person import register_person
from nuandong.people.details import Details
from nuandong.people.models import ProposedPair
from tests.cast import COUNTY, VILLAGE_A, VILLAGE_B
from tests.people.builders import BIRTH

pytestmark = pytest.mark.django_db
PHONE = "13985012345"


def text(answer):
    return answer.content.decode()


def again(by, now, region, name="王秀瑛"):
    with scope.enter(by):
        details = Details(name=name, birth_on=BIRTH, sex="female", phone=PHONE)
        return register_person(by=by, now=now, region=region, details=details)


@pytest.fixture
def alike(town, cast):
    """王秀英 written once more in her own village, and once in the other township."""
    again(cast.clerk_a, town.now, VILLAGE_A)
    again(cast.clerk_b, town.now, VILLAGE_B)
    with scope.enter(SYSTEM):
        propose_pairs(by=SYSTEM, now=town.now, region=COUNTY)
        return {pair.region: pair for pair in ProposedPair.objects.order_by("probability")}


def test_everybody_sees_the_pairs_whose_both_sides_he_sees(alike, client_as):
    for role, seen in (("clerk_a", 1), ("clerk_b", 0), ("officer", 3), ("auditor", 3)):
        page = client_as(role).get("/people/pairs/")
        assert text(page).count("/people/pairs/0") == seen, role
    assert client_as("crew").get("/people/pairs/").status_code == 403
    assert client_as("clerk_b").get(f"/people/pairs/{alike[VILLAGE_A].id}/").status_code == 404


@pytest.mark.parametrize(
    ("query", "seen"),
    [
        ("state=any", 3),
        ("state=same", 0),
        ("state=nonsense", 3),
        (f"region={VILLAGE_A}", 1),
        ("q=wangxiuying", 3),
        ("q=李大山", 0),
        ("q=1", 0),
        ("after=5:oops", 3),
        ("after=-9:01a23179-de00-7471-a9a9-77428b7423ab", 3),
    ],
)
def test_the_list_is_filtered_and_survives_mangled_addresses(alike, client_as, query, seen):
    page = client_as("officer").get(f"/people/pairs/?{query}")
    assert page.status_code == 200
    assert text(page).count("/people/pairs/0") == seen


def test_both_sides_stand_beside_each_other_masked_with_weights(alike, client_as):
    page = text(client_as("officer").get(f"/people/pairs/{alike[VILLAGE_A].id}/"))
    for words in ("王**", "同音", "139****2345", "冬春救助需要", "+"):
        assert words in page
    for words in ("王秀英", "王秀瑛", PHONE):
        assert words not in page


def test_deciding_and_taking_back(alike, client_as, key):
    client, url = client_as("clerk_a"), f"/people/pairs/{alike[VILLAGE_A].id}/"
    assert client.post(url, {"command_key": key(), "decision": "same", "reason": ""}).status_code == 422
    done = client.post(url, {"command_key": key(), "decision": "same", "reason": "问过本人"}, follow=True)
    assert "两份档案已互相关联" in text(done)
    assert 'name="decision"' not in text(done)
    mine = f"/people/{alike[VILLAGE_A].person_a_id}/"
    assert f"/people/{alike[VILLAGE_A].person_b_id}/" in text(client.get(mine))
    assert client.get("/people/pairs/?state=same").content.count(b"/people/pairs/0") == 1
    done = client.post(f"{url}reopen/", {"command_key": key(), "reason": "看错了"}, follow=True)
    assert 'name="decision"' in text(done)
    assert "可能是同一人" in text(client.get(mine))


def test_the_auditor_looks_and_decides_nothing(alike, client_as, key):
    client, url = client_as("auditor"), f"/people/pairs/{alike[VILLAGE_A].id}/"
    assert 'name="decision"' not in text(client.get(url))
    answer = client.post(url, {"command_key": key(), "decision": "same", "reason": "问过本人"})
    assert answer.status_code == 422
    assert client.get(f"{url}reopen/").status_code == 403
    with scope.enter(SYSTEM):
        assert ProposedPair.objects.filter(state="open").count() == 3


def test_pages_cost_the_same_however_many_pairs(alike, client_as, django_assert_max_num_queries):
    client = client_as("officer")
    client.get("/people/pairs/")
    with django_assert_max_num_queries(22):
        client.get("/people/pairs/")
    with django_assert_max_num_queries(40):
        client.get(f"/people/pairs/{alike[VILLAGE_A].id}/")
