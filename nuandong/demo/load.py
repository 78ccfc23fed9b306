"""Loading the demo step by step, all through actions."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final

from nuandong.demo.county import COUNTY, DIVISIONS, load_divisions, load_places, towns
from nuandong.demo.doubles import load_doubles
from nuandong.demo.findings import load_findings
from nuandong.demo.ledger import load_ledgers
from nuandong.demo.office import Login, Office, load_office
from nuandong.demo.outside import load_outside
from nuandong.demo.people import households
from nuandong.demo.relief import load_relief
from nuandong.demo.rosters import load_rosters, local_evening, report_positions, shift_start
from nuandong.demo.season import Season, play, refresh_statistics
from nuandong.demo.size import Size
from nuandong.demo.villages import load_villages
from nuandong.demo.weather import load_warnings
from nuandong.geo.selectors import versions
from nuandong.journal.partitions import ensure_partitions
from nuandong.kernel.actors import SYSTEM
from nuandong.kernel.ids import seeded
from nuandong.org import scope
from nuandong.people.actions.bulk_register import bulk_register
from nuandong.plans.actions.activate_plan import activate_plan
from nuandong.plans.loader import load as load_plan
from nuandong.plans.vocabulary import LIBRARY, vocabulary

SEED: Final = "nuandong"
_MONTHLY: Final = 5
"""The day of the month on which the monthly table is due: the plan's text does not say it."""
PLANS: Final = ("rescue/city-winter-rescue", "rescue/city-patrol-groups", "rescue/city-kin-search")
SEASON: Final = timedelta(days=120)
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was loaded."""

    logins: tuple[Login, ...]
    persons: int
    households: int


def is_loaded() -> bool:
    """Whether this database holds divisions already: the first thing a load writes."""
    return bool(versions(COUNTY))


def load(counts: Size, *, as_of: datetime, divisions: Path = DIVISIONS, say: Say = lambda _words: None) -> Loaded:
    """Load the demo as it stands at `as_of` (aware); the season before it is played through the ordinary actions.

    Needs the owner role: months before the present get their journal partitions, and lists are copied in bulk. Two
    loads of the same size, moment and divisions give the same ids and numbers; keys, salts and passwords differ.
    """
    # All or nothing: a load cut short leaves an empty database, which can be loaded again.
    with seeded(f"{SEED}/{as_of.isoformat()}"), scope.enter(SYSTEM):
        return _load(counts, as_of, divisions, say)


def _load(counts: Size, as_of: datetime, divisions: Path, say: Say) -> Loaded:
    first_night = local_evening(as_of) - timedelta(days=counts.nights)
    since = as_of - timedelta(days=counts.nights + 30)
    ensure_partitions(as_of, since=since)
    say("区划、点位、单位、人员")
    load_divisions(since, divisions)
    county = towns(SEED, divisions)
    places = load_places(since, county, counts.places, SEED)
    office = load_office(since, county, places.facilities, counts, SEED)
    say("家庭")
    villages = [village for town in county for village in town.villages]
    listed = bulk_register(
        households(counts.households, villages, seed=SEED, at=since), by=SYSTEM, now=since, region=COUNTY
    )
    refresh_statistics()
    say("方案、值班")
    # In force from the first whole day: the season begins with an evening.
    _activate_plans(office, first_night + timedelta(days=1), shift_start(first_night))
    load_rosters(office, first_night, local_evening(as_of) + timedelta(days=7), as_of)
    say("预警和救助")
    load_warnings(office, first_night, as_of)
    play(Season(office, county, places, counts, first_night, as_of, SEED), say)
    report_positions(office, as_of, SEED)
    say("冬春救助")
    homes = load_ledgers(office.actors["clerk"], county, since + timedelta(days=1))
    season = load_relief(office, since + timedelta(days=2), as_of)
    homes += load_villages(office, county, season, since + timedelta(days=2), SEED)
    twice = load_doubles(office.actors["clerk"], office.actors["officer"], county, as_of)
    load_outside(office.actors["officer"], county, as_of)
    load_findings(office.actors["clerk"], office.actors["officer"], as_of)
    return Loaded(tuple(office.logins), listed.persons + homes + twice, listed.households + homes)


def _activate_plans(office: Office, starts_on: date, now: datetime) -> None:
    words = vocabulary()
    for name in PLANS:
        path = LIBRARY / f"{name}.yaml"
        loaded = load_plan(path.read_bytes(), path.name, words)
        activate_plan(
            by=office.actors["officer"],
            now=now,
            loaded=loaded,
            region=COUNTY,
            starts_on=starts_on,
            ends_on=starts_on + SEASON,
            filled={
                name: starts_on.replace(day=_MONTHLY) for name in loaded.plan.unknowns() if name == "monthly-table"
            },
            reason="演示",
        )
