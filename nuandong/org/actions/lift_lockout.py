from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Forbidden, NotNow
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import events, locks, lookups, permissions
from nuandong.org.actors import check_in_person


@transaction.atomic
def lift_lockout(*, by: Actor, now: datetime, account: UUID, reason: str = "") -> None:
    """Let somebody try again at once: the duty leader opens the locks of password, second factor and PIN.

    Raises Forbidden for one's own account, NotNow when nothing was locked or counted. Source: product H.
    """
    found = lookups.account_of(account)
    permissions.check(by, "org.lockout.lift", region=found.staff.unit.region)
    check_in_person(by)
    if found.staff_id == by.staff:
        raise Forbidden("org.own_lockout", _("不能解除自己账号的锁定。"), _("请由另一位带班领导办理。"))
    opened = [lock for lock in locks.Lock if locks.release(found.id, lock)]
    if not opened:
        raise NotNow("org.not_locked", _("账号没有锁定。"), _("请本人重新登录；忘记密码请重置。"))
    journal.record(
        events.LockoutLifted(),
        by=by,
        now=now,
        region=found.staff.unit.region,
        subject=found.id,
        reason=reason or None,
    )
