"""The life of a shift: who may move it, when, and what the journal says."""

from datetime import timedelta

import pytest

from nuandong.duty import policies, selectors
from nuandong.duty.actions.cancel_shift import cancel_shift
from nuandong.duty.actions.confirm_handover import confirm_handover
from nuandong.duty.actions.end_shift import end_shift
from nuandong.duty.actions.hand_over_shift import hand_over_shift
from nuandong.duty.actions.note_absence import note_absence
from nuandong.duty.actions.plan_shifts import plan_shifts
from nuandong.duty.actions.relieve import relieve
from nuandong.duty.actions.report_position import report_position
from nuandong.duty.actions.start_shift import start_shift
from nuandong.duty.errors import RosterRefused
from nuandong.duty.models import Shift, ShiftHandover, TeamPosition
from nuandong.duty.planning import Planned
from nuandong.duty.roster import log_of, waiting_handovers
from nuandong.duty.states import TRANSITIONS, ShiftState
from nuandong.journal import api as journal
from nuandong.kernel.errors import Conflict, DomainError, Forbidden, Invalid, NotFound, NotNow, OutOfScope
from nuandong.kernel.ids import new_id
from tests.cast import COUNTY, NOW, TOWNSHIP_A
from tests.duty import setting
from tests.duty.setting import HOUR

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage(cast, as_actor):
    with as_actor(cast.officer):
        setting.enrol(cast.crew, cast.station, cast.operator, cast.leader, cast.head, cast.clerk_a, cast.clerk_b)
        yield cast


def told(shift):
    """The kinds of events about a shift, oldest first."""
    return [event.kind.removeprefix("duty.shift_") for event in reversed(journal.history(subject=shift.id))]


def line(who, *, start=1.0, hours=8.0, **more):
    return Planned(staff=who.staff, start=NOW + start * HOUR, end=NOW + (start + hours) * HOUR, **more)


def test_every_state_has_its_row_and_leads_somewhere_known():
    assert set(TRANSITIONS) == set(ShiftState)
    assert {target for acts in TRANSITIONS.values() for target in acts.values()} == set(ShiftState) - {
        ShiftState.PLANNED
    }


