import hashlib
from datetime import date, datetime

from django.db import IntegrityError, transaction

from nuandong.files import storing
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Invalid
from nuandong.kernel.ids import new_id
from nuandong.kernel.sheets import read_grid
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.reports.actions.record_serial import RECORD
from nuandong.reports.models import NationalImport
from nuandong.reports.national.events import ExportUploaded
from nuandong.reports.national.exports import MAX_ROWS, PURPOSE, remembered
from nuandong.reports.national.library import system_of
from nuandong.reports.national.table import proposed, table_of

_SHEET = "application/octet-stream"


@transaction.atomic
def upload_export(
    *, by: Actor, now: datetime, system: str, region: int, since: date, until: date, data: bytes
) -> NationalImport:
    """Keep an export of a system (xlsx, xls, ods or csv, 2000 rows at most) for a region and these days.

    Its columns are those confirmed for the same headings before, else proposed by their names. The same file again
    is the same upload: nothing changes. Raises NotFound, Forbidden, OutOfScope, Invalid. Source: product A.6.
    """
    asked = system_of(system)
    permissions.check(by, RECORD, region=region)
    if until < since:
        raise Invalid("reports.days_wrong", _("结束日期早于开始日期。"), _("请改正日期。"), field="until")
    digest = hashlib.sha256(data).hexdigest()
    same = NationalImport.objects.filter(system=system, region=region, digest=digest, since=since, until=until)
    if (found := same.first()) is not None:
        return found
    table = table_of(read_grid(data, max_rows=MAX_ROWS), asked)
    columns = remembered(system, table.fingerprint)
    try:
        with transaction.atomic():
            row = NationalImport.objects.create(
                id=new_id(now),
                region=region,
                system=system,
                since=since,
                until=until,
                digest=digest,
                file=storing.store_document(by=by, now=now, region=region, data=data, purpose=PURPOSE, mime=_SHEET),
                fingerprint=table.fingerprint,
                heading_row=table.row,
                headings=list(table.headings),
                rows=sum(1 for _row in table.rows()),
                columns=proposed(table, asked) if columns is None else dict(columns),
                uploaded_by=by.staff,
                uploaded_at=now,
            )
    except IntegrityError:
        return same.get()
    payload = ExportUploaded(system=system, sha256=digest, rows=row.rows)
    journal.record(payload, by=by, now=now, region=region, subject=row.id)
    return row
