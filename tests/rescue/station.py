"""The stage of the encounter and station tests: places, a store with kits, staff, somebody met and somebody admitted."""

from datetime import timedelta
from types import SimpleNamespace

from nuandong.geo.actions.register_place import register_place
from nuandong.geo.details import PlaceDetails
from nuandong.geo.kinds import Area, PlaceKind
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.people.actions.register_unknown_person import register_unknown_person
from nuandong.people.details import Details
from nuandong.rescue.actions.admit import Check, admit
from nuandong.rescue.actions.arrive_at_station import arrive_at_station
from nuandong.rescue.actions.record_encounter import Met, record_encounter
from nuandong.rescue.actions.register_stay import register_stay
from nuandong.rescue.actions.set_up_bed import set_up_bed
from nuandong.rescue.models import Encounter, Stay
from tests.cast import COUNTY, NOW
from tests.supplies import setting as goods

HOUR = timedelta(hours=1)


def furnish(cast) -> SimpleNamespace:
    """Places and a store; the cast with `leader` and `head` as staff. Run inside the scope of the county."""
    goods.furnish(cast)
    store = goods.stocked(cast.storekeeper, *goods.WARM)
    return SimpleNamespace(
        store=store, hospital=place(cast, "hospital", "人民医院"), house=place(cast, "station", "救助站")
    )


def place(cast, kind: str, name: str):
    return register_place(
        by=cast.officer, now=NOW, region=COUNTY, details=PlaceDetails(kind=PlaceKind(kind), name=name, area=Area.URBAN)
    )


def meet(by: Actor, *categories: str, region: int = COUNTY, **more) -> Encounter:
    """Somebody met an hour ago unless `acted_at` says otherwise."""
    told = {key: more.pop(key) for key in ("age_band", "willing", "sex", "person", "note") if key in more}
    more.setdefault("weather_severe", False)
    more.setdefault("acted_at", NOW - HOUR)
    return record_encounter(by=by, now=NOW, region=region, met=Met(categories=categories, **told), **more)


def somebody(by: Actor, *, sex: str = "male", birth_year: int | None = 1976):
    """A person of a temporary number."""
    return register_unknown_person(by=by, now=NOW, region=COUNTY, details=Details(sex=sex, birth_year=birth_year))


def arrive(stage, by: Actor | None = None, *, sex: str = "male", birth_year: int | None = 1976, **more) -> Stay:
    """Somebody at the door since an hour, without a name."""
    more.setdefault("acted_at", NOW - HOUR)
    person = more.pop("person", None) or somebody(stage.station, sex=sex, birth_year=birth_year).id
    return arrive_at_station(by=by or stage.station, now=NOW, station=stage.world.house.id, person=person, **more)


CLEARED = Check(medically_cleared=True)
"""Passed, and seen by a doctor."""


def inside(stage, *, registered: bool = False, check: Check | None = None, **more) -> Stay:
    """Somebody who passed the security check, registered or not."""
    stay = arrive(stage, **more)
    stay = admit(by=stage.station, now=NOW, stay=stay.id, check=check or CLEARED, acted_at=stay.arrived_at)
    return register_stay(by=stage.station, now=NOW, stay=stay.id, cause="lost") if registered else stay


def bed(stage, zone: str = "male", label: str = "1", room: str = "101"):
    return set_up_bed(by=stage.station, now=NOW, station=stage.world.house.id, room=room, label=label, zone=zone)


def kinds(subject) -> list[str]:
    """The kinds of events of a subject, oldest first."""
    return [event.kind for event in journal.history(subject=subject)][::-1]