ACTS = {
    "start_shift": lambda by, shift, cast: start_shift(by=by, now=NOW, shift=shift.id),
    "end_shift": lambda by, shift, cast: end_shift(by=by, now=NOW, shift=shift.id),
    "note_absence": lambda by, shift, cast: note_absence(by=by, now=NOW, shift=shift.id, reason="病了"),
    "cancel_shift": lambda by, shift, cast: cancel_shift(by=by, now=NOW, shift=shift.id),
    "relieve": lambda by, shift, cast: relieve(by=by, now=NOW, shift=shift.id, staff=cast.station.staff),
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("state", list(ShiftState))
def test_each_act_in_each_state(stage, state, act):
    desk = setting.post(stage.operator)
    shift = setting.shift(stage.operator, start=NOW - HOUR, hours=1 if state == "ended" else 8, state=state, post=desk)
    target = TRANSITIONS[state].get(act)
    if target is None:
        with pytest.raises(NotNow):
            ACTS[act](stage.head, shift, stage)
        assert Shift.objects.get(id=shift.id).state == state
        assert told(shift) == []
        assert not policies.can_move(shift, act)
    else:
        ACTS[act](stage.head, shift, stage)
        assert Shift.objects.get(id=shift.id).state == target
        assert told(shift)


@pytest.mark.parametrize(
    ("who", "act", "error"),
    [
        ("operator", "start_shift", None),
        ("crew", "start_shift", None),
        ("auditor", "start_shift", Forbidden),
        ("officer", "start_shift", None),
        ("sysadmin", "start_shift", Forbidden),
        ("operator", "note_absence", Forbidden),
        ("crew", "relieve", Forbidden),
        ("leader", "relieve", None),
        ("operator", "cancel_shift", Forbidden),
        ("officer", "cancel_shift", None),
        ("clerk_a", "start_shift", OutOfScope),
        ("clerk_a", "cancel_shift", OutOfScope),
    ],
)
def test_who_may(stage, who, act, error):
    shift = setting.shift(stage.operator, start=NOW - HOUR, post=setting.post(stage.operator))
    if error is None:
        ACTS[act](getattr(stage, who), shift, stage)
        assert told(shift)
    else:
        with pytest.raises(error):
            ACTS[act](getattr(stage, who), shift, stage)
        assert told(shift) == []


@pytest.mark.parametrize(
    ("begins", "allowed"), [(-7.99, True), (0, True), (2, True), (2.01, False), (-8, False), (-9, False)]
)
def test_a_shift_begins_near_its_time(stage, begins, allowed):
    shift = setting.shift(stage.operator, start=NOW + begins * HOUR, post=setting.post(stage.operator))
    assert policies.can_start(shift, NOW) is allowed
    if allowed:
        start_shift(by=stage.operator, now=NOW, shift=shift.id)
        (event,) = journal.history(subject=shift.id)
        assert event.payload == {
            "post": "rescue.hotline",
            "team": None,
            "team_kind": None,
            "leader": False,
            "staff": str(stage.operator.staff),
        }
    else:
        with pytest.raises(NotNow):
            start_shift(by=stage.operator, now=NOW, shift=shift.id)


def test_somebody_who_read_the_shift_before_it_moved_is_told(stage, monkeypatch):
    shift = setting.shift(stage.operator, start=NOW, post=setting.post(stage.operator))
    stale = Shift.objects.get(id=shift.id)
    start_shift(by=stage.operator, now=NOW, shift=shift.id)
    monkeypatch.setattr("nuandong.duty.lookups.shift_of", lambda identity: stale)
    with pytest.raises(Conflict):
        start_shift(by=stage.crew, now=NOW, shift=shift.id)
    assert told(shift) == ["started"]


def test_an_early_end_gives_the_rest_of_the_time_back(stage):
    team = setting.team(stage.crew)
    shift = setting.shift(stage.crew, start=NOW - HOUR, state="started", team=team)
    report_position(by=stage.crew, now=NOW, team=team.id, lat=26.6, lon=106.7)
    with pytest.raises(Invalid):
        end_shift(by=stage.crew, now=NOW, shift=shift.id, acted_at=NOW - HOUR)
    end_shift(by=stage.crew, now=NOW, shift=shift.id, acted_at=NOW - timedelta(minutes=5))
    shift.refresh_from_db()
    assert shift.period.upper == shift.ended_at == NOW - timedelta(minutes=5)
    assert not TeamPosition.objects.exists(), "where the team last was is forgotten with the shift"
    plan_shifts(by=stage.officer, now=NOW, lines=[line(stage.crew, start=0, team=team.id)])


def test_a_shift_that_began_and_ended_before_its_time_still_has_its_place(stage):
    shift = setting.shift(stage.operator, start=NOW + HOUR, post=setting.post(stage.operator))
    start_shift(by=stage.operator, now=NOW, shift=shift.id)
    end_shift(by=stage.operator, now=NOW + HOUR / 2, shift=shift.id)
    shift.refresh_from_db()
    assert shift.period.upper - shift.period.lower == timedelta(minutes=1)


def test_a_roster_is_planned_whole_with_an_event_each(stage):
    desk, team, bus = setting.post(stage.operator), setting.team(stage.crew), setting.vehicle(stage.crew)
    lines = [
        line(stage.operator, post=desk.id),
        line(stage.leader, post=desk.id, leader=True),
        line(stage.crew, team=team.id, vehicle=bus.id),
        line(stage.operator, start=9, post=desk.id),
    ]
    shifts = plan_shifts(by=stage.head, now=NOW, lines=lines)
    assert [told(shift) for shift in shifts] == [["planned"]] * 4
    assert [shift.leader for shift in shifts] == [False, True, False, False]
    assert journal.history(subject=shifts[2].id)[0].payload["team"] == str(team.id)


def test_all_overlaps_are_named_and_nothing_is_planned(stage):
    desk, bus = setting.post(stage.operator), setting.vehicle(stage.crew)
    team, other = setting.team(stage.crew, members=(stage.station,)), setting.team(stage.crew, name="二队")
    standing = setting.shift(stage.operator, start=NOW, hours=2, post=desk)
    lines = [
        line(stage.operator, post=desk.id),  # collides with what stands
        line(stage.crew, team=team.id, vehicle=bus.id),
        line(stage.head, team=team.id, start=8),  # the team twice
        line(stage.leader, team=other.id, vehicle=bus.id, start=8),  # the vehicle twice
        line(stage.station, post=desk.id, start=0, hours=2),  # a member of the team
        line(stage.clerk_a, post=desk.id),
    ]
    with pytest.raises(RosterRefused) as refused:
        plan_shifts(by=stage.officer, now=NOW, lines=lines)
    found = {(one.line, one.what, one.which, one.shift, one.other_line) for one in refused.value.overlaps}
    assert found == {
        (0, "staff", stage.operator.staff, standing.id, None),
        (2, "team", team.id, None, 1),
        (2, "staff", stage.station.staff, None, 1),
        (3, "vehicle", bus.id, None, 1),
        (4, "staff", stage.station.staff, None, 1),
    }
    first = refused.value.overlaps[0]
    assert (first.start, first.end) == (NOW + HOUR, NOW + 2 * HOUR)
    assert Shift.objects.count() == 1
    assert journal.history(kinds={"duty.shift_planned"}) == []


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"hours": 0}, Invalid),
        ({"hours": -1}, Invalid),
        ({"hours": 24.01}, Invalid),
        ({"both": True}, Invalid),
        ({"neither": True}, Invalid),
        ({"nobody": True}, NotFound),
    ],
)
def test_a_line_that_makes_no_sense_is_refused(stage, more, error):
    desk, team = setting.post(stage.operator), setting.team(stage.crew)
    places = {"post": None if "neither" in more else desk.id, "team": team.id if "both" in more else None}
    one = line(stage.operator, hours=more.get("hours", 8), **places)
    if "nobody" in more:
        one = Planned(staff=new_id(NOW), start=one.start, end=one.end, post=desk.id)
    with pytest.raises(error):
        plan_shifts(by=stage.head, now=NOW, lines=[one])
    assert not Shift.objects.exists()


