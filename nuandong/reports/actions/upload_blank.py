"""A superior's blank comes in, or a new edition of it."""

import hashlib
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction

from nuandong.files import storing
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Conflict, Invalid
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import clean_line
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.reports.blanks.events import BlankUploaded
from nuandong.reports.blanks.grid import Grid
from nuandong.reports.blanks.keeping import PURPOSE, blank_of, check_report, sealed_grid
from nuandong.reports.blanks.reading import read_blank
from nuandong.reports.models import Blank, BlankEdition

MAP = "reports.blank.map"
TITLE: Final = 100
_OFFICE: Final = "application/vnd.openxmlformats-officedocument"
MIMES: Final = {
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    "docx": f"{_OFFICE}.wordprocessingml.document",
}


@transaction.atomic
def upload_blank(*, by: Actor, now: datetime, title: str, report: str, data: bytes) -> Blank:
    """Keep a blank for the report with code `report`; what stands where is said afterwards (`map_blank`).

    Raises Forbidden, NotFound for no such report, Invalid for a file that is no blank, without a title, or with the
    title of another blank, Conflict for a file that is there already. Source: product A.6.
    """
    permissions.check(by, MAP, region=by.region)
    check_report(report)
    words = clean_line(title, TITLE, field="title")
    if not words:
        raise Invalid("reports.blank_title", _("请填写空表的名称。"), _("按上级文件上的名称填写。"), field="title")
    grid = read_blank(data)
    identity = new_id(now)
    try:
        with transaction.atomic():
            row = Blank.objects.create(
                id=identity,
                region=by.region,
                title=words,
                kind=grid.kind,
                report=report,
                started_by=by.staff,
                started_at=now,
            )
    except IntegrityError as error:
        raise Invalid(
            "reports.blank_twice",
            _("已经有同名的空表。"),
            _("上级换了新样式的，请打开原来的空表，上传新样式。"),
            field="title",
        ) from error
    _keep(by, now, row, grid, data, number=1)
    return row


@transaction.atomic
def upload_edition(*, by: Actor, now: datetime, blank: UUID, data: bytes) -> BlankEdition:
    """A new edition of a blank, with another hash; it is filled once its mapping was confirmed.

    Raises NotFound, Forbidden, OutOfScope, Invalid for a file that is no blank or of another kind, Conflict for a file
    that is there already.
    """
    held = blank_of(blank, lock=True)
    permissions.check(by, MAP, region=held.blank.region)
    grid = read_blank(data)
    if grid.kind != held.blank.kind:
        raise Invalid(
            "reports.blank_other_kind",
            _("新样式和原来的空表不是同一种文件。"),
            _("请另建一份空表；原来的照常使用。"),
            field="file",
        )
    return _keep(by, now, held.blank, grid, data, number=held.edition.number + 1)


def _keep(by: Actor, now: datetime, row: Blank, grid: Grid, data: bytes, *, number: int) -> BlankEdition:
    digest, identity = hashlib.sha256(data).hexdigest(), new_id(now)
    file = storing.store_document(by=by, now=now, region=row.region, data=data, purpose=PURPOSE, mime=MIMES[row.kind])
    try:
        with transaction.atomic():
            made = BlankEdition.objects.create(
                id=identity,
                region=row.region,
                blank=row,
                number=number,
                digest=digest,
                file=file,
                grid_sealed=sealed_grid(identity, grid),
                uploaded_by=by.staff,
                uploaded_at=now,
            )
    except IntegrityError as error:
        raise Conflict(
            "reports.blank_there", _("这个文件已经上传过。"), _("请从空表列表中打开，不用再上传。"), field="file"
        ) from error
    payload = BlankUploaded(report=row.report, edition=number, digest=digest)
    journal.record(payload, by=by, now=now, region=row.region, subject=row.id)
    return made
