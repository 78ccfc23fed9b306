from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import DomainError, Forbidden
from nuandong.kernel.text import gettext_noop as _
from nuandong.kernel.text import halfwidth
from nuandong.org import events, locks, own, totp, verdicts
from nuandong.org.locks import Lock
from nuandong.org.models import Account, SignedSession
from nuandong.org.verdicts import Verdict
from nuandong.vault import api as vault

_TABLE = Account._meta.db_table


@transaction.atomic
def verify_totp(*, by: Actor, now: datetime, code: str, session: UUID) -> Verdict:
    """Accept a one-time code for the present session, once; from then on the session carries the second factor.

    Codes of the step before and after are accepted, none twice (RFC 6238 §5.2). Five wrong codes lock the second factor
    for fifteen minutes. The web layer renews its session key after acceptance.
    """
    account = own.own_account(by)
    if account.totp_sealed is None:
        return Verdict(_not_enrolled())
    secret = vault.open_bytes(_TABLE, "totp_sealed", account.id, bytes(account.totp_sealed))
    refused = _refusal(account, secret, code, now=now)
    if refused is not None:
        return refused
    SignedSession.objects.filter(id=session, account=account, ended_at=None).update(second_factor_at=now)
    return Verdict()


@transaction.atomic
def confirm_totp(*, by: Actor, now: datetime, code: str, session: UUID | None = None) -> Verdict:
    """Take the pending secret into use after a first right code; the present session then carries the second factor."""
    account = own.own_account(by)
    if account.totp_pending_sealed is None:
        return Verdict(_not_enrolled())
    secret = vault.open_bytes(_TABLE, "totp_pending_sealed", account.id, bytes(account.totp_pending_sealed))
    refused = _refusal(account, secret, code, now=now)
    if refused is not None:
        return refused
    Account.objects.filter(id=account.id).update(
        totp_sealed=vault.seal_bytes(_TABLE, "totp_sealed", account.id, secret), totp_pending_sealed=None
    )
    if session is not None:
        SignedSession.objects.filter(id=session, account=account, ended_at=None).update(second_factor_at=now)
    own.note_own(events.SecondFactorEnrolled(), account, now=now)
    return Verdict()


def _refusal(account: Account, secret: bytes, code: str, *, now: datetime) -> Verdict | None:
    claim = locks.claim(account.id, Lock.TOTP, now=now)
    if not claim.allowed:
        return verdicts.locked()
    step = totp.matching_step(secret, halfwidth(code[:20]).replace(" ", ""), now, after=account.totp_step)
    # Two requests with the same code: the one that moves the step is right, the other is a replay.
    if step is not None and Account.objects.filter(id=account.id, totp_step__lt=step).update(totp_step=step) == 1:
        locks.release(account.id, Lock.TOTP)
        return None
    if not claim.last:
        return Verdict(_wrong_code())
    own.note_locked(account, Lock.TOTP, now=now)
    return verdicts.locked()


def _wrong_code() -> DomainError:
    return Forbidden(
        "org.code_wrong",
        _("动态口令不对，或已经用过。"),
        _("请等手机上出现新的口令再输入，并核对手机时间。"),
        field="code",
    )


def _not_enrolled() -> DomainError:
    return Forbidden("org.totp_not_enrolled", _("还没有启用动态口令。"), _("请先在“我的账号”里启用。"), field="code")
