"""Beds: the zone fits sex, age and condition; one person to a bed, whoever is faster."""

import threading
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction

from nuandong.journal import api as journal
from nuandong.kernel.errors import Conflict, DomainError, Forbidden, Invalid, NotNow
from nuandong.org import scope
from nuandong.rescue.actions.assign_bed import assign_bed
from nuandong.rescue.actions.close_bed import close_bed
from nuandong.rescue.actions.release_bed import release_bed
from nuandong.rescue.kinds_stay import Zone
from nuandong.rescue.models import Bed, BedUse
from nuandong.rescue.policies.beds import (
    Sleeper,
    companion_refusal,
    fit_zones,
    room_refusal,
    zone_advice,
    zone_refusal,
)
from nuandong.rescue.policies.stay import needs_female_staff
from nuandong.rescue.selectors_bed import free_beds_for
from nuandong.rescue.selectors_stay import detail
from tests.cast import NOW
from tests.rescue import station
from tests.rescue.station import HOUR, arrive, bed, inside, kinds

HE, SHE = UUID(int=1), UUID(int=2)

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
    who = Sleeper(stay=HE, sex=sex, age=age, flags=flags, exception=exception)
    error = zone_refusal(Zone(zone), who, reason=reason)
    assert (error.code if error else None) == refused


WITH_CHILD = "guardian_with_child"
SNOW = "overflow_snow"
# zone, ages of the two (years), in the same room, in the station → code of the refusal or None
PAIRS = [
    ("family", 30, 3, True, True, None),
    ("family", 30, 3, False, True, None),
    ("family", 3, 30, False, True, None),
    ("family", 30, 17, False, True, None),
    ("family", 30, 3, False, False, "rescue.companion_elsewhere"),
    ("minor", 30, 8, True, True, None),
    ("minor", 30, 8, False, True, "rescue.companion_elsewhere"),
    ("female", 3, 30, True, True, None),
    ("female", 3, 30, False, True, "rescue.companion_elsewhere"),
    ("family", 50, 36, True, True, "rescue.not_guardian_and_child"),
    ("family", 36, 18, True, True, "rescue.not_guardian_and_child"),
    ("family", 12, 16, True, True, "rescue.not_guardian_and_child"),
    ("family", None, 5, True, True, "rescue.not_guardian_and_child"),
    ("family", 30, None, True, True, "rescue.not_guardian_and_child"),
]

# age, flags, zone of the bed ("" none yet) → is the care zone fit, is it advised
CARED_FOR = [
    (40, "mental_suspect", "", True, True),
    (40, "intellectual", "male", True, True),
    (40, "no_self_care", "male", True, True),
    (40, "disabled", "male", True, True),
    (30, "pregnant", "male", True, True),
    (60, "", "male", True, True),
    (59, "", "male", False, False),
    (40, "ill", "male", False, False),
    (80, "", "care", True, False),
    (80, "infectious_suspect", "isolation", False, False),
    (12, "disabled", "minor", False, False),
    (None, "disabled", "male", True, True),
    (None, "", "male", False, False),
]


@pytest.mark.parametrize(("age", "flags", "zone", "fit", "advised"), CARED_FOR)
def test_for_whom_the_care_zone_is_advised(age, flags, zone, fit, advised):
    told = flags.split()
    assert (Zone.CARE in fit_zones("male", age, told)) is fit
    assert bool(zone_advice(Zone(zone) if zone else None, age=age, flags=told)) is advised


def test_the_care_zone_is_no_bar(stage):
    own, care = bed(stage), bed(stage, "care", room="301")
    old = inside(stage, birth_year=1940)
    assert [one.id for one in free_beds_for(stage.station, old)] == [care.id, own.id]
    lie_down(stage, old, own)
    assert any("照护区" in words for words in detail(old.id, by=stage.station, now=NOW).warnings)
    lie_down(stage, old, care)
    assert detail(old.id, by=stage.station, now=NOW).warnings == []
    with pytest.raises(Invalid):
        lie_down(stage, inside(stage), care)


@pytest.mark.parametrize(("zone", "age", "other", "same_room", "inside", "refused"), PAIRS)
def test_who_sleeps_as_guardian_and_child(zone, age, other, same_room, inside, refused):
    who = Sleeper(stay=HE, sex="female", age=age, exception=WITH_CHILD, companion=SHE)
    whom = Sleeper(stay=SHE, sex="male", age=other)
    error = companion_refusal(Zone(zone), who, whom, same_room=same_room, inside=inside)
    assert (error.code if error else None) == refused


def test_the_exception_and_the_companion_belong_together():
    alone = Sleeper(stay=HE, sex="male", age=50, exception=WITH_CHILD)
    assert companion_refusal(Zone.FAMILY, alone, None, same_room=False).params["what"] == "同住的监护人或子女"
    plain, child = Sleeper(stay=HE, sex="male", age=50), Sleeper(stay=SHE, sex="male", age=5)
    assert companion_refusal(Zone.MALE, plain, child, same_room=True).field == "exception"
    assert companion_refusal(Zone.MALE, plain, None, same_room=False) is None


