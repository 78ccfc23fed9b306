from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Forbidden, NotFound, NotNow
from nuandong.kernel.text import gettext_noop as _
from nuandong.relief.destroying.ready import check_ready
from nuandong.relief.destroying.rows import family
from nuandong.relief.events.destroying import DestructionAttended
from nuandong.relief.lookups import destruction_of
from nuandong.relief.models import Destruction


@transaction.atomic
def attend_destruction(*, by: Actor, now: datetime, destruction: UUID) -> Destruction:
    """The named executor or witness says that he is there; with both of them the background begins.

    After trouble that was seen to, it begins anew. Raises NotFound, Forbidden for anybody else, NotNow.
    """
    row = destruction_of(destruction, lock=True)
    if not by.sees(row.region):
        raise NotFound("relief.no_destruction", _("没有找到这次销毁。"), _("请从救助年度中打开。"))
    if by.staff not in (row.executor, row.witness):
        raise Forbidden(
            "relief.destruction_not_named", _("您不是这次销毁的执行人或监销人。"), _("请由审批时指定的人办理。")
        )
    role = "executor" if by.staff == row.executor else "witness"
    if row.destroyed_at or row.dropped_at or (getattr(row, f"{role}_at") is not None and not row.trouble):
        raise NotNow("relief.destruction_attended", _("已经办理过，或这次销毁已经结束。"), _("请刷新页面查看。"))
    check_ready(family(row.season))
    setattr(row, f"{role}_at", now)
    if row.executor_at is not None and row.witness_at is not None:
        row.started_at, row.trouble, row.tries = row.started_at or now, "", 0
    row.save(update_fields=[f"{role}_at", "started_at", "trouble", "tries"])
    payload = DestructionAttended(season=row.season_id, number=row.number, role=role)
    journal.record(payload, by=by, now=now, region=row.region, subject=row.id)
    return row
