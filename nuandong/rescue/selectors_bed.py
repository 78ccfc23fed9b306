"""Reads of beds: who sleeps where, which bed fits whom. The scope is entered by the caller."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch

from nuandong.kernel.actors import Actor
from nuandong.org import permissions
from nuandong.rescue.kinds_stay import Zone
from nuandong.rescue.models import Bed, BedUse, Stay
from nuandong.rescue.policies.beds import fit_zones

SEE: Final = "rescue.stay.see"


@dataclass(frozen=True, slots=True)
class BedRow:
    """A bed and whoever sleeps in it, the child beside its guardian included."""

    bed: Bed
    uses: tuple[BedUse, ...]

    @property
    def free(self) -> bool:
        return not self.uses


@dataclass(frozen=True, slots=True)
class ZoneCount:
    zone: Zone
    beds: int
    free: int


def beds(by: Actor, station: UUID) -> list[BedRow]:
    """The beds in use of a station, by room and label. Two queries. Raises Forbidden."""
    permissions.check(by, SEE)
    sleeping = BedUse.objects.filter(period__endswith=None).select_related("stay").order_by("id")
    rows = Bed.objects.filter(station=station, active=True).prefetch_related(Prefetch("uses", queryset=sleeping))
    return [BedRow(bed, tuple(bed.uses.all())) for bed in rows.order_by("room", "label")]


def zone_counts(by: Actor, station: UUID) -> list[ZoneCount]:
    """Beds and free beds per zone, every zone named; for the board. Raises Forbidden."""
    rows = beds(by, station)
    return [
        ZoneCount(zone, len(inside), sum(row.free for row in inside))
        for zone in Zone
        for inside in [[row for row in rows if row.bed.zone == zone]]
    ]


def free_beds_for(by: Actor, stay: Stay) -> list[Bed]:
    """Free beds in the zones that fit somebody by sex, age and condition, the care zone first; exceptions are chosen by
    hand."""
    permissions.check(by, SEE, region=stay.region)
    zones = [zone.value for zone in fit_zones(stay.sex, stay.age, stay.flags)]
    taken = BedUse.objects.filter(bed=OuterRef("pk"), period__endswith=None)
    rows = Bed.objects.filter(station=stay.station_id, active=True, zone__in=zones).exclude(Exists(taken))
    return sorted(rows.order_by("room", "label"), key=lambda bed: bed.zone != Zone.CARE)
