"""Loading the demo step by step, all through actions."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from nuandong.demo.county import COUNTY, load_divisions, load_places, towns
from nuandong.demo.office import Login, Office, load_office, load_rosters, local_evening, report_positions
from nuandong.demo.people import households
from nuandong.demo.season import play
from nuandong.demo.size import SIZES
from nuandong.demo.weather import load_warnings
from nuandong.geo import selectors as divisions
from nuandong.journal.partitions import ensure_partitions
from nuandong.kernel.actors import SYSTEM
from nuandong.org import scope
from nuandong.people.actions.bulk_register import bulk_register
from nuandong.plans.actions.activate_plan import activate_plan
from nuandong.plans.loader import load as load_plan
from nuandong.plans.vocabulary import LIBRARY, vocabulary

SEED: Final = "nuandong"
PLANS: Final = ("rescue/city-winter-rescue", "rescue/city-patrol-groups", "rescue/city-kin-search")
SEASON: Final = timedelta(days=120)
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was loaded."""

    logins: tuple[Login, ...]
    persons: int
    households: int


def is_loaded(now: datetime) -> bool:
    """Whether this database holds divisions already: the first thing a load writes."""
    return divisions.division_at(COUNTY, now.date()) is not None


def load(size: str, *, as_of: datetime, say: Say = lambda _words: None) -> Loaded:
    """Load the demo as it stands at `as_of` (aware); the season before it is played through the ordinary actions.

    Needs the owner role: months before the present get their journal partitions, and lists are copied in bulk.
    """
    counts = SIZES[size]
    first_night = local_evening(as_of) - timedelta(days=counts.nights)
    since = as_of - timedelta(days=counts.nights + 30)
    ensure_partitions(as_of, since=since)
    say("区划、点位、单位、人员")
    with scope.enter(SYSTEM):
        load_divisions(since)
        county = towns(SEED)
        facilities = load_places(since, county, counts.places, SEED)
        office = load_office(since, county, {key: place.id for key, place in facilities.items()}, SEED)
    say("家庭")
    villages = [village for town in county for village in town.villages]
    with scope.enter(SYSTEM):
        listed = bulk_register(
            households(counts.households, villages, seed=SEED, at=since), by=SYSTEM, now=since, region=COUNTY
        )
    say("方案、值班")
    with scope.enter(SYSTEM):
        _activate_plans(office, since + timedelta(days=1))
        load_rosters(office, first_night, local_evening(as_of) + timedelta(days=7), as_of)
    say("预警和救助")
    load_warnings(office, first_night, as_of)
    play(office, county, counts, first_night, as_of, SEED, say)
    with scope.enter(SYSTEM):
        report_positions(office, as_of, SEED)
    return Loaded(tuple(office.logins), listed.persons, listed.households)


def _activate_plans(office: Office, now: datetime) -> None:
    words = vocabulary()
    for name in PLANS:
        path = LIBRARY / f"{name}.yaml"
        loaded = load_plan(path.read_bytes(), path.name, words)
        activate_plan(
            by=office.actors["officer"],
            now=now,
            loaded=loaded,
            region=COUNTY,
            starts_on=now.date(),
            ends_on=now.date() + SEASON,
            reason="演示",
        )
