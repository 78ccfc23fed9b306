"""A season's acts meet the duties of its plan, and break them: nobody records the work a second time."""

from datetime import date

import pytest

from nuandong.kernel.actors import SYSTEM
from nuandong.kernel.errors import Invalid
from nuandong.org import scope
from nuandong.plans.actions.activate_plan import activate_plan
from nuandong.plans.loader import load
from nuandong.plans.selectors import instances_at
from nuandong.plans.vocabulary import LIBRARY, vocabulary
from nuandong.relief.actions.answer_objection import withdraw_objection
from nuandong.relief.actions.replace_notice import replace_notice
from nuandong.relief.actions.see_card import see_card
from nuandong.relief.actions.submit_pack import submit_pack
from nuandong.relief.actions.take_down_notice import end_notices, photograph_notice, take_down_notice
from nuandong.relief.models import Notice
from nuandong.relief.preparing import prepare_notices
from nuandong.relief.steps import NoticeState
from tests.cast import NOW, TOWNSHIP_A
from tests.plans.stored import follow
from tests.relief.test_applying import PIXEL
from tests.relief.test_noticing import PHOTO, _village, at, line_of, object_to, posted

POSTED, HANGS, PACKS, OBJECTIONS = (
    "village-notices-posted",
    "village-notice-hangs",
    "village-packs",
    "objections-answered",
)


@pytest.fixture
def here(committed_db, cast):
    path = LIBRARY / "relief" / "township-food-grants.yaml"
    with scope.enter(cast.officer):
        activate_plan(
            by=cast.officer, now=NOW, loaded=load(path.read_bytes(), path.name, vocabulary()), region=TOWNSHIP_A,
            starts_on=date(2026, 12, 20), ends_on=date(2027, 2, 28),
        )  # fmt: skip
    with scope.enter(SYSTEM):
        return _village(cast, "two-notices")


def told(now, *duties):
    """Duty → the states of its instances."""
    follow(now)
    with scope.enter(SYSTEM):
        rows = instances_at(now).filter(obligation__code__in=duties).order_by("starts_at", "id")
        return {duty: [row.status for row in rows if row.obligation.code == duty] for duty in duties}


def test_from_the_poster_to_the_pack(here):
    with scope.enter(SYSTEM):
        [wrong] = prepare_notices(pack=here.pack, step="assess", by=here.cadre, now=at(1))
        notice = replace_notice(by=here.cadre, now=at(1, 11), notice=wrong.id, why="人口写错")
    assert told(at(1, 12), POSTED, PACKS) == {POSTED: ["open"], PACKS: ["open"]}
    with scope.enter(SYSTEM):
        posted(here, notice, 2)
        objection = object_to(here, line_of(notice, here.homes[0]), 3)
    assert told(at(4), POSTED, HANGS, OBJECTIONS) == {POSTED: ["met"], HANGS: ["open"], OBJECTIONS: ["open"]}
    with scope.enter(SYSTEM):
        withdraw_objection(by=here.cadre, now=at(4, 11), objection=objection.id, words="弄清楚了")
        end_notices(by=SYSTEM, now=at(12))
        photograph_notice(by=here.cadre, now=at(12), notice=notice.id, photo=PHOTO)
        take_down_notice(by=here.cadre, now=at(12), notice=notice.id)
    assert told(at(12, 12), HANGS, OBJECTIONS, PACKS) == {HANGS: ["met"], OBJECTIONS: ["met"], PACKS: ["broken"]}
    with scope.enter(SYSTEM):
        for one in here.homes:
            see_card(by=here.cadre, now=at(12, 12), application=one.id, photo=PIXEL, account="6217000012345678")
        submit_pack(by=here.cadre, now=at(12, 13), pack=here.pack.id)
    assert told(at(12, 14), PACKS) == {PACKS: ["broken"]}, "four days late"


def test_households_assessed_again_stand_in_a_new_notice_alone(here):
    with scope.enter(SYSTEM):
        prepare_notices(pack=here.pack, step="assess", by=here.cadre, now=at(1))
        [second] = prepare_notices(pack=here.pack, step="assess", by=here.cadre, now=at(2))
        assert Notice.objects.get(state=NoticeState.DROPPED).lines.filter(removed_at=None).count() == 0
        posted(here, second, 3)
    assert told(at(4), POSTED) == {POSTED: ["met"]}


@pytest.mark.parametrize(
    ("plan", "procedure", "before", "after"),
    [
        ("township-ten-day-notice", "one-notice", ["head", "size", "category"], ["head", "size", "category", "amount"]),
        ("township-names-without-amounts", "ten-day-notice", ["head", "size", "category", "amount"], ["head", "size", "category"]),
        ("township-food-grants", "one-notice", ["head", "size", "category"], ["head", "size", "category"]),
    ],
)  # fmt: skip
def test_a_notice_shows_what_the_plan_in_force_lays_down(plan, procedure, before, after, db, as_actor, cast):
    """DIS-024: one prepared before the plan came lacks a column and does not hang; corrected it has it."""
    with scope.enter(SYSTEM):
        here = _village(cast, procedure)
        early = prepare_notices(pack=here.pack, step="assess", by=here.cadre, now=at(1))[0]
    path = LIBRARY / "relief" / f"{plan}.yaml"
    with scope.enter(cast.officer):
        activate_plan(
            by=cast.officer, now=NOW, loaded=load(path.read_bytes(), path.name, vocabulary()), region=TOWNSHIP_A,
            starts_on=date(2026, 12, 20), ends_on=date(2027, 2, 28),
            reason="县里已定", contradictions_seen=True,
        )  # fmt: skip
    with scope.enter(SYSTEM):
        assert early.shows == before
        if "amount" in set(after) - set(before):
            with pytest.raises(Invalid) as refusal:
                posted(here, early, 2)
            assert refusal.value.code == "plans.notice_lacks"
        notice = replace_notice(by=here.cadre, now=at(2), notice=early.id, why="按方案补栏")
        assert notice.shows == after
        assert {line.amount_fen is None for line in notice.lines.all()} == {"amount" not in after}
        posted(here, notice, 3)
