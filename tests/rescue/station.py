"""The stage of the encounter and station tests: places, a store with kits, staff, somebody met and somebody admitted."""

from datetime import timedelta
from types import SimpleNamespace

from nuandong.geo.actions.register_place import register_place
from nuandong.geo.details import PlaceDetails
from nuandong.geo.kinds import Area, PlaceKind
from nuandong.kernel.actors import Actor
from nuandong.people.actions.register_unknown_person import register_unknown_person
from nuandong.people.details import Details
from nuandong.rescue.actions.record_encounter import Met, record_encounter
from nuandong.rescue.models import Encounter
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
