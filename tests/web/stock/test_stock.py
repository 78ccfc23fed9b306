"""The stock pages at the browsers of the cast: reading, receipt, transfer, issue, return, write-off, count."""

from datetime import timedelta

import pytest
from django.urls import reverse

from nuandong.kernel.actors import SYSTEM
from nuandong.org import scope
from nuandong.supplies.models import Item, Minimum, Movement, Store, Transfer, TransferLine
from tests.cast import COUNTY
from tests.supplies.setting import stock
from tests.web.conftest import client_of
from tests.web.stock.setting import stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    with scope.enter(SYSTEM):
        return stage()


def row(model, **where):
    with scope.enter(SYSTEM):
        return model.objects.filter(**where).order_by("-pk").first()


def held(store):
    with scope.enter(SYSTEM):
        return stock(store)


def url(name, thing):
    return reverse(name, args=[thing.id])


@pytest.mark.parametrize("member", ["storekeeper", "crew", "auditor", "operator"])
def test_lists_open_in_few_queries(scene, member, django_assert_max_num_queries):
    browser = client_of(member)
    for address in (reverse("stock"), reverse("stock-items"), url("store", scene.depot)):
        with django_assert_max_num_queries(30):
            assert browser.get(address).status_code == 200


def test_the_front_page_warns(scene):
    html = client_of("storekeeper").get(reverse("stock")).content.decode()
    for words in ("县级仓库", "缺 1 项", "到期 1 批", "F1"):
        assert words in html


def test_a_neighbour_finds_nothing(scene):
    browser = client_of("outsider")
    assert browser.get(url("store", scene.depot)).status_code == 404
    assert "县级仓库" not in browser.get(reverse("stock")).content.decode()
    act = row(Movement, store=scene.depot.id).act
    assert browser.get(reverse("stock-act", args=[act])).status_code == 404


@pytest.mark.parametrize("name", ["stock-receive", "stock-send", "stock-hand", "stock-count", "stock-write-off"])
def test_the_crew_only_gives_out(scene, name):
    assert client_of("storekeeper").get(url(name, scene.depot)).status_code == 200
    assert client_of("crew").get(url(name, scene.depot)).status_code == 403
    assert client_of("crew").get(url("stock-issue", scene.depot)).status_code == 200


def test_a_delivery_comes_in_by_lot(scene, key):
    browser, address = client_of("storekeeper"), url("stock-receive", scene.station)
    expiry = (scene.day + timedelta(days=90)).isoformat()
    body = {
        "command_key": key(),
        "source": "donation",
        "item_0": "cotton_coat:XL",
        "quantity_0": "7",
        "item_1": "dry_food:",
        "quantity_1": "12",
        "expiry_1": expiry,
        "batch_1": "B7",
    }
    answer = browser.post(address, body | {"command_key": key(), "expiry_1": ""})
    assert answer.status_code == 422
    assert "有效期没有填写" in answer.content.decode()
    assert browser.post(address, body | {"command_key": key(), "item_0": "", "item_1": ""}).status_code == 422
    for _turn in range(2):
        assert browser.post(address, body).status_code == 302
    assert held(scene.station) == {("cotton_coat", "XL", ""): 7, ("dry_food", "", "B7"): 12}
    act = row(Movement, store=scene.station.id).act
    assert "捐赠" in browser.get(reverse("stock-act", args=[act])).content.decode()
    assert browser.get(reverse("stock-act-sheet", args=[act])).status_code == 200


