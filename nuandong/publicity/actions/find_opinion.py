from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from nuandong.geo.codes import contains, validate
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Invalid
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import clean_line
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.org.lookups import unit_of
from nuandong.publicity.answering import FIND
from nuandong.publicity.catalogue import opinions
from nuandong.publicity.errors import required
from nuandong.publicity.events import OpinionFound
from nuandong.publicity.kinds import Seriousness
from nuandong.publicity.links import checked_link
from nuandong.publicity.models import Opinion
from nuandong.tasks.actions.assign_task import assign_task
from nuandong.tasks.actions.record_work import Done, record_work
from nuandong.tasks.origins import Origin
from nuandong.tasks.states import OriginKind

TASK_TITLE: Final = _("回应舆情：%(what)s")
_WHAT: Final = 180
_FOUND: Final = "opinion_found"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What was found where, how serious it is, and the unit that has to answer it."""

    source: str
    what: str
    seriousness: Seriousness
    unit: UUID
    link: str = ""


@transaction.atomic
def find_opinion(*, by: Actor, now: datetime, region: int, item: Item) -> Opinion:
    """Something is said in public: the unit gets a task to answer it within the time of its seriousness.

    `region` (12-digit code) is where it happened; where the unit does not work there, it answers in its own. Raises
    Forbidden, OutOfScope, NotFound for the unit, Invalid. Source: OPS-008.
    """
    validate(region, field="region")
    unit = unit_of(item.unit)
    place = region if contains(unit.region, region) else unit.region
    permissions.check(by, FIND, region=place)
    if item.source not in opinions().sources:
        raise Invalid("publicity.source_unknown", _("没有这个来源。"), _("请从列表中选择。"), field="source")
    what = clean_line(item.what, _WHAT, field="what")
    if not what:
        raise required("what", _("舆情内容"))
    link = checked_link(item.link)
    identity = new_id(now)
    due_at = now + timedelta(hours=opinions().deadlines[item.seriousness].hours)
    task = assign_task(
        by=by,
        now=now,
        region=place,
        unit=unit.id,
        title=TASK_TITLE % {"what": what},
        due_at=due_at,
        origin=Origin(OriginKind.OPINION, identity),
    )
    record_work(by=by, now=now, region=place, subject=identity, what=Done(work=_FOUND, done=1))
    made = Opinion.objects.create(
        id=identity,
        region=place,
        unit=unit.id,
        by_unit=by.unit,
        source=item.source,
        link=link,
        what=what,
        seriousness=item.seriousness,
        task=task,
        due_at=due_at,
        found_at=now,
        found_by=by.staff,
    )
    payload = OpinionFound(
        unit=unit.id, platform=item.source, seriousness=item.seriousness, due_at=due_at, task=task.id
    )
    journal.record(payload, by=by, now=now, region=place, subject=made.id, text={"words": what})
    return made
