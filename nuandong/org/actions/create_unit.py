from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from nuandong.geo import codes
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Conflict, Invalid
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import clean_line
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import events, lookups, permissions
from nuandong.org.actors import check_in_person
from nuandong.org.errors import required
from nuandong.org.models import Unit, UnitKind


@transaction.atomic
def create_unit(*, by: Actor, now: datetime, name: str, kind: str, region: int, parent: UUID | None = None) -> Unit:
    """Add a unit: an office, a station, a village committee, a partner. `region` is its 12-digit division code.

    Raises Invalid for an empty name, an unknown kind or a malformed code, Conflict for a second unit of the same name
    under one parent. Source: OPS requirements on work groups and member departments.
    """
    permissions.check(by, "org.unit.change", region=region)
    check_in_person(by)
    codes.validate(region)
    title = clean_line(name, 80, field="name")
    if not title:
        raise required("name", _("单位名称"))
    if kind not in UnitKind.values:
        raise Invalid("org.unit_kind", _("没有这种单位类型。"), _("请从列表中选择。"), field="kind")
    above = lookups.unit_of(parent) if parent else None
    try:
        with transaction.atomic():
            unit = Unit.objects.create(
                id=new_id(now), name=title, kind=kind, region=region, parent=above, created_at=now
            )
    except IntegrityError as error:
        raise name_taken() from error
    journal.record(events.UnitCreated(unit_kind=kind, parent=parent), by=by, now=now, region=region, subject=unit.id)
    return unit


def name_taken() -> Conflict:
    """Two units of one name under one parent."""
    return Conflict("org.unit_exists", _("同一上级下已有同名单位。"), _("请核对后换一个名称。"), field="name")
