"""Scans of paper: of one record, of a season for its archive, those that wait to be filed by hand."""

from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from nuandong.geo.areas import in_region
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import NotFound
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.relief.models import Scan, Season
from nuandong.relief.policies_applying import SEE

UNFILED: Final = "unfiled"
FILED: Final = "filed"
DROPPED: Final = "dropped"


def scans_of(
    *, season: Season | None = None, kind: str = "", subject: UUID | None = None, region: int | None = None
) -> QuerySet[Scan]:
    """Filed pages in the entered scope, in the order of their sheets: of a season, a kind, a record, a division."""
    rows = Scan.objects.filter(dropped_at=None).exclude(kind="")
    if season is not None:
        rows = rows.filter(season=season)
    if kind:
        rows = rows.filter(kind=kind)
    if subject is not None:
        rows = rows.filter(subject=subject)
    if region is not None:
        rows = rows.filter(in_region(region))
    return rows.order_by("season", "kind", "region", "subject", "uploaded_at", "digest", "page")


def scans(by: Actor, *, state: str = "", batch: UUID | None = None, after: UUID | None, limit: int) -> list[Scan]:
    """Pages the actor sees, the newest first, by keyset of ids. Raises Forbidden."""
    permissions.check(by, SEE)
    rows = Scan.objects.select_related("season").filter(dropped_at__isnull=state != DROPPED)
    if state == UNFILED:
        rows = rows.filter(kind="")
    if state == FILED:
        rows = rows.exclude(kind="")
    if batch is not None:
        rows = rows.filter(batch=batch)
    if after is not None:
        rows = rows.filter(id__lt=after)
    return list(rows.order_by("-id")[:limit])


def unfiled(by: Actor) -> int:
    """How many wait to be filed by hand."""
    return Scan.objects.filter(kind="", dropped_at=None).count()


def scan_of(identity: UUID, *, by: Actor, lock: bool = False) -> Scan:
    """One page that the actor sees. Raises NotFound, Forbidden."""
    permissions.check(by, SEE)
    rows = Scan.objects.select_for_update(of=("self",)) if lock else Scan.objects
    found = rows.select_related("season").filter(id=identity).first()
    if found is None or not by.sees(found.region):
        raise NotFound("relief.no_scan", _("没有找到这张扫描件。"), _("请从扫描件列表中打开。"))
    return found
