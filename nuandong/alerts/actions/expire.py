from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import F

from nuandong.alerts import events
from nuandong.alerts.locks import lock_warnings
from nuandong.alerts.models import WeatherWarning
from nuandong.alerts.settling import content
from nuandong.alerts.states import TRANSITIONS, Move, State
from nuandong.alerts.writing import regions_of
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.org import permissions

BATCH: Final = 500


@transaction.atomic
def expire_due(*, by: Actor, now: datetime) -> int:
    """Close the warnings whose time has run out by `now` (at most 500 per call); returns how many.

    For the job that runs every minute. The time of the act is when the warning ran out. A late run changes nothing that
    was in force: that follows from the times. Raises Forbidden.
    """
    permissions.check(by, "alerts.warning.record")
    lock_warnings()
    due = list(
        WeatherWarning.objects.select_related("message")
        .filter(state=State.CURRENT, until__lte=now)
        .order_by("until", "id")[:BATCH]
    )
    WeatherWarning.objects.filter(id__in=[warning.id for warning in due], state=State.CURRENT).update(
        state=TRANSITIONS[State.CURRENT][Move.EXPIRE], closed_at=F("until")
    )
    regions = regions_of(due)
    for warning in due:
        journal.record(
            events.WarningExpired.model_validate(content(warning, regions[warning.id])),
            by=by,
            now=now,
            acted_at=warning.until,
            region=warning.message.received_in,
            subject=warning.thread,
        )
    return len(due)
