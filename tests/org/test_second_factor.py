"""One-time codes and switching person by PIN on a shared machine."""

from base64 import b32decode
from dataclasses import replace
from datetime import timedelta

import pytest

from nuandong.kernel.actors import SYSTEM
from nuandong.org import permissions, scope, selectors, sessions, totp
from nuandong.org.actions.change_password import change_password
from nuandong.org.actions.enrol_totp import enrol_totp
from nuandong.org.actions.remove_totp import remove_totp
from nuandong.org.actions.set_pin import set_pin
from nuandong.org.actions.sign_in import sign_in
from nuandong.org.actions.sign_out import sign_out
from nuandong.org.actions.switch_person import switch_person_by_pin
from nuandong.org.actions.verify_totp import confirm_totp, verify_totp
from nuandong.org.actors import actor_for
from nuandong.org.models import Account, End
from tests.cast import NOW
from tests.org.conftest import MACHINE, acting, another_machine, code_of, refused

pytestmark = pytest.mark.django_db
STEP = timedelta(seconds=30)
PASSWORD, PIN = "雪夜-巡查-2026", "738291"


def ready(someone, *, pin: str | None = PIN, machine=MACHINE):
    """Signed in with a password of his own, and a PIN."""
    actor = acting(someone, second_factor=False)
    with scope.enter(actor):
        assert change_password(by=actor, now=NOW, old_password=someone.password, new_password=PASSWORD).accepted
        if pin:
            assert set_pin(by=actor, now=NOW, password=PASSWORD, pin=pin).accepted
    return sign_in(username=someone.account.username, password=PASSWORD, machine=machine, now=NOW).session


def enrol(someone, session=None) -> bytes:
    actor = acting(someone, second_factor=False)
    with scope.enter(actor):
        secret = b32decode(enrol_totp(by=actor, now=NOW).key)
        code = totp.code_at(secret, totp.step_at(NOW))
        assert confirm_totp(by=actor, now=NOW, code=code, session=session).accepted
    return secret


def give(someone, code: str, session, *, now):
    actor = acting(someone, second_factor=False)
    with scope.enter(actor):
        return code_of(verify_totp(by=actor, now=now, code=code, session=session.id))


# --- one-time codes ---------------------------------------------------------------------------------------------------


def test_a_code_gives_the_session_the_second_factor_once(office):
    session = ready(office.operator)
    secret = enrol(office.operator)
    later = NOW + 2 * STEP
    code = totp.code_at(secret, totp.step_at(later))
    assert give(office.operator, code, session, now=later) is None
    assert sessions.check(session.id, now=later).session.second_factor_at == later
    assert give(office.operator, code, session, now=later) == "org.code_wrong"


def test_the_code_of_the_enrolment_is_used_up(office):
    session = ready(office.operator)
    secret = enrol(office.operator, session.id)
    assert sessions.check(session.id, now=NOW).session.second_factor_at == NOW
    assert give(office.operator, totp.code_at(secret, totp.step_at(NOW)), session, now=NOW) == "org.code_wrong"


def test_five_wrong_codes_lock_the_second_factor_but_not_the_account(office):
    session = ready(office.operator)
    secret = enrol(office.operator)
    wrong = [give(office.operator, "000000", session, now=NOW) for _ in range(5)]
    assert wrong == ["org.code_wrong"] * 4 + ["org.locked"]
    later = NOW + 2 * STEP
    good = totp.code_at(secret, totp.step_at(later))
    assert give(office.operator, good, session, now=later) == "org.locked"
    assert sign_in(username="operator", password=PASSWORD, machine=MACHINE, now=later).accepted
    much_later = NOW + timedelta(minutes=15)
    good = totp.code_at(secret, totp.step_at(much_later))
    assert give(office.operator, good, session, now=much_later) is None


def test_without_enrolment_no_code_is_good(office):
    session = ready(office.operator)
    assert give(office.operator, "123456", session, now=NOW) == "org.totp_not_enrolled"


def test_a_stolen_session_cannot_take_over_the_second_factor(office):
    ready(office.operator)
    enrol(office.operator)
    operator = acting(office.operator, second_factor=False)
    with scope.enter(operator), refused("org.second_factor_needed"):
        enrol_totp(by=operator, now=NOW)


def test_the_secret_is_sealed(office):
    secret = enrol(office.operator)
    stored = Account.objects.get(id=office.operator.account.id)
    assert secret not in bytes(stored.totp_sealed)
    assert stored.totp_pending_sealed is None


def test_a_lost_phone_is_taken_off_by_the_administrator(office):
    session = ready(office.operator)
    enrol(office.operator, session.id)
    sysadmin = acting(office.sysadmin)
    with scope.enter(sysadmin):
        with refused("org.required"):
            remove_totp(by=sysadmin, now=NOW, account=office.operator.account.id, reason=" ")
        remove_totp(by=sysadmin, now=NOW, account=office.operator.account.id, reason="手机丢失")
        with refused("org.totp_absent"):
            remove_totp(by=sysadmin, now=NOW, account=office.operator.account.id, reason="手机丢失")
    assert sessions.check(session.id, now=NOW).session.second_factor_at is None


