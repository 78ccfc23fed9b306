"""Typing for somebody else (代录): who is offered, whom a typed line means."""

import pytest

from nuandong.kernel.actors import SYSTEM
from nuandong.org import scope, signing
from nuandong.org.actions.hire_staff import hire_staff
from tests.cast import NOW
from tests.org.conftest import acting, refused

pytestmark = pytest.mark.django_db


def namesake(unit, name="郑新人"):
    with scope.enter(SYSTEM):
        return hire_staff(by=SYSTEM, now=NOW, unit=unit.id, name=name, sex="male", phone="")


def lines(someone, text=""):
    return [one.line for one in signing.signers(acting(someone), text=text)]


def test_a_township_is_offered_its_own_people_and_those_of_the_units_above_it(office):
    offered = lines(office.clerk_a)
    assert "郑新人 · 新华路街道" in offered
    assert "赵巡查 · 南明区救助管理站" in offered
    assert not any(name in "".join(offered) for name in ("钱民政", "吴民政", "冯邻县"))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("巡查", ["赵巡查 · 南明区救助管理站"]),
        ("赵巡查 · 南明区救助管理站", ["赵巡查 · 南明区救助管理站"]),
        ("新华路", ["郑新人 · 新华路街道"]),
        ("冯邻县", []),
    ],
)
def test_the_list_is_searched_by_name_and_unit(office, text, found):
    assert lines(office.clerk_a, text) == found


@pytest.mark.parametrize("words", ["赵巡查", " 赵巡查 ", "赵巡查 · 南明区救助管理站"])
def test_a_line_or_an_unmistakable_name_means_one_person(office, words):
    assert signing.signer_of(acting(office.clerk_a), words) == office.crew.staff.id


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("", "org.signer_missing"),
        ("赵巡", "org.signer_unknown"),
        ("赵巡查 · 别的单位", "org.signer_unknown"),
        ("冯邻县", "org.signer_unknown"),
        ("吴民政", "org.signer_unknown"),
        ("钱民政", "org.signer_is_typist"),
        ("钱民政 · 新华路街道", "org.signer_is_typist"),
    ],
)
def test_who_cannot_be_the_signer(office, words, code):
    with refused(code):
        signing.signer_of(acting(office.clerk_a), words)


def test_namesakes_are_told_apart_by_unit_and_within_a_unit_by_the_end_of_their_ids(office):
    clerk, here, there = acting(office.clerk_a), office.newcomer.staff, namesake(office.station)
    with refused("org.signer_ambiguous"):
        signing.signer_of(clerk, "郑新人")
    assert signing.signer_of(clerk, "郑新人 · 南明区救助管理站") == there.id
    twin = namesake(office.town_a)
    for one in (here, twin):
        assert signing.signer_of(clerk, f"郑新人 · 新华路街道 · {one.id.hex[-4:]}") == one.id
    with refused("org.signer_ambiguous"):
        signing.signer_of(clerk, "郑新人")


def test_a_namesake_of_the_typist_is_no_reason_to_take_him_for_the_signer(office):
    other = namesake(office.station, "钱民政")
    assert signing.signer_of(acting(office.clerk_a), "钱民政") == other.id
