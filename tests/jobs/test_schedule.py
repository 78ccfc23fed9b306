"""When the rounds come: what the queue makes of the schedules, not what they look like."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from procrastinate.contrib.django import app

from nuandong.jobs import tasks  # noqa: F401  registers the schedules

START = datetime(2026, 12, 1, 12, 1, 2, tzinfo=UTC)


def times(name, count):
    (task,) = [one for one in app.periodic_registry.periodic_tasks.values() if one.task.name == name]
    found, at = [], START.timestamp()
    for _number in range(count):
        at = task.croniter.get_next(ret_type=float, start_time=at)
        found.append(datetime.fromtimestamp(at, UTC))
    return found


@pytest.mark.parametrize(
    ("name", "apart"),
    [
        ("ticks.few_seconds", timedelta(seconds=5)),
        ("ticks.minute", timedelta(minutes=1)),
        ("ticks.stalled", timedelta(minutes=1)),
    ],
)
def test_a_round_comes_as_often_as_it_promises(name, apart):
    found = times(name, 40)
    assert found[0] - START <= apart
    assert {later - earlier for earlier, later in pairwise(found)} == {apart}
