"""The pages about households: forming, joining, leaving, moving, the sheet."""

import pytest

from nuandong.kernel.actors import SYSTEM
from nuandong.org import scope
from nuandong.people import selectors
from tests.cast import VILLAGE_A, VILLAGE_B

pytestmark = pytest.mark.django_db


def text(answer):
    return answer.content.decode()


def test_households_are_listed_and_found_by_number(town, client_as, django_assert_max_num_queries):
    client = client_as("clerk_a")
    client.get("/people/households/")
    with django_assert_max_num_queries(18):
        page = text(client.get("/people/households/"))
    assert "王** 户" in page
    assert "A-017" in page
    assert "没有符合条件的家庭" in text(client.get("/people/households/", {"number": "A-018"}))
    assert "王** 户" in text(client.get("/people/households/", {"number": "Ａ-017", "region": str(VILLAGE_A)}))


def test_a_household_is_formed_from_its_head(town, client_as, key):
    client, url = client_as("clerk_a"), f"/people/{town.li.id}/household/"
    assert "建立家庭档案" in text(client.get(f"/people/{town.li.id}/"))
    form = {"command_key": key(), "region": str(VILLAGE_A), "formed_on": "2020-01-01", "number": "A-017"}
    taken = client.post(url, form)
    assert taken.status_code == 422
    assert "本村已有这个户编号" in text(taken)
    made = client.post(url, form | {"command_key": key(), "number": "A-018"})
    assert "李** 户" in text(client.get(made["Location"]))


def test_a_member_is_searched_joins_and_leaves(town, client_as, key):
    client, home = client_as("clerk_a"), f"/people/households/{town.home.id}/"
    assert "增加成员" in text(client.get(home))
    found = text(client.get(f"{home}join/", {"q": "李大山"}))
    assert f"{home}join/{town.li.id}/" in found
    assert "没有找到这个人" in text(client.get(f"{home}join/", {"q": "周小兰"}))
    assert "数字太短" in text(client.get(f"{home}join/", {"q": "1"}))
    form = {"command_key": key(), "relation": "head", "since": "2024-01-01"}
    assert "已有户主" in text(client.post(f"{home}join/{town.li.id}/", form))
    joined = client.post(f"{home}join/{town.li.id}/", form | {"command_key": key(), "relation": "spouse"})
    assert joined["Location"] == home
    page = text(client.get(home))
    assert "李**" in page
    assert "配偶" in page
    gone = client.post(f"{home}leave/{town.li.id}/", {"command_key": key(), "until": "2026-01-01", "reason": "外出"})
    assert gone["Location"] == home
    assert "李**" not in text(client.get(home))


def test_a_household_moves_within_the_scope_only(town, client_as, key):
    url = f"/people/households/{town.home.id}/move/"
    form = {"command_key": key(), "to_region": str(VILLAGE_B), "reason": "搬迁", "version": 1}
    refused = client_as("clerk_a").post(url, form)
    assert refused.status_code == 422
    assert "乙村" not in text(refused)
    client = client_as("officer")
    assert client.post(url, form | {"command_key": key()}).status_code == 302
    assert "乙村" in text(client.get(f"/people/households/{town.home.id}/"))
    assert client_as("clerk_a").get(f"/people/households/{town.home.id}/").status_code == 404


def test_a_category_of_the_household_counts_for_its_members(town, client_as, key):
    client, home = client_as("clerk_a"), f"/people/households/{town.home.id}/"
    form = {"command_key": key(), "code": "DIBAO", "since": "2026-01-01", "source": "县低保名册"}
    assert client.post(f"{home}categories/add/", form)["Location"] == home
    assert "随家庭" in text(client.get(f"/people/{town.wang.id}/"))
    assert "王**" in text(client.get("/people/", {"category": "DIBAO"}))
    with scope.enter(SYSTEM):
        held = selectors.categories_ever(by=SYSTEM, household=town.home.id)[0]
    url = f"{home}categories/{held.id}/end/"
    assert client.post(url, {"command_key": key(), "until": "2025-01-01", "reason": "复核"}).status_code == 422
    assert client.post(url, {"command_key": key(), "until": "2026-02-01", "reason": "复核"}).status_code == 302
    assert "已结束" in text(client.get(home))


def test_the_sheet_prints_masked(town, client_as):
    page = text(client_as("clerk_a").get(f"/people/households/{town.home.id}/sheet/"))
    assert "家庭情况登记表" in page
    assert "户编号：A-017" in page
    assert "王秀英" not in page


@pytest.mark.parametrize(
    ("member", "path", "status"),
    [("crew", "", 403), ("station", "", 200), ("station", "join/", 403), ("auditor", "sheet/", 200)],
)
def test_what_each_role_may_open(town, client_as, member, path, status):
    assert client_as(member).get(f"/people/households/{town.home.id}/{path}").status_code == status
