"""Archives made in the background: the next one that waits, step by step, each step seen by whoever waits for it."""

import hashlib
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import F

from nuandong.geo.codes import level_of
from nuandong.journal import api as journal
from nuandong.journal.standing import standing
from nuandong.kernel.actors import SYSTEM, Actor
from nuandong.kernel.errors import NotNow
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions, scope
from nuandong.org.background import TRIES, asker, trouble_of
from nuandong.relief.archiving.collecting import collected
from nuandong.relief.archiving.packing import packed
from nuandong.relief.archiving.shape import Contents, Index
from nuandong.relief.events.keeping import ArchiveMade
from nuandong.relief.models import Archive
from nuandong.relief.policies_archive import PLACE, TAKE
from nuandong.vault import api as vault

STEPS: Final = 3
"""Papers read, index set, put together."""
MOST_BYTES: Final = 300_000_000


def make_next(now: datetime, index: Index) -> UUID | None:
    """Make the archive that waits longest; None when none does. One after another: the job's lock sees to it.

    One that a worker died over is taken up again, three times at most. What goes wrong is kept with it.
    """
    with scope.enter(SYSTEM):
        row = Archive.objects.filter(made_at=None, trouble="").select_related("season").order_by("id").first()
        if row is None:
            return None
        Archive.objects.filter(id=row.id).update(tries=F("tries") + 1, step=0)
    trouble = trouble_of(
        lambda: _make(row, now, index),
        failed="relief.archive_failed",
        broke=_("生成时出错，已记入系统日志，请联系管理员。"),
        archive=str(row.id),
    )
    if trouble:
        with scope.enter(SYSTEM):
            Archive.objects.filter(id=row.id, made_at=None).update(trouble=trouble)
    return row.id


def _make(row: Archive, now: datetime, index: Index) -> None:
    if row.tries >= TRIES:
        raise NotNow("relief.archive_tries", _("多次生成都没有完成。"), _("请联系管理员。"))
    by = _asker(row, now)
    with scope.enter(SYSTEM):
        contents = collected(row.season, row.region)
        if sum(len(one.data) for one in contents.files) > MOST_BYTES:
            raise NotNow("relief.archive_large", _("材料超过 300 MB，不能打成一个包。"), _("请减少扫描件后再生成。"))
        there = Archive.objects.filter(season=row.season, region=row.region, made_at__isnull=False)
        newest = there.defer("content_sealed").order_by("-version").first()
        if newest is not None and newest.content == contents.digest:
            there.filter(id=newest.id).update(confirmed_at=now)
            Archive.objects.filter(id=row.id).delete()
            return
    _step(row, 1)
    version = 1 + (newest.version or 0 if newest is not None else 0)
    page = index(contents, version)
    _step(row, 2)
    _keep(row, contents, page, version, by=by, now=now)


def _keep(row: Archive, contents: Contents, page: bytes, version: int, *, by: Actor, now: datetime) -> None:
    with scope.enter(SYSTEM):
        data = packed(contents, page, archive=row.id, version=version, now=now, standing=standing())
        digest = hashlib.sha256(data).hexdigest()
        files, missing = len(contents.files) + 1, [list(one) for one in contents.lacks]
        Archive.objects.filter(id=row.id).update(
            version=version,
            step=STEPS,
            made_at=now,
            content=contents.digest,
            digest=digest,
            size=len(data),
            files=files,
            missing=missing,
            content_sealed=vault.seal_bytes(*PLACE, row.id, data),
        )
        payload = ArchiveMade(
            season=row.season_id,
            number=version,
            files=files,
            missing=len(missing),
            content=contents.digest,
            digest=digest,
            size=len(data),
            level=level_of(row.region).name.lower(),
        )
        journal.record(payload, by=by, now=now, region=row.region, subject=row.id)


def _asker(row: Archive, now: datetime) -> Actor:
    """Whoever asked, with what he may do now. Raises Forbidden."""
    gone, advice = _("要求生成的人已没有账号。"), _("请重新要求生成。")
    by = asker(row.asked_by, now, code="relief.archive_asker", gone=gone, advice=advice)
    permissions.check(by, TAKE, region=row.region)
    return by


def _step(row: Archive, step: int) -> None:
    with scope.enter(SYSTEM):
        Archive.objects.filter(id=row.id).update(step=step)
