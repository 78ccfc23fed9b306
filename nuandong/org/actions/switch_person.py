from datetime import datetime
from uuid import UUID

from nuandong.journal import api as journal
from nuandong.kernel.errors import DomainError, Forbidden
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import events, locks, own, scope, secrets_check, sessions
from nuandong.org.actors import self_actor
from nuandong.org.locks import Lock
from nuandong.org.models import Account, Means, SignedSession
from nuandong.org.verdicts import Verdict


def switch_person_by_pin(*, machine: UUID, current: UUID, account: UUID, pin: str, now: datetime) -> Verdict:
    """Let another person carry on at this machine by PIN; the `current` session ends, a new one opens.

    Only for accounts that signed in here with their password in the running shift, and no longer than that session
    would have lasted. The new session never carries the second factor. Five wrong PINs close the PIN until the next
    password. Call outside any scope and transaction: every try is committed. Source: product H.
    """
    found = (
        Account.objects.select_related("staff__unit")
        .filter(id=account, active=True, staff__active=True, must_change_password=False)
        .first()
    )
    known = sessions.password_session(account, machine=machine, now=now) if found else None
    if found is None or known is None or not found.pin_hash:
        secrets_check.burn(pin)
        return Verdict(_needs_password())
    claim = locks.claim(found.id, Lock.PIN, now=now)
    if not claim.allowed:
        secrets_check.burn(pin)
        return Verdict(_pin_closed())
    if not secrets_check.matches(pin, found.pin_hash):
        if not claim.last:
            return Verdict(_wrong_pin())
        own.note_locked(found, Lock.PIN, now=now)
        return Verdict(_pin_closed())
    locks.release(found.id, Lock.PIN)
    return Verdict(session=_open(found, machine=machine, current=current, until=known.expires_at, now=now))


def _open(account: Account, *, machine: UUID, current: UUID, until: datetime, now: datetime) -> SignedSession:
    by = self_actor(account)
    with scope.enter(by):
        session = sessions.open_session(
            account, machine=machine, means=Means.PIN, now=now, expires_at=until, replaces=current
        )
        journal.record(
            events.PersonSwitched(session=session.id, previous=current, machine=machine),
            by=by,
            now=now,
            region=by.region,
            subject=account.id,
        )
    return session


def _needs_password() -> DomainError:
    return Forbidden(
        "org.pin_needs_password",
        _("本班次内还没有在这台电脑上用密码登录，或没有设置快捷码。"),
        _("请用用户名和密码登录。"),
        field="pin",
    )


def _wrong_pin() -> DomainError:
    return Forbidden("org.pin_wrong", _("快捷码不对。"), _("请重新输入，或用密码登录。"), field="pin")


def _pin_closed() -> DomainError:
    return Forbidden("org.pin_closed", _("快捷码连续输错，已停用。"), _("请用用户名和密码登录。"), field="pin")
