"""The pages about persons: finding, the card, reading in full, registering, correcting, categories."""

import pytest

from nuandong.journal import api as journal
from nuandong.kernel.actors import SYSTEM
from nuandong.org import scope
from nuandong.people import selectors
from nuandong.people.models import Person
from tests.cast import VILLAGE_A
from tests.people.builders import CARD, OTHER_CARD

pytestmark = pytest.mark.django_db


def text(answer):
    return answer.content.decode()


def kinds(subject):
    with scope.enter(SYSTEM):
        return [event.kind for event in journal.history(subject=subject)]


def test_the_list_shows_masked_people_of_the_own_township_only(town, client_as):
    page = text(client_as("clerk_a").get("/people/"))
    assert "王**" in page
    assert "李**" in page
    assert "南明区/新华路街道/甲村" in page
    assert "周**" not in page
    assert "王秀英" not in page
    assert "13985012345" not in page


@pytest.mark.parametrize("words", ["王秀英", "wangxiuying", "wxy", "2345", CARD[-4:]])
def test_people_are_found_by_name_sound_initials_and_last_digits(town, client_as, words):
    page = text(client_as("clerk_a").get("/people/", {"q": words}))
    assert "王**" in page
    assert "李**" not in page


@pytest.mark.parametrize(
    ("query", "shown", "hidden"),
    [
        ({"region": str(VILLAGE_A)}, "王**", "没有"),
        ({"region": str(VILLAGE_A + 1)}, "这里还没有人员", "王**"),
        ({"q": "王秀英", "region": str(VILLAGE_A + 1)}, "没有找到这个人", "王**"),
        ({"category": "DIBAO"}, "这里还没有人员", "王**"),
        ({"category": "NOT_A_CODE"}, "没有这个困难群体类别", "王**"),
        ({"q": "12"}, "数字太短", "王**"),
    ],
)
def test_filters_and_refused_searches(town, client_as, query, shown, hidden):
    page = text(client_as("clerk_a").get("/people/", query))
    assert shown in page
    assert hidden not in page


def test_a_list_costs_the_same_however_many_people(town, client_as, django_assert_max_num_queries):
    client = client_as("officer")
    client.get("/people/")
    with django_assert_max_num_queries(20):
        client.get("/people/")


def test_the_page_of_a_person_costs_the_same_however_much_happened(town, client_as, key, django_assert_max_num_queries):
    client, url = client_as("officer"), f"/people/{town.wang.id}/"
    for code in ("LIVING_ALONE", "EMPTY_NEST", "ENTITLED"):
        form = {"command_key": key(), "code": code, "since": "2026-01-01", "source": "台账"}
        client.post(f"{url}categories/add/", form)
    with django_assert_max_num_queries(26):
        client.get(url)


def test_the_card_is_masked_and_has_no_eyes_without_the_second_factor(town, client_as):
    page = text(client_as("clerk_a").get(f"/people/{town.wang.id}/"))
    assert "139****2345" in page
    assert CARD not in page
    assert "data-unmask=" not in page
    assert f"/account/code/?next=%2Fpeople%2F{town.wang.id}%2F" in page
    assert "登记人员" in page


def test_a_neighbour_gets_not_found(town, client_as):
    client = client_as("clerk_b")
    for path in ("", "correct/", "identify/", "documents/add/", "categories/add/"):
        assert client.get(f"/people/{town.wang.id}/{path}").status_code == 404
    assert client.get(f"/people/households/{town.home.id}/").status_code == 404