# --- PIN --------------------------------------------------------------------------------------------------------------


def switch(someone, current, *, pin=PIN, machine=MACHINE, now=NOW):
    return switch_person_by_pin(machine=machine, current=current.id, account=someone.account.id, pin=pin, now=now)


def test_two_people_of_one_shift_take_turns_at_one_machine(office):
    first = ready(office.operator)
    second = sign_in_here(office.crew, replaces=first)
    assert [one.username for one in selectors.people_on_machine(MACHINE, now=NOW)] == ["operator", "crew"]
    back = switch(office.operator, second)
    assert back.accepted
    assert sessions.check(second.id, now=NOW).end is End.SWITCHED
    assert sessions.check(back.session.id, now=NOW).session.account.username == "operator"


def sign_in_here(someone, *, replaces):
    ready(someone, machine=another_machine())
    return sign_in(
        username=someone.account.username, password=PASSWORD, machine=MACHINE, now=NOW, replaces=replaces.id
    ).session


def test_a_pin_session_never_reaches_what_needs_the_second_factor(office):
    first = ready(office.operator)
    enrol(office.operator, first.id)
    second = sign_in_here(office.crew, replaces=first)
    session = sessions.check(switch(office.operator, second).session.id, now=NOW).session
    assert session.second_factor_at is None
    actor = actor_for(session.account, now=NOW, second_factor=session.second_factor_at is not None)
    assert not permissions.allows(actor, "people.person.unmask")
    assert permissions.allows(actor, "rescue.clue.receive")


def test_a_pin_session_lasts_no_longer_than_the_password_it_stands_on(office):
    first = ready(office.operator)
    later = NOW + timedelta(hours=11)
    verdict = switch(office.operator, first, now=later)
    assert verdict.session.expires_at == NOW + timedelta(hours=12)
    assert code_of(switch(office.operator, first, now=NOW + timedelta(hours=12))) == "org.pin_needs_password"


@pytest.mark.parametrize(
    "why",
    [
        "another machine",
        "signed out",
        "password changed since",
        "password changed while another sat here",
        "no PIN set",
        "first password still in use",
    ],
)
def test_pins_that_open_nothing(office, why):
    machine, someone = MACHINE, office.operator
    current = ready(someone, pin=None if why == "no PIN set" else PIN)
    if why == "another machine":
        machine = another_machine()
    elif why == "signed out":
        back = switch(someone, current).session
        assert sign_out(session=back.id, now=NOW)
    elif why == "password changed since":
        actor = acting(someone)
        with scope.enter(actor):
            change_password(by=actor, now=NOW, old_password=PASSWORD, new_password="另外的-新口令-7788")
        assert sessions.check(current.id, now=NOW).end is End.PASSWORD
    elif why == "password changed while another sat here":
        switch(someone, current)
        actor = acting(someone)
        with scope.enter(actor):
            change_password(by=actor, now=NOW, old_password=PASSWORD, new_password="另外的-新口令-7788")
    elif why == "first password still in use":
        Account.objects.filter(id=someone.account.id).update(must_change_password=True)
    assert code_of(switch(someone, current, machine=machine)) == "org.pin_needs_password"
    if why != "another machine":
        assert selectors.people_on_machine(machine, now=NOW) == []


def test_five_wrong_pins_close_the_pin_until_the_next_password(office):
    current = ready(office.operator)
    answers = [code_of(switch(office.operator, current, pin="555123")) for _ in range(6)]
    assert answers == ["org.pin_wrong"] * 4 + ["org.pin_closed"] * 2
    tomorrow_morning = NOW + timedelta(hours=10)
    assert code_of(switch(office.operator, current, now=tomorrow_morning)) == "org.pin_closed"
    again = sign_in(username="operator", password=PASSWORD, machine=MACHINE, now=tomorrow_morning).session
    assert switch(office.operator, again, now=tomorrow_morning).accepted


def test_setting_a_pin_needs_the_password(office):
    ready(office.operator, pin=None)
    operator = acting(office.operator)
    with scope.enter(operator):
        assert code_of(set_pin(by=operator, now=NOW, password="falsch-99-x", pin=PIN)) == "org.password_wrong"
        with refused("org.pin_simple"):
            set_pin(by=operator, now=NOW, password=PASSWORD, pin="123456")
    assert Account.objects.get(id=office.operator.account.id).pin_hash == ""


def test_nobody_changes_secrets_on_behalf_of_another(office):
    typed = replace(SYSTEM, typist=office.operator.staff.id)
    with scope.enter(SYSTEM), refused("org.not_on_behalf"):
        set_pin(by=typed, now=NOW, password=PASSWORD, pin=PIN)