# zone, (sex, age, exception, with the other) of who comes, the same of who sleeps there → refused?
ROOMS = [
    ("male", ("male", 40, "", False), ("male", 60, "", False), False),
    ("minor", ("male", 15, "", False), ("female", 14, "", False), True),
    ("minor", ("male", 15, "", False), ("male", 9, "", False), False),
    ("isolation", ("male", 40, "", False), ("female", 40, "", False), True),
    ("isolation", ("unknown", 40, "", False), ("female", 40, "", False), True),
    ("isolation", ("unknown", 40, "", False), ("unknown", 40, "", False), True),
    ("family", ("male", 40, WITH_CHILD, False), ("female", 30, WITH_CHILD, False), False),
    ("minor", ("male", 50, WITH_CHILD, True), ("female", 8, "", False), False),
    ("minor", ("male", 50, WITH_CHILD, False), ("female", 8, "", False), True),
    ("minor", ("female", 50, WITH_CHILD, False), ("female", 8, "", False), False),
    ("female", ("male", 3, WITH_CHILD, False), ("female", 30, "", False), False),
    ("female", ("male", 14, WITH_CHILD, False), ("female", 30, "", False), True),
    ("female", ("male", 14, WITH_CHILD, True), ("female", 30, "", False), False),
    ("female", ("female", 30, "", False), ("male", 3, WITH_CHILD, False), False),
    ("minor", ("female", 9, "", False), ("male", 50, WITH_CHILD, False), True),
    ("overflow", ("male", 40, SNOW, False), ("female", 40, SNOW, False), False),
    ("overflow", ("male", 40, SNOW, False), ("female", 14, SNOW, False), True),
    ("overflow", ("male", 40, SNOW, False), ("female", None, SNOW, False), True),
]


@pytest.mark.parametrize(("zone", "who", "other", "refused"), ROOMS)
def test_men_and_women_in_rooms_of_their_own(zone, who, other, refused):
    def one(stay, partner, sex, age, exception, together):
        return Sleeper(stay=stay, sex=sex, age=age, exception=exception, companion=partner if together else None)

    error = room_refusal(Zone(zone), one(HE, SHE, *who), [one(SHE, HE, *other)])
    assert (error is not None) is refused
    assert room_refusal(Zone(zone), one(HE, SHE, *who), []) is None


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
    child = inside(stage, birth_year=2023)
    with_child = {"exception": WITH_CHILD, "reason": "携幼儿"}
    with pytest.raises(NotNow):
        lie_down(stage, mother, place, **with_child, companion=child.id)
    mother_in = _let_in(mother)
    lie_down(stage, mother_in, place, **with_child, companion=child.id)
    use = lie_down(stage, child, place, exception=WITH_CHILD, reason="随母亲", companion=mother_in.id)
    assert (use.companion_id, use.beside_id) == (mother_in.id, mother_in.id)
    payload = journal.history(subject=child.id)[0].payload
    assert (payload["exception"], payload["companion"]) == (WITH_CHILD, str(mother_in.id))
    stranger = inside(stage)
    with pytest.raises(Invalid) as refused:
        lie_down(stage, stranger, place, exception=WITH_CHILD, reason="同乡", companion=mother_in.id)
    assert refused.value.code == "rescue.not_guardian_and_child"


def test_a_man_gets_no_bed_beside_girls_by_a_ticked_exception(stage):
    first, second = bed(stage, "minor"), bed(stage, "minor", label="2")
    girl, man = _girl(stage), inside(stage, birth_year=1976)
    lie_down(stage, girl, first)
    told = {"exception": WITH_CHILD, "reason": "x"}
    with pytest.raises(Invalid) as alone:
        lie_down(stage, man, second, **told)
    assert alone.value.field == "companion"
    son = inside(stage, birth_year=2015)
    with pytest.raises(Conflict) as elsewhere:
        lie_down(stage, man, second, **told, companion=son.id)
    assert elsewhere.value.code == "rescue.companion_elsewhere"
    with pytest.raises(Invalid) as mixed:
        lie_down(stage, son, second)
    assert mixed.value.code == "rescue.room_mixed"
    assert lie_down(stage, man, second, **told, companion=girl.id).beside_id is None


def test_two_adults_do_not_share_a_bed(stage):
    place = bed(stage, "family")
    man, other, child = inside(stage), inside(stage, birth_year=1990), inside(stage, birth_year=2015)
    lie_down(stage, man, place, exception=WITH_CHILD, reason="父子", companion=child.id)
    with pytest.raises(Invalid) as refused:
        lie_down(stage, other, place, exception=WITH_CHILD, reason="x", companion=man.id)
    assert refused.value.code == "rescue.not_guardian_and_child"
    assert lie_down(stage, child, place, exception=WITH_CHILD, reason="父子", companion=man.id).beside_id == man.id


def test_the_ill_too_lie_in_rooms_by_sex(stage):
    first, second, third = (
        bed(stage, "isolation", label=label, room=room) for label, room in (("1", "8"), ("2", "8"), ("1", "9"))
    )
    man, woman = (_let_in(arrive(stage, sex=sex, flags=["infectious_suspect"])) for sex in ("male", "female"))
    lie_down(stage, man, first)
    with pytest.raises(Invalid) as mixed:
        lie_down(stage, woman, second)
    assert mixed.value.code == "rescue.room_mixed"
    assert lie_down(stage, woman, third).bed_id == third.id


def test_a_room_lies_in_one_zone(stage):
    first = bed(stage, "male", room="9")
    with pytest.raises(Conflict) as refused:
        bed(stage, "female", room="9", label="2")
    assert refused.value.code == "rescue.room_of_another_zone"
    with pytest.raises(IntegrityError), transaction.atomic():
        Bed.objects.create(
            id=SHE, region=first.region, station=first.station, room="9", label="3", zone="female", set_up_at=NOW
        )
    close_bed(by=stage.station, now=NOW, bed=first.id)
    assert bed(stage, "female", room="9", label="2").zone == "female"


def test_the_database_wants_a_companion_with_the_exception(stage):
    place, stay = bed(stage), inside(stage)
    use = lie_down(stage, stay, place)
    for told in ({"exception": WITH_CHILD, "reason_sealed": b"x"}, {"companion": stay}, {"beside": inside(stage)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            BedUse.objects.filter(id=use.id).update(**told)


def _girl(stage):
    return _let_in(arrive(stage, sex="female", birth_year=2012))


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
