"""Patrols at the browsers of the cast: tonight's list, coverage, a round typed at a desk."""

from datetime import timedelta

import pytest
from django.urls import reverse

from nuandong.alerts.actions.record import HeardFrom, record_by_form
from nuandong.alerts.levels import Level
from nuandong.geo.actions.register_place import register_place
from nuandong.geo.coordinates import Point
from nuandong.geo.details import PlaceDetails
from nuandong.geo.kinds import Area, PlaceKind
from nuandong.kernel.actors import SYSTEM
from nuandong.kernel.clock import SHANGHAI
from nuandong.org import scope
from nuandong.rescue.actions.record_encounter import Met, record_encounter
from nuandong.rescue.actions.tune_patrol_modes import tune_patrol_modes
from nuandong.rescue.kinds import Mode
from nuandong.rescue.models import PatrolCheck, PatrolRound
from tests.cast import COUNTY, TOWNSHIP_A, TOWNSHIP_B
from tests.web.conftest import client_of
from tests.web.duty.setting import stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    with scope.enter(SYSTEM):
        found = stage()
        found.bridge = _spot(found, "南明桥", TOWNSHIP_A)
        found.bank = _spot(found, "银行门厅", TOWNSHIP_B, PlaceKind.BANK)
        return found


def _spot(found, name, region, kind=PlaceKind.BRIDGE):
    point = Point(26.58, 106.71)
    details = PlaceDetails(kind=kind, name=name, area=Area.URBAN, patrol_weight=2, at=point)
    return register_place(by=found.cast.head, now=found.now, region=region, details=details)


def start(scene, browser, key, **more):
    return browser.post(reverse("patrol-start"), {"command_key": key(), "team": scene.patrol.id, **more})


def the_round():
    with scope.enter(SYSTEM):
        return PatrolRound.objects.get()


def checks():
    with scope.enter(SYSTEM):
        return list(PatrolCheck.objects.values_list("place__name", "found"))


@pytest.mark.parametrize("member", ["operator", "leader", "crew", "auditor", "clerk_a"])
def test_tonight_is_shown_in_few_queries(scene, member, django_assert_max_num_queries):
    browser = client_of(member)
    with django_assert_max_num_queries(36):
        html = browser.get(reverse("patrols")).content.decode()
    assert "南明桥" in html
    assert ("银行门厅" in html) == (member != "clerk_a")


def test_a_division_narrows_the_list_and_a_foreign_one_does_not(scene):
    browser = client_of("operator")
    html = browser.get(reverse("patrols"), {"region": TOWNSHIP_B, "since": "7d"}).content.decode()
    assert ("银行门厅" in html, "南明桥" in html) == (True, False)
    assert "南明桥" in browser.get(reverse("patrols"), {"region": 520103000000}).content.decode()


def test_a_round_typed_at_a_desk_from_start_to_end(scene, key):
    browser = client_of("leader")
    begun = scene.now - timedelta(minutes=90)
    answer = start(scene, browser, key, acted_at=f"{begun.astimezone(SHANGHAI):%Y-%m-%dT%H:%M}")
    patrol = the_round()
    assert answer.url == reverse("patrol", args=[patrol.id])
    empty = browser.post(reverse("patrol-complete", args=[patrol.id]), {"command_key": key()})
    assert (empty.status_code, "还没有打过卡" in empty.content.decode()) == (422, True)
    told = {"place": scene.bridge.id, "found": 2, "note": "桥下有人"}
    once = {"command_key": key(), **told}
    for _again in range(2):
        assert browser.post(reverse("patrol-check", args=[patrol.id]), once).status_code == 302
    assert checks() == [("南明桥", 2)]
    html = browser.get(reverse("patrol", args=[patrol.id])).content.decode()
    assert "桥下有人" in html
    assert reverse("patrol-check", args=[patrol.id]) + f"?place={scene.bank.id}" in html
    done = browser.post(reverse("patrol-complete", args=[patrol.id]), {"command_key": key()})
    assert done.status_code == 302
    html = browser.get(reverse("patrol", args=[patrol.id])).content.decode()
    assert "这次巡查已经结束" in html
    listed = browser.get(reverse("patrols")).content.decode()
    missed = listed.split('id="coverage"')[1].split("</section>")[0]
    assert ("银行门厅" in missed, "南明桥" in missed) == (True, False)


def test_people_met_on_a_round_are_linked(scene, key):
    start(scene, client_of("leader"), key)
    patrol = the_round()
    with scope.enter(SYSTEM):
        by, now, met = scene.cast.crew, scene.now, Met(categories=["elderly"])
        row = record_encounter(by=by, now=now, region=TOWNSHIP_A, met=met, weather_severe=False, patrol_round=patrol.id)
    html = client_of("leader").get(reverse("patrol", args=[patrol.id])).content.decode()
    assert reverse("encounter", args=[row.id]) in html


def test_one_round_at_a_time(scene, key):
    browser = client_of("leader")
    start(scene, browser, key)
    again = start(scene, browser, key)
    assert again.status_code == 422


def test_who_may_not_record_sees_no_buttons(scene, key):
    start(scene, client_of("leader"), key)
    patrol = the_round()
    operator = client_of("operator")
    html = operator.get(reverse("patrol", args=[patrol.id])).content.decode()
    assert reverse("patrol-check", args=[patrol.id]) not in html
    assert operator.get(reverse("patrol-start")).status_code == 403


def test_a_neighbour_finds_nothing(scene, key):
    start(scene, client_of("leader"), key)
    outsider = client_of("outsider")
    assert outsider.get(reverse("patrol", args=[the_round().id])).status_code == 404
    assert "南明桥" not in outsider.get(reverse("patrols")).content.decode()


def test_the_mode_leads_to_the_warning_behind_it(scene):
    with scope.enter(SYSTEM):
        warning = record_by_form(
            by=scene.cast.leader,
            now=scene.now,
            event="cold_wave",
            level=Level.ORANGE,
            issuer="气象台",
            issued_at=scene.now,
            heard_from=HeardFrom.PHONE,
            regions=[COUNTY],
        )
        (mode,) = tune_patrol_modes(now=scene.now, regions=[COUNTY])
    html = client_of("operator").get(reverse("patrols")).content.decode()
    assert reverse("warning", args=[warning.id]) in html
    assert str(Mode(mode.mode).label) in html


def test_the_fresh_part_is_sent_once(scene):
    browser = client_of("operator")
    answer = browser.get(reverse("patrols-tonight"))
    assert answer.status_code == 200
    again = browser.get(reverse("patrols-tonight"), headers={"if-none-match": answer["ETag"]})
    assert again.status_code == 304
