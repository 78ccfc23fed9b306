"""Patrol: rounds, checks, coverage that proves nobody was left out, and what to look at first tonight."""

from datetime import timedelta

import pytest

from nuandong.alerts.actions.record import HeardFrom, record_by_form
from nuandong.alerts.levels import Level
from nuandong.geo.actions.register_place import register_place
from nuandong.geo.details import PlaceDetails
from nuandong.geo.kinds import Area, PlaceKind
from nuandong.journal import api as journal
from nuandong.kernel.errors import Conflict, Forbidden, Invalid, NotFound, NotNow
from nuandong.rescue import conditions, reference, selectors_patrol
from nuandong.rescue.actions.check_point import check_point
from nuandong.rescue.actions.complete_round import complete_round
from nuandong.rescue.actions.start_round import start_round
from nuandong.rescue.kinds import Mode
from nuandong.rescue.models import PatrolRound
from tests.cast import COUNTY, NOW, TOWNSHIP_A, TOWNSHIP_B
from tests.duty import setting
from tests.rescue import streets
from tests.rescue.streets import CENTRE, MINUTE

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def stage(cast, as_actor):
    with as_actor(cast.head):
        setting.enrol(cast.crew, cast.station, cast.operator, cast.clerk_b)
        cast.team = streets.crew(cast.crew, "一队")
        yield cast


def spot(stage, name, *, kind=PlaceKind.BRIDGE, weight=1, region=TOWNSHIP_A):
    details = PlaceDetails(kind=kind, name=name, area=Area.URBAN, patrol_weight=weight)
    return register_place(by=stage.head, now=NOW, region=region, details=details)


def set_out(stage, *, ago=0, **more):
    return start_round(by=stage.head, now=NOW, team=stage.team.id, acted_at=NOW - ago * MINUTE, **more)


def warn(stage, event, level, *, regions=(COUNTY,), ago=1):
    return record_by_form(
        by=stage.head,
        now=NOW,
        event=event,
        level=level,
        issuer="气象台",
        issued_at=NOW - ago * MINUTE,
        heard_from=HeardFrom.PHONE,
        regions=regions,
    )


def test_a_round_from_start_to_end(stage):
    bridge, arcade = spot(stage, "南明桥"), spot(stage, "银行门厅", kind=PlaceKind.BANK, region=TOWNSHIP_B)
    out = set_out(stage, ago=50, joint_units=[stage.clerk_b.unit])
    check_point(by=stage.head, now=NOW, patrol=out.id, place=bridge.id, found=2, acted_at=NOW - 40 * MINUTE)
    check = check_point(by=stage.head, now=NOW, patrol=out.id, place=arcade.id, note="门口有被褥", position=CENTRE)
    check_point(by=stage.head, now=NOW, patrol=out.id, place=bridge.id)
    with pytest.raises(Invalid):
        complete_round(by=stage.head, now=NOW, patrol=out.id, crew=0)
    done = complete_round(by=stage.head, now=NOW, patrol=out.id, crew=3)
    assert (done.ended_at, done.night, done.mode) == (NOW, True, Mode.BASELINE)
    assert (check.region, selectors_patrol.note_of(check)) == (TOWNSHIP_B, "门口有被褥")
    events = journal.history(subject=out.id)
    assert [event.kind.removeprefix("rescue.") for event in reversed(events)] == [
        "patrol_started",
        "patrol_point_checked",
        "patrol_point_checked",
        "patrol_point_checked",
        "patrol_completed",
    ]
    assert events[0].payload == {
        "team": str(stage.team.id),
        "points": 2,
        "night": True,
        "joint": True,
        "found": 2,
        "crew": 3,
    }
    assert events[3].payload == {"place": str(bridge.id), "place_kind": "bridge", "found": 2}
    assert "被褥" not in str([event.payload for event in events])
    (row,) = selectors_patrol.recent_rounds()
    assert row.points == 2


@pytest.mark.parametrize(
    ("start", "end", "night"),
    [
        ((14, 0), (17, 30), False),
        ((14, 0), (19, 59), False),
        ((14, 0), (20, 0), True),
        ((4, 0), (5, 0), True),
        ((6, 0), (8, 0), False),
        ((23, 30), (23, 40), True),
    ],
)
def test_a_round_that_touches_the_night_is_a_night_round(start, end, night):
    begin, finish = NOW.replace(hour=start[0], minute=start[1]), NOW.replace(hour=end[0], minute=end[1])
    assert reference.response().at_night(begin, finish) is night


def test_a_team_is_on_one_round_at_a_time(stage):
    out = set_out(stage, ago=30)
    with pytest.raises(Conflict):
        set_out(stage)
    assert selectors_patrol.open_round_of(stage.team.id) == out
    with pytest.raises(NotNow) as refused:
        complete_round(by=stage.head, now=NOW, patrol=out.id)
    assert refused.value.code == "rescue.round_empty"
    check_point(by=stage.head, now=NOW, patrol=out.id, place=spot(stage, "南明桥").id)
    complete_round(by=stage.head, now=NOW, patrol=out.id)
    # Nobody said how many were out: as many as the team has.
    assert journal.history(subject=out.id)[0].payload["crew"] == 1
    assert selectors_patrol.open_rounds() == []
    assert set_out(stage).id != out.id
    assert PatrolRound.objects.count() == 2


