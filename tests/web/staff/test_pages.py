"""Units and people through the pages, as a browser does."""

import io
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from nuandong.duty.actions.form_team import form_team
from nuandong.journal import api as journal
from nuandong.kernel.actors import SYSTEM
from nuandong.kernel.clock import SystemClock
from nuandong.org import handover, scope
from nuandong.org.actions.hire_staff import hire_staff
from nuandong.org.handover import OpenThing, Provider
from nuandong.org.models import Account, Delegation, Post, Staff, Unit
from nuandong.org.staff_file import COLUMNS
from tests.cast import COUNTY
from tests.web.conftest import seat

pytestmark = pytest.mark.django_db
PHONE = "13912345678"


def person(member: str = "clerk_a") -> Staff:
    """Somebody of the cast with a telephone."""
    actor, _account = seat(member)
    return Staff.objects.get(id=actor.staff)


def newcomer(name: str = "何新人") -> Staff:
    """Somebody hired this morning, with a telephone and without post or account."""
    unit = person("clerk_a").unit
    with scope.enter(SYSTEM):
        return hire_staff(by=SYSTEM, now=SystemClock().now(), unit=unit.id, name=name, sex="female", phone=PHONE)


def send(client, page: str, /, *args: Any, **data: Any):
    """Send a form as its page would, with a command key of its own."""
    return client.post(reverse(page, args=args), {"command_key": str(uuid4()), **data})


def last(kind: str) -> journal.Event:
    with scope.enter(SYSTEM):
        return journal.history(kinds=[kind], limit=1)[0]


def words(response) -> str:
    return response.content.decode()


def test_the_list_finds_people_by_name_unit_and_role(client_as):
    for member in ("crew", "clerk_a", "clerk_b", "outsider"):
        seat(member)
    client = client_as("officer")
    assert all(name in words(client.get("/staff/")) for name in ("钱民政", "赵巡查"))
    assert "蒋邻县" not in words(client.get("/staff/"))
    named = words(client.get("/staff/", {"q": "民政"}))
    assert "钱民政" in named
    assert "赵巡查" not in named
    crew = words(client.get("/staff/", {"role": "crew_member"}))
    assert "赵巡查" in crew
    assert "钱民政" not in crew
    assert "没有符合条件的人员" in words(client.get("/staff/", {"q": "查无此人"}))


def test_the_list_turns_pages_by_key(client_as):
    unit = person("clerk_a").unit
    with scope.enter(SYSTEM):
        for number in range(60):
            hire_staff(by=SYSTEM, now=SystemClock().now(), unit=unit.id, name=f"甲{number:03}", sex="male")
    client = client_as("officer")
    first = client.get("/staff/", {"q": "甲"})
    assert "甲049" in words(first)
    assert "甲050" not in words(first)
    second = words(client.get("/staff/", {"q": "甲", "after": first.context["page"].next}))
    assert "甲049" not in second
    assert "甲059" in second


def test_the_list_costs_the_same_for_many(client_as, django_assert_max_num_queries):
    unit = person("clerk_a").unit
    with scope.enter(SYSTEM):
        for number in range(40):
            hire_staff(by=SYSTEM, now=SystemClock().now(), unit=unit.id, name=f"乙{number:03}", sex="male")
    client = client_as("officer")
    with django_assert_max_num_queries(14):
        client.get("/staff/")


def test_the_tree_and_the_page_of_a_unit(client_as):
    unit = person("clerk_a").unit
    client = client_as("officer")
    assert unit.name in words(client.get("/staff/units/"))
    assert "没有这个名称的单位" in words(client.get("/staff/units/", {"q": "查无此处"}))
    page = words(client.get(f"/staff/units/{unit.id}/"))
    assert "钱民政" in page
    assert "新增下级单位" in page


def test_a_unit_is_added_below_renamed_and_closed(client_as):
    top = person("officer").unit
    client = client_as("officer")
    assert client.get(f"/staff/units/{top.id}/new/").status_code == 200
    made = send(client, "unit_child", top.id, name="御寒物资库", kind="station", region=COUNTY)
    assert made.status_code == 303
    unit = Unit.objects.get(name="御寒物资库")
    assert unit.parent == top
    twice = send(client, "unit_child", top.id, name="御寒物资库", kind="station", region=COUNTY)
    assert twice.status_code == 422
    assert "同一上级下已有同名单位" in words(twice)
    assert send(client, "unit_change", unit.id, name="物资库").status_code == 303
    assert send(client, "unit_close", unit.id, reason="合并").status_code == 303
    unit.refresh_from_db()
    assert (unit.name, unit.active) == ("物资库", False)
    full = send(client, "unit_close", top.id)
    assert "单位还有在职人员或下级单位" in words(full)


