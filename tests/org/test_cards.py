"""Reads behind the pages of one unit, one person, one role."""

import pytest

from nuandong.kernel.actors import SYSTEM
from nuandong.org import cards, catalogue, scope, selectors
from nuandong.org.actions.appoint import appoint
from nuandong.org.actions.define_role import define_role
from nuandong.org.actions.restore_role import restore_role
from nuandong.org.lookups import role_of
from tests.cast import NOW, TOWNSHIP_A
from tests.org.conftest import acting, last, refused

pytestmark = pytest.mark.django_db


def test_a_unit_shows_its_people_and_the_units_below(office):
    card = cards.unit_card(office.bureau.id, by=acting(office.officer))
    assert (card.unit.name, card.staff) == ("南明区民政局", 3)
    assert [(node.unit.name, node.staff) for node in card.children] == [
        ("南明区救助管理站", 2),
        ("新华路街道", 2),
        ("西湖路街道", 1),
    ]


@pytest.mark.parametrize(("who", "code"), [("clerk_b", "org.out_of_scope"), ("crew", "org.forbidden")])
def test_whose_cards_stay_shut(office, who, code):
    by = acting(getattr(office, who))
    with refused(code):
        cards.unit_card(office.town_a.id, by=by)
    with refused(code):
        cards.staff_card(office.clerk_a.staff.id, by=by)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", ["南明区民政局", "南明区救助管理站", "新华路街道", "西湖路街道"]),
        ("西湖", ["南明区民政局", "西湖路街道"]),
        ("民政局", ["南明区民政局"]),
        ("云岩", []),
    ],
)
def test_a_searched_tree_keeps_what_stands_above(office, text, names):
    tree = selectors.units_tree(acting(office.officer))
    assert [node.unit.name for node in cards.matching(tree, text)] == names


def test_colleagues_of_ones_own_unit_come_first(office):
    by = acting(office.officer)
    offered = cards.colleagues(by, near=office.town_b, without=[office.officer.staff.id])
    assert offered[0].name == "吴民政"
    assert {"孙主管", "冯邻县"}.isdisjoint(one.name for one in offered)
    assert [one.name for one in cards.colleagues(by, text="救助管理站")] == ["王值班", "赵巡查"]


def test_who_holds_a_role_where(office):
    officer = acting(office.officer)
    newcomer, town = office.newcomer.staff.id, office.town_a.id
    with scope.enter(SYSTEM):
        appoint(by=SYSTEM, now=NOW, staff=newcomer, role="township_clerk", unit=town, region=TOWNSHIP_A)
    assert [one.staff.name for one in cards.holders("township_clerk", by=officer, now=NOW)] == [
        "吴民政",
        "郑新人",
        "钱民政",
    ]
    assert cards.holder_counts(by=acting(office.clerk_b), now=NOW) == {"township_clerk": 1}
    held = cards.posts_now([office.newcomer.staff.id, office.crew.staff.id], now=NOW)
    assert {post.role_id for posts in held.values() for post in posts} == {"township_clerk", "crew_member"}


def test_a_role_goes_back_to_its_default(office):
    by = acting(office.sysadmin)
    default = catalogue.default_roles()["crew_member"]
    with scope.enter(by):
        with refused("org.role_is_default"):
            restore_role(by=by, now=NOW, code="crew_member")
        define_role(by=by, now=NOW, code="crew_member", title="外勤", permissions_held=["geo.place.see"])
        role = restore_role(by=by, now=NOW, code="crew_member", reason="改错了")
        assert role == role_of("crew_member")
        with refused("org.own_role"):
            restore_role_of_oneself(by)
    assert (role.title, role.changed_locally) == (default.title, False)
    assert sorted(role.permissions) == sorted(default.permissions)
    event = last("org.role_changed")
    assert event is not None
    assert event.payload["removed"] == []
    assert "rescue.patrol.record" in event.payload["added"]


def restore_role_of_oneself(by):
    role = role_of("sysadmin")
    role.changed_locally = True
    role.save()
    restore_role(by=by, now=NOW, code="sysadmin")
