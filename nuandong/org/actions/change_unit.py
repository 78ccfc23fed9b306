from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import NotNow
from nuandong.kernel.text import clean_line
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import events, lookups, permissions
from nuandong.org.actions.create_unit import name_taken
from nuandong.org.actors import check_in_person
from nuandong.org.errors import required
from nuandong.org.models import Staff, Unit


@transaction.atomic
def change_unit(
    *, by: Actor, now: datetime, unit: UUID, name: str | None = None, active: bool | None = None, reason: str = ""
) -> Unit:
    """Rename a unit, or close it. Its region and kind do not change: a new office is a new unit.

    Raises NotNow when a unit to be closed still has staff or units below it, Conflict for a name already taken.
    """
    found = lookups.unit_of(unit)
    permissions.check(by, "org.unit.change", region=found.region)
    check_in_person(by)
    changed = []
    if name is not None and (title := clean_line(name, 80, field="name")) != found.name:
        if not title:
            raise required("name", _("单位名称"))
        found.name = title
        changed.append("name")
    if active is False:
        _check_empty(found)
        found.active = False
        changed.append("active")
    if not changed:
        return found
    try:
        with transaction.atomic():
            found.save(update_fields=changed)
    except IntegrityError as error:
        raise name_taken() from error
    journal.record(
        events.UnitChanged(fields=changed, active=found.active),
        by=by,
        now=now,
        region=found.region,
        subject=found.id,
        reason=reason or None,
    )
    return found


def _check_empty(unit: Unit) -> None:
    if Staff.objects.filter(unit=unit, active=True).exists() or Unit.objects.filter(parent=unit, active=True).exists():
        raise NotNow(
            "org.unit_in_use", _("单位还有在职人员或下级单位。"), _("请先办理人员调动和下级单位撤并。"), field="active"
        )
