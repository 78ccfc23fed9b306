"""Turns of a season: tables of who comes when, and what holds for every plan."""

from datetime import date, time, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nuandong.duty.season.plan import Absence, RosterLine, SeasonPlan, Turn
from nuandong.duty.season.rotation import rotate, slots
from nuandong.duty.season.weighing import Served, loads, strains
from nuandong.kernel.clock import combine, local_date

A, B, C, D, LEAD = (UUID(int=n) for n in range(1, 6))
NAMES = {A: "A", B: "B", C: "C", D: "D", LEAD: "L"}
DESK, HALL = UUID(int=100), UUID(int=101)
FIRST = date(2027, 1, 25)  # a Monday
LONG_AGO = combine(date(2026, 1, 1), time())
HOLIDAYS = {date(2027, 1, 27), date(2027, 1, 28)}


def is_holiday(day):
    return day in HOLIDAYS


def line(people, **more):
    return RosterLine(post=more.pop("post", DESK), crews=tuple((one,) for one in people), **more)


def plan(*lines, days=5, away=()):
    absences = tuple(Absence(staff=who, first=FIRST + timedelta(a), last=FIRST + timedelta(b)) for who, a, b in away)
    return SeasonPlan(first=FIRST, last=FIRST + timedelta(days=days - 1), lines=lines, absences=absences)


def worked(wanted, **more):
    options = {"is_holiday": is_holiday, "after": LONG_AGO, "taken": {}, "members": {}, **more}
    return rotate(wanted, **options)


def told(rota):
    """Who comes, shift by shift; - for nobody."""
    rows = [(one.start, one.line, NAMES[one.staff]) for one in rota.assigned]
    rows += [(one.start, one.line, "-") for one in rota.unfilled]
    return " ".join(name for _start, _line, name in sorted(rows))


TURNS = [
    ("24 hours, each day the next", plan(line([A, B, C])), "A B C A B"),
    ("two halves, each shift the next", plan(line([A, B, C], parts=2, turn=Turn.SHIFT), days=3), "A B C A B C"),
    (
        "today by day, tomorrow by night",
        plan(line([A, B, C, D], parts=2, turn=Turn.FORWARD), days=4),
        "A D B A C B D C",
    ),
    ("a week each, from Monday", plan(line([A, B], turn=Turn.WEEK), days=9), "A A A A A A A B B"),
    ("holidays have their own turns", plan(line([A, B], holiday_crews=((C,), (D,)))), "A B C D A"),
    ("working days only", plan(line([A, B], weekdays=(0, 1, 2, 3, 4)), days=8), "A B A B A B"),
    ("nights only", plan(line([A, B], starts=time(20), ends=time(8)), days=2), "A B"),
    ("away: the next one comes", plan(line([A, B, C]), away=[(B, 1, 1)]), "A C C A B"),
    ("away for the whole season", plan(line([A, B]), away=[(B, 0, 9)]), "A A A A A"),
    ("everybody away", plan(line([A, B]), days=3, away=[(A, 1, 1), (B, 1, 1)]), "- - A"),
    ("nobody twice at once", plan(line([A]), line([A, B], post=HALL), days=2), "A B A B"),
]


@pytest.mark.parametrize(("wanted", "expected"), [row[1:] for row in TURNS], ids=[row[0] for row in TURNS])
def test_turns(wanted, expected):
    assert told(worked(wanted)) == expected


def test_a_crew_comes_without_the_one_who_is_away():
    """The second day both of the other crew are away: of the first crew only the one who has slept stands in."""
    pair = RosterLine(post=DESK, crews=((A, B), (C, D)))
    rota = worked(plan(pair, days=3, away=[(A, 0, 0), (C, 1, 2), (D, 1, 2)]))
    by_day = {}
    for one in rota.assigned:
        by_day.setdefault(local_date(one.start) - FIRST, []).append(NAMES[one.staff])
    assert by_day == {timedelta(0): ["B"], timedelta(1): ["A"], timedelta(2): ["A", "B"]}
    assert [one.stands_in for one in rota.assigned] == [False, True, False, False]