def test_reading_in_full_wants_a_reason_and_leaves_an_event(town, client_as):
    client = client_as("officer")
    page = text(client.get(f"/people/{town.wang.id}/"))
    assert "data-unmask=" in page
    url = f"/people/{town.wang.id}/unmask/phone/"
    read = client.post(url, {"reason": "contact", "note": "通知家属"}, headers={"X-Requested-With": "fetch"})
    assert read.json() == {"value": "13985012345"}
    assert client.post(url, {"note": "没有选原因"}).status_code == 422
    assert kinds(town.wang.id).count("people.person_unmasked") == 1
    assert "13985012345" in text(client.post(url, {"reason": "other"}))
    with scope.enter(SYSTEM):
        last = journal.history(subject=town.wang.id, limit=1)[0]
        assert last.kind == "people.person_unmasked"


def test_the_number_of_a_paper_is_read_in_full(town, client_as, cast):
    with scope.enter(cast.officer):
        paper = selectors.documents(town.wang.id, by=cast.officer)[0]
    url = f"/people/{town.wang.id}/documents/{paper.id}/unmask/"
    read = client_as("officer").post(url, {"reason": "identify"}, headers={"X-Requested-With": "fetch"})
    assert read.json() == {"value": CARD}


@pytest.mark.parametrize(
    ("member", "field", "status"), [("clerk_a", "phone", 403), ("crew", "phone", 403), ("officer", "dead_on", 404)]
)
def test_reading_in_full_is_refused(town, client_as, member, field, status):
    answer = client_as(member).post(f"/people/{town.wang.id}/unmask/{field}/", {"reason": "contact"})
    assert answer.status_code == status
    assert "people.person_unmasked" not in kinds(town.wang.id)


def new(key, **changes):
    return {"command_key": key(), "name": "赵铁柱", "sex": "unknown", "region": str(VILLAGE_A), **changes}


def test_registering_leads_to_the_new_person_and_a_second_press_makes_no_second(town, client_as, key):
    client, form = client_as("clerk_a"), new(key, kind="id_card", number=OTHER_CARD)
    first = client.post("/people/register/", form)
    again = client.post("/people/register/", form)
    assert first.status_code == 302
    assert again["Location"] == first["Location"]
    assert "赵**" in text(client.get(first["Location"]))


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"name": ""}, "姓名没有填写"),
        ({"number": CARD[:-1] + ("0" if CARD[-1] != "0" else "1")}, "校验位不对"),
        ({"birth_on": "2090-01-01"}, "日期不合理"),
        ({"region": ""}, "请选择所在地"),
        ({"kind": "none", "number": "12345"}, "又填了号码"),
        ({"phone": "电话"}, "电话号码写法不对"),
    ],
)
def test_registering_is_refused_beside_the_field_and_keeps_the_input(town, client_as, key, changes, says):
    answer = client_as("clerk_a").post("/people/register/", new(key, **({"address": "甲村五组"} | changes)))
    assert answer.status_code == 422
    assert says in text(answer)
    assert "甲村五组" in text(answer)


def test_a_probable_duplicate_is_shown_once_and_not_blocked(town, client_as, key):
    client, form = client_as("clerk_a"), new(key, name="李大山", birth_year="1961")
    shown = client.post("/people/register/", form)
    assert shown.status_code == 422
    assert "可能已经登记过" in text(shown)
    assert "姓名相同" in text(shown)
    done = client.post("/people/register/", form | {"seen": str(town.li.id)})
    assert done.status_code == 302


def test_somebody_without_a_name_gets_a_temporary_number_and_later_a_name(town, client_as, key):
    client = client_as("clerk_a")
    made = client.post("/people/register/", new(key, name="", unnamed="on", sex="male"))["Location"]
    assert "临时编号" in text(client.get(made))
    refused = client.post(f"{made}identify/", {"command_key": key(), "name": "孙二", "version": 1})
    assert refused.status_code == 422
    client.post(f"{made}identify/", {"command_key": key(), "name": "孙二", "reason": "亲属辨认", "version": 1})
    assert "孙*" in text(client.get(made))


