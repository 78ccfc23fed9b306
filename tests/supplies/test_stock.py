"""Receipts, transfers, returns, write-offs, counts: what the books say afterwards, and who may."""

from datetime import timedelta
from random import Random

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from nuandong.journal import api as journal
from nuandong.kernel.errors import Conflict, DomainError, Forbidden, Invalid, NotFound, NotNow, OutOfScope
from nuandong.kernel.ids import new_id
from nuandong.org import handover
from nuandong.supplies import selectors
from nuandong.supplies.actions.change_store import change_store
from nuandong.supplies.actions.confirm_transfer import confirm_transfer
from nuandong.supplies.actions.count_stock import count_stock
from nuandong.supplies.actions.define_item import define_item
from nuandong.supplies.actions.dispatch_goods import dispatch_goods
from nuandong.supplies.actions.hand_to_team import hand_to_team
from nuandong.supplies.actions.issue_kit import issue_kit
from nuandong.supplies.actions.receive_goods import receive_goods
from nuandong.supplies.actions.return_goods import return_goods
from nuandong.supplies.actions.set_minimum import set_minimum
from nuandong.supplies.actions.sync_items import sync_items
from nuandong.supplies.actions.write_off import write_off
from nuandong.supplies.goods import Part, Wanted
from nuandong.supplies.models import Balance, Item, KitLine, Movement, Store, TransferLine
from tests.cast import COUNTY, NOW, TOWNSHIP_A
from tests.databases import as_role
from tests.supplies import setting
from tests.supplies.setting import LATER, SOON, WARM, part, stock, stocked, summed

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage(cast, as_actor):
    with as_actor(cast.head):
        setting.furnish(cast)
        yield cast


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ([], "supplies.required"),
        ([part("quilt", 0)], "supplies.quantity"),
        ([part("quilt", 1_000_001)], "supplies.quantity"),
        ([part("cotton_coat", 1)], "supplies.required"),
        ([part("cotton_coat", 1, size="XS")], "supplies.size_unknown"),
        ([part("dry_food", 1)], "supplies.required"),
        ([part("gold", 1)], "supplies.item_unknown"),
    ],
)
def test_a_receipt_says_what_is_wrong_with_it(stage, wrong, code):
    place = setting.store(stage.storekeeper)
    with pytest.raises(Invalid) as refused:
        receive_goods(by=stage.storekeeper, now=NOW, store=place.id, parts=wrong, source="purchase")
    assert refused.value.code == code
    assert not Movement.objects.exists()


def test_goods_on_their_way_are_in_neither_store_until_they_are_counted(stage):
    depot, point = stocked(stage.storekeeper, *WARM), setting.store(stage.head, name="广场救助点", kind="point")
    lines = [Wanted("dry_food", 5), Wanted("quilt", 2)]
    sent = dispatch_goods(by=stage.storekeeper, now=NOW, from_store=depot.id, to_store=point.id, lines=lines)
    assert stock(depot)[("quilt", "", "")] == 3
    assert stock(point) == {}
    assert [one.id for one in selectors.transfers_coming(by=stage.head, store=point.id)] == [sent.id]
    short_line = TransferLine.objects.get(transfer=sent, batch="F1")
    with pytest.raises(Invalid, match="差异原因"):
        confirm_transfer(by=stage.head, now=NOW, transfer=sent.id, arrived={short_line.id: 2})
    with pytest.raises(Invalid, match="不能少于零"):
        confirm_transfer(by=stage.head, now=NOW, transfer=sent.id, arrived={short_line.id: 4})
    confirm_transfer(by=stage.head, now=NOW, transfer=sent.id, arrived={short_line.id: 2}, reason="一份破损")
    assert stock(point) == summed(point) == {("dry_food", "", "F1"): 2, ("dry_food", "", "F2"): 2, ("quilt", "", ""): 2}
    assert stock(depot) == summed(depot)
    (event,) = journal.history(subject=sent.id, kinds={"supplies.goods_transferred"})
    assert event.payload["lost"] == 1
    with pytest.raises(Conflict):
        confirm_transfer(by=stage.head, now=NOW, transfer=sent.id)
    assert selectors.transfers_coming(by=stage.head) == []


