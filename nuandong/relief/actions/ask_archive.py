from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from nuandong.geo.codes import Level, at_level
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Conflict, Invalid, NotFound, NotNow
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.people.reasons import stated
from nuandong.people.selectors.written import UNMASK
from nuandong.relief.events.keeping import ArchiveTaken
from nuandong.relief.lookups import season_of
from nuandong.relief.models import Archive
from nuandong.relief.policies_archive import PLACE, TAKE
from nuandong.vault import api as vault


@transaction.atomic
def ask_archive(*, by: Actor, now: datetime, season: UUID, region: int) -> Archive:
    """Have the archive of a place and season made; the background does it and leaves the event (DIS-033).

    Raises NotFound, Forbidden, OutOfScope, Invalid for a region outside the season's county, Conflict while one
    is being made.
    """
    row = season_of(season)
    permissions.check(by, TAKE, region=region)
    if at_level(region, Level.COUNTY) != row.region:
        raise Invalid("relief.archive_place", _("地区不在这个年度的县里。"), _("请选择这个县的地区。"), field="region")
    values: dict[str, Any] = {"region": region, "season": row, "asked_by": by.staff, "asked_at": now}
    try:
        with transaction.atomic():
            return Archive.objects.create(id=new_id(now), **values)
    except IntegrityError as error:
        raise Conflict("relief.archive_going_on", _("这里的档案正在生成。"), _("请等生成以后再要求。")) from error


@transaction.atomic
def take_archive(*, by: Actor, now: datetime, archive: UUID, reason: str) -> tuple[Archive, bytes]:
    """The file; it holds names and numbers in full, so that the journal keeps who took it and why.

    Raises NotFound, Forbidden, OutOfScope, Invalid without a reason, NotNow before it is made.
    """
    row = archive_of(archive, by=by)
    permissions.check(by, UNMASK, region=row.region)
    why = stated(reason, _("请写明用途，例如“移交县档案室”。"))
    if row.content_sealed is None or row.version is None:
        raise NotNow("relief.archive_not_made", _("档案还没有生成。"), _("请等生成以后再取。"))
    data = vault.open_bytes(*PLACE, row.id, bytes(row.content_sealed))
    payload = ArchiveTaken(season=row.season_id, number=row.version, digest=row.digest)
    journal.record(payload, by=by, now=now, region=row.region, subject=row.id, reason=why)
    return row, data


def archive_of(identity: UUID, *, by: Actor) -> Archive:
    """One of a place that the actor sees. Raises NotFound, Forbidden, OutOfScope."""
    found = Archive.objects.select_related("season").filter(id=identity).first()
    if found is None or not by.sees(found.region):
        raise NotFound("relief.no_archive", _("没有找到这份档案。"), _("请从档案页面打开。"))
    permissions.check(by, TAKE, region=found.region)
    return found
