"""Checks that somebody asked for, in the background: one after another, each seen by whoever waits for it."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import F

from nuandong.journal import api as journal
from nuandong.kernel.actors import SYSTEM, Actor
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import scope
from nuandong.org.background import TRIES, trouble_of
from nuandong.relief.events.finding import FindingsChecked
from nuandong.relief.integrity.looking import Look
from nuandong.relief.integrity.running import Settled, missing, settle_one, wanted
from nuandong.relief.models import CheckRun

_GIVEN_UP: Final = _("多次检查都没有做完，请联系管理员。")
_BROKE: Final = _("检查时出错，已记入系统日志，请联系管理员。")


def run_next(now: datetime) -> UUID | None:
    """Run the checks of whoever waits longest; None when nobody does. The job's lock keeps it from the nightly round.

    Each check is kept by itself, so that one a worker died over is taken up again and changes nothing twice.
    """
    with scope.enter(SYSTEM):
        row = CheckRun.objects.filter(done_at=None, trouble="").order_by("id").first()
        if row is None:
            return None
        CheckRun.objects.filter(id=row.id).update(tries=F("tries") + 1, step=0)
    if row.tries >= TRIES:
        trouble = _GIVEN_UP
    else:
        trouble = trouble_of(lambda: _run(row, now), failed="relief.check_failed", broke=_BROKE, run=str(row.id))
    if trouble:
        with scope.enter(SYSTEM):
            CheckRun.objects.filter(id=row.id, done_at=None).update(trouble=trouble)
    return row.id


def _run(row: CheckRun, now: datetime) -> None:
    look, total = Look(row.region, row.season, now), Settled()
    with scope.enter(SYSTEM):
        codes = wanted(look)
        CheckRun.objects.filter(id=row.id).update(steps=len(codes))
    for place, code in enumerate(codes, start=1):
        with scope.enter(SYSTEM):
            total.add(settle_one(code, look))
        with scope.enter(SYSTEM):
            CheckRun.objects.filter(id=row.id).update(step=place)
    with scope.enter(SYSTEM), transaction.atomic():
        CheckRun.objects.filter(id=row.id).update(
            done_at=now, raised=total.raised, gone=total.gone, standing=total.standing
        )
        tell(look, total, by=SYSTEM, now=now)


def tell(look: Look, total: Settled, *, by: Actor, now: datetime) -> None:
    """The journal keeps that the checks ran over a place, and what came of it."""
    payload = FindingsChecked(
        season=look.season,
        raised=total.raised,
        again=total.again,
        gone=total.gone,
        standing=total.standing,
        missing=sorted(missing(look)),
        heads_alone=total.passed,
    )
    journal.record(payload, by=by, now=now, region=look.region, subject=new_id(now))
