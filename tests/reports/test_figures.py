"""Figures kept event by event are those that a recount from nothing gives."""

from datetime import timedelta
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from nuandong.journal import api as journal
from nuandong.kernel.actors import SYSTEM
from nuandong.kernel.clock import local_date
from nuandong.kernel.ids import new_id
from nuandong.org import scope
from nuandong.reports import figures
from nuandong.reports.definitions import RULES, deltas
from nuandong.rescue.events.clue import ClueClosed, ClueMerged, ClueReopened, ClueTakenOn
from nuandong.rescue.events.patrol import PatrolCompleted
from nuandong.tasks.events import WorkRecorded
from tests.cast import NOW, TOWNSHIP_A, TOWNSHIP_B
from tests.databases import as_role, settle

TODAY = local_date(NOW)
TAKEN_ON = ClueTakenOn(from_region=TOWNSHIP_B)


def patrol(region, points=3, *, night=True, joint=False, at=NOW, voids=None):
    payload = PatrolCompleted(team=uuid4(), points=points, night=night, joint=joint, found=0)
    return journal.Draft(
        payload=payload, by=SYSTEM, now=NOW, region=region, subject=new_id(NOW), acted_at=at, voids=voids
    )


def clue(payload, region=TOWNSHIP_A):
    return journal.Draft(payload=payload, by=SYSTEM, now=NOW, region=region, subject=new_id(NOW))


def record(*drafts):
    with scope.enter(SYSTEM):
        written = journal.record_many(drafts)
    settle()
    return written


def count():
    with as_role("worker"), scope.enter(SYSTEM):
        while figures.update():
            pass


def test_figures_follow_the_events_and_equal_a_recount(committed_db, cast):
    written = record(
        patrol(TOWNSHIP_A),
        patrol(TOWNSHIP_A, 5, night=False, joint=True),
        patrol(TOWNSHIP_B, at=NOW - timedelta(days=1)),
        clue(TAKEN_ON),
        clue(TAKEN_ON),
        clue(ClueMerged(into=uuid4())),
        clue(WorkRecorded(work="shelter_point_opened", done=3, base=None, unit=uuid4())),
        clue(WorkRecorded(work="shelter_point_opened", done=2, base=None, unit=uuid4())),
    )
    count()
    with scope.enter(cast.clerk_a):
        expected = {
            "patrols.completed": 2,
            "patrols.points": 8,
            "patrols.night": 1,
            "patrols.joint": 1,
            "clues.open": 1,
            "clues.merged": 1,
            "work.shelter_point_opened": 5,
        }
        assert figures.totals(list(expected), since=TODAY, until=TODAY) == expected
        assert figures.by_region("patrols.completed", since=TODAY, until=TODAY) == {TOWNSHIP_A: 2}
    with scope.enter(cast.clerk_b):
        assert figures.totals(["patrols.completed"], since=TODAY, until=TODAY) == {"patrols.completed": 0}
        assert figures.by_day("patrols.completed", since=TODAY - timedelta(days=3), until=TODAY) == {
            TODAY - timedelta(days=1): 1
        }
    with scope.enter(SYSTEM):
        assert figures.stored() == figures.recount(written)


def test_a_voided_event_is_taken_back_also_when_it_was_counted_long_before(committed_db):
    (first,) = record(patrol(TOWNSHIP_A, 4))
    count()
    record(patrol(TOWNSHIP_A, 6, voids=first.id))
    count()
    with scope.enter(SYSTEM):
        assert figures.totals(["patrols.completed", "patrols.points"], since=TODAY, until=TODAY) == {
            "patrols.completed": 1,
            "patrols.points": 6,
        }


def test_a_clue_reopened_is_open_once(committed_db):
    record(clue(TAKEN_ON))
    (closed,) = record(clue(ClueClosed(closing="helped")))
    again = journal.Draft(
        payload=ClueReopened(), by=SYSTEM, now=NOW, region=TOWNSHIP_A, subject=new_id(NOW), voids=closed.id
    )
    record(again)
    count()
    with scope.enter(SYSTEM):
        assert figures.totals(["clues.open", "clues.closed"], since=TODAY, until=TODAY) == {
            "clues.open": 1,
            "clues.closed": 0,
        }


def test_a_rebuild_gives_the_same(committed_db):
    record(*(patrol(TOWNSHIP_A, n) for n in range(1, 8)))
    count()
    with as_role("worker"), scope.enter(SYSTEM):
        before = figures.stored()
        assert figures.rebuild() == 7
        assert figures.stored() == before


def test_every_rule_is_of_a_kind_that_some_module_records():
    assert set(RULES) - set(journal.registered()) == set()


@given(st.lists(st.tuples(st.sampled_from([TOWNSHIP_A, TOWNSHIP_B]), st.integers(0, 9), st.booleans()), max_size=20))
def test_what_an_event_adds_its_undoing_takes_away(rounds):
    for region, points, night in rounds:
        draft = patrol(region, points, night=night)
        event = journal.Event(
            id=uuid4(), epoch=1, xid=1, kind="rescue.patrol_completed", version=1, actor=uuid4(), typist=uuid4(),
            unit=uuid4(), region=region, subject_type="rescue.patrol", subject=uuid4(), acted_at=NOW, recorded_at=NOW,
            payload=draft.payload.model_dump(mode="json"), voids=None, text_digest=None,
        )  # fmt: skip
        up, down = deltas(event), deltas(event, sign=-1)
        assert [(d.name, d.change) for d in up] == [(d.name, -d.change) for d in down]
