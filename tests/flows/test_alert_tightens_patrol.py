"""Weather warnings switch patrol modes, and their end switches them back."""

from datetime import timedelta

import pytest

from nuandong.alerts.actions.end import end_warning
from nuandong.alerts.actions.record import HeardFrom, record_by_form
from nuandong.alerts.levels import Level
from nuandong.flows import alert_tightens_patrol
from nuandong.journal.consumers import rewind
from nuandong.org import scope
from nuandong.rescue import selectors_patrol
from nuandong.rescue.kinds import Mode
from nuandong.rescue.models import PatrolMode
from tests.cast import COUNTY, NOW, TOWNSHIP_A, TOWNSHIP_B
from tests.databases import as_role, settle

HOUR = timedelta(hours=1)


@pytest.fixture
def county(committed_db, cast):
    return cast


def warn(by, event, level, *, region=COUNTY, at=NOW, hours=24):
    with scope.enter(by):
        return record_by_form(
            by=by,
            now=at,
            event=event,
            level=level,
            issuer="气象台",
            issued_at=at,
            heard_from=HeardFrom.PHONE,
            regions=[region],
            until=at + hours * HOUR,
        )


def run(at):
    settle()
    with as_role("worker"):
        return alert_tightens_patrol.run(at)


def rows():
    return [(row.region, row.mode, row.event) for row in PatrolMode.objects.order_by("region")]


def mode(by, region):
    with scope.enter(by):
        row = selectors_patrol.mode_of(region)
    return Mode.BASELINE if row is None else Mode(row.mode)


def test_from_baseline_to_all_day_and_back(county):
    assert run(NOW) == 0
    assert rows() == []
    blue = warn(county.operator, "cold_wave", Level.BLUE)
    assert run(NOW) == 1
    assert rows() == [(COUNTY, Mode.DAILY, "cold_wave")]
    warn(county.operator, "snowstorm", Level.RED, region=TOWNSHIP_A, hours=6)
    assert run(NOW + HOUR) == 1
    assert rows() == [(COUNTY, Mode.DAILY, "cold_wave"), (TOWNSHIP_A, Mode.ALL_DAY, "snowstorm")]
    # A clerk sees the row of the county around him.
    assert (mode(county.clerk_a, TOWNSHIP_A), mode(county.clerk_b, TOWNSHIP_B)) == (Mode.ALL_DAY, Mode.DAILY)
    with scope.enter(county.operator):
        assert [row.region for row in selectors_patrol.modes_within(COUNTY)] == [TOWNSHIP_A]
        end_warning(by=county.operator, now=NOW + 2 * HOUR, warning=blue.id, reason="台站电话通知解除")
    assert run(NOW + 2 * HOUR) == 1
    assert rows() == [(TOWNSHIP_A, Mode.ALL_DAY, "snowstorm")]
    # Nobody wrote an event when it ran out: the clock is enough.
    assert run(NOW + 7 * HOUR) == 0
    assert rows() == []


def test_the_rows_are_made_again_from_nothing(county):
    warn(county.operator, "cold_wave", Level.ORANGE)
    warn(county.operator, "frost", Level.BLUE, region=TOWNSHIP_B)
    run(NOW)
    before = rows()
    assert len(before) == 2
    with as_role("worker"):
        PatrolMode.objects.all().delete()
    with as_role("owner"):
        rewind(alert_tightens_patrol.CONSUMER)
    assert run(NOW) == 2
    assert rows() == before


def test_the_densest_warning_decides(county):
    warn(county.operator, "cold_wave", Level.BLUE, hours=48)
    warn(county.operator, "freeze", Level.YELLOW, hours=5)
    warn(county.operator, "fog", Level.RED)
    run(NOW)
    assert rows() == [(COUNTY, Mode.ALL_DAY, "freeze")]
    run(NOW + 6 * HOUR)
    assert rows() == [(COUNTY, Mode.DAILY, "cold_wave")]