def test_what_a_round_refuses(stage, as_actor):
    bridge = spot(stage, "南明桥")
    station = spot(stage, "区救助站", kind=PlaceKind.STATION)
    out = set_out(stage, ago=30)
    check_point(by=stage.head, now=NOW, patrol=out.id, place=bridge.id)
    for code, more in {
        "rescue.not_a_key_location": {"place": station.id},
        "rescue.found_count": {"found": -1},
        "rescue.times_out_of_order": {"acted_at": NOW - 31 * MINUTE},
        "rescue.time_in_future": {"acted_at": NOW + 31 * MINUTE},
        "rescue.checked_already": {},
    }.items():
        with pytest.raises((Invalid, Conflict)) as refused:
            check_point(**{"by": stage.head, "now": NOW, "patrol": out.id, "place": bridge.id, **more})
        assert refused.value.code == code
    with pytest.raises(Invalid) as refused:
        complete_round(by=stage.head, now=NOW, patrol=out.id, acted_at=NOW - 5 * MINUTE)
    assert refused.value.code == "rescue.round_ends_early"
    complete_round(by=stage.head, now=NOW, patrol=out.id)
    with pytest.raises(NotNow):
        check_point(by=stage.head, now=NOW + MINUTE, patrol=out.id, place=bridge.id)
    with pytest.raises(Forbidden):
        start_round(by=stage.operator, now=NOW, team=stage.team.id)
    with pytest.raises(Invalid):
        start_round(by=stage.head, now=NOW, team=stage.team.id, acted_at=NOW - 20 * HOUR)
    with as_actor(stage.outsider), pytest.raises(NotFound):
        complete_round(by=stage.outsider, now=NOW, patrol=out.id)


def test_coverage_names_every_place_that_was_left_out(stage):
    bridge, park = spot(stage, "南明桥"), spot(stage, "河滨公园", kind=PlaceKind.PARK)
    spot(stage, "区救助站", kind=PlaceKind.STATION)
    spot(stage, "白天才开的窗口", kind=PlaceKind.SERVICE_WINDOW, weight=0)
    out = set_out(stage, ago=50)
    check_point(by=stage.head, now=NOW, patrol=out.id, place=bridge.id, acted_at=NOW - 40 * MINUTE)
    whole = selectors_patrol.coverage(COUNTY, since=NOW - HOUR, until=NOW)
    assert (whole.checked, whole.missed, whole.left_out, whole.total, whole.complete) == (1, [park], 1, 2, False)
    assert selectors_patrol.coverage(COUNTY, since=NOW - HOUR, until=NOW, limit=0).missed == []
    assert selectors_patrol.tally(COUNTY, NOW) == selectors_patrol.Tally(total=2, overdue=1, unmeasured=2)
    assert selectors_patrol.coverage(TOWNSHIP_B, since=NOW - HOUR, until=NOW).complete
    later = selectors_patrol.coverage(COUNTY, since=NOW - 30 * MINUTE, until=NOW)
    assert set(later.missed) == {bridge, park}


def test_tonight_begins_with_what_nobody_has_seen(stage):
    never = spot(stage, "废弃厂房", kind=PlaceKind.DERELICT)
    weighty = spot(stage, "火车站", kind=PlaceKind.RAILWAY_STATION, weight=9)
    plain = spot(stage, "河滨公园", kind=PlaceKind.PARK)
    fresh = spot(stage, "南明桥")
    out = set_out(stage, ago=55)
    for place, ago in ((weighty, 50), (plain, 50), (fresh, 1)):
        check_point(by=stage.head, now=NOW, patrol=out.id, place=place.id, acted_at=NOW - ago * MINUTE)
    at = NOW + timedelta(hours=56) - 10 * MINUTE
    spots = selectors_patrol.tonight(COUNTY, at)
    assert [one.place.name for one in spots] == ["废弃厂房", "火车站", "河滨公园", "南明桥"]
    assert [one.overdue(at) for one in spots] == [True, True, True, False]
    assert spots[0].place == never


def test_a_cold_wave_makes_every_place_due_daily(stage):
    bridge = spot(stage, "南明桥")
    out = set_out(stage, ago=50)
    check_point(by=stage.head, now=NOW, patrol=out.id, place=bridge.id)
    assert not selectors_patrol.tonight(COUNTY, NOW + 25 * HOUR)[0].overdue(NOW + 25 * HOUR)
    warn(stage, "cold_wave", Level.BLUE)
    assert selectors_patrol.tonight(COUNTY, NOW + 25 * HOUR)[0].overdue(NOW + 25 * HOUR)


@pytest.mark.parametrize(
    ("event", "level", "mode", "severe"),
    [
        ("cold_wave", Level.BLUE, Mode.DAILY, True),
        ("cold_wave", Level.ORANGE, Mode.ALL_DAY, True),
        ("snowstorm", Level.YELLOW, Mode.DAILY, True),
        ("snowstorm", Level.RED, Mode.ALL_DAY, True),
        ("freeze", Level.BLUE, Mode.ALL_DAY, True),
        ("frost", Level.ORANGE, Mode.BASELINE, False),
        ("frost", Level.BLUE, Mode.DAILY, False),
        ("fog", Level.RED, Mode.BASELINE, False),
    ],
)
def test_what_a_warning_asks_of_patrols(stage, event, level, mode, severe):
    warn(stage, event, level)
    assert conditions.patrol_mode(COUNTY, NOW) is mode
    assert conditions.patrol_mode(TOWNSHIP_A, NOW) is mode
    assert conditions.severe(COUNTY, NOW) is severe


def test_a_warning_for_one_township_tightens_that_township_only(stage):
    warn(stage, "cold_wave", Level.RED, regions=[TOWNSHIP_A])
    modes = [conditions.patrol_mode(region, NOW) for region in (TOWNSHIP_A, TOWNSHIP_B, COUNTY)]
    assert modes == [Mode.ALL_DAY, Mode.BASELINE, Mode.BASELINE]


def test_partners_must_be_known_units(stage):
    with pytest.raises(Invalid) as refused:
        set_out(stage, joint_units=[stage.team.id])
    assert refused.value.field == "joint_units"
