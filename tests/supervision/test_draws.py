"""Draws as they are made and made again (OPS-005, VISIT-022)."""

from uuid import UUID

import pytest

from nuandong.journal import api as journal
from nuandong.kernel.errors import DomainError
from nuandong.org import scope
from nuandong.org.kinds import UnitKind
from nuandong.supervision.models import Draw, DrawPick
from nuandong.supervision.repeating import repeat
from tests import databases
from tests.cast import COUNTY, OTHER_COUNTY, TOWNSHIP_A
from tests.supervision.setting import drawn, furnish, places

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage(cast):
    furnish(cast)
    return cast


def test_a_draw_keeps_pools_seed_and_picks_and_can_be_repeated(stage):
    known = {place.id: place.region for place in places()}
    made = drawn(stage)
    with scope.enter(stage.officer):
        picks = list(DrawPick.objects.filter(draw=made).order_by("number"))
        again = repeat(made)
        told = journal.history(subject=made.id)[0]
    assert (again.same, told.kind, told.payload["seed"]) == (True, "supervision.draw_made", made.seed)
    assert told.payload["drawn"] == [str(pick.place) for pick in picks]
    assert [one["id"] for one in made.pools["targets"]] == sorted(str(one) for one in known)
    own = {stage.clerk_a.staff: stage.clerk_a.region, stage.clerk_b.staff: stage.clerk_b.region}
    assert all(own.get(one) != known[pick.place] for pick in picks for one in pick.inspectors)
    assert {pick.region for pick in picks} == {COUNTY}
    assert drawn(stage).seed != made.seed


@pytest.mark.parametrize(
    ("tampered", "shows"),
    [
        ({"seed": "ab" * 32}, (True, False, False)),
        ({"digest": "cd" * 32}, (False, True, False)),
        ({"pools": None}, (False, False, False)),
    ],
)
def test_what_was_tampered_with_differs(stage, tampered, shows):
    places()
    made = drawn(stage)
    if "pools" in tampered:
        tampered = {"pools": {**made.pools, "targets": made.pools["targets"][:3], "inspectors": []}}
    for name, value in tampered.items():
        setattr(made, name, value)
    with scope.enter(stage.officer):
        again = repeat(made)
    assert (again.digest, again.picks, again.journal) == shows


def test_units_are_drawn_like_places(stage):
    made = drawn(stage, place_kinds=[], unit_kinds=[UnitKind.STATION], wanted=2, each=1)
    with scope.enter(stage.officer):
        picks = list(DrawPick.objects.filter(draw=made))
    assert all(pick.place is None and pick.unit for pick in picks)
    unit_of = {one.staff: one.unit for one in (stage.officer, stage.leader, stage.clerk_a, stage.clerk_b)}
    assert all(unit_of.get(one) != pick.unit for pick in picks for one in pick.inspectors)


@pytest.mark.parametrize(
    ("by", "more", "code"),
    [
        ("clerk_a", {}, "org.forbidden"),
        ("officer", {"region": OTHER_COUNTY}, "org.out_of_scope"),
        ("officer", {"place_kinds": []}, "supervision.required"),
        ("officer", {"inspecting": []}, "supervision.required"),
        ("officer", {"wanted": 0}, "supervision.number"),
        ("officer", {"each": 6}, "supervision.number"),
        ("officer", {"wanted": 7}, "supervision.few_targets"),
        ("officer", {"region": TOWNSHIP_A, "inspecting": "clerk_a"}, "supervision.few_inspectors"),
        ("officer", {"inspecting": "outsider"}, "org.out_of_scope"),
        ("officer", {"inspecting": UUID(int=1)}, "org.not_found"),
    ],
)
def test_refusals_leave_no_draw(stage, by, more, code):
    places()
    inspecting = more.get("inspecting")
    if isinstance(inspecting, str):
        more = {**more, "inspecting": [getattr(stage, inspecting).unit]}
    elif isinstance(inspecting, UUID):
        more = {**more, "inspecting": [inspecting]}
    with pytest.raises(DomainError) as refused:
        drawn(stage, by=getattr(stage, by), **more)
    assert refused.value.code == code
    with scope.enter(stage.officer):
        assert not Draw.objects.exists()


def test_those_to_be_visited_do_not_read_the_draw(stage):
    places()
    drawn(stage)
    with scope.enter(stage.clerk_a):
        assert not DrawPick.objects.exists()
    with databases.as_role("web"), scope.enter(stage.officer):
        assert DrawPick.objects.count() == 3
