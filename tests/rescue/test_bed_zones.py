"""Beds: the zone fits sex, age and condition; one person to a bed, whoever is faster."""

import threading

import pytest
from django.db import connection

from nuandong.journal import api as journal
from nuandong.kernel.errors import Conflict, DomainError, Forbidden, NotNow
from nuandong.org import scope
from nuandong.rescue.actions.assign_bed import assign_bed
from nuandong.rescue.actions.close_bed import close_bed
from nuandong.rescue.actions.release_bed import release_bed
from nuandong.rescue.kinds_stay import Zone
from nuandong.rescue.models import BedUse
from nuandong.rescue.policies.stay import needs_female_staff, zone_refusal
from tests.cast import NOW
from tests.rescue import station
from tests.rescue.station import HOUR, arrive, bed, inside, kinds

# zone, sex, age, flags, exception, reason → code of the refusal or None
ZONES = [
    ("male", "male", 40, [], "", "", None),
    ("female", "male", 40, [], "", "", "rescue.zone_wrong"),
    ("female", "female", 40, [], "", "", None),
    ("male", "female", 40, [], "", "", "rescue.zone_wrong"),
    ("minor", "male", 17, [], "", "", None),
    ("minor", "male", 18, [], "", "", "rescue.zone_wrong"),
    ("male", "male", 17, [], "", "", "rescue.zone_wrong"),
    ("isolation", "male", 40, ["infectious_suspect"], "", "", None),
    ("male", "male", 40, ["infectious_suspect"], "", "", "rescue.zone_isolation"),
    ("overflow", "male", 40, ["infectious_suspect"], "overflow_snow", "暴雪", "rescue.zone_isolation"),
    ("male", "unknown", 40, [], "", "", "rescue.required"),
    ("overflow", "male", 40, [], "", "", "rescue.zone_wrong"),
    ("overflow", "male", 40, [], "overflow_snow", "", "rescue.required"),
    ("overflow", "male", 40, [], "overflow_snow", "暴雪夜满员", None),
    ("female", "male", 40, [], "overflow_snow", "暴雪夜满员", "rescue.zone_wrong"),
    ("family", "female", 30, [], "guardian_with_child", "携三岁幼儿", None),
    ("female", "male", 3, [], "guardian_with_child", "随母亲", None),
    ("female", "male", 40, [], "guardian_with_child", "称是丈夫", "rescue.zone_wrong"),
]


@pytest.mark.parametrize(("zone", "sex", "age", "flags", "exception", "reason", "refused"), ZONES)
def test_which_zone_fits_whom(zone, sex, age, flags, exception, reason, refused):
    error = zone_refusal(Zone(zone), sex=sex, age=age, flags=flags, exception=exception, reason=reason)
    assert (error.code if error else None) == refused


@pytest.mark.parametrize(
    ("sex", "staff", "warn"), [("female", "male", True), ("female", "female", False), ("male", "male", False)]
)
def test_women_are_managed_by_women(sex, staff, warn):
    assert needs_female_staff(sex, staff) is warn


@pytest.fixture
def stage(cast, as_actor, db):
    with as_actor(cast.head):
        cast.world = station.furnish(cast)
        yield cast


def lie_down(stage, stay, place, **more):
    return assign_bed(by=stage.station, now=NOW, stay=stay.id, bed=place.id, **more)


def test_a_bed_is_given_left_and_given_again(stage):
    place, first, second = bed(stage), inside(stage), inside(stage)
    lie_down(stage, first, place, acted_at=NOW - HOUR / 2)
    with pytest.raises(Conflict) as taken:
        lie_down(stage, second, place)
    assert taken.value.code == "rescue.bed_taken"
    assert "101-1" in str(taken.value)
    release_bed(by=stage.station, now=NOW, stay=first.id)
    with pytest.raises(NotNow):
        release_bed(by=stage.station, now=NOW, stay=first.id)
    assert lie_down(stage, second, place).bed_id == place.id
    assert kinds(first.id)[-2:] == ["rescue.bed_assigned", "rescue.bed_released"]


def test_moving_frees_the_old_bed(stage):
    one, other = bed(stage), bed(stage, label="2")
    stay = inside(stage)
    lie_down(stage, stay, one)
    lie_down(stage, stay, other)
    assert BedUse.objects.get(stay=stay, period__endswith=None).bed_id == other.id
    close_bed(by=stage.station, now=NOW, bed=one.id)
    with pytest.raises(NotNow):
        close_bed(by=stage.station, now=NOW, bed=other.id)


def test_a_child_sleeps_beside_its_mother(stage):
    place = bed(stage, "family")
    mother = arrive(stage, sex="female", birth_year=1996)
    with pytest.raises(NotNow):
        lie_down(stage, mother, place, exception="guardian_with_child", reason="携幼儿")
    mother_in = _let_in(mother)
    child = inside(stage, birth_year=2023)
    lie_down(stage, mother_in, place, exception="guardian_with_child", reason="携幼儿")
    use = lie_down(stage, child, place, exception="guardian_with_child", reason="随母亲", beside=mother_in.id)
    assert use.beside_id == mother_in.id
    assert journal.history(subject=child.id)[0].payload["exception"] == "guardian_with_child"
    stranger = inside(stage)
    with pytest.raises(DomainError):
        lie_down(stage, stranger, place, exception="guardian_with_child", reason="同乡", beside=mother_in.id)


def _let_in(stay):
    stay.state, stay.security, stay.entered_at = "admitted", "passed", stay.arrived_at
    stay.save()
    return stay


def test_a_wrong_zone_writes_nothing(stage):
    place, stay = bed(stage, "female"), inside(stage)
    with pytest.raises(DomainError):
        lie_down(stage, stay, place)
    assert not BedUse.objects.exists()
    assert kinds(stay.id)[-1] == "rescue.person_admitted"


@pytest.mark.parametrize(
    ("who", "error"), [("head", None), ("crew", Forbidden), ("leader", Forbidden), ("clerk_a", Forbidden)]
)
def test_who_gives_beds(stage, who, error):
    place, stay = bed(stage), inside(stage)
    if error:
        with pytest.raises(error):
            assign_bed(by=getattr(stage, who), now=NOW, stay=stay.id, bed=place.id)
        return
    assert assign_bed(by=getattr(stage, who), now=NOW, stay=stay.id, bed=place.id).bed_id == place.id


def test_a_label_stands_once_in_a_room(stage):
    bed(stage)
    with pytest.raises(Conflict):
        bed(stage)


def test_two_workers_give_one_bed_at_once(cast, committed_db):
    with scope.enter(cast.head):
        cast.world = station.furnish(cast)
        place, stays = bed(cast), [inside(cast) for _n in range(2)]
    start, results = threading.Barrier(2), []

    def give(stay):
        try:
            with scope.enter(cast.station):
                start.wait(timeout=10)
                assign_bed(by=cast.station, now=NOW, stay=stay.id, bed=place.id)
            results.append("given")
        except Conflict as error:
            results.append(error.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=give, args=[stay]) for stay in stays]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(results) == ["given", "rescue.bed_taken"]
    with scope.enter(cast.head):
        assert BedUse.objects.count() == 1