def test_somebody_is_hired_corrected_and_appointed(client_as):
    unit = person("clerk_a").unit
    client = client_as("officer")
    made = send(client, "staff_new", name="何新人", sex="female", unit=unit.id, phone=PHONE)
    assert made.status_code == 303
    hired = Staff.objects.get(name="何新人")
    assert made["Location"] == f"/staff/{hired.id}/"
    card = words(client.get(made["Location"]))
    assert "139****5678" in card
    assert PHONE not in card
    assert send(client, "staff_change", hired.id, name="何新仁", sex="female", phone="").status_code == 303
    hired.refresh_from_db()
    assert (hired.name, hired.phone_masked) == ("何新仁", "139****5678")
    until = {"since": "2031-01-01", "until": "2030-12-31"}
    back = send(client, "staff_appoint", hired.id, role="township_clerk", unit=unit.id, region=COUNTY, **until)
    assert "结束时间早于开始时间" in words(back)
    assert 'aria-describedby="id_until' in words(back)
    done = send(client, "staff_appoint", hired.id, role="township_clerk", unit=unit.id, region=COUNTY)
    assert done.status_code == 303
    assert "乡镇民政员" in words(client.get(f"/staff/{hired.id}/"))
    post = Post.objects.get(staff=hired)
    assert send(client, "post_end", post.id, reason="另有任用").status_code == 303
    post.refresh_from_db()
    assert post.valid_until is not None


def test_a_business_officer_makes_no_administrator(client_as):
    hired = newcomer()
    answer = send(client_as("officer"), "staff_appoint", hired.id, role="sysadmin", unit=hired.unit_id, region=COUNTY)
    assert answer.status_code == 422
    assert "只能由系统管理员任命" in words(answer)
    assert not Post.objects.filter(staff=hired).exists()


def test_a_telephone_is_shown_with_a_reason_and_noted(client_as):
    hired = newcomer()
    client = client_as("operator")
    url = f"/staff/{hired.id}/phone/"
    assert PHONE not in words(client.get(url))
    asked = {"reason": "contact", "note": "到场确认"}
    answer = client.post(url, asked, headers={"X-Requested-With": "fetch"})
    assert answer.json() == {"value": PHONE}
    assert PHONE in words(client.post(url, asked))
    with scope.enter(SYSTEM):
        event = journal.history(kinds=["org.phone_revealed"], limit=1)[0]
        assert "到场确认" in str(journal.texts([event.id]))


def test_a_post_is_lent_and_taken_back(client_as):
    deputy, mine = person("crew"), person("operator")
    post = Post.objects.get(staff=mine)
    client = client_as("operator")
    assert deputy.name in words(client.get(f"/staff/posts/{post.id}/lend/"))
    start = SystemClock().now() + timedelta(hours=1)
    times = {"valid_from": f"{start:%Y-%m-%dT%H:%M}", "valid_until": f"{start + timedelta(days=3):%Y-%m-%dT%H:%M}"}
    too_long = times | {"valid_until": f"{start + timedelta(days=120):%Y-%m-%dT%H:%M}"}
    ask = {"taker": deputy.id, "absence": "leave", "permissions": ["rescue.clue.see"]}
    assert "委托代班最长 90 天" in words(send(client, "post_lend", post.id, **ask, **too_long))
    assert send(client, "post_lend", post.id, **ask, **times).status_code == 303
    loan = Delegation.objects.get(post=post)
    assert (loan.taker, loan.permissions) == (deputy, ["rescue.clue.see"])
    assert "收回" in words(client.get(f"/staff/{mine.id}/"))
    assert send(client, "delegation_end", loan.id).status_code == 303
    loan.refresh_from_db()
    assert loan.valid_until == loan.valid_from
    assert send(client_as("crew"), "post_lend", post.id, **ask, **times).status_code == 403


def test_an_account_is_opened_and_its_password_is_shown_once(client_as):
    hired = newcomer()
    client = client_as("sysadmin")
    key = str(uuid4())
    url = f"/staff/{hired.id}/account/open/"
    made = client.post(url, {"command_key": key, "username": "hexinren"})
    assert made.status_code == 200
    assert made["Cache-Control"].startswith("max-age=0")
    password = made.context["logins"][0].one_time_password
    assert password in words(made)
    again = client.post(url, {"command_key": key, "username": "hexinren"}, follow=True)
    assert password not in words(again)
    assert "密码只显示一次" in words(again)
    signed = Client().post("/login/", {"username": "hexinren", "password": password})
    assert signed.status_code == 302
    assert Account.objects.get(username="hexinren").staff == hired


