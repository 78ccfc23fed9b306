"""The work itself, in the background: counted again first, then chunk by chunk, each chunk whole or not at all."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import connection
from django.db.models import F

from nuandong.journal import api as journal
from nuandong.kernel.actors import SYSTEM, Actor
from nuandong.kernel.errors import NotNow
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import scope
from nuandong.org.background import TRIES, asker, trouble_of
from nuandong.relief.destroying.inventory import changed
from nuandong.relief.destroying.ready import check_ready
from nuandong.relief.destroying.rows import family
from nuandong.relief.events.destroying import DestructionDone
from nuandong.relief.freezes import check_not_frozen
from nuandong.relief.models import Destruction

CHUNK: Final = 500


def destroy_next(now: datetime, chunk: int = CHUNK) -> UUID | None:
    """Work off the destruction that waits longest; None when none does. One a worker died over is gone on with."""
    with scope.enter(SYSTEM):
        waiting = Destruction.objects.filter(started_at__isnull=False, destroyed_at=None, dropped_at=None, trouble="")
        row = waiting.select_related("season").order_by("started_at").first()
        if row is None:
            return None
        Destruction.objects.filter(id=row.id).update(tries=F("tries") + 1)
    trouble = trouble_of(lambda: _work(row, now, chunk), failed="relief.destruction_failed", destruction=str(row.id))
    if trouble:
        with scope.enter(SYSTEM):
            Destruction.objects.filter(id=row.id, destroyed_at=None).update(trouble=trouble)
    return row.id


def _work(row: Destruction, now: datetime, chunk: int) -> None:
    if row.tries >= TRIES:
        raise NotNow("relief.destruction_tries", _("多次执行都没有完成。"), _("请联系管理员。"))
    gone, advice = _("执行人已没有账号。"), _("请撤销后重新审批。")
    by = asker(row.executor, now, code="relief.destruction_executor", gone=gone, advice=advice)
    if not row.done:
        with scope.enter(SYSTEM):
            _recount(row)
    while _some(row, now, chunk):
        pass
    _finish(row, by, now)


def _recount(row: Destruction) -> None:
    of = family(row.season)
    check_ready(of)
    if changed(row, of):
        raise NotNow(
            "relief.destruction_changed",
            _("批准以后记录有变化，没有销毁任何内容。"),
            _("请撤销这次销毁，重新评估和审批。"),
        )


def _some(row: Destruction, now: datetime, chunk: int) -> int:
    with scope.enter(SYSTEM), connection.cursor() as cursor:
        # An audit may begin while it goes on: what is left stays until the freeze is lifted.
        check_not_frozen([row.region], row.season.year)
        cursor.execute("SELECT relief_destroy_some(%s, %s, %s)", [row.id, chunk, now])
        return int(cursor.fetchone()[0])


def _finish(row: Destruction, by: Actor, now: datetime) -> None:
    with scope.enter(SYSTEM):
        mine = Destruction.objects.filter(id=row.id, destroyed_at=None, done=F("items"))
        if mine.update(destroyed_at=now, salt=None) != 1:
            return
        payload = DestructionDone(season=row.season_id, number=row.number, items=row.items, digest=row.digest)
        journal.record(payload, by=by, now=now, region=row.region, subject=row.id)
