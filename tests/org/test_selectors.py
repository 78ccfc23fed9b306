"""Reads for pages."""

import pytest

from nuandong.kernel.actors import SYSTEM
from nuandong.kernel.errors import Forbidden
from nuandong.org import scope, selectors
from nuandong.org.actions.appoint import appoint
from nuandong.org.actions.delegate import delegate
from nuandong.org.models import Post
from tests.cast import COUNTY, NOW, TOWNSHIP_A
from tests.org.conftest import EARLIER, acting

pytestmark = pytest.mark.django_db


def test_the_tree_shows_the_units_of_ones_regions(office):
    tree = [(node.unit.name, node.depth, node.staff) for node in selectors.units_tree(acting(office.officer))]
    assert tree == [
        ("南明区民政局", 0, 3),
        ("南明区救助管理站", 1, 2),
        ("新华路街道", 1, 2),
        ("西湖路街道", 1, 1),
    ]
    assert [node.unit.name for node in selectors.units_tree(acting(office.clerk_a))] == ["新华路街道"]


def test_who_may_not_see_the_register(office):
    with pytest.raises(Forbidden):
        selectors.units_tree(acting(office.crew))


@pytest.mark.parametrize(
    ("who", "arguments", "names"),
    [
        ("officer", {"text": "民政"}, ["吴民政", "钱民政"]),
        ("officer", {"role": "crew_member"}, ["赵巡查"]),
        ("clerk_a", {}, ["郑新人", "钱民政"]),
        ("officer", {"text": "冯"}, []),
        ("officer", {"text": "%"}, []),
    ],
)
def test_people_are_found_within_ones_regions(office, who, arguments, names):
    page = selectors.staff_page(acting(getattr(office, who)), now=NOW, **arguments)
    assert [staff.name for staff in page.rows] == names
    assert page.after is None


def test_pages_of_people_follow_one_another(office):
    officer, seen, after = acting(office.officer), [], None
    while True:
        page = selectors.staff_page(officer, now=NOW, after=after, limit=3)
        assert len(page.rows) <= 3
        seen += [staff.name for staff in page.rows]
        if (after := page.after) is None:
            break
    assert len(seen) == len(set(seen)) == 8
    assert seen == sorted(seen)


def test_whom_to_ring_nearest_first_holders_before_deputies(office):
    with scope.enter(SYSTEM):
        for who, region, deputy in (("crew", COUNTY, True), ("newcomer", TOWNSHIP_A, False)):
            appoint(
                by=SYSTEM,
                now=EARLIER,
                staff=getattr(office, who).staff.id,
                role="duty_leader",
                unit=office.bureau.id,
                region=region,
                deputy=deputy,
            )
        delegate(
            by=SYSTEM,
            now=NOW,
            post=Post.objects.get(staff=office.leader.staff).id,
            taker=office.operator.staff.id,
            valid_from=NOW,
            valid_until=NOW.replace(day=5),
            absence="trip",
        )
    ringing = selectors.holders_of("duty_leader", region=TOWNSHIP_A, now=NOW)
    assert [staff.name for staff in ringing] == ["郑新人", "李带班", "王值班", "赵巡查"]
    assert [d.taker.name for d in selectors.delegations_of(office.leader.staff.id, now=NOW)] == ["王值班"]
    assert [post.role_id for post in selectors.posts_of(office.crew.staff.id)] == ["duty_leader", "crew_member"]


def test_names_of_actors_for_timelines(office):
    staff, unit = office.crew.staff, office.station
    assert selectors.names_of([staff.id, SYSTEM.staff]) == {staff.id: "赵巡查"}
    assert selectors.unit_names([unit.id]) == {unit.id: "南明区救助管理站"}
    assert len(selectors.roles()) == 13
    assert selectors.account_of_staff(staff.id) == office.crew.account
    assert selectors.staff_by_id(staff.id) == staff
