from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Forbidden, NotNow
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import events, lookups, permissions
from nuandong.org.actors import check_in_person
from nuandong.org.errors import required
from nuandong.org.models import Account, SignedSession


@transaction.atomic
def remove_totp(*, by: Actor, now: datetime, account: UUID, reason: str) -> None:
    """Take away the second factor of somebody who lost the phone; he enrols anew. A reason is required.

    Raises Forbidden for one's own account, NotNow when there is none.
    """
    found = lookups.account_of(account)
    permissions.check(by, "org.account.change", region=found.staff.unit.region)
    check_in_person(by)
    if found.staff_id == by.staff:
        raise Forbidden("org.own_account", _("不能停用自己的动态口令。"), _("请由其他管理员办理。"))
    if not reason.strip():
        raise required("reason", _("原因"))
    enrolled = Account.objects.filter(id=found.id, totp_sealed__isnull=False)
    if enrolled.update(totp_sealed=None, totp_pending_sealed=None) != 1:
        raise NotNow("org.totp_absent", _("此账号没有启用动态口令。"), _("请刷新页面。"))
    SignedSession.objects.filter(account=found, ended_at=None).update(second_factor_at=None)
    journal.record(
        events.SecondFactorRemoved(),
        by=by,
        now=now,
        region=found.staff.unit.region,
        subject=found.id,
        reason=reason,
    )
