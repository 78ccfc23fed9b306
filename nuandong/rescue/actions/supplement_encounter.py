from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from nuandong.geo.coordinates import Point
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.text import clean_line
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.people.kinds import Sex
from nuandong.rescue.errors_station import required, unknown_code, wrong_state
from nuandong.rescue.events.encounter import EncounterSupplemented
from nuandong.rescue.kinds_encounter import AgeBand
from nuandong.rescue.lookups_station import encounter_of
from nuandong.rescue.models import Encounter
from nuandong.rescue.policies.encounter import settled_categories
from nuandong.rescue.reference_station import categories
from nuandong.rescue.sealing import seal
from nuandong.rescue.states.encounter import EncounterState

PLACE_LIMIT: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Later:
    """What is known later; None leaves a field as it is. `at` is a point in WGS-84 degrees. `categories`, `place_text`
    and `note` replace, `photos` are added."""

    categories: Collection[str] | None = None
    sex: str | None = None
    age_band: str | None = None
    person: UUID | None = None
    willing: bool | None = None
    place_text: str | None = None
    at: Point | None = None
    note: str | None = None
    photos: Collection[UUID] = ()


@transaction.atomic
def supplement_encounter(*, by: Actor, now: datetime, encounter: UUID, later: Later, reason: str = "") -> Encounter:
    """Add or correct what was recorded while the encounter is open: in snow a place must do at first (RES-024).

    Taking a protective category away needs a `reason`, which the journal keeps. Raises Forbidden, OutOfScope, NotFound,
    NotNow once it is closed, Invalid. Source: RES-012, RES-014.
    """
    row = encounter_of(encounter, lock=True)
    permissions.check(by, "rescue.encounter.record", region=row.region)
    if row.state != EncounterState.OPEN:
        raise wrong_state(_("现场救助记录"), str(EncounterState(row.state).label))
    changes = _changes(row, later)
    now_are = changes.get("categories", row.categories)
    dropped = [code for code in row.categories if code not in now_are]
    if not reason.strip() and any(categories()[code].protective for code in dropped):
        raise required("reason", _("取消保护性类别的原因"))
    if not changes:
        return row
    Encounter.objects.filter(id=row.id).update(**changes)
    payload = EncounterSupplemented(fields=sorted(changes), categories=now_are, dropped=dropped)
    words = {"note": later.note} if later.note else None
    journal.record(payload, by=by, now=now, region=row.region, subject=row.id, text=words, reason=reason or None)
    return encounter_of(row.id)


def _changes(row: Encounter, later: Later) -> dict[str, Any]:
    """The columns that become different. Raises Invalid for codes nobody knows."""
    if later.age_band is not None and later.age_band not in AgeBand.values:
        raise unknown_code("age_band", _("年龄段"), later.age_band)
    if later.sex is not None and later.sex not in Sex.values:
        raise unknown_code("sex", _("性别"), later.sex)
    band = later.age_band or row.age_band
    wanted = row.categories if later.categories is None else later.categories
    told: dict[str, Any] = {
        "categories": settled_categories(wanted, band),
        "age_band": band,
        "sex": later.sex or row.sex,
        "person_id": later.person or row.person_id,
        "willing": row.willing if later.willing is None else later.willing,
        "place_text": row.place_text if later.place_text is None else _place(later.place_text),
        "lat": round(later.at.lat, 7) if later.at else row.lat,
        "lon": round(later.at.lon, 7) if later.at else row.lon,
        "photos": [*row.photos, *(one for one in later.photos if one not in row.photos)],
    }
    changes = {name: value for name, value in told.items() if value != getattr(row, name)}
    if later.note is not None:
        changes["note_sealed"] = seal(Encounter, "note_sealed", row.id, later.note)
    return changes


def _place(words: str) -> str:
    return clean_line(words, PLACE_LIMIT, field="place_text")
