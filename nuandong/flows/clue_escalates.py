"""A clue nobody goes to, or arrives at in time, climbs the duty chain until a leader confirms (product A3).

The clock raises escalations, not an event: `run` belongs to a job of every minute.
"""

from datetime import datetime

import structlog

from nuandong.kernel.actors import SYSTEM
from nuandong.org import scope
from nuandong.rescue.actions.raise_escalations import raise_escalations

log = structlog.get_logger(__name__)


def run(now: datetime) -> int:
    """Call the leaders whose turn it is; returns how many. Clues whose ladder has come to its end are logged loudly."""
    with scope.enter(SYSTEM):
        raised = raise_escalations(by=SYSTEM, now=now)
    for clue in raised.nobody_left:
        log.error("rescue.nobody_left_to_ring", clue=str(clue))
    return len(raised.escalations)
