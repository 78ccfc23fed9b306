from collections.abc import Collection
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from nuandong.geo.codes import validate
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Invalid
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import clean_line, clean_text
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.org.lookups import staff_of, unit_of
from nuandong.plans.schema import Strength
from nuandong.tasks.errors import required
from nuandong.tasks.events import TaskAssigned
from nuandong.tasks.models import Task
from nuandong.tasks.moving import ASSIGN
from nuandong.tasks.origins import BY_HAND, Origin
from nuandong.tasks.policies.task import check_due, check_region

_TITLE: Final = 200
_DELIVERABLE: Final = 300
MOST_UNITS: Final = 500


@transaction.atomic
def assign_task(
    *,
    by: Actor,
    now: datetime,
    region: int,
    unit: UUID,
    title: str,
    due_at: datetime,
    deliverable: str = "",
    origin: Origin = BY_HAND,
    strength: Strength = Strength.MUST,
    responsible: UUID | None = None,
    giver: UUID | None = None,
) -> Task:
    """Give a unit a task. `region` (12-digit code) is where the work is, inside the unit's; `deliverable` what has to
    come of it; `responsible` one of the unit's people; `giver` the unit that accepts it, by default the actor's own.

    Raises Forbidden, OutOfScope, NotFound for the unit or person, Invalid for words, time or region.
    Source: OPS-003.
    """
    validate(region, field="region")
    permissions.check(by, ASSIGN, region=region)
    check_region(unit_of(unit).region, region)
    check_due(due_at, now)
    _check_responsible(responsible, unit)
    named = _named(title)
    wanted = clean_text(deliverable, _DELIVERABLE, field="deliverable")
    task = Task.objects.create(
        id=new_id(now),
        region=region,
        unit=unit,
        responsible=responsible,
        giver=giver or by.unit,
        assigned_by=by.staff,
        assigned_at=now,
        title=named,
        deliverable=wanted,
        due_at=due_at,
        first_due_at=due_at,
        origin=origin.kind,
        origin_of=origin.of,
        origin_code=origin.code,
        strength=strength.value,
    )
    payload = TaskAssigned(
        unit=unit, assigner=task.giver, due_at=due_at, came_from=origin.kind, came_of=origin.of, strength=strength
    )
    text = {"title": named, **({"deliverable": wanted} if wanted else {})}
    journal.record(payload, by=by, now=now, region=region, subject=task.id, text=text)
    return task


def _check_responsible(staff: UUID | None, unit: UUID) -> None:
    """Raise NotFound, or Invalid unless it is one of the unit's people."""
    if staff is not None and staff_of(staff).unit_id != unit:
        raise Invalid(
            "tasks.not_of_unit", _("责任人不是责任单位的人。"), _("请从该单位的人员中选择。"), field="responsible"
        )


def _named(title: str) -> str:
    named = clean_line(title, _TITLE, field="title")
    if not named:
        raise required("title", _("任务名称"))
    return named


@transaction.atomic
def assign_tasks(
    *,
    by: Actor,
    now: datetime,
    units: Collection[UUID],
    title: str,
    due_at: datetime,
    deliverable: str = "",
    strength: Strength = Strength.MUST,
) -> list[Task]:
    """Give several units the same task at once, each for its own region: all of them, or none.

    Raises what `assign_task` raises, and Invalid for no unit or more than 500.
    """
    if not units:
        raise required("units", _("责任单位"))
    if len(units) > MOST_UNITS:
        raise Invalid(
            "tasks.many_units",
            _("一次最多下达给 %(most)d 个单位。"),
            _("请分批下达。"),
            field="units",
            most=MOST_UNITS,
        )
    return [
        assign_task(
            by=by,
            now=now,
            region=unit_of(unit).region,
            unit=unit,
            title=title,
            due_at=due_at,
            deliverable=deliverable,
            strength=strength,
        )
        for unit in dict.fromkeys(units)
    ]
