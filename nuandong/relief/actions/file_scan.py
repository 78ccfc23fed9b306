from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.files.storing import read, store_document
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.org import permissions
from nuandong.relief.actions.take_scans import PURPOSE
from nuandong.relief.events.papers import ScanFiled
from nuandong.relief.models import Scan
from nuandong.relief.scanning.codes import Target
from nuandong.relief.scanning.records import FILE, place_of
from nuandong.relief.selectors_scans import scan_of


@transaction.atomic
def file_scan(*, by: Actor, now: datetime, scan: UUID, to: Target) -> Scan:
    """File a page by hand: one without a readable code, or one that went to the wrong record.

    Raises NotFound, Forbidden, OutOfScope.
    """
    row = scan_of(scan, by=by, lock=True)
    permissions.check(by, FILE, region=row.region)
    place = place_of(to, by=by)
    file = row.file
    if place.region != row.region:
        # A stored file belongs to its region: the page is kept again where its record is.
        data, mime = read(row.file)
        file = store_document(by=by, now=now, region=place.region, data=data, purpose=PURPOSE, mime=mime)
    before = row.kind
    Scan.objects.filter(id=row.id).update(
        region=place.region,
        season=place.season,
        kind=to.kind,
        subject=to.subject,
        how="hand",
        file=file,
        filed_by=by.staff,
        filed_at=now,
        dropped_at=None,
    )
    payload = ScanFiled(sheet=to.kind, record=to.subject, before=before)
    journal.record(payload, by=by, now=now, region=place.region, subject=row.id)
    return scan_of(row.id, by=by)


@transaction.atomic
def drop_scan(*, by: Actor, now: datetime, scan: UUID) -> Scan:
    """Set a page aside: it belongs to no record. It can be filed later all the same. Raises NotFound, Forbidden."""
    row = scan_of(scan, by=by, lock=True)
    permissions.check(by, FILE, region=row.region)
    if row.dropped_at is None:
        Scan.objects.filter(id=row.id).update(dropped_at=now)
        payload = ScanFiled(sheet="", record=None, before=row.kind)
        journal.record(payload, by=by, now=now, region=row.region, subject=row.id)
    return scan_of(row.id, by=by)
