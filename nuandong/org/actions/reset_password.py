from datetime import datetime
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Forbidden, NotNow
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import events, locks, lookups, permissions, sessions
from nuandong.org.actions.create_account import Opened
from nuandong.org.actors import check_in_person
from nuandong.org.models import Account, End
from nuandong.org.passwords import new_one_time_password


@transaction.atomic
def reset_password(*, by: Actor, now: datetime, account: UUID, reason: str) -> Opened:
    """Give somebody a new one-time password; his PIN goes, locks open, and all his sessions end.

    Raises Forbidden for one's own account (change it instead), NotNow for a closed account.
    """
    found = lookups.account_of(account)
    permissions.check(by, "org.account.change", region=found.staff.unit.region)
    check_in_person(by)
    if found.staff_id == by.staff:
        raise Forbidden("org.own_reset", _("不能重置自己的密码。"), _("请在“我的账号”中修改密码。"))
    if not found.active:
        raise NotNow("org.account_closed", _("账号已停用。"), _("请先恢复账号。"))
    password = new_one_time_password()
    Account.objects.filter(id=found.id).update(
        password=make_password(password), must_change_password=True, password_changed_at=now, pin_hash=""
    )
    for lock in locks.Lock:
        locks.release(found.id, lock)
    ended = sessions.end_all(found.id, end=End.PASSWORD, now=now)
    journal.record(
        events.PasswordReset(sessions_ended=ended),
        by=by,
        now=now,
        region=found.staff.unit.region,
        subject=found.id,
        reason=reason or None,
    )
    return Opened(lookups.account_of(account), password)