def test_a_township_keeper_counts_in_what_the_county_sent(stage, as_actor):
    depot = stocked(stage.storekeeper, part("quilt", 5))
    point = setting.store(stage.head, name="甲镇物资点", region=TOWNSHIP_A, kind="point", keeper=stage.clerk_a.staff)
    sent = dispatch_goods(by=stage.head, now=NOW, from_store=depot.id, to_store=point.id, lines=[Wanted("quilt", 2)])
    with as_actor(stage.clerk_b), pytest.raises(NotFound):
        confirm_transfer(by=stage.clerk_b, now=NOW, transfer=sent.id)
    with as_actor(stage.clerk_a):
        (coming,) = selectors.transfers_coming(by=stage.clerk_a)
        assert coming.from_name == depot.name
        confirm_transfer(by=stage.clerk_a, now=NOW, transfer=sent.id)
        assert stock(point) == {("quilt", "", ""): 2}
        assert not Store.objects.filter(id=depot.id).exists()


def test_only_the_keeper_or_a_receiver_counts_in(stage):
    depot, point = stocked(stage.storekeeper, part("quilt", 5)), setting.store(stage.head, name="救助点", kind="point")
    sent = dispatch_goods(by=stage.head, now=NOW, from_store=depot.id, to_store=point.id, lines=[Wanted("quilt", 1)])
    with pytest.raises(Forbidden):
        confirm_transfer(by=stage.crew, now=NOW, transfer=sent.id)
    confirm_transfer(by=stage.storekeeper, now=NOW, transfer=sent.id)


def test_a_team_carries_what_it_was_handed(stage):
    depot, team = stocked(stage.storekeeper, *WARM), new_id(NOW)
    bag = setting.store(stage.head, name="一队背包", kind="team", holder=team, keeper=stage.crew.staff)
    hand_to_team(by=stage.storekeeper, now=NOW, from_store=depot.id, to_store=bag.id, lines=[Wanted("water", 4)])
    assert [one.id for one in selectors.carried_by([team])] == [bag.id]
    assert stock(bag) == {("water", "", ""): 4}
    issue_kit(by=stage.crew, now=NOW, store=bag.id, lines=[Wanted("water", 1)], team=team)
    assert stock(bag) == summed(bag) == {("water", "", ""): 3}
    with pytest.raises(Invalid, match="随车或随队"):
        hand_to_team(by=stage.storekeeper, now=NOW, from_store=bag.id, to_store=depot.id, lines=[Wanted("water", 1)])


def test_what_was_given_can_come_back_once(stage):
    place, encounter = stocked(stage.storekeeper, *WARM), new_id(NOW)
    moved = issue_kit(by=stage.crew, now=NOW, store=place.id, lines=[Wanted("dry_food", 5)], encounter=encounter)
    assert selectors.given(encounter=encounter) == {"dry_food": 5}
    return_goods(by=stage.crew, now=NOW, issue=moved.act, lines=[Wanted("dry_food", 2)])
    assert selectors.given(encounter=encounter) == {"dry_food": 3}
    with pytest.raises(Invalid, match="比发出的多 1"):
        return_goods(by=stage.crew, now=NOW, issue=moved.act, lines=[Wanted("dry_food", 4)])
    return_goods(by=stage.crew, now=NOW, issue=moved.act, reason="录错")
    assert selectors.given(encounter=encounter) == {}
    assert stock(place)[("dry_food", "", "F1")] == 3
    assert stock(place) == summed(place)
    with pytest.raises(Invalid, match="全部退回"):
        return_goods(by=stage.crew, now=NOW, issue=moved.act)
    with pytest.raises(NotFound):
        return_goods(by=stage.crew, now=NOW, issue=new_id(NOW))


def test_a_count_puts_the_books_right_and_says_why(stage):
    place = stocked(stage.head, part("quilt", 5), part("water", 3, expiry=LATER))
    found = [part("quilt", 4), part("water", 3, expiry=LATER), part("leaflet", 7)]
    with pytest.raises(Invalid, match="差异原因"):
        count_stock(by=stage.head, now=NOW, store=place.id, counted=found)
    counted = count_stock(by=stage.head, now=NOW, store=place.id, counted=found, reason="一床被鼠咬")
    assert (counted.more, counted.less) == ((part("leaflet", 7),), (part("quilt", 1),))
    assert stock(place) == summed(place) == {("quilt", "", ""): 4, ("water", "", ""): 3, ("leaflet", "", ""): 7}
    (event,) = journal.history(subject=counted.act)
    assert (event.payload["more"], event.payload["less"]) == (7, 1)
    again = count_stock(by=stage.head, now=NOW, store=place.id, counted=found)
    assert (again.more, again.less) == ((), ())


