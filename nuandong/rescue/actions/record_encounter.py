from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from nuandong.geo.codes import validate
from nuandong.geo.coordinates import Point
from nuandong.geo.places import place_by_id
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import clean_line
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions, separation
from nuandong.people.kinds import Sex
from nuandong.rescue import conditions, times
from nuandong.rescue.errors_station import unknown_code
from nuandong.rescue.events.encounter import EncounterRecorded
from nuandong.rescue.kinds_encounter import AgeBand
from nuandong.rescue.lookups import clue_of, round_of
from nuandong.rescue.models import Encounter
from nuandong.rescue.policies.encounter import settled_categories
from nuandong.rescue.sealing import seal

RECORD = "rescue.encounter.record"
_PLACE_LIMIT = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """Who was met and where. `at` is WGS-84, `place` a key location, `categories` codes of the category list."""

    categories: Collection[str] = ()
    sex: str = Sex.UNKNOWN
    age_band: str = AgeBand.UNKNOWN
    person: UUID | None = None
    willing: bool | None = None
    place: UUID | None = None
    place_text: str = ""
    at: Point | None = None
    note: str = ""
    photos: Collection[UUID] = field(default_factory=tuple)

    def columns(self, encounter: UUID) -> dict[str, Any]:
        """The values as the table keeps them. Raises Invalid for codes nobody knows, NotFound for the place."""
        spot = self.at or (place_by_id(self.place).point if self.place else None)
        return {
            "person_id": self.person,
            "place_id": self.place,
            "place_text": clean_line(self.place_text, _PLACE_LIMIT, field="place_text"),
            "lat": None if spot is None else round(spot.lat, 7),
            "lon": None if spot is None else round(spot.lon, 7),
            "categories": settled_categories(self.categories, _band(self.age_band)),
            "sex": _sex(self.sex),
            "age_band": self.age_band,
            "willing": self.willing,
            "note_sealed": seal(Encounter, "note_sealed", encounter, self.note),
            "photos": list(self.photos),
        }


@transaction.atomic
def record_encounter(
    *,
    by: Actor,
    now: datetime,
    region: int,
    met: Met,
    clue: UUID | None = None,
    patrol_round: UUID | None = None,
    team: UUID | None = None,
    weather_severe: bool | None = None,
    acted_at: datetime | None = None,
    sheet_photo: UUID | None = None,
) -> Encounter:
    """Record one person met outdoors; every sighting opens one (RES-012). `region` is a 12-digit code.

    An age band adds its category. `weather_severe` None asks the warnings in force at the time of the act. Entered
    later than the limit (补录) it needs `sheet_photo`, the photo of the paper, and a countersignature.
    Raises Forbidden, OutOfScope, NotFound (clue, round, place), Invalid (codes, time, photo missing).
    Source: RES-012, RES-014, RES-024.
    """
    permissions.check(by, RECORD, region=validate(region, field="region"))
    at = times.told(acted_at, now)
    due = times.countersign_due(at, now, sheet_photo)
    identity = new_id(now)
    severe = conditions.severe(region, at) if weather_severe is None else weather_severe
    encounter = Encounter.objects.create(
        id=identity,
        region=region,
        clue=clue_of(clue) if clue else None,
        patrol_round=round_of(patrol_round) if patrol_round else None,
        team_id=team,
        at=at,
        weather_severe=severe,
        sheet_photo=sheet_photo,
        late_entry=due is not None,
        countersign_due=due,
        recorded_by=by.staff,
        recorded_at=now,
        **met.columns(identity),
    )
    separation.note_act(by=by, case=identity, act=RECORD, now=now)
    payload = EncounterRecorded(
        categories=encounter.categories, clue=clue, patrol_round=patrol_round, severe=severe, late=due is not None
    )
    words = {"note": met.note} if met.note else None
    journal.record(payload, by=by, now=now, acted_at=at, region=region, subject=identity, text=words)
    return encounter


def _band(code: str) -> str:
    if code not in AgeBand.values:
        raise unknown_code("age_band", _("年龄段"), code)
    return code


def _sex(code: str) -> str:
    if code not in Sex.values:
        raise unknown_code("sex", _("性别"), code)
    return code
