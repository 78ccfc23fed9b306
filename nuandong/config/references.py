"""Reading every reference file once: a mistake in a county's own file is found before somebody works with it."""

from collections.abc import Callable, Iterator
from typing import Final

from nuandong.alerts import catalogue as alerts
from nuandong.batch.linkage import lookalikes, model
from nuandong.kernel import reference
from nuandong.kernel.calendar import WorkCalendar
from nuandong.org import catalogue as roles
from nuandong.people import categories as people
from nuandong.plans import bans, organising
from nuandong.policy import library as policy
from nuandong.publicity import catalogue as publicity
from nuandong.relief import procedures as relief
from nuandong.relief.auditing import catalogue as auditing
from nuandong.relief.bank import library as banks
from nuandong.relief.destroying import kinds as destroying
from nuandong.relief.integrity import catalogue as integrity
from nuandong.reports import library as reports
from nuandong.reports.national import library as national
from nuandong.rescue import reference as clues
from nuandong.rescue import reference_station as station
from nuandong.supervision import checklist as supervision
from nuandong.supplies import catalogue as supplies
from nuandong.tasks import kinds_of_work as work
from nuandong.tasks import matching, owning


def _calendar() -> WorkCalendar:
    return WorkCalendar.load(reference.LIBRARY / "calendar")


_READERS: Final[tuple[Callable[[], object], ...]] = (
    alerts.catalogue,
    clues.hints,
    clues.reporters,
    clues.response,
    clues.rewards,
    clues.travel,
    clues.weather,
    people.categories,
    bans.rules,
    lookalikes.shapes,
    model.load,
    organising.duties,
    policy.standards,
    publicity.channels,
    publicity.opinions,
    auditing.queries,
    banks.layouts,
    destroying.kinds,
    integrity.checks,
    relief.procedures,
    national.systems,
    reports.all_definitions,
    _calendar,
    roles.default_roles,
    roles.permissions,
    roles.separation,
    station.categories,
    station.channels,
    station.clocks,
    station.exits,
    station.forms,
    station.station,
    supervision.points,
    supplies.default_items,
    supplies.default_kits,
    matching.unit_words,
    owning.rules,
    work.kinds,
)


def check() -> None:
    """Raise Invalid for the first file that cannot be read."""
    for read in _READERS:
        read()


def problems() -> Iterator[str]:
    """One sentence for each file that cannot be read."""
    yield from reference.problems(_READERS)
