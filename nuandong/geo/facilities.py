"""Hospitals, rescue stations and shelters that a region uses, its own and those of the county around it.

They are public houses. A township sees only its own places, and still has to say to which hospital of the county
somebody was taken; so these reads pass the row-level policy by the functions of migrations/_doors.py.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db import connection

from nuandong.geo.kinds import PlaceKind

SHARED: Final = frozenset({PlaceKind.HOSPITAL, PlaceKind.STATION, PlaceKind.SHELTER})
"""The kinds that can be asked for; the database answers for no other."""


@dataclass(frozen=True, slots=True)
class Facility:
    """A house that others may send people to: what it is called and where it belongs, nothing else of its record."""

    id: UUID
    name: str
    kind: PlaceKind
    region: int


def facilities_around(region: int, kinds: Collection[PlaceKind]) -> list[Facility]:
    """The facilities in use of a region (12-digit code): inside it, in its county, and of the divisions above.

    Those of the region itself come first. Empty for a region outside the entered scope. One query.
    """
    asked = sorted(kind.value for kind in kinds)
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, name, kind, region FROM geo_facilities_around(%s, %s)", [region, asked])
        found = [Facility(row[0], row[1], PlaceKind(row[2]), row[3]) for row in cursor.fetchall()]
    return sorted(found, key=lambda one: one.region != region)


def facility_names(places: Collection[UUID]) -> dict[UUID, str]:
    """Names of facilities by id, also of those no longer in use; other places are left out. At most one query."""
    if not places:
        return {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, name FROM geo_facility_names(%s)", [list(places)])
        return dict(cursor.fetchall())
