"""Packs made in the background: the next one that waits, step by step, each step seen by whoever waits for it."""

import hashlib
from collections.abc import Callable
from datetime import date, datetime
from typing import Final
from uuid import UUID

import structlog

from nuandong.files.storing import store_document
from nuandong.journal import api as journal
from nuandong.kernel.actors import SYSTEM, Actor
from nuandong.kernel.errors import DomainError, Forbidden
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import scope
from nuandong.org import selectors as org
from nuandong.org.actors import actor_for
from nuandong.reports.events import PackMade, PackTaken
from nuandong.reports.inspection.packing import packed
from nuandong.reports.inspection.rules import check_pack
from nuandong.reports.inspection.shape import Asked
from nuandong.reports.models import InspectionPack
from nuandong.reports.states import PackState

log = structlog.get_logger(__name__)
PURPOSE: Final = "reports.pack"
MIME: Final = "application/zip"
_TRIES: Final = 3
_TROUBLE: Final = 300


def make_next(now: datetime) -> UUID | None:
    """Make the pack that waits longest; None when none does. Only one may run at a time: the job's lock sees to it.

    A pack that a worker died over is taken up again, three times at most. What goes wrong is kept with the pack.
    """
    row = _claim()
    if row is None:
        return None
    try:
        _make(row, now)
    except DomainError as error:
        _fail(row, str(error))
    except Exception:
        log.exception("reports.pack_failed", pack=str(row.id))
        _fail(row, _("生成时出错，已记入系统日志，请联系管理员。"))
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
        if row.tries >= _TRIES:
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
    """Whoever asked, with what he may do now."""
    with scope.enter(SYSTEM):
        account = org.account_of_staff(row.asked_by)
        if account is None or not account.active:
            raise Forbidden("reports.pack_asker", _("要求生成的人已没有账号。"), _("请重新要求生成。"))
        return actor_for(account, now=now)


def _step(row: InspectionPack, step: int) -> None:
    with scope.enter(SYSTEM):
        InspectionPack.objects.filter(id=row.id).update(step=step)


def _fail(row: InspectionPack, trouble: str) -> None:
    with scope.enter(SYSTEM):
        InspectionPack.objects.filter(id=row.id).update(state=PackState.FAILED, trouble=trouble[:_TROUBLE])
