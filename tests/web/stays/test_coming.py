"""People on the way to the station: the crew has closed the encounter, nobody stands at the door yet."""

from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse

from nuandong.kernel.actors import SYSTEM
from nuandong.kernel.errors import Forbidden
from nuandong.org import scope
from nuandong.rescue import selectors_coming
from tests.web.conftest import client_of
from tests.web.stays.setting import arrived, brought_along, stage

pytestmark = pytest.mark.django_db
TITLE = "在来站的路上"


@pytest.fixture
def scene():
    with scope.enter(SYSTEM):
        return stage()


def page(member, name="stays"):
    return client_of(member).get(reverse(name)).content.decode()


def test_whoever_is_brought_along_is_announced_with_the_way_to_take_him_in(scene):
    assert TITLE not in page("station")
    with scope.enter(SYSTEM):
        met = brought_along(scene, hours=3)
    html = page("station")
    for words in (TITLE, "甲秀桥南", "有行为能力的成年人", "已 3 小时", reverse("encounter", args=[met.id])):
        assert words in html
    address = f"{reverse('stay-new')}?encounter={met.id}"
    assert f'href="{address}"' in html
    form = client_of("station").get(address).context["form"]
    assert (form["sex"].value(), form["brought_by"].value()) == ("male", "patrol")
    # Who may not admit is told, without the press.
    assert TITLE in page("operator")
    assert address not in page("operator")


def test_at_the_door_he_is_no_longer_on_the_way(scene):
    with scope.enter(SYSTEM):
        met = brought_along(scene)
        other = brought_along(scene, hours=2)
        arrived(scene, encounter=met.id, hours=0)
    with scope.enter(scene.cast.station):
        assert [one.id for one in selectors_coming.on_the_way(scene.cast.station, now=scene.now)] == [other.id]


def test_the_longest_on_the_way_come_first_and_not_for_ever(scene):
    with scope.enter(SYSTEM):
        hours = (1, 5, 3)
        rows = {hour: brought_along(scene, hours=hour).id for hour in hours}
    by = scene.cast.station
    with scope.enter(by):
        found = selectors_coming.on_the_way(by, now=scene.now)
        assert [one.id for one in found] == [rows[5], rows[3], rows[1]]
        later = scene.now + selectors_coming.FORGOTTEN - timedelta(hours=4)
        assert [one.id for one in selectors_coming.on_the_way(by, now=later)] == [rows[3], rows[1]]


def test_a_neighbour_sees_nobody_and_a_crew_may_not_ask(scene):
    with scope.enter(SYSTEM):
        brought_along(scene)
    with scope.enter(scene.cast.outsider):
        assert selectors_coming.on_the_way(scene.cast.outsider, now=scene.now) == []
    with scope.enter(scene.cast.crew), pytest.raises(Forbidden):
        selectors_coming.on_the_way(scene.cast.crew, now=scene.now)


def test_one_query_by_an_index_however_many(scene, django_assert_num_queries):
    with scope.enter(SYSTEM):
        for hour in range(4):
            brought_along(scene, hours=hour)
    by = scene.cast.station
    with scope.enter(by):
        with django_assert_num_queries(1) as asked:
            rows = selectors_coming.on_the_way(by, now=scene.now)
            assert [bool(row.team or row.place) for row in rows] == [False] * 4
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("EXPLAIN " + asked.captured_queries[0]["sql"])
            plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "Seq Scan" not in plan
    assert "rescue_encounter_region" in plan
    assert "rescue_stay_encounter" in plan
