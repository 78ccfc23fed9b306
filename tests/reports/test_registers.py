"""What the registers say about people, counted by hand: each person once, the kinds of a heading add up."""

from datetime import timedelta

import pytest

from nuandong.geo.codes import span
from nuandong.kernel.clock import local_date
from nuandong.kernel.ids import new_id
from nuandong.people.actions.register_unknown_person import register_unknown_person
from nuandong.people.details import Details
from nuandong.rescue import statistics
from nuandong.rescue.models import Dispatch, Encounter, Stay
from tests.cast import COUNTY, NOW, OTHER_COUNTY, PREFECTURE
from tests.duty import setting as duty
from tests.rescue import station, streets

TODAY = local_date(NOW)
DAY = timedelta(days=1)
HEADINGS = [
    ("male", "female", "sex_unknown"),
    ("to_6", "7_to_18", "19_to_59", "60_up", "age_unknown"),
    ("critical", "mental", "intellectual", "disabled", "other_condition", "healthy"),
    ("same_province", "other_province", "origin_unknown"),
]


@pytest.fixture
def stage(db, cast, as_actor):
    with as_actor(cast.head):
        cast.world = station.furnish(cast)
        yield cast


def counted(read, since=TODAY, until=TODAY, region=COUNTY):
    return {name: value for name, value in read(since, until, within=span(region)).items() if value}


def test_people_in_the_station(stage):
    at_home = register_unknown_person(
        by=stage.station, now=NOW, region=COUNTY, details=Details(sex="male", birth_year=1976, hukou_region=PREFECTURE)
    )
    station.inside(stage, person=at_home.id, age=50, flags=["mental_suspect", "police_suspect_trafficking"])
    girl = station.inside(stage, birth_year=2021, age=5, flags=["no_self_care"])
    boy = station.inside(stage, birth_year=2012, age=14)
    station.arrive(stage)  # at the door, not in yet
    long_in = station.inside(stage, birth_year=1950, age=76)
    # Women are searched by women, of whom this cast has none.
    Stay.objects.filter(id__in=[girl.id, long_in.id]).update(sex="female")
    Stay.objects.filter(id=long_in.id).update(entered_at=NOW - 20 * DAY)
    Stay.objects.filter(id=boy.id).update(state="left", left_at=NOW, exit="fetched")
    found = counted(statistics.helped)
    assert found == {
        "times": 3, "people": 3, "male": 2, "female": 1, "to_6": 1, "7_to_18": 1, "19_to_59": 1, "minor_male": 1,
        "mental": 1, "other_condition": 1, "healthy": 1, "same_province": 1, "origin_unknown": 2, "trafficking": 1,
        "overstaying": 1,
    }  # fmt: skip
    for names in HEADINGS:
        assert sum(found.get(name, 0) for name in names) == found["people"]
    assert counted(statistics.helped, region=OTHER_COUNTY) == {}

    station.inside(stage, person=boy.person_id, age=14)
    again = counted(statistics.helped)
    assert (again["times"], again["people"], again["repeat"]) == (4, 3, 1)
    assert sum(again.get(name, 0) for name in HEADINGS[0]) == 3
    before = counted(statistics.helped, since=TODAY - 30 * DAY, until=TODAY - DAY)
    assert (before["people"], before["60_up"], before["overstaying"]) == (1, 1, 1)


def test_people_met_outdoors(stage):
    station.meet(stage.crew, sex="male", age_band="18_59")
    station.meet(stage.crew, sex="female", age_band="60_plus")
    station.meet(stage.crew, sex="male", age_band="14_17")
    station.meet(stage.crew)
    gone = station.meet(stage.crew, sex="male", age_band="18_59")
    Encounter.objects.filter(id=gone.id).update(state="closed", outcome="left_before", closed_at=NOW)
    assert counted(statistics.met) == {
        "times": 4, "male": 2, "female": 1, "sex_unknown": 1, "minors": 1, "adult_male": 1, "adult_female": 1,
        "elderly": 1,
    }  # fmt: skip


def test_how_soon_crews_were_there(stage):
    assert statistics.arrivals(TODAY, TODAY, within=span(COUNTY)) == {"arrivals": 0, "in_time": 0}
    team = duty.team(stage.leader)
    for minutes in (30, 31, 90):
        clue = streets.clue(stage.leader, minutes_ago=120)
        there = clue.clock_started_at + minutes * streets.MINUTE
        Dispatch.objects.create(
            id=new_id(NOW), region=COUNTY, clue=clue, team=team, ordered_by=stage.leader.staff, state="on_scene",
            ordered_at=clue.clock_started_at, on_scene_at=there,
        )  # fmt: skip
    streets.clue(stage.leader, minutes_ago=60)  # nobody there yet
    assert statistics.arrivals(TODAY, TODAY, within=span(COUNTY)) == {
        "arrivals": 3, "in_time": 1, "median_minutes": 31,
    }  # fmt: skip
