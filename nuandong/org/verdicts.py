"""Answers of acts that compare a secret.

They return a refusal instead of raising it: the count of failures must be committed, and an exception on its way
through a scope or an atomic block would roll it back and hand the guesser his tries again.
"""

from dataclasses import dataclass

from nuandong.kernel.errors import DomainError, Forbidden
from nuandong.kernel.text import gettext_noop as _
from nuandong.org.locks import LOCK_TIME
from nuandong.org.models import SignedSession


@dataclass(frozen=True, slots=True)
class Verdict:
    """Accepted (with the session that was opened, if one was), or refused with the reason to show."""

    refusal: DomainError | None = None
    session: SignedSession | None = None

    @property
    def accepted(self) -> bool:
        return self.refusal is None


def locked() -> Verdict:
    """Too many wrong tries."""
    return Verdict(
        Forbidden(
            "org.locked",
            _("连续输错次数过多，已锁定 %(minutes)d 分钟。"),
            _("请稍后再试，或请带班领导解除锁定。"),
            minutes=int(LOCK_TIME.total_seconds()) // 60,
        )
    )


def wrong_password() -> Verdict:
    """The current password was wrong."""
    return Verdict(Forbidden("org.password_wrong", _("密码不对。"), _("请重新输入当前密码。"), field="old_password"))
