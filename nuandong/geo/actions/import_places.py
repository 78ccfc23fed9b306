"""Take over a list of key locations and facilities."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from nuandong.geo.actions.import_divisions import LOCK
from nuandong.geo.errors import RowProblems
from nuandong.geo.events import PlaceChanged, PlaceRegistered, PlacesImported
from nuandong.geo.models import Place
from nuandong.geo.place_file import PlaceRow, read_places
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.guards import require
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import gettext_noop as _

_BATCH = 1000


@dataclass(frozen=True, slots=True)
class PlaceImport:
    rows: int
    registered: int
    changed: int


@transaction.atomic
def import_places(*, by: Actor, now: datetime, data: bytes) -> PlaceImport:
    """Import places from a spreadsheet with the columns of `place_file.COLUMNS`; WGS-84 is stored.

    All or nothing, as `import_divisions`. A place is known by region, kind and name while it is active; columns that
    are left out of the file leave what is recorded alone. The same file again changes nothing and writes no event.
    Source: RES-008.
    """
    require(by, "geo.place.change")
    problems = RowProblems()
    rows = read_places(data, problems)
    for row in rows:
        if not by.sees(row.region):
            problems.add(row.number, "区划代码", _("区划 %(region)d 不在您的管辖范围内。"), region=row.region)
    problems.raise_if_any()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    created, changed = _sorted_out(rows, now)
    Place.objects.bulk_create(created, batch_size=_BATCH)
    Place.objects.bulk_update([place for place, _fields in changed], _COLUMNS, batch_size=_BATCH)
    done = PlaceImport(len(rows), len(created), len(changed))
    if created or changed:
        _record(by, now, data, done, created, changed)
    return done


_COLUMNS = ["address", "lat", "lon", "source_system", "area", "patrol_weight", "notes", "changed_at"]


def _sorted_out(rows: Sequence[PlaceRow], now: datetime) -> tuple[list[Place], list[tuple[Place, list[str]]]]:
    recorded = Place.objects.filter(active=True, region__in={row.region for row in rows})
    known = {(place.region, place.kind, place.name): place for place in recorded}
    created: list[Place] = []
    changed: list[tuple[Place, list[str]]] = []
    for row in rows:
        place = known.get((row.region, str(row.columns["kind"]), str(row.columns["name"])))
        if place is None:
            created.append(Place(id=new_id(now), region=row.region, recorded_at=now, changed_at=now, **row.columns))
            continue
        differing = sorted(name for name in row.stated if getattr(place, name) != row.columns[name])
        if differing:
            for name in differing:
                setattr(place, name, row.columns[name])
            place.changed_at = now
            changed.append((place, differing))
    return created, changed


def _record(
    by: Actor,
    now: datetime,
    data: bytes,
    done: PlaceImport,
    created: Sequence[Place],
    changed: Sequence[tuple[Place, list[str]]],
) -> None:
    summary = PlacesImported(
        sha256=hashlib.sha256(data).hexdigest(), rows=done.rows, registered=done.registered, changed=done.changed
    )
    drafts = [journal.Draft(payload=summary, by=by, now=now, region=by.region, subject=new_id(now))]
    for place in created:
        registered = PlaceRegistered(place_kind=place.kind, patrol_weight=place.patrol_weight)
        drafts.append(_draft(registered, by, now, place))
    for place, fields in changed:
        amended = PlaceChanged(fields=fields, place_kind=place.kind, patrol_weight=place.patrol_weight)
        drafts.append(_draft(amended, by, now, place))
    journal.record_many(drafts)


def _draft(payload: journal.Payload, by: Actor, now: datetime, place: Place) -> journal.Draft:
    text = {"name": place.name}
    return journal.Draft(payload=payload, by=by, now=now, region=place.region, subject=place.id, text=text)