def test_whoever_received_a_numbered_batch_does_not_count_it(stage):
    place = stocked(stage.storekeeper, part("water", 3, expiry=LATER, batch="W1"), part("quilt", 2))
    books = stock(place)
    with pytest.raises(Forbidden) as refused:
        count_stock(
            by=stage.storekeeper,
            now=NOW,
            store=place.id,
            counted=[part("water", 1, expiry=LATER, batch="W1")],
            reason="少",
        )
    assert refused.value.code == "org.separation"
    assert stock(place) == books
    count_stock(by=stage.storekeeper, now=NOW, store=place.id, counted=[part("quilt", 2)])
    count_stock(
        by=stage.head, now=NOW, store=place.id, counted=[part("water", 1, expiry=LATER, batch="W1")], reason="少"
    )
    assert stock(place) == {("water", "", "W1"): 1, ("quilt", "", ""): 2}


def test_a_write_off_names_cause_and_reason(stage):
    place = stocked(stage.storekeeper, part("quilt", 2))
    for cause, reason in [("stolen", "不见了"), ("lost", " ")]:
        with pytest.raises(Invalid):
            write_off(
                by=stage.storekeeper, now=NOW, store=place.id, parts=[part("quilt", 1)], cause=cause, reason=reason
            )
    with pytest.raises(Conflict):
        write_off(
            by=stage.storekeeper, now=NOW, store=place.id, parts=[part("quilt", 3)], cause="lost", reason="不见了"
        )
    write_off(by=stage.storekeeper, now=NOW, store=place.id, parts=[part("quilt", 1)], cause="lost", reason="不见了")
    assert stock(place) == summed(place) == {("quilt", "", ""): 1}


def test_low_and_old_stock_is_shown(stage):
    place = stocked(stage.storekeeper, part("quilt", 2), part("dry_food", 1, expiry=SOON))
    for item, least in [("quilt", 4), ("water", 1), ("dry_food", 1)]:
        set_minimum(by=stage.storekeeper, now=NOW, store=place.id, item=item, quantity=least)
    low = selectors.low_stock(by=stage.head, region=COUNTY)
    assert [(one.item, one.quantity, one.minimum) for one in low] == [("water", 0, 1), ("quilt", 2, 4)]
    assert [one.item_id for one in selectors.expiring(by=stage.head, until=SOON)] == ["dry_food"]
    assert selectors.expiring(by=stage.head, until=SOON - timedelta(days=1)) == []
    set_minimum(by=stage.storekeeper, now=NOW, store=place.id, item="water", quantity=0)
    assert [one.item for one in selectors.low_stock(by=stage.head)] == ["quilt"]


def test_movements_page_on_by_the_last_one_shown(stage):
    place = stocked(stage.storekeeper, *WARM)
    first = selectors.movements(by=stage.head, store=place.id, limit=4)
    rest = selectors.movements(by=stage.head, store=place.id, before=first[-1].id)
    assert (len(first), len(rest)) == (4, 3)
    assert [one.id for one in first + rest] == sorted((one.id for one in first + rest), reverse=True)


def test_a_store_with_goods_is_not_closed(stage):
    place = stocked(stage.storekeeper, part("quilt", 1))
    with pytest.raises(NotNow):
        change_store(by=stage.head, now=NOW, store=place.id, active=False)
    issue_kit(by=stage.crew, now=NOW, store=place.id, lines=[Wanted("quilt", 1)])
    change_store(by=stage.head, now=NOW, store=place.id, active=False)
    with pytest.raises(NotFound):
        receive_goods(by=stage.storekeeper, now=NOW, store=place.id, parts=[part("quilt", 1)], source="purchase")


@pytest.mark.parametrize(
    ("kind", "holder"), [("team", False), ("vehicle", False), ("warehouse", True), ("cave", False)]
)
def test_only_what_moves_about_has_a_holder(stage, kind, holder):
    with pytest.raises(Invalid):
        setting.store(stage.head, kind=kind, holder=new_id(NOW) if holder else None)


