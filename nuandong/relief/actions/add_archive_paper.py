import hashlib
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction

from nuandong.files.storing import read, store_document, store_photo
from nuandong.geo.codes import Level, at_level
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Conflict, Invalid
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import clean_line
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.relief.events.keeping import ArchivePaperAdded
from nuandong.relief.freezes import check_not_frozen
from nuandong.relief.lookups import season_of
from nuandong.relief.models import ArchivePaper, Payout
from nuandong.relief.scanning.records import FILE
from nuandong.relief.states import PaperKind

PURPOSE: Final = "relief.archive_paper"
_PDF: Final = b"%PDF-"


@transaction.atomic
def add_archive_paper(
    *,
    by: Actor,
    now: datetime,
    season: UUID,
    region: int,
    kind: str,
    title: str,
    number: str = "",
    payout: UUID | None = None,
    data: bytes | None = None,
) -> ArchivePaper:
    """Add a paper (PDF or picture), or the number of a payout's voucher, to the archives of a region (DIS-033).

    One of a township or the county stands in the archive of every village below. Raises NotFound, Forbidden,
    OutOfScope, Invalid, NotNow while an audit holds the place, Conflict when the same file is there. A closed season
    still takes papers: vouchers come after it.
    """
    row = season_of(season)
    permissions.check(by, FILE, region=region)
    if at_level(region, Level.COUNTY) != row.region:
        raise Invalid(
            "relief.paper_place", _("请选择这个县的地区。"), _("档案材料属于一个县的一个年度。"), field="region"
        )
    check_not_frozen([region], row.year)
    if kind not in PaperKind.values:
        raise Invalid("relief.paper_kind", _("没有选择材料种类。"), _("请选择。"), field="kind")
    number = clean_line(number, 60)
    title = clean_line(title, 120) or str(PaperKind(kind).label)
    if kind == PaperKind.VOUCHER and (not number or payout is None):
        raise Invalid("relief.paper_voucher", _("没有填写凭证号，或没有选择批次。"), _("请填写。"), field="number")
    if kind != PaperKind.VOUCHER and not data:
        raise Invalid("relief.paper_file", _("没有选择文件。"), _("请选择 PDF 或照片。"), field="file")
    of = Payout.objects.filter(id=payout, season=row).first() if payout else None
    if payout and of is None:
        raise Invalid("relief.paper_payout", _("没有这个发放批次。"), _("请重新选择。"), field="payout")
    file, digest = _stored(by, now, region, data) if data else (None, "")
    try:
        with transaction.atomic():
            made = ArchivePaper.objects.create(
                id=new_id(now), region=region, season=row, kind=kind, payout=of, number=number, title=title, file=file,
                digest=digest, added_by=by.staff, added_at=now,
            )  # fmt: skip
    except IntegrityError as error:
        raise Conflict("relief.paper_there", _("这份文件已经归档。"), _("不用重复上传。")) from error
    payload = ArchivePaperAdded(season=row.id, what=kind, payout=payout, number=number, digest=digest)
    journal.record(payload, by=by, now=now, region=region, subject=made.id)
    return made


def _stored(by: Actor, now: datetime, region: int, data: bytes) -> tuple[UUID, str]:
    """A PDF byte for byte, a picture without its metadata; its id and its SHA-256 as kept. Raises Invalid."""
    if data[: len(_PDF)] == _PDF:
        file = store_document(by=by, now=now, region=region, data=data, purpose=PURPOSE, mime="application/pdf")
    else:
        file = store_photo(by=by, now=now, region=region, data=data, purpose=PURPOSE)
    return file, hashlib.sha256(read(file)[0]).hexdigest()