def test_a_person_booked_in_another_region_is_refused_without_telling_where(stage, as_actor):
    there, here = setting.post(stage.clerk_b, region=COUNTY), setting.post(stage.clerk_a, region=TOWNSHIP_A)
    setting.shift(stage.clerk_a, start=NOW, post=there)
    with as_actor(stage.clerk_a):
        with pytest.raises(Conflict, match="其他地区") as refused:
            plan_shifts(by=stage.clerk_a, now=NOW, lines=[line(stage.clerk_a, post=here.id)])
        assert not isinstance(refused.value, RosterRefused)


def test_a_relief_takes_the_rest_without_a_gap(stage):
    desk = setting.post(stage.operator)
    shift = setting.shift(stage.operator, start=NOW - HOUR, state="started", post=desk, leader=True)
    relief = relieve(by=stage.leader, now=NOW, shift=shift.id, staff=stage.station.staff, reason="发烧")
    shift.refresh_from_db()
    assert (shift.state, shift.ended_at) == ("ended", NOW)
    assert (relief.state, relief.started_at, relief.leader, relief.relieves_id) == ("started", NOW, True, shift.id)
    assert (relief.period.lower, relief.period.upper) == (NOW, NOW + 7 * HOUR)
    assert told(shift) == ["relieved", "ended"]
    assert told(relief) == ["planned", "started"]


def test_a_relief_who_is_on_duty_himself_leaves_everything_as_it_was(stage):
    desk, team = setting.post(stage.operator), setting.team(stage.crew)
    shift = setting.shift(stage.operator, start=NOW - HOUR, state="started", post=desk)
    setting.shift(stage.station, start=NOW + HOUR, team=team)
    with pytest.raises(RosterRefused):
        relieve(by=stage.leader, now=NOW, shift=shift.id, staff=stage.station.staff)
    assert Shift.objects.get(id=shift.id).state == "started"
    assert told(shift) == []