def test_a_store_is_opened_once_and_in_ones_own_region(stage):
    setting.store(stage.head)
    with pytest.raises(Conflict):
        setting.store(stage.head)
    with pytest.raises(OutOfScope):
        setting.store(stage.head, region=520103000000)
    with pytest.raises(Forbidden):
        setting.store(stage.crew, name="私人仓库")


def test_stores_move_to_whoever_takes_the_work_over(stage):
    place = setting.store(stage.storekeeper)
    (thing,) = [one for group in handover.open_things(stage.storekeeper.staff) for one in group.things]
    assert (thing.thing, thing.label) == (place.id, place.name)
    (group,) = handover.open_things(stage.storekeeper.staff)
    moved = group.provider.move(
        giver=stage.storekeeper.staff, taker=stage.crew.staff, things=[place.id], by=stage.leader, now=NOW
    )
    assert moved == 1
    assert handover.open_things(stage.storekeeper.staff) == []
    assert handover.count_open(stage.crew.staff) == 1


def test_movements_are_never_changed_and_the_database_keeps_the_balance_above_zero(stage):
    place = stocked(stage.storekeeper, part("quilt", 1))
    for statement in ["UPDATE supplies_movement SET quantity = 9", "DELETE FROM supplies_movement"]:
        with (
            pytest.raises(DatabaseError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
    with pytest.raises(IntegrityError, match="not_below_zero"), transaction.atomic():
        Balance.objects.filter(store=place).update(quantity=-1)
    with pytest.raises(IntegrityError, match="sign_of_kind"), transaction.atomic():
        Movement.objects.bulk_create(
            [
                Movement(
                    id=new_id(NOW),
                    region=COUNTY,
                    act=new_id(NOW),
                    kind="issue",
                    sign=1,
                    store=place,
                    item_id="quilt",
                    quantity=1,
                    acted_at=NOW,
                    recorded_at=NOW,
                )
            ]
        )


def test_an_item_changed_here_keeps_its_form(stage):
    define_item(by=stage.storekeeper, now=NOW, code="quilt", name="加厚棉被", unit="床", category="quilt")
    define_item(by=stage.storekeeper, now=NOW, code="stove", name="取暖炉", unit="台", category="tool", active=False)
    with as_role("owner"):
        assert sync_items(now=NOW) == []
        KitLine.objects.filter(kit="warm", item="water").delete()
        assert sync_items(now=NOW) == ["warm"]
    assert Item.objects.get(code="quilt").name == "加厚棉被"
    place = setting.store(stage.storekeeper)
    with pytest.raises(Invalid):
        receive_goods(by=stage.storekeeper, now=NOW, store=place.id, parts=[part("stove", 1)], source="purchase")
    with pytest.raises(Conflict):
        define_item(by=stage.storekeeper, now=NOW, code="stove2", name="加厚棉被", unit="床", category="quilt")


@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_done_the_balance_is_the_sum_of_the_movements(stage, seed):
    dice = Random(seed)
    places = [stocked(stage.head, *WARM), stocked(stage.head, *WARM, name="二号库")]
    issues = []
    refused = 0
    for _step in range(40):
        one, other = dice.sample(places, 2)
        item = dice.choice(["quilt", "dry_food", "water", "cotton_coat"])
        lines = [Wanted(item, dice.randint(1, 4))]
        try:
            match dice.choice(["issue", "transfer", "return", "receive", "count"]):
                case "issue":
                    issues.append(issue_kit(by=stage.head, now=NOW, store=one.id, lines=lines).act)
                case "transfer":
                    sent = dispatch_goods(by=stage.head, now=NOW, from_store=one.id, to_store=other.id, lines=lines)
                    confirm_transfer(by=stage.storekeeper, now=NOW, transfer=sent.id)
                case "return" if issues:
                    return_goods(by=stage.head, now=NOW, issue=dice.choice(issues))
                case "receive":
                    receive_goods(by=stage.head, now=NOW, store=one.id, parts=[part("quilt", 2)], source="donation")
                case "count":
                    found = [Part(part("quilt", 1).lot, dice.randint(0, 5))]
                    count_stock(by=stage.storekeeper, now=NOW, store=one.id, counted=found, reason="盘点")
        except DomainError:
            refused += 1
    assert refused < 40
    for place in places:
        assert stock(place) == summed(place)
        assert all(quantity > 0 for quantity in summed(place).values())
