"""Signing in, lock-out, passwords and sessions."""

from datetime import timedelta

import pytest

from nuandong.journal import api as journal
from nuandong.kernel.actors import SYSTEM
from nuandong.org import scope, selectors, sessions
from nuandong.org.actions.change_password import change_password
from nuandong.org.actions.close_account import close_account
from nuandong.org.actions.create_account import create_account
from nuandong.org.actions.hire_staff import hire_staff
from nuandong.org.actions.lift_lockout import lift_lockout
from nuandong.org.actions.reopen_account import reopen_account
from nuandong.org.actions.reset_password import reset_password
from nuandong.org.actions.sign_in import sign_in
from nuandong.org.actions.sign_out import sign_out
from nuandong.org.models import Account, End, LoginAttempt, SignedSession
from tests.cast import NOW
from tests.org.conftest import MACHINE, acting, another_machine, code_of, refused

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
NEW = "雪夜-巡查-2026"


def enter(someone, *, password=None, now=NOW, phone=False, machine=MACHINE, replaces=None):
    return sign_in(
        username=someone.account.username,
        password=password or someone.password,
        machine=machine,
        now=now,
        phone=phone,
        replaces=replaces,
    )


def fail(someone, times: int, *, now=NOW) -> list[str | None]:
    return [code_of(enter(someone, password=f"wrong-{n}", now=now)) for n in range(times)]


def kinds() -> list[str]:
    with scope.enter(SYSTEM):
        return [event.kind for event in journal.history(since=NOW, limit=20)]


# --- signing in -------------------------------------------------------------------------------------------------------


def test_the_right_password_opens_a_session(office):
    verdict = enter(office.operator)
    assert verdict.accepted
    assert verdict.session.account_id == office.operator.account.id
    assert kinds() == ["org.signed_in"]
    assert Account.objects.get(id=office.operator.account.id).last_login == NOW


@pytest.mark.parametrize("typed", ["Operator", " operator ", "ｏｐｅｒａｔｏｒ"])
def test_the_user_name_forgives_how_it_is_typed(office, typed):
    assert sign_in(username=typed, password=office.operator.password, machine=MACHINE, now=NOW).accepted


def test_five_wrong_passwords_lock_for_fifteen_minutes(office):
    assert fail(office.operator, 5) == ["org.login_wrong"] * 4 + ["org.locked"]
    assert code_of(enter(office.operator)) == "org.locked"
    assert kinds() == ["org.account_locked"]
    assert code_of(enter(office.operator, now=NOW + 15 * MINUTE - timedelta(seconds=1))) == "org.locked"
    assert enter(office.operator, now=NOW + 15 * MINUTE).accepted


def test_after_a_lock_lapsed_five_more_tries_are_given(office):
    fail(office.operator, 5)
    later = NOW + 15 * MINUTE
    assert fail(office.operator, 5, now=later) == ["org.login_wrong"] * 4 + ["org.locked"]


def test_a_right_password_gives_the_tries_back(office):
    fail(office.operator, 4)
    assert enter(office.operator).accepted
    assert fail(office.operator, 4) == ["org.login_wrong"] * 4


def test_unknown_names_answer_and_lock_like_known_ones(office):
    answers = [
        code_of(sign_in(username="nobody.here", password="whatever-1", machine=MACHINE, now=NOW)) for _ in range(6)
    ]
    assert answers == ["org.login_wrong"] * 4 + ["org.locked"] * 2
    assert kinds() == []


def test_a_typed_name_is_kept_only_as_a_keyed_hash(office):
    sign_in(username=NEW, password=NEW, machine=MACHINE, now=NOW)
    attempt = LoginAttempt.objects.get()
    assert NEW.encode() not in bytes(attempt.name_blind)
    assert (attempt.account_id, attempt.outcome) == (None, "wrong")


@pytest.mark.parametrize("times", [1, 4_000])
def test_an_endless_password_is_just_wrong(office, times):
    assert code_of(enter(office.operator, password="x" * 129 * times)) == "org.login_wrong"


