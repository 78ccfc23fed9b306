"""Three days of a county, counted from the real clock that the pages read."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from nuandong.kernel.clock import SystemClock, day_start, local_date
from nuandong.kernel.ids import new_id
from tests.cast import COUNTY, TOWNSHIP_A, TOWNSHIP_B
from tests.plans.stored import Arrived, Called, Patrolled, activate, divisions, fill, follow, hotline, record

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
def season(db, cast):
    """The days as they stand in the tables; no reader of the journal sees them."""
    found = played(cast)
    fill(found.now)
    return found


@pytest.fixture
def lived(committed_db, cast):
    """The days committed and read by the job that follows them."""
    found = played(cast)
    follow(found.now)
    return found


def played(cast):
    """A plan in force since the day before yesterday; patrols, clues in every state, a hotline left after a night."""
    divisions()
    now = SystemClock().now()
    today = local_date(now)
    start = day_start(today - timedelta(days=2)) + 8 * HOUR
    activation = activate(cast.officer, now=start, starts_on=local_date(start), ends_on=today + timedelta(days=30))
    record(hotline(), now=start, region=COUNTY)
    record(Patrolled(), now=start + HOUR)
    belated = record(Patrolled(), now=now - 2 * MINUTE, acted_at=start + 2 * HOUR, region=TOWNSHIP_B)
    clues = {}
    for name, called, arrived in (
        ("met", start + HOUR, 20),
        ("missed", start + 2 * HOUR, 50),
        ("late", start + 3 * HOUR, None),
        ("open", now - 5 * MINUTE, None),
    ):
        clues[name] = new_id(start)
        record(Called(), now=called, subject=clues[name])
        if arrived is not None:
            record(Arrived(), now=called + arrived * MINUTE, subject=clues[name])
    return SimpleNamespace(
        start=start, now=now, clues=clues, activation=activation, belated=belated, township=TOWNSHIP_A
    )
