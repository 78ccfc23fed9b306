"""Two officers do the same at the same moment, with real commits: one act counts, the other is told."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from threading import Barrier, Thread
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from nuandong.journal.models import JournalEvent
from nuandong.kernel.actors import SYSTEM, Actor
from nuandong.kernel.errors import DomainError
from nuandong.org import scope
from nuandong.relief.actions.record_assessment import Session, record_assessment
from nuandong.relief.actions.review_pack import forward_pack, review_pack
from nuandong.relief.models import Application, Meeting
from nuandong.relief.policies_applying import Ballot
from nuandong.relief.steps import ApplicationState, PackState
from tests.cast import NOW, VILLAGE_A
from tests.relief import seasons


def colleague(actor: Actor) -> Actor:
    staff = uuid4()
    return replace(actor, staff=staff, typist=staff)


def at_once(actors: list[Actor], act: Callable[[Actor], Any]) -> list[str]:
    """What came of each: "done", or the code of its refusal."""
    start, results = Barrier(len(actors)), []

    def run(by: Actor) -> None:
        try:
            start.wait(10)
            with scope.enter(by):
                act(by)
            results.append("done")
        except DomainError as refusal:
            results.append(refusal.code)
        finally:
            connection.close()

    workers = [Thread(target=run, args=(one,)) for one in actors]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(30)
    return sorted(results)


def assess(by: Actor, row: Application) -> None:
    session = Session(held_at=NOW - timedelta(hours=1), place="村委会", invited=3, attendance="甲\n乙\n丙", chair="甲")
    record_assessment(
        by=by, now=NOW, season=row.season_id, region=VILLAGE_A, session=session, ballots={row.id: Ballot(3)}
    )


@pytest.mark.parametrize(
    ("act", "begin", "end", "kind", "refusals"),
    [
        ("assess", "reported", "assessed", "relief.meeting_held", {"relief.case_not_now"}),
        ("review", "with_township", "reviewed", "relief.pack_reviewed", {"relief.case_not_now"}),
        ("forward", "reviewed", "with_county", "relief.pack_forwarded", {"relief.pack_not_now"}),
    ],
)
def test_one_of_two_acts_counts(committed_db, cast, act, begin, end, kind, refusals):
    with scope.enter(cast.officer):
        of = seasons.season(cast.officer)
        pack = seasons.pack(of, state=PackState.OPEN if act == "assess" else PackState.WITH_TOWNSHIP)
        row = seasons.application(
            cast.officer, of, state=ApplicationState(begin), pack=None if act == "assess" else pack
        )
        if act == "forward":
            seasons.noticed(cast.officer, row)
    acts: dict[str, Callable[[Actor], Any]] = {
        "assess": lambda by: assess(by, row),
        "review": lambda by: review_pack(by=by, now=NOW, pack=pack.id, passed=[row.id]),
        "forward": lambda by: forward_pack(by=by, now=NOW, pack=pack.id),
    }
    first = cast.cadre_a if act == "assess" else cast.clerk_a
    done = at_once([first, colleague(first)], acts[act])
    assert done.count("done") == 1
    assert set(done) - {"done"} == refusals
    with scope.enter(SYSTEM):
        assert Application.objects.get().state == end
        assert JournalEvent.objects.filter(kind=kind).count() == 1
        assert Meeting.objects.count() == (act == "assess")
