from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from nuandong.geo.codes import Level, at_level, validate
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Invalid, NotNow
from nuandong.kernel.text import clean_line
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.rescue import informants
from nuandong.rescue.actions.register_informant import CHANGE
from nuandong.rescue.events.informant import InformantChanged
from nuandong.rescue.lookups_informant import informant_of
from nuandong.rescue.models import Informant, InformantReward


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What is different now; None, and for name and telephone also "", leaves it as it was."""

    name: str | None = None
    phone: str | None = None
    reporter_kind: str | None = None
    unit: str | None = None
    area: str | None = None
    region: int | None = None


@transaction.atomic
def change_informant(*, by: Actor, now: datetime, informant: UUID, changes: Changes) -> Informant:
    """Correct what is known of an informant in office; another division of his county takes his rewards along.

    Raises NotFound, Forbidden, OutOfScope, NotNow for one who has left, Invalid with its field or without any change,
    Conflict for a telephone that has an informant.
    """
    row = informant_of(informant, lock=True)
    permissions.check(by, CHANGE, region=row.region)
    if row.valid_until is not None:
        raise NotNow("rescue.informant_left", _("这位信息员已经离任。"), _("重新聘任的，请新登记一次。"))
    given = {name: value for name, value in _columns(row, changes).items() if _differs(row, name, value)}
    if not given:
        raise Invalid("rescue.nothing_changed", _("没有任何变化。"), _("请填写要修改的内容。"))
    if "region" in given:
        _check_move(row, given["region"], by)
        InformantReward.objects.filter(informant=row).update(region=given["region"])
    try:
        with transaction.atomic():
            Informant.objects.filter(id=row.id).update(**given)
    except IntegrityError as error:
        raise informants.phone_taken() from error
    changed = informant_of(row.id)
    fields = sorted({name.removesuffix("_sealed").removesuffix("_masked").removesuffix("_blind") for name in given})
    journal.record(InformantChanged(fields=fields), by=by, now=now, region=changed.region, subject=row.id)
    return changed


def _columns(row: Informant, changes: Changes) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if changes.name:
        found |= informants.name_columns(row.id, changes.name)
    if changes.phone:
        found |= informants.phone_columns(row.id, changes.phone)
    if changes.reporter_kind is not None:
        found |= informants.kind_column(changes.reporter_kind)
    if changes.unit is not None:
        found["unit_words"] = clean_line(changes.unit, informants.UNIT, field="unit")
    if changes.area is not None:
        found["area_words"] = clean_line(changes.area, informants.AREA, field="area")
    if changes.region is not None:
        found["region"] = validate(changes.region, field="region")
    return found


def _differs(row: Informant, name: str, value: object) -> bool:
    had = getattr(row, name)
    return (bytes(had) if isinstance(had, memoryview) else had) != value


def _check_move(row: Informant, region: int, by: Actor) -> None:
    permissions.check(by, CHANGE, region=region)
    if at_level(region, Level.COUNTY) != at_level(row.region, Level.COUNTY):
        raise Invalid(
            "rescue.informant_moves_far",
            _("信息员只能在本县内调整区划。"),
            _("到外县的，在本县办理离任，由外县重新登记。"),
            field="region",
        )