def test_the_log_goes_to_the_next_shift_and_the_desk_passes_when_he_confirms(stage):
    desk = setting.post(stage.operator)
    late = setting.shift(stage.operator, start=NOW - 8 * HOUR, hours=8.5, state="started", post=desk)
    night = setting.shift(stage.station, start=NOW + HOUR / 2, post=desk)
    with pytest.raises(Forbidden):
        hand_over_shift(by=stage.crew, now=NOW, from_shift=late.id, to_shift=night.id, log="无")
    given = hand_over_shift(
        by=stage.operator,
        now=NOW,
        from_shift=late.id,
        to_shift=night.id,
        log="花果园桥下老人答应明早进站",
        open_items={"rescue.clues": 2, "rescue.stays": 0},
    )
    assert given.open_items == {"rescue.clues": 2}
    assert "老人".encode() not in bytes(ShiftHandover.objects.get(id=given.id).log_sealed)
    assert [one.id for one in waiting_handovers(stage.station.staff)] == [given.id]
    assert log_of(given, by=stage.station) == "花果园桥下老人答应明早进站"
    with pytest.raises(Conflict):
        hand_over_shift(by=stage.operator, now=NOW, from_shift=late.id, to_shift=night.id, log="再交一次")
    with pytest.raises(Forbidden):
        confirm_handover(by=stage.operator, now=NOW, handover=given.id)
    confirm_handover(by=stage.station, now=NOW, handover=given.id)
    assert [one.staff for one in selectors.people_on_duty(NOW) if one.started] == [stage.station.staff]
    assert told(late) == ["handed_over", "ended"]
    assert told(night)[0] == "started"
    with pytest.raises(Conflict):
        confirm_handover(by=stage.station, now=NOW, handover=given.id)


@pytest.mark.parametrize(("to", "error"), [("itself", Invalid), ("other_post", Invalid), ("ended", NotNow)])
def test_a_desk_is_handed_to_the_next_shift_of_the_same_desk(stage, to, error):
    desk, other = setting.post(stage.operator), setting.post(stage.operator, "rescue.station_desk")
    late = setting.shift(stage.operator, start=NOW - HOUR, state="started", post=desk)
    targets = {
        "itself": late,
        "other_post": setting.shift(stage.station, start=NOW, post=other),
        "ended": setting.shift(stage.crew, start=NOW - 9 * HOUR, state="ended", post=desk),
    }
    with pytest.raises(error):
        hand_over_shift(by=stage.operator, now=NOW, from_shift=late.id, to_shift=targets[to].id, log="无")
    assert not ShiftHandover.objects.exists()


def test_if_the_event_cannot_be_written_the_shift_does_not_begin(stage, monkeypatch):
    shift = setting.shift(stage.operator, start=NOW, post=setting.post(stage.operator))

    def broken(*args, **kwargs):
        raise RuntimeError("journal away")

    monkeypatch.setattr(journal, "record", broken)
    with pytest.raises(RuntimeError, match="journal away"):
        start_shift(by=stage.operator, now=NOW, shift=shift.id)
    assert Shift.objects.get(id=shift.id).state == "planned"


def test_only_the_last_position_of_a_team_on_duty_is_kept(stage):
    team = setting.team(stage.crew)

    def report(lat, minutes, **more):
        at = NOW + timedelta(minutes=minutes)
        return report_position(by=stage.crew, now=NOW, team=team.id, lat=lat, lon=106.7, acted_at=at, **more)

    with pytest.raises(NotNow):
        report(26.6, 0)
    setting.shift(stage.crew, start=NOW - HOUR, state="started", team=team)
    assert report(26.60, -10)
    assert report(26.61, -5, source="voice")
    assert not report(26.99, -7), "an older one that comes late changes nothing"
    (kept,) = TeamPosition.objects.all()
    assert (kept.lat, kept.source, kept.at) == (26.61, "voice", NOW - timedelta(minutes=5))
    for wrong in ({"lat": 91}, {"lat": float("nan")}, {"lat": 26.6, "source": "guess"}):
        with pytest.raises(DomainError):
            report(wrong.pop("lat"), 0, **wrong)
    assert report(26.62, 60)
    assert TeamPosition.objects.get().at == NOW, "a phone whose clock runs ahead does not shut out later reports"
    assert journal.history(subject=team.id) == []
