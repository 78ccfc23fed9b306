from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.duty import lookups, selectors
from nuandong.duty.errors import unknown_code
from nuandong.duty.kinds import PositionSource
from nuandong.duty.models import Shift, TeamPosition
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Invalid, NotNow
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions


@transaction.atomic
def report_position(
    *,
    by: Actor,
    now: datetime,
    team: UUID,
    lat: float,
    lon: float,
    source: str = PositionSource.PHONE,
    acted_at: datetime | None = None,
) -> bool:
    """Say where a team on duty is, WGS-84 degrees. Only the last position is kept; False when a newer one is known.

    Writes no event (see `events`). `source` is a code of `kinds.PositionSource`; `acted_at` is when it was there, a
    clock that runs ahead counting as now.
    Raises Forbidden, OutOfScope, NotFound, Invalid (coordinates, source), NotNow off duty.
    """
    found = lookups.team_of(team)
    permissions.check(by, "duty.shift.handover", region=found.region)
    at = min(acted_at or now, now)
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise Invalid("duty.position", _("坐标不对。"), _("请重新定位，或在地图上点选。"), field="position")
    if source not in PositionSource.values:
        raise unknown_code("source", _("定位来源"), source)
    if not Shift.objects.filter(selectors.serving(now), team=found).exists():
        raise NotNow("duty.off_duty", _("这支队伍现在不在岗，不记录位置。"), _("请先上岗。"))
    TeamPosition.objects.bulk_create(
        [TeamPosition(team=found, region=found.region, lat=lat, lon=lon, at=at, source=source)], ignore_conflicts=True
    )
    values = {"lat": lat, "lon": lon, "at": at, "source": source}
    return TeamPosition.objects.filter(team=found, at__lte=at).update(**values) == 1
