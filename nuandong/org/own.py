"""What concerns somebody's own account: whose it is, comparing the current password, and the events about it."""

from datetime import datetime

from nuandong.journal import api as journal
from nuandong.kernel.actors import SYSTEM, Actor
from nuandong.kernel.errors import Forbidden, NotFound
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import events, locks, scope, secrets_check, verdicts
from nuandong.org.actors import check_in_person, self_actor
from nuandong.org.locks import MAX_FAILURES, Lock
from nuandong.org.models import Account
from nuandong.org.verdicts import Verdict


def own_account(by: Actor) -> Account:
    """The account of whoever sits here. Raises NotFound without one, Forbidden when typing for somebody else."""
    check_in_person(by)
    account = Account.objects.select_related("staff__unit").filter(staff=by.typist).first()
    if account is None:
        raise NotFound("org.no_account", _("没有找到您的账号。"), _("请联系系统管理员开通账号。"))
    if not account.active:
        raise Forbidden("org.account_closed", _("账号已停用。"), _("请联系系统管理员。"))
    return account


def refusal_of(account: Account, password: str, *, now: datetime) -> Verdict | None:
    """Compare the current password, counting the try; None when it is right."""
    claim = locks.claim(account.id, Lock.PASSWORD, now=now)
    if claim.allowed and secrets_check.matches(password, account.password):
        locks.release(account.id, Lock.PASSWORD)
        return None
    if not claim.allowed:
        secrets_check.burn(password)
        return verdicts.locked()
    if not claim.last:
        return verdicts.wrong_password()
    note_locked(account, Lock.PASSWORD, now=now)
    return verdicts.locked()


def note_own(payload: journal.Payload, account: Account, *, now: datetime) -> None:
    """Write an event about one's own account, in the region of one's unit, whatever regions the posts are for."""
    by = self_actor(account)
    with scope.enter(by):
        journal.record(payload, by=by, now=now, region=by.region, subject=account.id)


def note_locked(account: Account, lock: Lock, *, now: datetime) -> None:
    """Write the event of a lock that has just closed."""
    with scope.enter(SYSTEM):
        journal.record(
            events.AccountLocked(lock=lock.word, failures=MAX_FAILURES),
            by=SYSTEM,
            now=now,
            region=account.staff.unit.region,
            subject=account.id,
        )
