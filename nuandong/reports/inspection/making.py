"""Packs made in the background: the next one that waits, step by step, each step seen by whoever waits for it."""

import hashlib
from collections.abc import Callable
from datetime import date, datetime
from typing import Final
from uuid import UUID

from nuandong.files.storing import store_document
from nuandong.journal import api as journal
from nuandong.kernel.actors import SYSTEM, Actor
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import scope
from nuandong.org.background import TRIES, asker, trouble_of
from nuandong.reports.events import PackMade, PackTaken
from nuandong.reports.inspection.packing import packed
from nuandong.reports.inspection.rules import check_pack
from nuandong.reports.inspection.shape import Asked
from nuandong.reports.models import InspectionPack
from nuandong.reports.states import PackState

PURPOSE: Final = "reports.pack"
MIME: Final = "application/zip"


def make_next(now: datetime) -> UUID | None:
    """Make the pack that waits longest; None when none does. Only one may run at a time: the job's lock sees to it.

    A pack that a worker died over is taken up again, three times at most. What goes wrong is kept with the pack.
    """
    row = _claim()
    if row is None:
        return None
    trouble = trouble_of(
        lambda: _make(row, now),
        failed="reports.pack_failed",
        broke=_("生成时出错，已记入系统日志，请联系管理员。"),
        pack=str(row.id),
    )
    if trouble:
        with scope.enter(SYSTEM):
            InspectionPack.objects.filter(id=row.id).update(state=PackState.FAILED, trouble=trouble)
    return row.id


def made_at_once(
    *, by: Actor, now: datetime, region: int, first: date, last: date, done: Callable[[int], None]
) -> tuple[bytes, str]:
    """A pack made while somebody waits, and its SHA-256; it is not kept, that it was made and taken is.

    Raises Forbidden, OutOfScope, Invalid, NotNow.
    """
    with scope.enter(by):
        check_pack(by=by, now=now, region=region, first=first, last=last)
    archive = packed(Asked(by, region, first, last, now), done=done)
    digest = hashlib.sha256(archive).hexdigest()
    identity = new_id(now)
    with scope.enter(by):
        about = {"period_from": first, "period_to": last, "digest": digest}
        journal.record(PackMade(**about, size=len(archive)), by=by, now=now, region=region, subject=identity)
        journal.record(PackTaken(**about), by=by, now=now, region=region, subject=identity)
    return archive, digest


def _claim() -> InspectionPack | None:
    with scope.enter(SYSTEM):
        waiting = InspectionPack.objects.filter(state__in=[PackState.ASKED, PackState.MAKING])
        row = waiting.order_by("asked_at", "id").first()
        if row is None:
            return None
        if row.tries >= TRIES:
            InspectionPack.objects.filter(id=row.id).update(
                state=PackState.FAILED, trouble=_("多次生成都没有完成，请缩小范围后再试。")
            )
            return None
        InspectionPack.objects.filter(id=row.id).update(state=PackState.MAKING, tries=row.tries + 1, step=0)
        return row


def _make(row: InspectionPack, now: datetime) -> None:
    by = _asker(row, now)
    with scope.enter(by):
        check_pack(by=by, now=now, region=row.region, first=row.first_day, last=row.last_day)
    asked = Asked(by, row.region, row.first_day, row.last_day, now)
    archive = packed(asked, done=lambda step: _step(row, step))
    digest = hashlib.sha256(archive).hexdigest()
    with scope.enter(by):
        file = store_document(by=by, now=now, region=row.region, data=archive, purpose=PURPOSE, mime=MIME)
        InspectionPack.objects.filter(id=row.id).update(
            state=PackState.READY, ready_at=now, file=file, digest=digest, size=len(archive)
        )
        payload = PackMade(period_from=row.first_day, period_to=row.last_day, digest=digest, size=len(archive))
        journal.record(payload, by=by, now=now, region=row.region, subject=row.id)


def _asker(row: InspectionPack, now: datetime) -> Actor:
    gone, advice = _("要求生成的人已没有账号。"), _("请重新要求生成。")
    return asker(row.asked_by, now, code="reports.pack_asker", gone=gone, advice=advice)


def _step(row: InspectionPack, step: int) -> None:
    with scope.enter(SYSTEM):
        InspectionPack.objects.filter(id=row.id).update(step=step)
