from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Invalid, NotNow
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.relief.events.deciding import FreezeLifted, FreezeSet
from nuandong.relief.freezes import freeze_of
from nuandong.relief.models import Freeze

SET = "relief.freeze.set"


@transaction.atomic
def set_freeze(*, by: Actor, now: datetime, region: int, season: int, why: str) -> Freeze:
    """Hold everything of a place for an audit. Raises Forbidden, OutOfScope, Invalid, NotNow when it is held."""
    permissions.check(by, SET, region=region)
    if not why.strip():
        raise Invalid("relief.freeze_why", _("没有填写冻结的理由。"), _("请填写审计通知书文号等。"), field="why")
    row = Freeze(id=new_id(now), region=region, season=season, why=why.strip(), set_by=by.staff, set_at=now)
    Freeze.objects.bulk_create([row], ignore_conflicts=True)
    if not Freeze.objects.filter(id=row.id).exists():
        raise NotNow("relief.frozen_already", _("这里已经冻结。"), _("请刷新页面查看。"))
    journal.record(FreezeSet(season=season), by=by, now=now, region=region, subject=row.id, reason=row.why)
    return row


@transaction.atomic
def lift_freeze(*, by: Actor, now: datetime, freeze: UUID, why: str) -> Freeze:
    """Let work go on. Raises NotFound, Forbidden, OutOfScope, Invalid, NotNow."""
    row = freeze_of(freeze, by=by)
    permissions.check(by, SET, region=row.region)
    if not why.strip():
        raise Invalid("relief.freeze_why", _("没有填写解除的理由。"), _("请填写审计结论等。"), field="why")
    changed = Freeze.objects.filter(id=row.id, lifted_at=None).update(lifted_at=now, lifted_by=by.staff)
    if changed != 1:
        raise NotNow("relief.freeze_lifted", _("这条冻结已经解除。"), _("请刷新页面查看。"))
    journal.record(
        FreezeLifted(season=row.season), by=by, now=now, region=row.region, subject=row.id, reason=why.strip()
    )
    return freeze_of(row.id, by=by)
