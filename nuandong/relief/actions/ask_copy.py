from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.kernel.actors import Actor
from nuandong.kernel.ids import new_id
from nuandong.relief.models import LedgerCopy
from nuandong.relief.rules import IMPORT, check_copy, ledger_of


@transaction.atomic
def ask_copy(*, by: Actor, now: datetime, ledger: UUID) -> LedgerCopy:
    """Have the sheet written with its faults beside the cells; the background does it, once for a ledger.

    One that is under way or made already is that one; one that failed is tried anew. The event follows when somebody
    takes it. Raises NotFound, Forbidden, OutOfScope.
    """
    row = ledger_of(ledger, by=by, permission=IMPORT, lock=True)
    check_copy(row, by)
    LedgerCopy.objects.filter(ledger=row).exclude(trouble="").delete()
    there = LedgerCopy.objects.filter(ledger=row).defer("content_sealed").first()
    if there is not None:
        return there
    return LedgerCopy.objects.create(id=new_id(now), region=row.region, ledger=row, asked_by=by.staff, asked_at=now)
