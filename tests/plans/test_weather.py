"""Warnings as they are really received open and close the daily patrol of the plan."""

from datetime import timedelta

import pytest

from nuandong.alerts.actions import HeardFrom, end_warning, record_by_form
from nuandong.alerts.levels import Level
from nuandong.kernel.actors import SYSTEM
from nuandong.org import scope
from nuandong.plans import selectors
from tests.cast import NOW, PREFECTURE, TOWNSHIP_A
from tests.plans.stored import PLAN, Patrolled, activate, divisions, follow, record

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
COLD = PLAN.replace(
    "count: 1, per: 1 day,", "count: 1, per: 1 day, when: {warning_in_force: [cold_wave], level: yellow},"
)


@pytest.fixture
def county(committed_db, cast):
    divisions()
    activate(cast.officer, text=COLD)


def warn(level=Level.ORANGE, **more):
    with scope.enter(SYSTEM):
        return record_by_form(
            by=SYSTEM, now=NOW, event="cold_wave", level=level, issuer="市气象台", issued_at=NOW,
            heard_from=HeardFrom.PHONE, regions=[PREFECTURE], until=NOW + 2 * DAY, **more,
        )  # fmt: skip


def days(now):
    """The days on which township A owes a patrol, with their status."""
    follow(now)
    with scope.enter(SYSTEM):
        rows = selectors.page(now, region=TOWNSHIP_A)
        return {row.anchor[-5:]: row.status for row in rows if row.obligation.code == "daily"}


def test_without_a_warning_nothing_is_owed(county):
    assert days(NOW + DAY) == {}


def test_a_warning_for_the_prefecture_opens_every_day_it_lasts(county):
    warn()
    record(Patrolled(), now=NOW + HOUR)
    assert days(NOW + 2 * HOUR) == {"12-01": "met"}
    assert days(NOW + 3 * DAY) == {"12-01": "met", "12-02": "broken", "12-03": "broken"}


def test_too_weak_a_warning_opens_nothing(county):
    warn(Level.BLUE)
    assert days(NOW + DAY) == {}


def test_a_warning_that_ended_earlier_than_announced_asks_for_less(county):
    warning = warn()
    with scope.enter(SYSTEM):
        end_warning(by=SYSTEM, now=NOW + DAY, warning=warning.id, reason="气象台解除", ended_at=NOW + 5 * HOUR)
    assert days(NOW + 3 * DAY) == {"12-01": "broken"}
