from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from nuandong.alerts import selectors as alerts
from nuandong.alerts.selectors import Coverage, Held
from nuandong.rescue import reference
from nuandong.rescue.kinds import Mode
from nuandong.rescue.models import PatrolMode


@transaction.atomic
def tune_patrol_modes(*, now: datetime, regions: Collection[int]) -> list[PatrolMode]:
    """Make the rows of divisions (12-digit codes) anew from the warnings in force; without any, no row: the baseline.

    Writes no event: the rows follow from the events of warnings, and can be thrown away. Running it again, or out of
    order, ends in the same rows. Source: RES-004, RES-006.
    """
    made = [row for region in sorted(set(regions)) if (row := _row(region, now)) is not None]
    PatrolMode.objects.filter(region__in=list(regions)).delete()
    return PatrolMode.objects.bulk_create(made)


def _row(region: int, now: datetime) -> PatrolMode | None:
    """The densest mode a warning for the whole division asks for; among equals the warning that lasts longest."""
    asking = [(mode, held) for held in alerts.holding(now, region) if (mode := _mode(held)) is not Mode.BASELINE]
    if not asking:
        return None
    mode, held = max(asking, key=lambda pair: (pair[0].rank, pair[1].warning.until))
    return PatrolMode(
        region=region,
        mode=mode,
        since=held.warning.starts_at,
        until=held.warning.until,
        warning=held.warning,
        event=held.warning.event,
        level=held.warning.level,
    )


def _mode(held: Held) -> Mode:
    if held.coverage is not Coverage.WHOLE:
        return Mode.BASELINE
    return reference.weather().mode(held.warning.event, held.level)
