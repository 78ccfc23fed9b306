from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Conflict
from nuandong.kernel.text import gettext_noop as _
from nuandong.relief.models import LedgerFile
from nuandong.relief.rules import CONFIRM, check_act, check_whole, ledger_of
from nuandong.relief.states import LedgerState


@transaction.atomic
def confirm_ledger(*, by: Actor, now: datetime, ledger: UUID, found: str, partial: bool = False) -> LedgerFile:
    """Have a checked ledger taken over as it was shown; it is written in the background.

    `found` is the digest of what was shown, `partial` says that rejected rows stay out. Pressed twice it is confirmed
    once. The event follows with the writing, which is one transaction. Raises Conflict when it was checked anew
    meanwhile, Invalid with rejected rows unspoken of, NotNow, NotFound, Forbidden, OutOfScope. Source: DIS-018.
    """
    row = ledger_of(ledger, by=by, permission=CONFIRM, lock=True)
    if row.state in {LedgerState.WRITING, LedgerState.CONFIRMED} and row.found == found:
        return row
    state = check_act(row, "confirm")
    if row.found != found:
        raise Conflict("relief.ledger_rechecked", _("这份台账刚刚重新核对过。"), _("请看过新的结果再确认。"))
    check_whole(row, partial=partial)
    LedgerFile.objects.filter(id=row.id).update(
        state=state,
        partial=partial and row.rejected > 0,
        confirmed_by=by.staff,
        confirmed_at=now,
        tries=0,
        step=0,
        trouble="",
    )
    row.refresh_from_db()
    return row
