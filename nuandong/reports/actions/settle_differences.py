from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import translation

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import local_date
from nuandong.org import permissions
from nuandong.reports.actions.record_serial import RECORD
from nuandong.reports.models import NationalDifference
from nuandong.reports.national.comparing import still_different
from nuandong.reports.national.events import DifferenceSettled
from nuandong.reports.national.exports import export_of, theirs_of, waiting
from nuandong.reports.national.library import system_of


@transaction.atomic
def settle_differences(
    *, by: Actor, now: datetime, export: UUID, difference: UUID | None = None
) -> dict[UUID, tuple[str, ...]]:
    """Look again at the differences of an export where theirs is right, or at one of them; those that our records now
    agree with are closed.

    Gives each one looked at with the fields that still differ, none for a closed one; a row that nobody was found for
    is said to differ in `name`. Writes nothing into our records. Raises NotFound, Forbidden, OutOfScope.
    """
    row = export_of(export, lock=True)
    permissions.check(by, RECORD, region=row.region)
    open_ones = [one for one in waiting(row) if difference in (None, one.id)]
    theirs = {one.id: theirs_of(one) for one in open_ones}
    cases = {one.id: one.case for one in open_ones}
    with translation.override("zh-hans"):
        left = still_different(system_of(row.system), theirs, cases, by=by, on=local_date(now))
    for one in open_ones:
        if left[one.id]:
            continue
        NationalDifference.objects.filter(id=one.id).update(agreed_at=now, agreed_by=by.staff)
        payload = DifferenceSettled(system=row.system, row=one.row, case=one.case)
        journal.record(payload, by=by, now=now, region=row.region, subject=row.id)
    return left
