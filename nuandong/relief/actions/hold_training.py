from collections.abc import Collection
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import day_start, local_date
from nuandong.kernel.errors import Invalid, NotNow
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import clean_line
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.relief.events.papers import TrainingHeld, TrainingMadeUp
from nuandong.relief.lookups import season_of
from nuandong.relief.models import Trainee, Training
from nuandong.relief.policies_deciding import check_open
from nuandong.relief.training import RECORD, surveyors, trainee_of


@transaction.atomic
def hold_training(
    *,
    by: Actor,
    now: datetime,
    season: UUID,
    region: int,
    held_on: date,
    place: str,
    content: str,
    trainer: str,
    present: Collection[UUID],
    absent: Collection[UUID] = (),
) -> Training:
    """Write down a session: when, where, what, by whom, which surveyors were there and which were not.

    Raises Forbidden, OutOfScope, NotNow for a closed season, Invalid: nobody there, somebody both there and not,
    somebody who is no surveyor of the region, a day to come. Source: 003#11.
    """
    of = season_of(season)
    permissions.check(by, RECORD, region=region)
    check_open(of)
    known = surveyors(region, now)
    _check(known, present, absent, held_on, local_date(now))
    row = Training.objects.create(
        id=new_id(now),
        region=region,
        season=of,
        held_on=held_on,
        place=_said(place, 80, "place"),
        content=_said(content, 500, "content"),
        trainer=_said(trainer, 50, "trainer"),
        recorded_by=by.staff,
        recorded_at=now,
    )
    people = [(one, True) for one in present] + [(one, False) for one in absent]
    Trainee.objects.bulk_create(
        Trainee(id=new_id(now), region=known[staff][1], training=row, staff=staff, present=there)
        for staff, there in people
    )
    payload = TrainingHeld(season=of.id, held_on=held_on, present=len(present), absent=len(absent))
    # What was held in time counts as in time, whenever it is written down.
    held = min(now, day_start(held_on + timedelta(days=1)) - timedelta(seconds=1))
    journal.record(payload, by=by, now=now, acted_at=held, region=region, subject=row.id)
    return row


@transaction.atomic
def make_up(*, by: Actor, now: datetime, trainee: UUID, on: date) -> Trainee:
    """Somebody who missed a session was trained later. Raises NotFound, Forbidden, NotNow, Invalid."""
    row = trainee_of(trainee, by=by, lock=True)
    permissions.check(by, RECORD, region=row.region)
    if row.present or row.made_up_on is not None:
        raise NotNow("relief.training_not_missed", _("这个人已经参加过培训。"), _("请刷新页面查看。"))
    if not row.training.held_on <= on <= local_date(now):
        raise Invalid("relief.training_day", _("补训日期不对。"), _("应在培训当天和今天之间。"), field="on")
    Trainee.objects.filter(id=row.id).update(made_up_on=on, made_up_by=by.staff)
    payload = TrainingMadeUp(staff=row.staff, made_up_on=on)
    journal.record(payload, by=by, now=now, region=row.region, subject=row.training_id)
    return trainee_of(row.id, by=by)


def _check(
    known: Collection[UUID], present: Collection[UUID], absent: Collection[UUID], held_on: date, today: date
) -> None:
    if held_on > today:
        raise Invalid("relief.training_day", _("培训日期不对。"), _("开完以后再登记。"), field="held_on")
    if not present:
        raise Invalid("relief.training_nobody", _("没有选择到会人员。"), _("请至少选一人。"), field="present")
    if set(present) & set(absent):
        raise Invalid("relief.training_both", _("有人既到会又缺席。"), _("请只选一处。"), field="absent")
    if not {*present, *absent} <= set(known):
        raise Invalid(
            "relief.training_stranger", _("有人不是这个地区的摸排人员。"), _("请从名单中选择。"), field="present"
        )


def _said(words: str, most: int, field: str) -> str:
    text = clean_line(words, most, field=field)
    if not text:
        raise Invalid("relief.training_words", _("没有填写。"), _("请照实填写。"), field=field)
    return text