def test_a_closed_account_does_not_open(office):
    sysadmin = acting(office.sysadmin)
    session = enter(office.operator).session
    with scope.enter(sysadmin):
        close_account(by=sysadmin, now=NOW, account=office.operator.account.id, reason="长期病假")
        with refused("org.account_closed"):
            close_account(by=sysadmin, now=NOW, account=office.operator.account.id)
    assert code_of(enter(office.operator)) == "org.login_wrong"
    assert sessions.check(session.id, now=NOW).end is End.ACCOUNT
    with scope.enter(sysadmin):
        opened = reopen_account(by=sysadmin, now=NOW, account=office.operator.account.id)
    assert enter(office.operator, password=opened.one_time_password).accepted


# --- lifting a lock ---------------------------------------------------------------------------------------------------


def test_the_duty_leader_lifts_a_lock(office):
    fail(office.operator, 5)
    leader = acting(office.leader)
    with scope.enter(leader):
        assert [one.username for one in selectors.locked_accounts(leader, now=NOW)] == ["operator"]
        lift_lockout(by=leader, now=NOW, account=office.operator.account.id, reason="本人在岗，确认输错")
        assert list(selectors.locked_accounts(leader, now=NOW)) == []
    assert enter(office.operator).accepted
    assert "org.lockout_lifted" in kinds()


@pytest.mark.parametrize(
    ("why", "who", "whose", "fails", "code"),
    [
        ("a colleague", "crew", "operator", 5, "org.forbidden"),
        ("the next county's leader", "leader", "outsider", 5, "org.out_of_scope"),
        ("himself", "leader", "leader", 5, "org.own_lockout"),
        ("nothing locked", "leader", "operator", 0, "org.not_locked"),
    ],
)
def test_lifting_that_is_refused(office, why, who, whose, fails, code):
    target = getattr(office, whose)
    fail(target, fails)
    actor = acting(getattr(office, who))
    with scope.enter(actor), refused(code):
        lift_lockout(by=actor, now=NOW, account=target.account.id)
    assert "org.lockout_lifted" not in kinds()


# --- passwords --------------------------------------------------------------------------------------------------------


def test_the_first_password_must_be_changed_and_other_sessions_end(office):
    assert office.operator.account.must_change_password
    elsewhere = enter(office.operator, machine=another_machine()).session
    here = enter(office.operator).session
    operator = acting(office.operator)
    with scope.enter(operator):
        verdict = change_password(
            by=operator, now=NOW, old_password=office.operator.password, new_password=NEW, session=here.id
        )
    assert verdict.accepted
    account = Account.objects.get(id=office.operator.account.id)
    assert not account.must_change_password
    assert sessions.check(here.id, now=NOW).session is not None
    assert sessions.check(elsewhere.id, now=NOW).end is End.PASSWORD
    assert code_of(enter(office.operator)) == "org.login_wrong"
    assert enter(office.operator, password=NEW).accepted
    assert "org.password_changed" in kinds()


def test_somebody_without_a_post_can_change_his_password(office):
    newcomer = acting(office.newcomer)
    with scope.enter(newcomer):
        assert change_password(by=newcomer, now=NOW, old_password=office.newcomer.password, new_password=NEW).accepted


def test_the_old_password_cannot_be_guessed_through_the_change(office):
    operator = acting(office.operator)
    with scope.enter(operator):
        answers = [
            code_of(change_password(by=operator, now=NOW, old_password=f"guess-{n}", new_password=NEW))
            for n in range(6)
        ]
    assert answers == ["org.password_wrong"] * 4 + ["org.locked"] * 2
    assert code_of(enter(office.operator)) == "org.locked"


def test_the_new_password_is_really_new_and_good(office):
    operator = acting(office.operator)
    with scope.enter(operator):
        assert change_password(by=operator, now=NOW, old_password=office.operator.password, new_password=NEW).accepted
        with refused("org.password_same"):
            change_password(by=operator, now=NOW, old_password=NEW, new_password=NEW)
        with refused("org.password_length"):
            change_password(by=operator, now=NOW, old_password=NEW, new_password="kurz-1")


