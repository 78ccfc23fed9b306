"""Signing in, changing person, the own account: through the pages, as a browser does."""

from datetime import timedelta

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client

from nuandong.kernel.actors import SYSTEM
from nuandong.kernel.clock import SystemClock
from nuandong.org import scope
from nuandong.org.models import Account, SignedSession
from tests.web.conftest import seat

pytestmark = pytest.mark.django_db
PASSWORD = "雪夜-renao-7788"


@pytest.fixture
def operator():
    """The operator with a password of her own."""
    _, account = seat("operator")
    with scope.enter(SYSTEM):
        Account.objects.filter(id=account.id).update(password=make_password(PASSWORD))
    return Account.objects.get(id=account.id)


def sign_in(client, username="operator", password=PASSWORD, **more):
    return client.post("/login/", {"username": username, "password": password, **more})


def test_signing_in_leads_to_the_page_that_was_asked_for(operator):
    client = Client()
    asked = client.get("/account/")
    assert (asked.status_code, asked["Location"]) == (302, "/login/?next=%2Faccount%2F")
    done = sign_in(client, next="/account/")
    assert (done.status_code, done["Location"]) == (302, "/account/")
    assert "王值班" in client.get("/account/").content.decode()


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/x", "javascript:alert(1)"])
def test_signing_in_never_leads_elsewhere(operator, target):
    assert sign_in(Client(), next=target)["Location"] == "/"


def test_a_wrong_password_is_refused_beside_the_field_and_not_put_back(operator):
    answer = sign_in(Client(), password="wrong-password")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "用户名或密码不对" in page
    assert "wrong-password" not in page


def test_five_wrong_passwords_lock_also_for_the_right_one(operator):
    client = Client()
    for _ in range(5):
        sign_in(client, password="wrong-password")
    assert "已锁定" in sign_in(client).content.decode()


def test_the_first_sign_in_changes_the_password_before_anything_else():
    _, account = seat("clerk_a")
    now = SystemClock().now()
    with scope.enter(SYSTEM):
        Account.objects.filter(id=account.id).update(
            password=make_password("once-only-1234"), must_change_password=True
        )
    client = Client()
    sign_in(client, "clerk_a", "once-only-1234")
    assert client.get("/account/")["Location"] == "/account/password/"
    short = client.post(
        "/account/password/", {"old_password": "once-only-1234", "new_password": "short", "again": "short"}
    )
    assert short.status_code == 422
    differs = client.post(
        "/account/password/", {"old_password": "once-only-1234", "new_password": PASSWORD, "again": "x"}
    )
    assert "两次输入的新密码不一样" in differs.content.decode()
    done = client.post(
        "/account/password/", {"old_password": "once-only-1234", "new_password": PASSWORD, "again": PASSWORD}
    )
    assert done["Location"] == "/"
    assert client.get("/account/").status_code == 200
    assert now - timedelta(minutes=5) < Account.objects.get(id=account.id).password_changed_at


def test_signing_out_ends_the_session(operator):
    client = Client()
    sign_in(client)
    client.post("/logout/")
    assert client.get("/account/").status_code == 302


def test_a_colleague_goes_on_by_pin_without_the_second_factor(operator):
    client = Client()
    _, leader = seat("leader")
    with scope.enter(SYSTEM):
        Account.objects.filter(id=leader.id).update(password=make_password(PASSWORD))
    sign_in(client, "leader")
    assert client.post("/account/pin/", {"password": PASSWORD, "pin": "481620"})["Location"] == "/account/"
    client.get("/login/")
    # The leader leaves the chair without signing out; the operator signs in at the same machine.
    client.cookies.pop("sessionid")
    sign_in(client)
    page = client.get("/switch/").content.decode()
    assert "李带班" in page
    wrong = client.post("/switch/", {"account": str(leader.id), "pin": "000000"})
    assert "快捷码不对" in wrong.content.decode()
    assert client.post("/switch/", {"account": str(leader.id), "pin": "481620"})["Location"] == "/"
    assert "李带班" in client.get("/account/").content.decode()
    assert SignedSession.objects.filter(account=leader, ended_at=None, second_factor_at=None, means="pin").exists()


def test_an_expired_session_says_so_and_a_partial_gets_a_redirect_not_a_login_page(client_as):
    client = client_as("operator", now=SystemClock().now() - timedelta(hours=13))
    answer = client.get("/account/", follow=True)
    assert "请重新登录" in answer.content.decode()
    client = client_as("operator", now=SystemClock().now() - timedelta(hours=13))
    partial = client.get("/account/", headers={"HX-Request": "true"})
    assert (partial.status_code, partial["HX-Redirect"]) == (401, "/login/")


@pytest.mark.parametrize(
    ("came_from", "leads_to"),
    [
        ("http://testserver/clues/?state=open", "/login/?next=%2Fclues%2F%3Fstate%3Dopen"),
        ("http://evil.example/clues/", "/login/"),
        ("http://testserver//evil.example/", "/login/"),
        ("not an address", "/login/"),
        ("", "/login/"),
    ],
)
def test_a_form_sent_after_the_session_ended_leads_back_to_its_page(client_as, came_from, leads_to):
    client = client_as("operator", now=SystemClock().now() - timedelta(hours=13))
    answer = client.post("/account/pin/", {"pin": "481620"}, headers={"Referer": came_from})
    assert (answer.status_code, answer["Location"]) == (302, leads_to)


@pytest.mark.parametrize(
    ("wanted", "leads_to"),
    [("/clues/?state=open", "/clues/?state=open"), ("//evil.example/", "/"), ("https://evil/", "/")],
)
def test_signing_in_leads_to_pages_of_ours_only(operator, wanted, leads_to):
    assert sign_in(Client(), next=wanted)["Location"] == leads_to


def test_enrolling_shows_a_code_once_and_takes_it_after_a_right_number(client_as):
    client = client_as("operator", second_factor=False)
    page = client.post("/account/code/enrol/").content.decode()
    assert "data:image/svg+xml" in page
    wrong = client.post("/account/code/enrol/", {"code": "000000"})
    assert wrong.status_code == 422
