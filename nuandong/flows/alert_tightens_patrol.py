"""Weather warnings switch the patrol mode of divisions: baseline, daily, all day; their end restores it.

Source: RES-004, RES-006.

`follow` reads the events of warnings as they settle. `run` belongs to a job of every minute: it follows and also looks
at the clock, since a warning may begin or run out at a time nobody writes an event about.
"""

from datetime import datetime
from typing import Final

from nuandong.alerts import selectors as alerts
from nuandong.alerts.states import State
from nuandong.journal import api as journal
from nuandong.kernel.actors import SYSTEM
from nuandong.org import scope
from nuandong.rescue.actions.tune_patrol_modes import tune_patrol_modes
from nuandong.rescue.selectors_patrol import divisions_with_mode

CONSUMER: Final = "flows.alert_tightens_patrol"
KINDS: Final = (
    "alerts.warning_received",
    "alerts.warning_updated",
    "alerts.warning_cancelled",
    "alerts.warning_expired",
    "alerts.warning_ended",
)
_NEWEST: Final = 200
"""So many of the newest warnings are looked at for one that has begun since it was issued."""


def follow(now: datetime) -> int:
    """Bring the modes of divisions in line that new events of warnings speak of; returns the number of events."""

    def handle(events: list[journal.Event]) -> None:
        tune_patrol_modes(now=now, regions={region for event in events for region in event.payload["regions"]})

    return journal.consume(CONSUMER, handle, kinds=KINDS)


def run(now: datetime) -> int:
    """Follow the events, then the clock: modes that ran out, warnings that have begun. Returns the events read."""
    with scope.enter(SYSTEM):
        count = follow(now)
        current = [warning for warning in alerts.recent(limit=_NEWEST) if warning.state == State.CURRENT]
        named = {region for regions in alerts.areas(current).values() for region in regions}
        tune_patrol_modes(now=now, regions=divisions_with_mode() | named)
    return count