def test_a_transfer_is_counted_in_with_its_difference(scene, key):
    body = {"command_key": key(), "to_store": str(scene.station.id), "q_quilt__": "5"}
    browser = client_of("storekeeper")
    for _turn in range(2):
        # The second time nothing is left on the shelf; the same command still leads to the same transfer.
        answer = browser.post(url("stock-send", scene.depot), body)
        sent = row(Transfer)
        assert answer["Location"] == reverse("transfer", args=[sent.id])
    line = row(TransferLine, transfer=sent.id)
    receiver, page = client_of("head"), answer["Location"]
    assert page in receiver.get(url("store", scene.station)).content.decode()
    short = {"command_key": key(), f"q_{line.id}": "4"}
    assert "差异原因没有填写" in receiver.post(page, short).content.decode()
    assert receiver.post(page, short | {"command_key": key(), f"q_{line.id}": "6", "reason": "x"}).status_code == 422
    assert receiver.post(page, short | {"command_key": key(), "reason": "路上淋湿一床"}).status_code == 302
    assert held(scene.station) == {("quilt", "", ""): 4}
    assert receiver.get(page).status_code == 200
    assert receiver.get(reverse("transfer-sheet", args=[sent.id])).status_code == 200


def test_only_the_receiver_signs_for_a_transfer(scene, key):
    body = {"command_key": key(), "to_store": str(scene.station.id), "q_quilt__": "1"}
    page = client_of("storekeeper").post(url("stock-send", scene.depot), body)["Location"]
    watching = client_of("crew")
    html = watching.get(page).content.decode()
    assert "why-not" in html
    line = row(TransferLine)
    assert watching.post(page, {"command_key": key(), f"q_{line.id}": "1"}).status_code == 422


def test_more_than_there_is_cannot_go(scene, key):
    body = {"command_key": key(), "to_store": str(scene.station.id), "q_quilt__": "6"}
    answer = client_of("storekeeper").post(url("stock-send", scene.depot), body)
    assert answer.status_code == 422
    html = answer.content.decode()
    assert "棉被不够" in html
    assert 'value="6"' in html


def test_a_team_takes_goods_along(scene, key):
    body = {"command_key": key(), "to_store": str(scene.carried.id), "q_cotton_coat__L": "2", "q_leaflet__": "10"}
    assert client_of("storekeeper").post(url("stock-hand", scene.depot), body).status_code == 302
    assert held(scene.carried) == {("cotton_coat", "L", ""): 2, ("leaflet", "", ""): 10}


def test_a_kit_over_the_counter_and_part_of_it_back(scene, key):
    browser, address = client_of("crew"), url("stock-issue", scene.depot)
    html = browser.get(address).content.decode()
    assert "救助包里有什么" in html
    body = {
        "command_key": key(),
        "kit": "warm",
        "size_cotton_coat": "M",
        "q_leaflet__": "1",
        "signed": "on",
        "without_missing": "on",
    }
    before = held(scene.depot)
    answer = browser.post(address, body)
    assert answer.status_code == 302
    given = row(Movement, kind="issue", item="cotton_coat")
    assert (given.size, given.signed) == ("M", True)
    back = reverse("stock-return", args=[given.act])
    assert back in browser.get(answer["Location"]).content.decode()
    assert browser.get(back).status_code == 200
    part = {"command_key": key(), "q_cotton_coat__M": "1", "reason": "太小"}
    for _turn in range(2):
        assert browser.post(back, part).status_code == 302
    assert browser.post(back, {"command_key": key()}).status_code == 302
    assert held(scene.depot) == before
    assert back not in browser.get(answer["Location"]).content.decode()


def test_nothing_chosen_gives_nothing(scene, key):
    answer = client_of("crew").post(url("stock-issue", scene.depot), {"command_key": key()})
    assert answer.status_code == 422
    assert not row(Movement, kind="issue")


def test_people_are_looked_for_only_by_those_who_may(scene):
    address = url("stock-issue", scene.depot)
    assert 'name="q"' in client_of("crew").get(f"{address}?q=张三").content.decode()
    assert 'id="f-q"' not in client_of("storekeeper").get(f"{address}?q=张三").content.decode()
    assert client_of("crew").get(f"{address}?person=mangled").status_code == 200


