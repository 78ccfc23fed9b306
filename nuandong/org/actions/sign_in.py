from datetime import datetime
from uuid import UUID

from nuandong.journal import api as journal
from nuandong.kernel.errors import Forbidden
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import gettext_noop as _
from nuandong.kernel.text import halfwidth
from nuandong.org import events, locks, own, scope, secrets_check, sessions, verdicts
from nuandong.org.actors import self_actor, valid_at
from nuandong.org.locks import LOCK_TIME, MAX_FAILURES, Lock
from nuandong.org.models import Account, LoginAttempt, Means, Outcome, Post
from nuandong.org.verdicts import Verdict
from nuandong.vault import api as vault


def sign_in(
    *,
    username: str,
    password: str,
    machine: UUID,
    now: datetime,
    phone: bool = False,
    replaces: UUID | None = None,
) -> Verdict:
    """Compare the password and open a session on this machine, ending the one it `replaces`.

    Call outside any scope and transaction: every try is committed. Five wrong passwords lock the account for fifteen
    minutes, or until the duty leader lifts it; unknown names answer in the same time and lock in the same way. On a
    `phone`, whoever holds a field role keeps the session through the night. Source: GB/T 22239-2019 §8.1.4.1.
    """
    name = clean_username(username)
    blind = vault.blind("org.login", name)

    def note(outcome: Outcome, account: Account | None) -> None:
        LoginAttempt.objects.create(
            id=new_id(now), name_blind=blind, account=account, machine=machine, at=now, outcome=outcome
        )

    account = (
        Account.objects.select_related("staff__unit").filter(username=name, active=True, staff__active=True).first()
    )
    if account is None:
        secrets_check.burn(password)
        outcome = Outcome.LOCKED if _tried_too_often(blind, now) else Outcome.WRONG
        note(outcome, None)
        return verdicts.locked() if outcome == Outcome.LOCKED else _wrong()
    claim = locks.claim(account.id, Lock.PASSWORD, now=now)
    if not claim.allowed:
        secrets_check.burn(password)
        note(Outcome.LOCKED, account)
        return verdicts.locked()
    if not secrets_check.matches(password, account.password):
        note(Outcome.WRONG, account)
        if not claim.last:
            return _wrong()
        own.note_locked(account, Lock.PASSWORD, now=now)
        return verdicts.locked()
    locks.release(account.id, Lock.PASSWORD)
    locks.release(account.id, Lock.PIN)
    note(Outcome.DONE, account)
    return _open(account, machine=machine, now=now, phone=phone, replaces=replaces)


def clean_username(text: str) -> str:
    """User names are small letters; full-width typing and stray spaces are forgiven."""
    return halfwidth(text[:200]).strip().lower()


def _open(account: Account, *, machine: UUID, now: datetime, phone: bool, replaces: UUID | None) -> Verdict:
    by = self_actor(account)
    with scope.enter(by):
        field = phone and Post.objects.filter(valid_at(now), staff=account.staff_id, role__field=True).exists()
        session = sessions.open_session(
            account, machine=machine, means=Means.PASSWORD, now=now, field=field, replaces=replaces
        )
        Account.objects.filter(id=account.id).update(last_login=now)
        journal.record(
            events.SignedIn(session=session.id, means=Means.PASSWORD),
            by=by,
            now=now,
            region=by.region,
            subject=account.id,
        )
    return Verdict(session=session)


def _tried_too_often(blind: bytes, now: datetime) -> bool:
    recent = LoginAttempt.objects.filter(name_blind=blind, at__gt=now - LOCK_TIME, outcome=Outcome.WRONG)
    # This try is the one more: the fifth wrong one answers "locked", as for a real account.
    return recent.count() + 1 >= MAX_FAILURES


def _wrong() -> Verdict:
    return Verdict(
        Forbidden(
            "org.login_wrong",
            _("用户名或密码不对。"),
            _("请核对后重新输入；忘记密码请联系系统管理员重置。"),
            field="password",
        )
    )
