"""Hours nobody covers, the week's page, and the arithmetic below them."""

from datetime import date, time, timedelta

import pytest

from nuandong.duty import hours, roster
from nuandong.kernel.clock import combine
from nuandong.kernel.errors import Forbidden
from tests.cast import COUNTY, NOW, TOWNSHIP_A, TOWNSHIP_B
from tests.duty import setting
from tests.duty.setting import HOUR

MONDAY = date(2026, 11, 30)


@pytest.fixture
def stage(cast, as_actor):
    with as_actor(cast.officer):
        setting.enrol(cast.crew, cast.station, cast.operator, cast.leader, cast.head, cast.clerk_a)
        yield cast


def at(hour: float):
    """A time of 1 December in hours after midnight, Shanghai."""
    return combine(date(2026, 12, 1), time(0)) + hour * HOUR


def spans(pairs):
    return [(at(lo), at(hi)) for lo, hi in pairs]


@pytest.mark.parametrize(
    ("opens", "closes", "window", "expected"),
    [
        (0, 0, (0, 24), [(0, 24)]),
        (0, 0, (5, 53), [(5, 53)]),
        (8, 18, (0, 48), [(8, 18), (32, 42)]),
        (8, 18, (10, 12), [(10, 12)]),
        (8, 18, (18, 32), []),
        (20, 6, (0, 24), [(0, 6), (20, 24)]),
        (20, 6, (2, 26), [(2, 6), (20, 26)]),
        (9, 9, (0, 24), [(0, 24)]),
    ],
)
def test_the_hours_a_post_asks_for(opens, closes, window, expected):
    assert hours.asked(time(opens), time(closes), at(window[0]), at(window[1])) == spans(expected)


@pytest.mark.parametrize(
    ("whole", "taken", "left"),
    [
        ([(0, 10)], [], [(0, 10)]),
        ([(0, 10)], [(0, 10)], []),
        ([(0, 10)], [(2, 3), (3, 4)], [(0, 2), (4, 10)]),
        ([(0, 10)], [(-5, 2), (9, 12)], [(2, 9)]),
        ([(0, 4), (6, 10)], [(3, 7)], [(0, 3), (7, 10)]),
        ([(0, 4), (3, 5)], [(1, 1)], [(0, 5)]),
    ],
)
def test_cutting_time(whole, taken, left):
    assert hours.without(spans(whole), spans(taken)) == spans(left)
    assert hours.total(spans(left)) == sum((hi - lo for lo, hi in left), 0) * HOUR


GAPS = [
    # what happened, shifts (start, length, state, leader), expected (start, end, leader only); now is 20:00
    ("nobody at all", [], [(0, 24, False)]),
    ("two whole shifts, one leader", [(0, 20, "ended", True), (20, 4, "planned", True)], []),
    ("no leader", [(0, 20, "ended", False), (20, 4, "planned", False)], [(0, 24, True)]),
    (
        "leader goes at noon",
        [(0, 12, "ended", True), (0, 20, "ended", False), (20, 4, "started", True)],
        [(12, 20, True)],
    ),
    ("planned but never begun", [(0, 20, "planned", True), (20, 4, "planned", True)], [(0, 20, False)]),
    ("absent", [(0, 20, "ended", True), (20, 4, "absent", True)], [(20, 24, False)]),
    ("half an hour between", [(0, 12, "ended", True), (12.5, 11.5, "started", True)], [(12, 12.5, False)]),
    ("late for the roster", [(0, 19, "ended", True), (19, 5, "planned", True)], [(19, 20, False)]),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("shifts", "expected"), [row[1:] for row in GAPS], ids=[row[0] for row in GAPS])
def test_gaps_of_a_day(stage, shifts, expected):
    desk = setting.post(stage.operator)
    people = [stage.operator, stage.leader, stage.head]
    for who, (start, length, state, leader) in zip(people, shifts, strict=False):
        setting.shift(who, start=at(start), hours=length, state=state, post=desk, leader=leader)
    found = roster.gaps(desk, at(0), at(24), now=NOW)
    assert [(gap.start, gap.end, gap.leader_only) for gap in found] == [
        (at(lo), at(hi), only) for lo, hi, only in expected
    ]


@pytest.mark.django_db
def test_a_post_without_leader_and_by_day_asks_for_less(stage):
    desk = setting.post(stage.operator, hours=(8, 18), with_leader=False)
    setting.shift(stage.operator, start=at(8), hours=10, state="ended", post=desk)
    assert roster.gaps(desk, at(0), at(24), now=NOW) == []
    assert roster.uncovered(now=NOW, until=at(24)) == []
    ((post, empty),) = roster.uncovered(now=NOW, until=at(48), region=COUNTY)
    assert (post, [(gap.start, gap.end) for gap in empty]) == (desk, [(at(32), at(42))])


@pytest.mark.django_db
def test_the_week_shows_posts_teams_and_what_is_missing(stage):
    desk, team = setting.post(stage.operator, with_leader=False), setting.team(stage.crew)
    township = setting.post(stage.clerk_a, region=TOWNSHIP_A)
    week = combine(MONDAY, time(0))
    setting.shift(stage.operator, start=week, hours=7 * 24 - 3, state="ended", post=desk)
    mine = setting.shift(stage.crew, start=NOW, state="started", team=team)
    setting.shift(stage.crew, start=NOW + 7 * 24 * HOUR, team=team)
    page = roster.week(MONDAY, by=stage.officer, now=NOW)
    assert (page.days[0], page.days[-1], page.end - page.start) == (MONDAY, date(2026, 12, 6), timedelta(days=7))
    assert {row.id: row.uncovered for row in page.posts} == {desk.id: 3 * HOUR, township.id: 7 * 24 * HOUR}
    assert [[one.id for one in row.shifts] for row in page.teams] == [[mine.id]]
    assert roster.week(MONDAY, by=stage.officer, now=NOW, region=TOWNSHIP_B).posts == ()
    assert [one.id for one in roster.my_shifts(stage.crew.staff, now=NOW, days=7)] == [mine.id]
    with pytest.raises(Forbidden):
        roster.week(MONDAY, by=stage.sysadmin, now=NOW)