def test_what_is_spoilt_is_written_off_by_lot(scene, key):
    browser, address = client_of("storekeeper"), url("stock-write-off", scene.depot)
    old = next(one for one in browser.get(address).context["form"].rows if one.lot.batch == "F1")
    body = {"command_key": key(), f"q_{old.key}": "6", "cause": "expired", "reason": "受潮"}
    assert browser.post(address, body | {"command_key": key(), "reason": ""}).status_code == 422
    for _turn in range(2):
        assert browser.post(address, body).status_code == 302
    assert ("dry_food", "", "F1") not in held(scene.depot)


def test_a_count_compares_and_asks_for_the_reason(scene, key):
    browser, address = client_of("storekeeper"), url("stock-count", scene.depot)
    rows = {(one.lot.item, one.lot.size): one for one in browser.get(address).context["form"].rows if not one.lot.batch}
    body = {
        "command_key": key(),
        f"q_{rows['quilt', ''].key}": "3",
        f"q_{rows['leaflet', ''].key}": "50",
        "item_0": "hat:",
        "quantity_0": "4",
    }
    answer = browser.post(address, body)
    assert answer.status_code == 422
    assert {row.title: gap for row, _box, gap in answer.context["form"].compared if gap} == {"棉被": -2}
    assert browser.post(address, body | {"command_key": key(), "reason": "借出未记"}).status_code == 302
    after = held(scene.depot)
    assert (after["quilt", "", ""], after["hat", "", ""], after["leaflet", "", ""]) == (3, 4, 50)


def test_who_received_a_batch_does_not_count_it(scene, key):
    browser, address = client_of("head"), url("stock-count", scene.depot)
    lot = next(one for one in browser.get(address).context["form"].rows if one.lot.batch == "F2")
    answer = browser.post(address, {"command_key": key(), f"q_{lot.key}": "40"})
    assert answer.status_code == 422


@pytest.mark.parametrize(("query", "shown"), [("", True), ("?blind=1", False)])
def test_the_count_sheet_with_and_without_figures(scene, query, shown):
    html = client_of("storekeeper").get(url("stock-count-sheet", scene.depot) + query).content.decode()
    assert ("账面" in html) is shown
    assert "监盘人" in html


def test_stores_open_change_and_close(scene, key):
    browser = client_of("storekeeper")
    body = {
        "command_key": key(),
        "name": "广场服务点",
        "kind": "point",
        "region": str(COUNTY),
        "keeper": str(scene.cast.storekeeper.staff),
    }
    assert browser.post(reverse("store-new"), body).status_code == 302
    made = row(Store, name="广场服务点")
    assert browser.post(reverse("store-new"), body | {"command_key": key()}).status_code == 422
    keeper = {"command_key": key(), "keeper": str(scene.cast.head.staff)}
    assert browser.post(url("store-change", made), keeper).status_code == 302
    assert row(Store, id=made.id).keeper_id == scene.cast.head.staff
    answer = browser.post(url("store-change", made), keeper | {"command_key": key(), "close": "on"})
    assert answer["Location"] == reverse("stock")
    full = browser.post(url("store-change", scene.depot), keeper | {"command_key": key(), "close": "on"})
    assert full.status_code == 422


def test_minimums_and_items(scene, key):
    browser = client_of("storekeeper")
    body = {"command_key": key(), "item": "water", "quantity": "100"}
    assert browser.post(url("store-minimum", scene.depot), body).status_code == 302
    assert row(Minimum, item="water").quantity == 100
    item = {"command_key": key(), "code": "rain_cape", "name": "雨披", "unit": "件", "category": "clothing"}
    assert browser.post(reverse("item-new"), item | {"sizes": "M L", "active": "on"}).status_code == 302
    assert row(Item, code="rain_cape").sizes == ["M", "L"]
    change = {"command_key": key(), "code": "quilt", "name": "雨衣", "unit": "件", "category": "clothing"}
    assert browser.post(reverse("item-change", args=["rain_cape"]), change).status_code == 302
    assert (row(Item, code="rain_cape").name, row(Item, code="quilt").name) == ("雨衣", "棉被")
    assert browser.get(reverse("item-change", args=["none"])).status_code == 404
