"""Roles through the pages: seen, changed with the differences before the eyes, restored."""

from uuid import uuid4

import pytest

from nuandong.journal import api as journal
from nuandong.kernel.actors import SYSTEM
from nuandong.kernel.clock import SystemClock
from nuandong.org import catalogue, scope
from nuandong.org.models import Role
from tests.web.conftest import seat

pytestmark = pytest.mark.django_db
CREW = "/roles/crew_member/"


def words(response) -> str:
    return response.content.decode()


def wanted(code: str, *, without: str = "", plus: str = "") -> dict[str, object]:
    """What the form of a role sends when one permission is taken away or added."""
    role = Role.objects.get(code=code)
    held = [one for one in [*role.permissions, plus] if one and one != without]
    field = {"field": "on"} if role.field else {}
    return {"title": role.title, "about": role.about, "permissions": held, "reason": "调整分工", **field}


def send(client, url: str, data: dict[str, object], **more: object):
    return client.post(url, {"command_key": str(uuid4()), **data, **more})


def test_roles_are_listed_with_holders_and_what_must_stay_apart(client_as):
    seat("crew")
    page = words(client_as("sysadmin").get("/roles/"))
    assert "巡查队员" in page
    assert "系统管理员 ↔ 审计员" in page
    assert "补录的记录不得由填写人自己复核" in page
    assert "/staff/?role=crew_member" in page


def test_a_role_shows_its_permissions_in_words_and_who_holds_it(client_as):
    seat("crew")
    page = words(client_as("sysadmin").get(CREW))
    assert all(part in page for part in ("巡查打卡", "赵巡查", "单位 520102000000"))
    assert "需动态口令" in words(client_as("sysadmin").get("/roles/station_worker/"))


def test_a_change_is_shown_before_it_is_saved(client_as):
    client = client_as("sysadmin")
    data = wanted("crew_member", without="supplies.stock.issue", plus="org.staff.see")
    shown = send(client, f"{CREW}change/", data)
    assert shown.status_code == 200
    assert [line.title for line in shown.context["shown"].added] == ["查看单位和人员"]
    assert [line.title for line in shown.context["shown"].removed] == ["发放物资"]
    assert "supplies.stock.issue" in Role.objects.get(code="crew_member").permissions
    mark = shown.context["form"]["seen"].value()
    saved = send(client, f"{CREW}change/", data, seen=mark)
    assert saved.status_code == 303
    role = Role.objects.get(code="crew_member")
    assert role.changed_locally
    assert ("org.staff.see" in role.permissions, "supplies.stock.issue" in role.permissions) == (True, False)
    with scope.enter(SYSTEM):
        event = journal.history(kinds=["org.role_changed"], limit=1)[0]
    assert (event.payload["added"], event.payload["removed"]) == (["org.staff.see"], ["supplies.stock.issue"])


def test_somebody_elses_change_in_between_is_shown_again(client_as):
    client = client_as("sysadmin")
    data = wanted("crew_member", without="supplies.stock.issue")
    mark = send(client, f"{CREW}change/", data).context["form"]["seen"].value()
    Role.objects.filter(code="crew_member").update(title="外勤", changed_at=SystemClock().now())
    again = send(client, f"{CREW}change/", data, seen=mark)
    assert again.status_code == 200
    assert again.context["shown"].words == [("角色名称", "外勤", "巡查队员")]
    assert Role.objects.get(code="crew_member").title == "外勤"


def test_nothing_changed_writes_nothing(client_as):
    client = client_as("sysadmin")
    assert "没有改动" in words(client.get(send(client, f"{CREW}change/", wanted("crew_member"))["Location"]))
    assert not Role.objects.get(code="crew_member").changed_locally


def test_ones_own_role_is_out_of_reach(client_as):
    client = client_as("sysadmin")
    assert "由其他系统管理员修改" in words(client.get("/roles/sysadmin/"))
    data = wanted("sysadmin", plus="people.person.unmask")
    mark = send(client, "/roles/sysadmin/change/", data).context["form"]["seen"].value()
    refused = send(client, "/roles/sysadmin/change/", data, seen=mark)
    assert refused.status_code == 422
    assert "不能修改自己担任的角色" in words(refused)


def test_a_changed_role_goes_back_to_its_default(client_as):
    client = client_as("sysadmin")
    assert "没有可恢复的默认设置" in words(send(client, f"{CREW}restore/", {}))
    Role.objects.filter(code="crew_member").update(permissions=["geo.place.see"], changed_locally=True)
    page = client.get(f"{CREW}restore/")
    assert "巡查打卡" in words(page)
    assert send(client, f"{CREW}restore/", {"reason": "改错"}).status_code == 303
    role = Role.objects.get(code="crew_member")
    assert sorted(role.permissions) == sorted(catalogue.default_roles()["crew_member"].permissions)


def test_a_role_of_ones_own(client_as):
    client = client_as("sysadmin")
    data = {"title": "志愿者组长", "about": "带志愿者上街", "permissions": ["rescue.clue.see"], "reason": ""}
    taken = send(client, "/roles/new/", data, code="crew_member")
    assert taken.status_code == 422
    assert "已有这个代码的角色" in words(taken)
    assert Role.objects.get(code="crew_member").title == "巡查队员"
    assert "请用小写字母和下划线" in words(send(client, "/roles/new/", data, code="Volunteer-1"))
    assert send(client, "/roles/new/", data, code="volunteer_lead").status_code == 303
    assert Role.objects.get(code="volunteer_lead").permissions == ["rescue.clue.see"]


@pytest.mark.parametrize("member", ["officer", "leader", "auditor", "operator"])
@pytest.mark.parametrize("page", ["/roles/", "/roles/new/", CREW, f"{CREW}change/", f"{CREW}restore/"])
def test_roles_are_for_the_system_administrator(client_as, member, page):
    assert client_as(member).get(page).status_code == 403


def test_the_lists_cost_the_same_for_many(client_as, django_assert_max_num_queries):
    for member in ("crew", "operator", "clerk_a", "clerk_b"):
        seat(member)
    client = client_as("sysadmin")
    with django_assert_max_num_queries(12):
        client.get("/roles/")
    with django_assert_max_num_queries(14):
        client.get(CREW)
