from datetime import datetime
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import NotNow
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import events, lookups, permissions
from nuandong.org.actions.create_account import Opened
from nuandong.org.actors import check_in_person
from nuandong.org.models import Account
from nuandong.org.passwords import new_one_time_password


@transaction.atomic
def reopen_account(*, by: Actor, now: datetime, account: UUID, reason: str = "") -> Opened:
    """Open a closed account again with a one-time password. NotNow if it is open or its owner has left."""
    found = lookups.account_of(account)
    permissions.check(by, "org.account.change", region=found.staff.unit.region)
    check_in_person(by)
    password = new_one_time_password()
    closed = Account.objects.filter(id=found.id, active=False, staff__active=True)
    changed = closed.update(
        active=True, password=make_password(password), must_change_password=True, password_changed_at=now
    )
    if changed != 1:
        raise NotNow("org.account_not_closed", _("账号没有停用，或本人已离任。"), _("请刷新页面后核对。"))
    journal.record(
        events.AccountReopened(staff=found.staff_id),
        by=by,
        now=now,
        region=found.staff.unit.region,
        subject=found.id,
        reason=reason or None,
    )
    return Opened(lookups.account_of(account), password)
