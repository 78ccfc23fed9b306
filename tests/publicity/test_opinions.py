"""Public opinion: found, given to the unit it is about, verified, answered and closed in time (OPS-008)."""

from datetime import timedelta

import pytest

from nuandong.journal import api as journal
from nuandong.kernel.errors import DomainError
from nuandong.org import scope
from nuandong.publicity import selectors_opinion as selectors
from nuandong.publicity.actions.answer_opinion import answer_opinion
from nuandong.publicity.actions.find_opinion import Item, find_opinion
from nuandong.publicity.actions.settle_opinion import settle_opinion
from nuandong.publicity.actions.verify_opinion import verify_opinion
from nuandong.publicity.kinds import Seriousness, Verdict
from nuandong.publicity.selectors_opinion import Wanted
from nuandong.tasks import selectors as tasks
from tests.cast import COUNTY, NOW, TOWNSHIP_A
from tests.tasks.setting import furnish

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def stage(cast):
    furnish(cast)
    return cast


def found(cast, *, by=None, region=TOWNSHIP_A, unit=None, **more):
    who = by or cast.officer
    item = {"source": "weibo", "what": "网传某村供暖中断", "seriousness": Seriousness.GENERAL, **more}
    with scope.enter(who):
        return find_opinion(by=who, now=NOW, region=region, item=Item(unit=unit or cast.clerk_a.unit, **item))


def verified(cast, row, *, by=None, note="已入户查看", at=NOW + HOUR):
    who = by or cast.clerk_a
    with scope.enter(who):
        return verify_opinion(by=who, now=at, opinion=row.id, verdict=Verdict.PARTLY, note=note)


def answered(cast, row, *, by=None, at=NOW + 2 * HOUR, **more):
    who = by or cast.clerk_a
    with scope.enter(who):
        return answer_opinion(
            by=who,
            now=at,
            opinion=row.id,
            **{"answer": "已恢复供暖，详见通报", "link": "https://example.org/1", **more},
        )


def settled(cast, row, *, by=None, good=True, note=""):
    who = by or cast.leader
    with scope.enter(who):
        return settle_opinion(by=who, now=NOW + 3 * HOUR, opinion=row.id, good=good, note=note)


@pytest.mark.parametrize(("seriousness", "hours"), [("general", 48), ("serious", 24), ("grave", 5)])
def test_the_time_to_answer_follows_the_seriousness(stage, seriousness, hours):
    row = found(stage, seriousness=Seriousness(seriousness))
    assert (row.due_at, row.task.due_at) == (NOW + hours * HOUR, NOW + hours * HOUR)
    assert (row.task.title, row.task.origin, row.task.unit) == (
        "回应舆情：网传某村供暖中断",
        "opinion",
        stage.clerk_a.unit,
    )


def test_from_finding_to_closing(stage):
    row = answered(stage, verified(stage, found(stage)))
    with pytest.raises(DomainError, match="状态"):
        answered(stage, row)
    back = settled(stage, row, good=False, note="没有说明原因")
    assert (back.state, back.returned, back.task.state) == ("verified", 1, "returned")
    done = settled(stage, answered(stage, back, answer="管道老化，已更换", at=NOW + 3 * HOUR))
    assert (done.state, done.task.state, done.answer) == ("closed", "accepted", "管道老化，已更换")
    with scope.enter(stage.officer):
        assert {work.work for work in tasks.works_of(row.id)} == {"opinion_found", "opinion_answered"}
        kinds = [
            event.kind for event in reversed(journal.history(subject=row.id)) if event.kind.startswith("publicity")
        ]
    short = [kind.partition(".opinion_")[2] for kind in kinds]
    assert short == ["found", "verified", "answered", "returned", "answered", "closed"]


@pytest.mark.parametrize(
    ("act", "more", "code"),
    [
        (found, {"by": "operator"}, "org.forbidden"),
        (found, {"what": ""}, "publicity.required"),
        (found, {"source": "pigeon"}, "publicity.source_unknown"),
        (found, {"link": "ftp://x"}, "publicity.link"),
        (verified, {"by": "officer"}, "publicity.not_owner"),
        (verified, {"note": " "}, "publicity.required"),
        (answered, {}, "publicity.wrong_state"),
        (settled, {}, "publicity.wrong_state"),
    ],
)
def test_what_is_refused_of_a_fresh_item(stage, act, more, code):
    if "by" in more:
        more = {**more, "by": getattr(stage, more["by"])}
    args = (stage,) if act is found else (stage, found(stage))
    with pytest.raises(DomainError) as refused:
        act(*args, **more)
    assert refused.value.code == code


def test_only_the_finder_closes_and_never_who_answered(stage):
    row = answered(stage, verified(stage, found(stage)))
    for by, code in ((stage.clerk_a, "publicity.not_finder"), (stage.crew, "org.forbidden")):
        who = by if by is not stage.clerk_a else stage.head
        with pytest.raises(DomainError) as refused:
            settled(stage, row, by=who)
        assert refused.value.code in {code, "org.forbidden"}
    own = answered(
        stage, verified(stage, found(stage, unit=stage.officer.unit, region=COUNTY), by=stage.officer), by=stage.officer
    )
    with pytest.raises(DomainError) as refused:
        settled(stage, own, by=stage.officer)
    assert refused.value.code == "publicity.own_answer"
    with pytest.raises(DomainError, match="退回原因"):
        settled(stage, row, good=False)


def test_the_list_by_standing(stage):
    late, fresh = found(stage, seriousness=Seriousness.GRAVE), found(stage, what="求助热线打不通")
    waiting = answered(stage, verified(stage, found(stage, what="答复")))
    by, later = stage.officer, NOW + 6 * HOUR
    with scope.enter(by):
        seen = {
            standing: {row.id for row in selectors.opinions(by, now=later, wanted=Wanted(standing=standing))}
            for standing in ("", "late", "answered")
        }
        assert seen == {"": {late.id, fresh.id, waiting.id}, "late": {late.id}, "answered": {waiting.id}}
        assert selectors.counts(by, now=later) == {"unanswered": 2, "late": 1, "waiting": 1}
        assert [row.id for row in selectors.to_settle(stage.leader)] == [waiting.id]
        assert selectors.opinions(by, now=later, wanted=Wanted(words="热线")) == [fresh]
