from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Forbidden, NotNow
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import events, lookups, permissions, sessions
from nuandong.org.actors import check_in_person
from nuandong.org.models import Account, End


@transaction.atomic
def close_account(*, by: Actor, now: datetime, account: UUID, reason: str = "") -> None:
    """Close an account and end its sessions; the person stays on the register. NotNow if it is closed already."""
    found = lookups.account_of(account)
    permissions.check(by, "org.account.change", region=found.staff.unit.region)
    check_in_person(by)
    if found.staff_id == by.staff:
        raise Forbidden("org.own_account", _("不能停用自己的账号。"), _("请由其他管理员办理。"))
    if not shut(found, by=by, now=now, reason=reason):
        raise NotNow("org.account_closed", _("账号已停用。"), _("请刷新页面。"))


def shut(account: Account, *, by: Actor, now: datetime, reason: str = "") -> bool:
    """Close the account if it is open; also when its owner leaves. Writes the event."""
    if Account.objects.filter(id=account.id, active=True).update(active=False, pin_hash="") != 1:
        return False
    sessions.end_all(account.id, end=End.ACCOUNT, now=now)
    journal.record(
        events.AccountClosed(staff=account.staff_id),
        by=by,
        now=now,
        region=account.staff.unit.region,
        subject=account.id,
        reason=reason or None,
    )
    return True
