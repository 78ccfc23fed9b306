"""Reads of destructions, in the entered scope."""

from uuid import UUID

from nuandong.kernel.actors import Actor
from nuandong.org import permissions
from nuandong.relief.destroying.inventory import chosen
from nuandong.relief.destroying.kinds import kinds
from nuandong.relief.destroying.rows import counted, family
from nuandong.relief.lookups import destruction_of
from nuandong.relief.models import Destruction, Season
from nuandong.relief.scanning.codes import SheetKind
from nuandong.relief.selectors_scans import scans_of
from nuandong.relief.selectors_season import SEE


def destructions(of: Season, *, by: Actor) -> list[Destruction]:
    """All of a season, the newest first. Raises Forbidden, OutOfScope."""
    permissions.check(by, SEE, region=of.region)
    return list(Destruction.objects.filter(season=of).select_related("season").order_by("-number"))


def destruction(identity: UUID, *, by: Actor) -> Destruction:
    """One of them. Raises NotFound, Forbidden, OutOfScope."""
    row = destruction_of(identity)
    permissions.check(by, SEE, region=row.region)
    return row


def register_signed(row: Destruction) -> bool:
    """Whether the signed register came back as a scan since the work was done."""
    rows = scans_of(kind=SheetKind.DESTRUCTION, subject=row.id, region=row.region)
    return row.destroyed_at is not None and rows.filter(uploaded_at__gte=row.destroyed_at).exists()


def counts(of: Season, *, by: Actor) -> list[tuple[str, str, int]]:
    """Kind, treatment and how many records it would be now. Raises Forbidden, OutOfScope."""
    permissions.check(by, SEE, region=of.region)
    found = counted(family(of))
    return [(code, kind.treatment, found[code]) for code, kind in kinds().items()]


def destroyed_kinds(row: Destruction) -> list[tuple[str, int]]:
    """Title and number of records of each kind in the register."""
    numbers = {one[0]: one[1] for one in row.assessed}
    return [(kinds()[code].title, numbers[code]) for code in chosen(row.assessed)]