def test_a_reset_gives_a_one_time_password_and_ends_everything(office):
    session = enter(office.operator).session
    fail(office.operator, 5)
    sysadmin = acting(office.sysadmin)
    with scope.enter(sysadmin):
        opened = reset_password(by=sysadmin, now=NOW, account=office.operator.account.id, reason="忘记密码")
        with refused("org.own_reset"):
            reset_password(by=sysadmin, now=NOW, account=office.sysadmin.account.id, reason="")
    assert sessions.check(session.id, now=NOW).end is End.PASSWORD
    assert opened.account.must_change_password
    assert enter(office.operator, password=opened.one_time_password).accepted
    assert opened.one_time_password not in repr(opened)


@pytest.mark.parametrize(
    ("why", "who", "whose", "username", "code"),
    [
        ("an officer opens no accounts", "officer", "fresh", "fresh.one", "org.forbidden"),
        ("a second one", "sysadmin", "crew", "crew.two", "org.account_exists"),
        ("a name taken", "sysadmin", "fresh", "Operator", "org.username_taken"),
        ("a strange name", "sysadmin", "fresh", "王", "org.username_form"),
        ("another county's", "sysadmin", "outsider", "fresh.one", "org.out_of_scope"),
    ],
)
def test_accounts_that_are_refused(office, why, who, whose, username, code):
    with scope.enter(SYSTEM):
        fresh = hire_staff(by=SYSTEM, now=NOW, unit=office.town_a.id, name="陈新", sex="female")
    staff = fresh if whose == "fresh" else getattr(office, whose).staff
    actor = acting(getattr(office, who))
    with scope.enter(actor), refused(code):
        create_account(by=actor, now=NOW, staff=staff.id, username=username)
    assert not Account.objects.filter(staff=fresh).exists()


# --- sessions ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("why", "who", "phone", "rests", "end"),
    [
        ("just under half an hour", "operator", False, 30 * MINUTE - timedelta(seconds=1), None),
        ("half an hour", "operator", False, 30 * MINUTE, End.IDLE),
        ("a crew's phone in the pocket", "crew", True, 11 * 60 * MINUTE, None),
        ("a crew's phone after the shift", "crew", True, 12 * 60 * MINUTE, End.EXPIRED),
        ("a crew member at a desk", "crew", False, 30 * MINUTE, End.IDLE),
        ("an operator's phone", "operator", True, 30 * MINUTE, End.IDLE),
    ],
)
def test_how_long_a_session_may_rest(office, why, who, phone, rests, end):
    session = enter(getattr(office, who), phone=phone).session
    assert sessions.check(session.id, now=NOW + rests).end is end
    if end is not None:
        assert sessions.check(session.id, now=NOW + rests).end is end
        assert SignedSession.objects.get(id=session.id).ended_at == NOW + rests


def test_a_busy_session_ends_after_twelve_hours(office):
    session = enter(office.operator).session
    for quarter in range(1, 48):
        assert sessions.check(session.id, now=NOW + quarter * 15 * MINUTE).session is not None
    assert sessions.check(session.id, now=NOW + 48 * 15 * MINUTE).end is End.EXPIRED


def test_a_session_is_written_at_most_once_a_minute(office, django_assert_num_queries):
    session = enter(office.operator).session
    with django_assert_num_queries(1):
        sessions.check(session.id, now=NOW + 59 * timedelta(seconds=1))
    with django_assert_num_queries(2):
        sessions.check(session.id, now=NOW + MINUTE)
    assert sessions.ends_at(SignedSession.objects.get(id=session.id)) == NOW + 31 * MINUTE


def test_signing_in_anew_replaces_the_session(office):
    first = enter(office.operator).session
    second = enter(office.crew, replaces=first.id).session
    assert first.id != second.id
    assert sessions.check(first.id, now=NOW).end is End.SWITCHED


def test_signing_out_ends_the_session_once(office):
    session = enter(office.operator).session
    assert sign_out(session=session.id, now=NOW)
    assert not sign_out(session=session.id, now=NOW)
    assert sessions.check(session.id, now=NOW).end is End.LOGOUT


def test_an_unknown_session_is_over(db):
    assert sessions.check(another_machine(), now=NOW).session is None