def test_who_stands_elsewhere_or_goes_with_a_team_is_not_asked():
    start = combine(FIRST, time(8))
    standing = {A: [(start, start + timedelta(hours=4))]}
    assert told(worked(plan(line([A, B]), days=1), taken=standing)) == "B"
    team = RosterLine(team=HALL, crews=((C,),))
    rota = worked(plan(line([B, D]), team, days=1), members={HALL: frozenset({B})})
    assert sorted(NAMES[one.staff] for one in rota.assigned) == ["C", "D"]


def test_what_has_begun_is_left_out():
    rota = worked(plan(line([A, B]), days=2), after=combine(FIRST, time(8)))
    assert told(rota) == "B"


PEOPLE = [UUID(int=n) for n in range(1, 9)]


@st.composite
def seasons(draw):
    """One to three places with the same or other people in turn, some of them away."""
    lines = []
    for place in range(draw(st.integers(1, 3))):
        crews = draw(st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=8, unique=True))
        pattern = draw(st.sampled_from([(8, 8, 1), (8, 8, 2), (20, 8, 1), (0, 0, 3), (18, 6, 2)]))
        lines.append(
            RosterLine(
                post=UUID(int=200 + place),
                crews=tuple((one,) for one in crews),
                turn=draw(st.sampled_from(Turn)),
                starts=time(pattern[0]),
                ends=time(pattern[1]),
                parts=pattern[2],
            )
        )
    away = draw(st.lists(st.tuples(st.sampled_from(PEOPLE), st.integers(0, 9), st.integers(0, 5)), max_size=4))
    return plan(*lines, days=10, away=[(who, first, first + length) for who, first, length in away])


@settings(max_examples=120)
@given(seasons())
def test_nobody_is_in_two_places_at_once_nor_comes_when_away(wanted):
    rota = worked(wanted)
    for one in rota.assigned:
        days = {local_date(one.start), local_date(one.end - timedelta(seconds=1))}
        away = [gone for gone in wanted.absences if gone.staff == one.staff]
        assert not any(gone.first <= day <= gone.last for gone in away for day in days)
    by_person = {}
    for one in sorted(rota.assigned, key=lambda one: one.start):
        assert one.start >= by_person.get(one.staff, one.start)
        by_person[one.staff] = one.end
    assert len(rota.assigned) + len(rota.unfilled) == len(list(slots(wanted, is_holiday)))


@settings(max_examples=120)
@given(seasons())
def test_every_hour_is_covered_when_there_are_enough_people(wanted):
    """Enough: more people in turn than there are places and people ever away together."""
    away = {one.staff for one in wanted.absences}
    everybody = tuple((one,) for one in PEOPLE)
    lines = tuple(line.model_copy(update={"crews": everybody}) for line in wanted.lines)
    enough = len(PEOPLE) - len(away) >= len(lines)
    rota = worked(wanted.model_copy(update={"lines": lines}))
    assert enough
    assert rota.unfilled == []


def test_shares_and_strains():
    start = combine(FIRST, time(8))
    half = timedelta(hours=12)

    def served(who, at, leader=False):
        return Served(who, start + at * half, start + (at + 1) * half, leader)

    rows = [served(A, 0), served(A, 1), served(B, 3), served(A, 5), served(LEAD, 4, leader=True)]
    assert [
        (NAMES[one.staff], one.shifts, one.nights, one.feasts, one.hours, one.leading)
        for one in loads(rows, is_holiday)
    ] == [
        ("A", 3, 2, 1, 36, 0),
        ("B", 1, 1, 0, 12, 0),
        ("L", 0, 0, 1, 0, 1),
    ]
    found = strains(rows, rest_hours=8, week_hours=30)
    assert [(NAMES[one.staff], one.rest, one.hours) for one in found] == [("A", None, 36), ("A", timedelta(), None)]
