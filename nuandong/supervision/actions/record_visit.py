from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.db import IntegrityError, transaction

from nuandong.files.storing import stored_as
from nuandong.geo.places import place_by_id
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Conflict, Invalid
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import clean_text
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.org.lookups import staff_of, unit_of
from nuandong.supervision.drawing import Inspector, Target
from nuandong.supervision.errors import no_such, required
from nuandong.supervision.events import VisitRecorded
from nuandong.supervision.kinds import Answer, Result
from nuandong.supervision.lookups import pick_of
from nuandong.supervision.models import Visit, VisitFile
from nuandong.supervision.policies.visit import check_looked, check_not_own
from nuandong.vault import api as vault

if TYPE_CHECKING:
    from nuandong.org.models import Staff

RECORD: Final = "supervision.visit.record"
PHOTO: Final = "supervision.visit"
"""What photos of visits are stored for."""
_NOTE: Final = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What was visited, a place or a unit, by whom, and what they saw: `looked` is the checklist by code."""

    place: UUID | None = None
    unit: UUID | None = None
    inspectors: Sequence[UUID]
    looked: Mapping[str, Answer]
    result: Result
    note: str = ""
    files: Sequence[UUID] = ()


@transaction.atomic
def record_visit(
    *, by: Actor, now: datetime, seen: Seen, pick: UUID | None = None, acted_at: datetime | None = None
) -> Visit:
    """Record an unannounced visit; `pick` is what was drawn, if it was; `acted_at` when, for what is typed later.

    Raises Forbidden, OutOfScope, NotFound, Invalid, Conflict for a pick that was visited already.
    Source: HEAT-012, VISIT-022, OPS-005.
    """
    target = _target(seen)
    permissions.check(by, RECORD, region=target.region)
    people = _inspectors(seen, target)
    check_looked(seen.looked, seen.result)
    _check_pick(pick, seen)
    if any(not stored_as(file, PHOTO) for file in seen.files):
        raise no_such(_("照片"))
    words = clean_text(seen.note, _NOTE, field="note")
    identity = new_id(now)
    payload = VisitRecorded(
        place=seen.place,
        unit=seen.unit,
        inspectors=[one.id for one in people],
        result=seen.result,
        looked=len(seen.looked),
        wrong=[code for code, answer in seen.looked.items() if answer == Answer.BAD],
        by_lot=pick is not None,
        files=list(seen.files),
    )
    text = {"note": words} if words else None
    event = journal.record(
        payload, by=by, now=now, acted_at=acted_at, region=target.region, subject=identity, text=text
    )
    made = _create(
        id=identity,
        region=target.region,
        place=seen.place,
        unit=seen.unit,
        pick=pick,
        inspectors=[one.id for one in people],
        by_unit=by.unit,
        at=event.acted_at,
        recorded_at=now,
        recorded_by=by.staff,
        looked=dict(seen.looked),
        result=seen.result,
        note_sealed=vault.seal(Visit._meta.db_table, "note_sealed", identity, words) if words else None,
    )
    VisitFile.objects.bulk_create(
        VisitFile(id=new_id(now), region=target.region, visit=made, file=file) for file in seen.files
    )
    return made


def _inspectors(seen: Seen, target: Target) -> "list[Staff]":
    """Those who went, each once. Raises NotFound, Invalid for nobody, or for somebody of the place looked at."""
    if not seen.inspectors:
        raise required("inspectors", _("督查人员"))
    people = [staff_of(one) for one in dict.fromkeys(seen.inspectors)]
    check_not_own([Inspector(str(one.id), str(one.unit_id), one.unit.region) for one in people], target)
    return people


def _target(seen: Seen) -> Target:
    if seen.place is not None and seen.unit is None:
        return Target(str(seen.place), place_by_id(seen.place).region)
    if seen.unit is not None and seen.place is None:
        return Target(str(seen.unit), unit_of(seen.unit).region, str(seen.unit))
    raise Invalid(
        "supervision.place_or_unit", _("要写明督查了哪个点位或哪个单位，二者选一。"), _("请选择一项。"), field="place"
    )


def _check_pick(pick: UUID | None, seen: Seen) -> None:
    if pick is None:
        return
    drawn = pick_of(pick)
    if (drawn.place, drawn.unit) != (seen.place, seen.unit):
        raise Invalid("supervision.not_drawn", _("抽中的不是这个对象。"), _("请从抽查页打开。"), field="place")


def _create(**columns: object) -> Visit:
    try:
        with transaction.atomic():
            return Visit.objects.create(**columns)
    except IntegrityError as error:
        if "supervision_visit_pick_once" not in str(error):
            raise
        raise Conflict(
            "supervision.visited", _("这个抽中的对象已经登记过督查。"), _("请从抽查页打开那条记录。")
        ) from error
