"""The station around the real present: a house with beds, a hospital, the cast at their desks."""

from datetime import datetime, timedelta
from types import SimpleNamespace

from nuandong.geo.actions.register_place import register_place
from nuandong.geo.details import PlaceDetails
from nuandong.geo.kinds import Area, PlaceKind
from nuandong.kernel.clock import SystemClock
from nuandong.people.actions.register_unknown_person import register_unknown_person
from nuandong.people.details import Details
from nuandong.rescue.actions.admit import Check, admit
from nuandong.rescue.actions.arrive_at_station import arrive_at_station
from nuandong.rescue.actions.close_encounter import Disposition, close_encounter
from nuandong.rescue.actions.record_encounter import Met, record_encounter
from nuandong.rescue.actions.register_stay import register_stay
from nuandong.rescue.actions.set_up_bed import set_up_bed
from nuandong.rescue.models import Encounter, Stay
from tests.cast import COUNTY
from tests.cast import cast as people
from tests.web.conftest import seat

HOUR = timedelta(hours=1)


def stage(now: datetime | None = None) -> SimpleNamespace:
    """Run inside the scope of the system."""
    now = now or SystemClock().now()
    for member in ("operator", "leader", "crew", "station", "head", "officer", "clerk_a", "outsider"):
        seat(member)
    found = SimpleNamespace(now=now, cast=people())
    found.house = place(found, "station", "南明救助站")
    found.hospital = place(found, "hospital", "人民医院")
    found.bed = bed(found, "male", "1")
    found.women = bed(found, "female", "1", room="201")
    return found


def place(found, kind: str, name: str):
    details = PlaceDetails(kind=PlaceKind(kind), name=name, area=Area.URBAN)
    return register_place(by=found.cast.officer, now=found.now, region=COUNTY, details=details)


def bed(found, zone: str, label: str, room: str = "101"):
    return set_up_bed(by=found.cast.station, now=found.now, station=found.house.id, room=room, label=label, zone=zone)


def arrived(found, *, sex: str = "male", age: int = 50, flags=(), hours: float = 2, encounter=None) -> Stay:
    """Somebody at the door since some hours, without a name."""
    by, now = found.cast.station, found.now
    details = Details(sex=sex, birth_year=now.year - age)
    somebody = register_unknown_person(by=by, now=now, region=COUNTY, details=details)
    at = now - hours * HOUR
    return arrive_at_station(
        by=by, now=now, station=found.house.id, person=somebody.id, flags=flags, encounter=encounter, acted_at=at
    )


def brought_along(found, *, hours: float = 1, region: int = COUNTY, categories=("able_adult",)) -> Encounter:
    """Somebody whom the crew met at the bridge and takes to the station, since some hours."""
    by, at = found.cast.crew, found.now - hours * HOUR
    seen = Met(categories=categories, sex="male", willing=True, place_text="甲秀桥南")
    met = record_encounter(by=by, now=found.now, region=region, met=seen, weather_severe=False, acted_at=at)
    done = Disposition(outcome="to_station", medically_cleared=True)
    return close_encounter(by=by, now=at, encounter=met.id, done=done, acted_at=at)


def inside(found, *, registered: bool = False, **more) -> Stay:
    """Somebody who passed the security check, registered or not."""
    stay = arrived(found, **more)
    by, now = found.cast.head if more.get("sex") == "female" else found.cast.station, found.now
    stay = admit(by=by, now=now, stay=stay.id, check=Check(medically_cleared=True), acted_at=stay.arrived_at)
    return register_stay(by=by, now=now, stay=stay.id, cause="lost") if registered else stay
