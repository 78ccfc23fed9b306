"""Goods that a plan in force demands of a hand-out: there, given a reason for, or refused."""

from datetime import date

import pytest

from nuandong.journal import api as journal
from nuandong.kernel.errors import Invalid
from nuandong.plans.models import Activation
from nuandong.plans.schema.sections import GOODS_TITLES
from nuandong.supplies.actions.issue_kit import issue_kit
from nuandong.supplies.goods import Wanted
from nuandong.supplies.kinds import Category
from tests.cast import NOW, PREFECTURE
from tests.databases import as_role
from tests.plans.demanding import GOODS, in_force
from tests.supplies import setting
from tests.supplies.setting import WARM, stocked

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage(cast, as_actor):
    with as_actor(cast.head):
        setting.furnish(cast)
        yield cast


def test_plans_and_stores_have_the_same_categories():
    assert {one.value: str(one.label) for one in Category} == GOODS_TITLES


@pytest.mark.parametrize(
    ("items", "more", "lacking"),
    [
        ("water", {}, "食品"),
        ("dry_food", {}, []),
        ("dry_food", {"occasion": "refused"}, "棉衣、棉被褥"),
        ("dry_food cotton_coat", {"occasion": "refused"}, "棉被褥"),
        ("dry_food cotton_coat quilt", {"occasion": "refused"}, []),
        ("dry_food", {"occasion": "guided_home"}, []),
        ("water", {"reason": "食品已由乡镇发过"}, ["food"]),
        ("water", {"occasion": "refused", "reason": "只要水"}, ["coat", "quilt", "food"]),
        ("water", {"reason": "  "}, "食品"),
    ],
)
def test_what_a_plan_demands(stage, items, more, lacking):
    in_force(stage.officer, GOODS)
    place = stocked(stage.storekeeper, *WARM)
    lines = [Wanted(item, 1) for item in items.split()]
    if isinstance(lacking, str):
        with pytest.raises(Invalid, match=f"《街面救助方案》要求发给{lacking}，这次没有") as refused:
            issue_kit(by=stage.crew, now=NOW, store=place.id, lines=lines, **more)
        assert (refused.value.code, refused.value.field) == ("supplies.goods_lacking", "reason")
        return
    moved = issue_kit(by=stage.crew, now=NOW, store=place.id, lines=lines, **more)
    (event,) = journal.history(subject=moved.act, kinds={"supplies.kit_issued"})
    assert event.payload["lacking"] == lacking


def test_a_plan_of_the_city_binds_its_counties_and_one_that_begins_later_nobody(stage):
    place = stocked(stage.storekeeper, *WARM)
    in_force(stage.officer, GOODS, starts_on=date(2026, 12, 30))
    issue_kit(by=stage.crew, now=NOW, store=place.id, lines=[Wanted("water", 1)])
    with as_role("owner"):
        Activation.objects.update(region=PREFECTURE, starts_on=date(2026, 11, 1))
    with pytest.raises(Invalid, match="要求发给食品"):
        issue_kit(by=stage.crew, now=NOW, store=place.id, lines=[Wanted("water", 1)])
