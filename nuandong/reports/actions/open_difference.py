from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.org import permissions
from nuandong.reports.actions.record_serial import RECORD
from nuandong.reports.national.comparing import hidden_fields
from nuandong.reports.national.events import DifferenceOpened
from nuandong.reports.national.exports import difference_of, theirs_of
from nuandong.reports.national.library import system_of


@transaction.atomic
def open_difference(*, by: Actor, now: datetime, difference: UUID, fields: Collection[str]) -> dict[str, str]:
    """Read in full what an export says of somebody in those of `fields` that pages mask, to be taken over into our
    record; field → words. One event names the line and the fields, unless there are none.

    Raises NotFound, Forbidden without the second factor, OutOfScope. Source: GB/T 22239-2019 level 2 audit.
    """
    row = difference_of(difference)
    permissions.check(by, RECORD, region=row.region)
    hidden = hidden_fields(system_of(row.source.system)).intersection(fields)
    found = {code: words for code, words in theirs_of(row).items() if words and code in hidden}
    if found:
        permissions.check(by, "people.person.unmask", region=row.region)
        payload = DifferenceOpened(system=row.source.system, row=row.row, case=row.case, fields=sorted(found))
        journal.record(payload, by=by, now=now, region=row.region, subject=row.source_id)
    return found