def test_what_an_administrator_does_to_an_account(client_as):
    clerk = person("clerk_a")
    client = client_as("sysadmin")
    assert send(client, "account_reset", clerk.id).status_code == 422, "a reason is asked for"
    reset = send(client, "account_reset", clerk.id, reason="本人忘记")
    assert reset.context["logins"][0].username == "clerk_a"
    assert "没有启用动态口令" in words(send(client, "account_totp", clerk.id, reason="手机丢失"))
    assert send(client, "account_close", clerk.id, reason="借调").status_code == 303
    assert not Account.objects.get(staff=clerk).active
    reopened = send(client, "account_reopen", clerk.id)
    assert reopened.context["logins"][0].one_time_password
    assert Account.objects.get(staff=clerk).active
    own = send(client, "account_close", person("sysadmin").id, reason="试试")
    assert "不能停用自己的账号" in words(own)


def test_the_duty_leader_lifts_a_lock(client_as):
    _actor, account = seat("crew")
    with scope.enter(SYSTEM):
        Account.objects.filter(id=account.id).update(failed_count=5, locked_at=SystemClock().now())
    client = client_as("leader")
    assert "赵巡查" in words(client.get("/staff/lockouts/"))
    assert send(client, "lockout_lift", account.id, reason="当面核实").status_code == 303
    assert "现在没有锁定的账号" in words(client.get("/staff/lockouts/"))
    assert last("org.lockout_lifted").subject == account.id
    assert client_as("operator").get("/staff/lockouts/").status_code == 403


@dataclass
class Keys:
    """Stands in for a module with open things: keys of stores, each in somebody's hands."""

    held: dict[UUID, UUID] = field(default_factory=dict)

    def listing(self, staff: UUID) -> list[OpenThing]:
        return [
            OpenThing(thing=key, label="东库房钥匙", since=SystemClock().now())
            for key, holder in self.held.items()
            if holder == staff
        ]

    def move(self, *, giver, taker, things, by, now) -> int:
        self.held |= dict.fromkeys(things, taker)
        return len(things)


def test_open_work_moves_at_once_and_prints_for_three_signatures(client_as, monkeypatch):
    keys = Keys()
    monkeypatch.setattr(handover, "_providers", {})
    handover.register(Provider(code="supplies.keys", title="库房钥匙", listing=keys.listing, move=keys.move))
    giver, taker, witness = person("operator"), person("crew"), person("head")
    keys.held[uuid4()] = giver.id
    client = client_as("officer")
    assert "此人还有 1 项未办结的事项" in words(send(client, "staff_leave", giver.id))
    page = words(client.get(f"/staff/{giver.id}/handover/"))
    assert "东库房钥匙" in page
    alone = send(client, "staff_handover", giver.id, taker=taker.id, witness=taker.id)
    assert "必须是三个不同的人" in words(alone)
    done = send(client, "staff_handover", giver.id, taker=taker.id, witness=witness.id, reason="离任")
    assert done.status_code == 303
    sheet = words(client.get(done["Location"]))
    assert all(part in sheet for part in ("移交人", "接交人", "监交人", giver.name, taker.name, witness.name, "东库房"))
    assert "手上没有未办结的事项" in words(client.get(f"/staff/{giver.id}/handover/"))
    assert send(client, "staff_leave", giver.id, reason="退休").status_code == 303
    giver.refresh_from_db()
    assert not giver.active
    assert "已离任" in words(client.get(f"/staff/{giver.id}/"))


def test_somebody_moves_to_another_unit(client_as):
    clerk, target = person("clerk_a"), person("officer").unit
    client = client_as("officer")
    assert send(client, "staff_transfer", clerk.id, to_unit=target.id).status_code == 303
    clerk.refresh_from_db()
    assert clerk.unit == target
    assert not Post.objects.filter(staff=clerk, valid_until=None).exists()


def upload(client, text: str):
    file = SimpleUploadedFile("staff.csv", text.encode("utf-8-sig"), "text/csv")
    return client.post("/staff/import/", {"command_key": str(uuid4()), "file": file})


def test_a_list_is_imported_whole_or_not_at_all(client_as):
    unit = person("clerk_a").unit.name
    client = client_as("sysadmin")
    head = "姓名,性别,电话,单位,岗位,管辖区划,用户名\n"
    wrong = upload(client, head + f"何一,女,,{unit},,,\n何二,无,,没有的单位,,,\n")
    assert wrong.status_code == 422
    assert "不是男或女" in words(wrong)
    assert "没有单位“没有的单位”" in words(wrong)
    assert not Staff.objects.filter(name="何一").exists()
    right = upload(client, head + f"何一,女,,{unit},乡镇民政员,,heyi\n何三,男,{PHONE},{unit},,,\n")
    assert [login.username for login in right.context["logins"]] == ["heyi"]
    assert "新录入 2 人" in words(right)
    assert "没有变动" in words(client.get(upload(client, head + f"何三,男,{PHONE},{unit},,,\n")["Location"]))