@pytest.mark.parametrize(
    ("number", "says"),
    [(CARD, "号码校验通过：女，1950-03-02 出生"), ("123", "应为 18 位"), ("", "")],
)
def test_a_number_is_checked_while_it_is_typed(town, client_as, number, says):
    page = text(client_as("clerk_a").post("/people/number/", {"kind": "id_card", "number": number}))
    assert says in page
    assert ("这个号码已经登记过" in page) is (number == CARD)


def test_correcting_leaves_what_was_not_filled_in(town, client_as, key):
    client = client_as("clerk_a")
    form = {
        "command_key": key(),
        "sex": "female",
        "birth_on": "1950-03-02",
        "phone_gone": "on",
        "version": town.wang.version,
        "reason": "本人换号",
    }
    assert client.post(f"/people/{town.wang.id}/correct/", form | {"reason": ""}).status_code == 422
    assert client.post(f"/people/{town.wang.id}/correct/", form | {"hukou_region": "abc"}).status_code == 422
    assert client.post(f"/people/{town.wang.id}/correct/", form).status_code == 302
    with scope.enter(SYSTEM):
        row = Person.objects.get(id=town.wang.id)
    assert (row.name_masked, row.phone_masked, row.address_masked) == ("王**", "", "新华路街道甲村")
    stale = client.post(
        f"/people/{town.wang.id}/correct/", form | {"command_key": key(), "phone_gone": "", "phone": "13900000000"}
    )
    assert "刚刚被别人修改过" in text(stale)


def test_a_category_is_added_shown_in_lists_and_ended(town, client_as, key):
    client = client_as("clerk_a")
    form = {"command_key": key(), "code": "LIVING_ALONE", "since": "2026-01-01", "source": "2026 年台账"}
    assert client.post(f"/people/{town.wang.id}/categories/add/", form).status_code == 302
    twice = client.post(f"/people/{town.wang.id}/categories/add/", form | {"command_key": key()})
    assert "已经登记了这个类别" in text(twice)
    page = text(client.get(f"/people/{town.wang.id}/"))
    assert "独居老年人" in page
    assert "独居老人" in text(client.get("/people/", {"category": "LIVING_ALONE"}))
    with scope.enter(SYSTEM):
        held = selectors.categories_ever(by=SYSTEM, person=town.wang.id)[0]
    ended = client.post(
        f"/people/{town.wang.id}/categories/{held.id}/end/",
        {"command_key": key(), "until": "2026-06-01", "reason": "随子女居住"},
    )
    assert ended.status_code == 302
    assert "已结束" in text(client.get(f"/people/{town.wang.id}/"))


def test_a_health_category_stands_on_the_card_but_not_in_lists(town, client_as, key):
    client = client_as("clerk_a")
    form = {"command_key": key(), "code": "MENTAL_SEVERE", "since": "2026-01-01", "source": "卫健名册"}
    client.post(f"/people/{town.wang.id}/categories/add/", form)
    assert "不对外公开" in text(client.get(f"/people/{town.wang.id}/"))
    listed = text(client.get("/people/"))
    assert listed.count("严重精神障碍") == listed.count('value="MENTAL_SEVERE"')


def test_a_paper_is_recorded(town, client_as, key):
    client = client_as("clerk_a")
    answer = client.post(
        f"/people/{town.li.id}/documents/add/", {"command_key": key(), "kind": "hukou_book", "number": "HK123456"}
    )
    assert answer.status_code == 302
    assert "****3456" in text(client.get(f"/people/{town.li.id}/"))


@pytest.mark.parametrize(
    ("member", "path", "status"),
    [("crew", "correct/", 403), ("auditor", "correct/", 403), ("sysadmin", "", 403), ("crew", "", 200)],
)
def test_what_each_role_may_open(town, client_as, member, path, status):
    assert client_as(member).get(f"/people/{town.wang.id}/{path}").status_code == status


def test_a_crew_member_sees_neither_household_nor_journal(town, client_as):
    page = text(client_as("crew").get(f"/people/{town.wang.id}/"))
    assert "家庭成员" not in page
    assert "经过" not in page
