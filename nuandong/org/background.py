"""Work in the background for somebody: who answers for it, and what went wrong kept in words beside it."""

from collections.abc import Callable
from datetime import datetime
from typing import Final
from uuid import UUID

import structlog

from nuandong.kernel.actors import SYSTEM, Actor
from nuandong.kernel.errors import DomainError, Forbidden
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import scope, selectors
from nuandong.org.actors import actor_for

log = structlog.get_logger(__name__)
TRIES: Final = 3
"""How often work that a worker died over is taken up again."""
_LONGEST: Final = 300
BROKE: Final = _("办理时出错，已记入系统日志，请联系管理员。")


def trouble_of(work: Callable[[], object], *, failed: str, broke: str = BROKE, **about: str) -> str:
    """Do it. Nothing when it is done; else what went wrong: the words of a refusal, or `broke` with the log telling it.

    `failed` is the log's name for it, `about` what the log says besides.
    """
    try:
        work()
    except DomainError as error:
        return str(error)[:_LONGEST]
    except Exception:
        log.exception(failed, **about)
        return broke
    return ""


def asker(staff: UUID | None, now: datetime, *, code: str, gone: str, advice: str) -> Actor:
    """Whoever asked, with what he may do now. Raises Forbidden with these words when he has no account any more."""
    with scope.enter(SYSTEM):
        account = selectors.account_of_staff(staff) if staff else None
        if account is None or not account.active:
            raise Forbidden(code, gone, advice)
        return actor_for(account, now=now)
