"""Several people at once, with real commits."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from nuandong.journal import api as journal
from nuandong.kernel.actors import SYSTEM
from nuandong.kernel.errors import DomainError
from nuandong.kernel.ids import new_id
from nuandong.org import scope, separation, totp
from nuandong.org.actions.enrol_totp import enrol_totp
from nuandong.org.actions.sign_in import sign_in
from nuandong.org.actions.verify_totp import confirm_totp, verify_totp
from nuandong.org.models import Account, CaseAct, LoginAttempt
from nuandong.vault import api as vault
from tests.cast import NOW
from tests.org.conftest import MACHINE, acting, build_office


def at_once(count: int, work):
    """Run `work(n)` in threads of their own, started together, each with its own connection."""
    target, barrier = dict(connection.settings_dict), Barrier(count)

    def run(number: int):
        connection.settings_dict.update(target)
        try:
            barrier.wait(timeout=30)
            return work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def test_a_burst_of_wrong_passwords_is_compared_five_times_only(committed_db):
    office = build_office()

    def guess(number: int) -> str:
        verdict = sign_in(username="operator", password=f"guess-{number}", machine=MACHINE, now=NOW)
        return verdict.refusal.code

    answers = at_once(8, guess)
    assert sorted(answers) == ["org.locked"] * 4 + ["org.login_wrong"] * 4
    assert Account.objects.get(id=office.operator.account.id).failed_count == 5
    assert LoginAttempt.objects.filter(outcome="wrong").count() == 5
    with scope.enter(SYSTEM):
        assert len(journal.history(kinds=["org.account_locked"])) == 1


def test_two_at_once_with_the_right_password_both_get_in(committed_db):
    office = build_office()

    def enter(_number: int) -> bool:
        return sign_in(username="operator", password=office.operator.password, machine=MACHINE, now=NOW).accepted

    assert at_once(2, enter) == [True, True]
    assert Account.objects.get(id=office.operator.account.id).failed_count == 0


def test_one_code_sent_twice_at_once_is_accepted_once(committed_db):
    office = build_office()
    operator = acting(office.operator, second_factor=False)
    session = sign_in(username="operator", password=office.operator.password, machine=MACHINE, now=NOW).session
    with scope.enter(operator):
        enrol_totp(by=operator, now=NOW)
    secret = pending_secret(office)
    with scope.enter(operator):
        confirm_totp(by=operator, now=NOW, code=totp.code_at(secret, totp.step_at(NOW) - 1))

    def send(_number: int) -> bool:
        with scope.enter(operator):
            code = totp.code_at(secret, totp.step_at(NOW))
            return verify_totp(by=operator, now=NOW, code=code, session=session.id).accepted

    assert sorted(at_once(2, send)) == [False, True]


def pending_secret(office) -> bytes:
    account = Account.objects.get(id=office.operator.account.id)
    return vault.open_bytes("org_account", "totp_pending_sealed", account.id, bytes(account.totp_pending_sealed))


def test_nobody_slips_both_sides_of_a_pair_in_at_once(committed_db, cast):
    acts = ["rescue.encounter.record", "rescue.encounter.countersign"]
    case = new_id(NOW)

    def act(number: int) -> bool:
        try:
            with scope.enter(cast.head):
                separation.note_act(by=cast.head, case=case, act=acts[number], now=NOW)
        except DomainError:
            return False
        return True

    assert sorted(at_once(2, act)) == [False, True]
    assert CaseAct.objects.filter(case=case).count() == 1


@pytest.mark.usefixtures("committed_db")
def test_a_refused_sign_in_is_counted_although_nothing_else_happened():
    office = build_office()
    sign_in(username="operator", password="wrong-1-pass", machine=MACHINE, now=NOW)
    connection.close()
    assert Account.objects.get(id=office.operator.account.id).failed_count == 1