def test_the_empty_list_has_the_headings_that_are_read(client_as):
    answer = client_as("sysadmin").get("/staff/import/template/")
    book = load_workbook(io.BytesIO(answer.content))
    assert [cell.value for cell in book.worksheets[0][1]] == [headings[0] for headings in COLUMNS.values()]
    roles = [row[1].value for row in book.worksheets[1].iter_rows(min_row=2)]
    assert "值班员" in roles


PAGES_OF_A_PERSON = [
    "staff_member",
    "staff_change",
    "staff_phone",
    "staff_appoint",
    "staff_handover",
    "staff_transfer",
    "staff_leave",
    "account_open",
    "account_reset",
    "account_reopen",
    "account_close",
    "account_totp",
]


@pytest.mark.parametrize("page", PAGES_OF_A_PERSON)
@pytest.mark.parametrize("member", ["clerk_b", "outsider"])
def test_the_neighbour_learns_nothing(client_as, page, member):
    clerk = person("clerk_a")
    answer = client_as(member, second_factor=True).get(reverse(page, args=[clerk.id]))
    assert answer.status_code in {403, 404}
    assert "钱民政" not in words(answer)


@pytest.mark.parametrize("page", ["unit", "unit_child", "unit_change", "unit_close"])
def test_the_neighbour_finds_no_unit(client_as, page):
    unit = person("clerk_a").unit
    assert client_as("clerk_b").get(reverse(page, args=[unit.id])).status_code in {403, 404}


@pytest.mark.parametrize("page", PAGES_OF_A_PERSON)
def test_every_page_opens_for_somebody_who_may(client_as, page):
    clerk = person("clerk_a")
    member = {"staff_phone": "operator", "staff_handover": "officer"}.get(page, "sysadmin")
    assert client_as(member).get(reverse(page, args=[clerk.id])).status_code == 200


def test_without_the_second_factor_the_button_leads_to_the_code(client_as):
    clerk = person("clerk_a")
    client = client_as("officer", second_factor=False)
    url = f"/staff/{clerk.id}/transfer/"
    assert f"/account/code/?next=%2Fstaff%2F{clerk.id}%2Ftransfer%2F" in words(client.get(f"/staff/{clerk.id}/"))
    refused = client.get(url)
    assert refused.status_code == 403
    assert f"/account/code/?next=/staff/{clerk.id}/transfer/" in words(refused)


def test_the_page_of_a_person_costs_the_same_for_many_posts(client_as, django_assert_max_num_queries):
    clerk = person("clerk_a")
    client = client_as("officer")
    with django_assert_max_num_queries(26):
        client.get(f"/staff/{clerk.id}/")


def test_somebody_in_the_field_lends_his_own_post_from_his_account(client_as):
    mine, deputy = person("crew"), person("operator")
    post = Post.objects.get(staff=mine)
    client = client_as("crew")
    assert f"/staff/posts/{post.id}/lend/" in words(client.get("/account/"))
    start = SystemClock().now() + timedelta(hours=1)
    times = {"valid_from": f"{start:%Y-%m-%dT%H:%M}", "valid_until": f"{start + timedelta(days=1):%Y-%m-%dT%H:%M}"}
    lent = send(client, "post_lend", post.id, taker=deputy.id, absence="sick", **times)
    assert (lent.status_code, lent["Location"]) == (303, "/account/")
    loan = Delegation.objects.get(post=post)
    assert f"/staff/delegations/{loan.id}/end/" in words(client.get("/account/"))


def test_the_page_of_a_unit_names_its_teams_to_whoever_sees_the_roster(client_as):
    unit = person("crew").unit
    with scope.enter(SYSTEM):
        form_team(
            by=SYSTEM,
            now=SystemClock().now(),
            unit=unit.id,
            region=COUNTY,
            name="街面一队",
            kind="street_patrol",
            abilities=[],
        )
    assert "街面一队" in words(client_as("officer").get(f"/staff/units/{unit.id}/"))
    assert "街面一队" not in words(client_as("sysadmin").get(f"/staff/units/{unit.id}/"))


def test_names_with_markup_are_shown_as_typed(client_as):
    top = person("officer").unit
    client = client_as("officer")
    send(client, "unit_child", top.id, name="A&B <i>站</i>", kind="station", region=COUNTY)
    unit = Unit.objects.get(parent=top)
    send(client, "staff_new", name="丁<b>", sex="male", unit=unit.id)
    hired = Staff.objects.get(unit=unit)
    for page in (
        f"/staff/units/{unit.id}/",
        "/staff/units/",
        "/staff/",
        f"/staff/{hired.id}/",
        f"/staff/{hired.id}/leave/",
    ):
        answer = words(client.get(page))
        assert "<i>站" not in answer
        assert "&amp;amp;" not in answer
        assert "&amp;lt;" not in answer
