"""A season's roster: drafted, previewed beside what stands, published once."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nuandong.duty.actions.change_season import change_season
from nuandong.duty.actions.draft_season import draft_season
from nuandong.duty.actions.drop_season import drop_season
from nuandong.duty.actions.publish_season import publish_season
from nuandong.duty.errors import RosterRefused
from nuandong.duty.models import RosterDraft, Shift
from nuandong.duty.planning import save_shifts
from nuandong.duty.season.drafts import drafts, plan_of, seen_as
from nuandong.duty.season.plan import Absence, RosterLine, SeasonPlan, Turn
from nuandong.duty.season.preview import preview
from nuandong.journal import api as journal
from nuandong.kernel.clock import combine, local_date
from nuandong.kernel.errors import Conflict, DomainError
from tests.cast import NOW
from tests.duty.setting import enrol, post, shift, team

pytestmark = pytest.mark.django_db
FIRST = local_date(NOW) + timedelta(days=1)


@pytest.fixture
def by(cast, as_actor):
    with as_actor(cast.leader):
        enrol(cast.leader, cast.operator, cast.station, cast.crew, cast.head)
        yield cast.leader


def season(*lines, days=4, **more):
    return SeasonPlan(first=FIRST, last=FIRST + timedelta(days=days - 1), lines=lines, **more)


def desk_line(desk, *people, **more):
    return RosterLine(post=desk.id, crews=tuple((one.staff,) for one in people), parts=2, turn=Turn.SHIFT, **more)


def drafted(by, plan):
    return draft_season(by=by, now=NOW, title="冬季值班表", plan=plan)


def test_a_draft_is_left_found_changed_and_published(by, cast):
    desk = post(by)
    made = drafted(by, season())
    plan = season(
        desk_line(desk, cast.operator, cast.station), RosterLine(post=desk.id, leader=True, crews=((cast.head.staff,),))
    )
    made = change_season(by=by, now=NOW, draft=made.id, seen=seen_as(made), plan=plan)
    assert [plan_of(one) for one in drafts(by=by)] == [plan]
    assert not Shift.objects.exists()
    publish_season(by=by, now=NOW, draft=made.id, seen=seen_as(made), holes_known=True)
    assert Shift.objects.filter(post=desk, leader=False).count() == 8
    assert Shift.objects.filter(post=desk, leader=True).count() == 4
    made.refresh_from_db()
    assert (made.state, made.shifts) == ("published", 12)
    kinds = [one.kind for one in journal.history(subject=made.id)]
    assert kinds == ["duty.season_published", "duty.season_changed", "duty.season_drafted"]
    assert len(journal.history(kinds={"duty.shift_planned"})) == 12


def test_what_the_preview_finds(by, cast):
    desk = post(by)
    plan = season(desk_line(desk, cast.operator), rest_hours=8, week_hours=50, days=2)
    made = preview(plan, now=NOW)
    start, end = combine(FIRST, time(8)), combine(FIRST + timedelta(days=2), time(8))
    holes = [(gap.start, gap.end, gap.leader_only) for _post, gap in made.gaps]
    # The post opens at midnight, the first shift at eight; the last one reaches into the morning after the season.
    assert holes == [(combine(FIRST, time()), start, False), (start, combine(FIRST + timedelta(days=2), time()), True)]
    assert [one.rest for one in made.strains] == [timedelta()] * 3
    assert made.loads[0].hours == 48
    assert (made.shifts[0].period.lower, made.shifts[-1].period.upper) == (start, end)
    assert made.overlaps == ()


def test_standing_shifts_cover_and_are_not_doubled(by, cast):
    desk = post(by, with_leader=False)
    shift(cast.operator, start=combine(FIRST, time()), hours=8, post=desk)
    shift(cast.station, start=combine(FIRST, time(8)), hours=12, post=post(by, "rescue.station_desk"))
    made = preview(season(desk_line(desk, cast.station, cast.operator), days=1), now=NOW)
    assert [one.staff for one in made.assigned] == [cast.operator.staff] * 2
    assert [gap for _post, gap in made.gaps] == []


def test_an_overlap_publishes_nothing(by, cast):
    crew = team(by, members=(cast.station,))
    desk = post(by, with_leader=False)
    plan = season(
        RosterLine(post=desk.id, crews=((cast.station.staff,),)),
        RosterLine(team=crew.id, starts=time(20), crews=((cast.crew.staff,),)),
        days=2,
    )
    made = drafted(by, plan)
    with pytest.raises(RosterRefused) as refused:
        publish_season(by=by, now=NOW, draft=made.id, seen=seen_as(made), holes_known=True)
    assert {one.which for one in refused.value.overlaps} == {cast.station.staff}
    assert not Shift.objects.exists()
    assert journal.history(kinds={"duty.shift_planned"}) == []


REFUSALS = [
    ("a draft nobody looked at since it changed", {"seen": "2026-01-01"}, "duty.season_changed_meanwhile"),
    ("holes nobody knows of", {"holes_known": False}, "duty.season_holes"),
    ("a second time", {"twice": True}, "duty.season_closed"),
    ("given up", {"dropped": True}, "duty.season_closed"),
    ("all of it past", {"now": NOW + timedelta(days=30)}, "duty.season_empty"),
    ("an operator", {"member": "operator"}, "permission"),
    ("the next county", {"member": "outsider"}, "duty.not_found"),
]


@pytest.mark.parametrize(("how", "code"), [row[1:] for row in REFUSALS], ids=[row[0] for row in REFUSALS])
def test_publishing_is_refused(by, cast, as_actor, how, code):
    made = drafted(by, season(desk_line(post(by), cast.operator, cast.station)))
    how = dict(how)
    member = how.pop("member", "")
    who = replace(by, spans=cast.outsider.spans) if member == "outsider" else getattr(cast, member) if member else by
    asked = {"by": who, "now": NOW, "draft": made.id, "seen": seen_as(made), "holes_known": True}
    if how.pop("twice", False):
        publish_season(**asked)
    if how.pop("dropped", False):
        drop_season(by=by, now=NOW, draft=made.id, seen=seen_as(made))
    before = Shift.objects.count()
    with pytest.raises(DomainError) as refused, as_actor(who):
        publish_season(**{**asked, **how})
    assert refused.value.code == code or code == "permission"
    assert Shift.objects.count() == before


PLANS = [
    ("no people", lambda desk: RosterLine(post=desk.id, crews=())),
    ("an empty crew", lambda desk: RosterLine(post=desk.id, crews=((),))),
    ("no place", lambda desk: RosterLine(crews=((desk.id,),))),
    ("a car at a desk", lambda desk: RosterLine(post=desk.id, vehicle=desk.id, crews=((desk.id,),))),
    ("a leader of a team", lambda desk: RosterLine(team=desk.id, leader=True, crews=((desk.id,),))),
]


@pytest.mark.parametrize("line", [row[1] for row in PLANS], ids=[row[0] for row in PLANS])
def test_a_plan_that_makes_no_sense_is_refused(by, line):
    with pytest.raises(DomainError) as refused:
        drafted(by, season(line(post(by))))
    assert refused.value.code == "duty.season_line"
    assert not RosterDraft.objects.exists()


@pytest.mark.parametrize("last", [FIRST - timedelta(days=1), FIRST + timedelta(days=200), date(9999, 12, 31)])
def test_a_season_has_days(by, last):
    with pytest.raises(DomainError) as refused:
        drafted(by, SeasonPlan(first=FIRST, last=last))
    assert refused.value.code == "duty.season_days"


def test_a_shift_planned_between_preview_and_publication_stops_it(by, cast):
    """The constraint of the database holds where the preview cannot see."""
    desk = post(by, with_leader=False)
    made = preview(season(desk_line(desk, cast.operator), days=1), now=NOW)
    shift(cast.operator, start=combine(FIRST, time(10)), hours=2, post=desk)
    with pytest.raises(Conflict):
        save_shifts(made.shifts)


def test_a_hundred_and_twenty_days_at_six_posts_ask_the_database_no_more_often_than_a_week(
    by, cast, django_assert_max_num_queries
):
    people = [cast.leader, cast.operator, cast.station, cast.crew, cast.head, cast.officer, cast.storekeeper]
    enrol(*people)
    lines = [
        desk_line(post(by, f"rescue.desk_{n}"), *people[n:], *people[:n], holiday_crews=((people[n].staff,),))
        for n in range(6)
    ]
    away = tuple(
        Absence(staff=one.staff, first=FIRST + timedelta(days=9 * n), last=FIRST + timedelta(days=9 * n + 5))
        for n, one in enumerate(people)
    )
    with CaptureQueriesContext(connection) as week:
        preview(season(*lines, days=7, absences=away), now=NOW)
    with django_assert_max_num_queries(len(week)):
        made = preview(season(*lines, days=120, absences=away), now=NOW)
    assert len(made.shifts) > 1300
