import hashlib
from datetime import datetime
from pathlib import PurePath

from django.db import IntegrityError, transaction

from nuandong.files.storing import store_document
from nuandong.geo.codes import validate
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import clean_line
from nuandong.org import permissions
from nuandong.relief.destroying.ready import check_data_stands
from nuandong.relief.events.ledger import LedgerUploaded
from nuandong.relief.forms.library import form_of
from nuandong.relief.models import LedgerFile
from nuandong.relief.reading.door import MAX_BYTES, refused
from nuandong.relief.reading.opening import may_be_book
from nuandong.relief.rules import IMPORT, check_place
from nuandong.relief.states import LIVE

PURPOSE = "relief.ledger"
MIME = "application/octet-stream"


@transaction.atomic
def upload_ledger(
    *, by: Actor, now: datetime, region: int, season: int, form: str, name: str, data: bytes
) -> LedgerFile:
    """Keep a ledger for checking; it is read in the background.

    `region` (12-digit code) is a county, township or village, `season` the year the winter begins in. The same file
    for the same region and season is the same ledger: nothing is kept a second time. Raises Forbidden, OutOfScope,
    Invalid for a file too large or of another kind, NotFound for a form that cannot be imported. Source: DIS-018.
    """
    validate(region, field="region")
    permissions.check(by, IMPORT, region=region)
    check_data_stands(region, season)
    check_place(region, season)
    shape = form_of(form)
    if len(data) > MAX_BYTES:
        raise refused("too_big")
    if not may_be_book(data):
        raise refused("kind")
    digest = hashlib.sha256(data).hexdigest()
    same = LedgerFile.objects.filter(region=region, season=season, form=shape.form, digest=digest, state__in=LIVE)
    if (earlier := same.first()) is not None:
        return earlier
    identity = new_id(now)
    try:
        with transaction.atomic():
            made = LedgerFile.objects.create(
                id=identity,
                region=region,
                season=season,
                form=shape.form,
                name=clean_line(PurePath(name).name[:400], 400)[:120],
                file=store_document(by=by, now=now, region=region, data=data, purpose=PURPOSE, mime=MIME),
                digest=digest,
                uploaded_by=by.staff,
                uploaded_at=now,
            )
    except IntegrityError:
        # Somebody sent it at the same moment.
        return same.get()
    payload = LedgerUploaded(form=shape.form, season=season, digest=digest)
    journal.record(payload, by=by, now=now, region=region, subject=identity)
    return made
