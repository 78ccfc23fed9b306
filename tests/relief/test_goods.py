"""Goods in person: listed once, given to a member who signs, never by proxy, out of a store that holds them."""

from typing import Any

import pytest

from nuandong.kernel.errors import Conflict, DomainError, Invalid, NotNow
from nuandong.kernel.ids import new_id
from nuandong.relief.actions.freeze import set_freeze
from nuandong.relief.actions.give_goods import cancel_goods, give_goods
from nuandong.relief.actions.plan_goods import plan_goods
from nuandong.relief.models import HandOut
from nuandong.relief.steps import HandOutState
from tests.cast import NOW, TOWNSHIP_A, VILLAGE_A, VILLAGE_B
from tests.relief import seasons
from tests.supplies import setting

pytestmark = pytest.mark.django_db
SIGNED = new_id(NOW)


@pytest.fixture
def village(as_actor, cast) -> Any:
    """Two households of village A that were granted relief, and a township store with five quilts."""
    setting.furnish(cast)
    with as_actor(cast.storekeeper):
        store = setting.stocked(cast.storekeeper, setting.part("quilt", 5), region=TOWNSHIP_A)
    with as_actor(cast.officer):
        season = seasons.season(cast.officer)
        for name in ("王秀英", "李四"):
            seasons.entitlement(cast.officer, season, name)
    return season, store


def listed(cast: Any, season: Any, **more: Any) -> list[HandOut]:
    values = {"village": VILLAGE_A, "item": "quilt", "each": 2, "per": "household"} | more
    plan_goods(by=cast.clerk_a, now=NOW, season=season.id, **values)
    return list(HandOut.objects.order_by("id"))


def member_of(row: HandOut) -> Any:
    return row.entitlement.counted.get().person_id


def test_given_to_a_member_who_signs_and_the_store_has_fewer(village, as_actor, cast):
    season, store = village
    with as_actor(cast.clerk_a):
        first, second = listed(cast, season)
        with pytest.raises(NotNow):
            listed(cast, season)
        given = give_goods(
            by=cast.clerk_a, now=NOW, hand_out=first.id, store=store.id, receiver=member_of(first), signature=SIGNED
        )
        assert given.state == HandOutState.GIVEN
        assert setting.stock(store) == {("quilt", "", ""): 3}
        with pytest.raises(NotNow):
            give_goods(
                by=cast.clerk_a, now=NOW, hand_out=first.id, store=store.id, receiver=member_of(first), signature=SIGNED
            )
        cancel_goods(by=cast.clerk_a, now=NOW, hand_out=second.id, why="外出，回来再领")
        assert len(listed(cast, season)) == 3
        assert setting.stock(store) == {("quilt", "", ""): 3}


@pytest.mark.parametrize(
    ("receiver", "signature", "error", "code"),
    [
        ("neighbour", SIGNED, Invalid, "relief.goods_proxy"),
        ("member", None, Invalid, "relief.goods_signature"),
    ],
)
def test_nobody_collects_for_others_or_without_signing(receiver, signature, error, code, village, as_actor, cast):
    season, store = village
    with as_actor(cast.clerk_a):
        first, second = listed(cast, season)
        taker = member_of(second if receiver == "neighbour" else first)
        with pytest.raises(error) as refusal:
            give_goods(by=cast.clerk_a, now=NOW, hand_out=first.id, store=store.id, receiver=taker, signature=signature)
        assert refusal.value.code == code
        assert setting.stock(store) == {("quilt", "", ""): 5}


def test_a_store_without_enough_gives_nothing(village, as_actor, cast):
    season, store = village
    with as_actor(cast.clerk_a):
        first, _second = listed(cast, season, each=6)
        with pytest.raises(Conflict):
            give_goods(
                by=cast.clerk_a, now=NOW, hand_out=first.id, store=store.id, receiver=member_of(first), signature=SIGNED
            )
        assert HandOut.objects.get(id=first.id).state == HandOutState.PLANNED


@pytest.mark.parametrize(
    "wrong", [{"each": 0}, {"each": 51}, {"item": "gold"}, {"per": "village"}, {"village": VILLAGE_B}]
)
def test_what_cannot_be_listed_is_refused(wrong, village, as_actor, cast):
    season, _store = village
    with as_actor(cast.clerk_a), pytest.raises(DomainError):
        listed(cast, season, **wrong)


def test_an_audit_holds_goods_too(village, as_actor, cast):
    season, _store = village
    with as_actor(cast.boss):
        set_freeze(by=cast.boss, now=NOW, region=TOWNSHIP_A, season=2026, why="审计")
    with as_actor(cast.clerk_a), pytest.raises(NotNow):
        listed(cast, season)
