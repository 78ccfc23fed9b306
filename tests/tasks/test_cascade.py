"""A plan's phases become tasks of units, each once (OPS-003)."""

from datetime import datetime, timedelta

import pytest
from django.apps import apps

from nuandong.kernel.clock import SHANGHAI
from nuandong.kernel.errors import DomainError, NotFound
from nuandong.kernel.ids import new_id
from nuandong.tasks import selectors
from nuandong.tasks.actions.cascade_plan import cascade_plan
from nuandong.tasks.matching import matched
from tests.cast import COUNTY, NOW, TOWNSHIP_A, TOWNSHIP_B
from tests.tasks.plan import activate
from tests.tasks.setting import furnish

pytestmark = pytest.mark.django_db


def unit(name, kind="bureau", region=COUNTY):
    model = apps.get_model("org", "Unit")
    return model.objects.create(id=new_id(NOW), name=name, kind=kind, region=region, created_at=NOW)


def at(month, day, hour=0):
    return datetime(2026, month, day, hour, tzinfo=SHANGHAI)


@pytest.fixture
def county(cast):
    """Two townships, an office the plan names, and one of the next county that it does not mean."""
    furnish(cast)
    units = apps.get_model("org", "Unit").objects
    units.filter(region__in=[TOWNSHIP_A, TOWNSHIP_B]).update(kind="township")
    unit("邻县某镇", "township", 520103001000)
    cast.plan = activate(cast.officer)
    return cast


def run(cast, now=NOW, **more):
    return cascade_plan(by=cast.officer, now=now, activation=cast.plan.id, **more)


def test_every_unit_gets_its_tasks_once(county, as_actor):
    with as_actor(county.officer):
        done = run(county)
        made = [(one.title, one.region, one.due_at, one.strength) for one in done.made]
        noon, monday = at(12, 8, 12), at(12, 7, 12)
        assert made == [
            ("入户摸底", TOWNSHIP_A, noon, "must"),
            ("入户摸底", TOWNSHIP_B, noon, "must"),
            ("周报", TOWNSHIP_A, monday, "in_principle"),
            ("周报", TOWNSHIP_B, monday, "in_principle"),
            ("问题整改", TOWNSHIP_A, at(12, 21), "must"),
            ("问题整改", TOWNSHIP_B, at(12, 21), "must"),
        ]
        assert [(one.title, one.open_words) for one in done.nobody] == [("入户摸底", ("农业农村局",))]
        assert [one.title for one in done.over] == ["部署会"]
        assert done.made[0].deliverable == "摸底表"
        again = run(county)
        assert (again.made, again.stood) == ((), 6)
        bureau = unit("农业农村局")
        assert [one.unit for one in run(county).made] == [bureau.id]
        assert len(selectors.of_plan(county.plan.id)) == 7
    with as_actor(county.clerk_b):
        assert {one.region for one in selectors.of_plan(county.plan.id)} == {TOWNSHIP_B}


def test_a_recurring_task_comes_again_the_next_time(county, as_actor):
    with as_actor(county.officer):
        run(county)
        later = run(county, now=NOW + timedelta(days=7))
        assert [(one.title, one.due_at) for one in later.made] == [("周报", at(12, 14, 12))] * 2


def test_somebody_says_whom_the_plan_means(county, as_actor):
    office = unit("畜牧中心")
    far = unit("邻县畜牧中心", region=520103000000)
    with as_actor(county.officer):
        with pytest.raises(DomainError) as refused:
            run(county, chosen={"农业农村局": [far.id]})
        assert refused.value.code == "tasks.unit_elsewhere"
        done = run(county, chosen={"农业农村局": [office.id]})
        assert (office.id in {one.unit for one in done.made}, done.nobody) == (True, ())


@pytest.mark.parametrize(
    ("who", "error"),
    [("clerk_a", "plans.no_activation"), ("operator", "org.forbidden"), ("outsider", "plans.no_activation")],
)
def test_others_are_refused(county, as_actor, who, error):
    by = getattr(county, who)
    with as_actor(by), pytest.raises(DomainError) as refused:
        cascade_plan(by=by, now=NOW, activation=county.plan.id)
    assert refused.value.code == error


def test_an_activation_nobody_knows(county, as_actor):
    with as_actor(county.officer), pytest.raises(NotFound):
        cascade_plan(by=county.officer, now=NOW, activation=new_id(NOW))


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("各镇（街道）", ["东关街道"]),
        ("各村（社区）", ["中华社区"]),
        ("公安局", ["云岩公安局"]),
        ("派出所", ["云岩公安局"]),
        ("县应急管理局", []),
        ("东关街道", ["东关街道"]),
        ("民政局", ["云岩民政局"]),
    ],
)
def test_words_of_plans_and_the_units_they_mean(words, found):
    model = apps.get_model("org", "Unit")
    units = [
        model(name=name, kind=kind)
        for name, kind in (
            ("云岩民政局", "bureau"),
            ("东关街道", "township"),
            ("中华社区", "village"),
            ("云岩公安局", "police"),
        )
    ]
    assert [one.name for one in matched(words, units)] == found
