"""What recorded work shows of prohibitions: checks that left no trace, incidents that nobody reported."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from nuandong.geo.areas import in_area
from nuandong.geo.codes import Level, at_level
from nuandong.plans.bans import Breach, Watched, bans
from nuandong.tasks.models import WorkRecord

if TYPE_CHECKING:
    from django.db.models import QuerySet

_REPORTED: Final = "incident_reported"


def traceless_checks(watched: Watched) -> Iterator[Breach]:
    """Checks that were recorded without a photo or a word about what was seen (走过场)."""
    rows = _works(watched, bans()["walk_through"].works).filter(file=None, note_sealed=None)
    yield from map(_breach, rows)


def unreported_incidents(watched: Watched) -> Iterator[Breach]:
    """Incidents past their time about which no report went out in the county since they happened."""
    rule = bans()["incident_kept_back"]
    incidents = list(_works(watched, rule.works).filter(at__lte=watched.now - timedelta(hours=rule.hours)))
    if not incidents:
        return
    reported: dict[int, datetime] = {}
    for row in _works(watched, (_REPORTED,)):
        county = at_level(row.region, Level.COUNTY)
        reported[county] = max(row.at, reported.get(county, row.at))
    for row in incidents:
        last = reported.get(at_level(row.region, Level.COUNTY))
        if last is None or last < row.at:
            yield _breach(row)


def _works(watched: Watched, kinds: tuple[str, ...]) -> "QuerySet[WorkRecord]":
    here = WorkRecord.objects.filter(in_area(watched.span))
    return here.filter(work__in=kinds, voided_at=None, at__gte=watched.start, at__lt=watched.now)


def _breach(row: WorkRecord) -> Breach:
    return Breach(subject=row.id, region=row.region, at=row.at, unit=row.unit, event=row.event)
