"""A ledger given up before the import, or withdrawn after it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Conflict
from nuandong.kernel.text import gettext_noop as _
from nuandong.relief.events.ledger import LedgerDropped, LedgerWithdrawn
from nuandong.relief.models import LedgerCopy, LedgerFile, LedgerRow, Need
from nuandong.relief.rules import CONFIRM, IMPORT, check_act, check_last, ledger_of


@transaction.atomic
def drop_ledger(*, by: Actor, now: datetime, ledger: UUID) -> LedgerFile:
    """Give a ledger up before it is imported; what was found wrong with it goes. Raises NotNow, NotFound, Forbidden."""
    row = ledger_of(ledger, by=by, permission=IMPORT, lock=True)
    LedgerFile.objects.filter(id=row.id).update(
        state=check_act(row, "drop"),
        trouble=_("没有导入，已放弃。"),
        preview_sealed=None,
        rows=0,
        accepted=0,
        rejected=0,
        warned=0,
    )
    LedgerRow.objects.filter(ledger=row).delete()
    LedgerCopy.objects.filter(ledger=row).delete()
    journal.record(LedgerDropped(), by=by, now=now, region=row.region, subject=row.id)
    row.refresh_from_db()
    return row


@transaction.atomic
def withdraw_ledger(*, by: Actor, now: datetime, ledger: UUID, reason: str) -> LedgerFile:
    """Take a whole imported ledger back while nothing followed: its needs end, those before them are in force again.

    People and households stay registered; the register has rules of its own. Raises NotNow when a later ledger has
    changed one of the needs, Conflict, NotFound, Forbidden, OutOfScope.
    """
    row = ledger_of(ledger, by=by, permission=CONFIRM, lock=True)
    state = check_act(row, "withdraw")
    check_last(row)
    own = Need.objects.filter(ledger=row, ended_at=None)
    before = [one for one in own.values_list("replaces", flat=True) if one is not None]
    count = own.update(ended_at=now)
    Need.objects.filter(id__in=before).update(ended_at=None)
    changed = LedgerFile.objects.filter(id=row.id, state=row.state).update(
        state=state, withdrawn_by=by.staff, withdrawn_at=now
    )
    if changed != 1:
        raise Conflict("relief.ledger_changed", _("这份台账刚刚被别人办理过。"), _("请刷新页面查看。"))
    payload = LedgerWithdrawn(needs=count)
    journal.record(payload, by=by, now=now, region=row.region, subject=row.id, reason=reason or None)
    row.refresh_from_db()
    return row
