"""The tables when the clock of the machine is set forward and back again between looks."""

from datetime import date, timedelta

import pytest

from nuandong.kernel.ids import new_id
from nuandong.org import scope
from nuandong.plans import compliance, keeping
from nuandong.plans.actions.change_window import extend_window
from nuandong.plans.models import Activation, Instance
from tests.cast import NOW, OTHER_COUNTY
from tests.plans.stored import (
    PLAN,
    Arrived,
    Called,
    Closed,
    Patrolled,
    Struck,
    activate,
    divisions,
    follow,
    record,
    worker,
)

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TEXT = (
    PLAN
    + """\
  - {id: each, title: 逐日联系, kind: at_least, event: plantest.arrived, count: 1, per: 1 day, scope: each subject, for_each: {event: plantest.called, until: [plantest.closed]}, strength: must, source: 000#1 ¶6}
  - {id: last, title: 年底前, kind: by_deadline, event: plantest.patrolled, by: 12-31, scope: each county, strength: must, source: 000#1 ¶6}
"""
)


@pytest.fixture
def county(committed_db):
    divisions()


def test_days_of_a_subject_come_back_when_its_moving_away_is_taken_back(county, cast):
    activate(cast.officer, text=TEXT)
    moved = record(Called(), now=NOW, subject=new_id(NOW)).subject
    follow(NOW + 3 * DAY)
    away = record(Called(), now=NOW + 3 * DAY, subject=moved, region=OTHER_COUNTY)
    follow(NOW + 3 * DAY)
    record(Struck(), now=NOW + 4 * DAY, subject=moved, region=OTHER_COUNTY, voids=away.id)
    follow(NOW + 4 * DAY)
    with worker():
        anchors = sorted(Instance.objects.filter(subject=moved, kind="at_least").values_list("anchor", flat=True))
    assert anchors == [f"2026-12-0{number}" for number in range(1, 6)]


def test_tables_equal_recomputation_whichever_way_the_clock_jumped(county, cast):
    """Three weeks fast, set right again, a day slow, and over new year; nothing is missing and nothing stays behind."""
    activation = activate(cast.officer, text=TEXT, ends_on=date(2026, 12, 31))
    follow(NOW + 20 * DAY)
    ahead, first, second = (new_id(NOW) for _number in range(3))
    record(Called(), now=NOW + 20 * DAY, subject=ahead)
    follow(NOW + 20 * DAY)
    record(Called(), now=NOW + HOUR, subject=first)
    record(Arrived(), now=NOW + HOUR, acted_at=NOW - HOUR, subject=first)
    follow(NOW + HOUR)
    follow(NOW - DAY)
    record(Called(), now=NOW + 3 * DAY, acted_at=NOW + DAY, subject=second)
    record(Closed(), now=NOW + 2 * DAY, subject=first)
    follow(NOW + 3 * DAY)
    with scope.enter(cast.officer):
        row = Activation.objects.get(id=activation.id)
        last = NOW.replace(day=31, hour=23, minute=50)
        extend_window(by=cast.officer, now=last, activation=row, ends_on=date(2027, 1, 4), reason="降雪")
    record(Patrolled(), now=last + HOUR)
    follow(last + 10 * DAY)
    follow(last + HOUR)
    for now in (NOW + 3 * DAY, last + HOUR, last + 10 * DAY):
        with worker():
            state = compliance.recompute(last + 10 * DAY)
            rows = Instance.objects.select_related("obligation").filter(starts_at__lte=now)
            stored = {found.key: found for found in map(keeping.record_of, rows)}
        assert stored == state.visible(now)
    assert {key.anchor for key in stored if key.obligation == "daily"} >= {"2026-12-31", "2027-01-01", "2027-01-04"}
    assert {key.subject for key in stored if key.obligation == "each"} == {ahead, first, second}
