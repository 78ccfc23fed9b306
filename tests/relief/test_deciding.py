"""The county's list: who gets on it, what is fixed when it is sent, who signs, and what the last signature grants."""

from datetime import date, timedelta
from typing import Any

import pytest

from nuandong.kernel.errors import Conflict, DomainError, Forbidden, Invalid, NotNow
from nuandong.kernel.ids import new_id
from nuandong.relief import hands, selectors_deciding
from nuandong.relief.actions.draft_decision import draft_decision, drop_decision, leave_out
from nuandong.relief.actions.freeze import set_freeze
from nuandong.relief.actions.refuse_application import refuse_application, return_from_county
from nuandong.relief.actions.send_decision import recall_decision, send_decision
from nuandong.relief.actions.sign_decision import sign_decision
from nuandong.relief.models import Application, EntitledPerson, Entitlement, Kinship, Notice, Objection, Signature
from nuandong.relief.steps import ApplicationState, DecisionState, Step
from tests.cast import NOW, VILLAGE_B
from tests.relief import seasons

pytestmark = pytest.mark.django_db

TODAY = seasons.DAY
HERE = ApplicationState.WITH_COUNTY


def listed(cast: Any, *names: str, amount_fen: int = 45_000) -> tuple[Any, list[Application]]:
    season = seasons.season(cast.officer)
    made = [
        seasons.application(cast.officer, season, name, state=HERE, amount_fen=amount_fen)
        for name in names or ("王秀英", "李四")
    ]
    seasons.noticed(cast.officer, *made)
    return season, made


def objected(application: Application) -> Objection:
    line = application.notice_lines.first()
    return Objection.objects.create(
        id=new_id(NOW),
        region=application.region,
        notice=line.notice,
        line=line,
        application=application,
        code_hash=application.id.bytes,
        words_sealed=b"sealed",
        filed_at=NOW,
    )


def test_from_draft_to_entitlements(as_actor, cast):
    with as_actor(cast.officer):
        season, made = listed(cast)
        draft = draft_decision(by=cast.officer, now=NOW, season=season.id)
        assert (draft.households, draft.persons, draft.total_fen) == (2, 2, 90_000)
        with pytest.raises(NotNow):
            draft_decision(by=cast.officer, now=NOW, season=season.id)
        sent = send_decision(by=cast.officer, now=NOW, decision=draft.id)
        assert sent.signatures == 1
        with pytest.raises(NotNow):
            leave_out(by=cast.officer, now=NOW, decision=draft.id, application=made[0].id)
    with as_actor(cast.boss):
        with pytest.raises(Conflict):
            sign_decision(by=cast.boss, now=NOW, decision=draft.id, seen="another")
        decided = sign_decision(by=cast.boss, now=NOW, decision=draft.id, seen=sent.list_hash)
        assert decided.state == DecisionState.DECIDED
        assert {one.amount_fen for one in Entitlement.objects.all()} == {45_000}
        assert EntitledPerson.objects.count() == 2
        assert set(Application.objects.values_list("state", flat=True)) == {ApplicationState.DECIDED}
        with pytest.raises(NotNow):
            sign_decision(by=cast.boss, now=NOW, decision=draft.id, seen=sent.list_hash)


def test_large_lists_need_more_signatures_fixed_when_sent(as_actor, cast):
    with as_actor(cast.officer):
        season, _made = listed(cast, amount_fen=15_000_000)
        draft = draft_decision(by=cast.officer, now=NOW, season=season.id)
        sent = send_decision(by=cast.officer, now=NOW, decision=draft.id)
        assert sent.signatures == 2
    with as_actor(cast.boss):
        waiting = sign_decision(by=cast.boss, now=NOW, decision=draft.id, seen=sent.list_hash)
        assert waiting.state == DecisionState.SENT
        assert not Entitlement.objects.exists()
    with as_actor(cast.officer):
        recalled = recall_decision(by=cast.officer, now=NOW, decision=draft.id, why="再核一遍")
        assert (recalled.state, recalled.signatures, Signature.objects.count()) == (DecisionState.DRAFT, None, 0)
        drop_decision(by=cast.officer, now=NOW, decision=draft.id)
        assert draft_decision(by=cast.officer, now=NOW, season=season.id).number == 2


@pytest.mark.parametrize("held_by", ["notice", "objection", "audit", "amount", "nothing posted"])
def test_who_is_not_ready_is_left_out_and_told(held_by, as_actor, cast):
    with as_actor(cast.officer):
        season, (kept, other) = listed(cast)
        match held_by:
            case "notice":
                kept.notice_lines.update(ends_on=TODAY)
            case "objection":
                objected(kept)
            case "amount":
                Application.objects.filter(id=kept.id).update(amount_fen=None)
            case "nothing posted":
                kept.notice_lines.all()[0].notice.lines.filter(application=kept).update(ends_on=None)
            case "audit":
                Application.objects.filter(id=kept.id).update(region=VILLAGE_B)
    if held_by == "audit":
        with as_actor(cast.boss):
            set_freeze(by=cast.boss, now=NOW, region=VILLAGE_B, season=2026, why="审计")
    with as_actor(cast.officer):
        ready, left = selectors_deciding.ready(season, TODAY)
        assert ready == [other.id]
        assert list(left) == [kept.id]
        draft = draft_decision(by=cast.officer, now=NOW, season=season.id)
        assert draft.households == 1


def test_an_objection_after_the_draft_stops_the_sending_and_the_signing(as_actor, cast):
    with as_actor(cast.officer):
        season, (first, _second) = listed(cast)
        draft = draft_decision(by=cast.officer, now=NOW, season=season.id)
        sent = send_decision(by=cast.officer, now=NOW, decision=draft.id)
        objected(first)
    with as_actor(cast.boss), pytest.raises(NotNow) as refusal:
        sign_decision(by=cast.boss, now=NOW, decision=draft.id, seen=sent.list_hash)
    assert refusal.value.code == "relief.list_waits"


def test_nobody_signs_what_he_drafted_or_acted_in_or_where_he_has_kin(as_actor, cast):
    with as_actor(cast.officer):
        season, (first, second) = listed(cast)
        draft = draft_decision(by=cast.officer, now=NOW, season=season.id)
        sent = send_decision(by=cast.officer, now=NOW, decision=draft.id)
        hands.note([first], Step.REVIEW, by=cast.boss, now=NOW)
    with as_actor(cast.boss), pytest.raises(Forbidden) as refusal:
        sign_decision(by=cast.boss, now=NOW, decision=draft.id, seen=sent.list_hash)
    assert refusal.value.code == "relief.two_steps"
    with as_actor(cast.officer):
        Kinship.objects.create(
            id=new_id(NOW),
            region=second.region,
            staff=cast.officer.staff,
            household=second.household,
            relation="兄弟",
            declared_by=cast.officer.staff,
            declared_at=NOW,
        )
        with pytest.raises(Forbidden) as refusal:
            hands.note([second], Step.DECIDE, by=cast.officer, now=NOW)
    assert refusal.value.code == "relief.kin"


def test_a_household_is_refused_with_a_reason_and_off_the_list_first(as_actor, cast):
    with as_actor(cast.officer):
        season, (first, second) = listed(cast)
        with pytest.raises(Invalid):
            refuse_application(by=cast.officer, now=NOW, application=first.id, why=" ")
        draft = draft_decision(by=cast.officer, now=NOW, season=season.id)
        with pytest.raises(NotNow):
            refuse_application(by=cast.officer, now=NOW, application=first.id, why="不属于受灾户")
        leave_out(by=cast.officer, now=NOW, decision=draft.id, application=first.id)
        refused = refuse_application(by=cast.officer, now=NOW, application=first.id, why="不属于受灾户")
        assert refused.state == ApplicationState.REFUSED
        leave_out(by=cast.officer, now=NOW, decision=draft.id, application=second.id)
        returned = return_from_county(by=cast.officer, now=NOW, application=second.id, why="缺评议记录")
        assert returned.state == ApplicationState.RETURNED


@pytest.mark.parametrize("act", [send_decision, drop_decision])
def test_a_decided_list_stays(act, as_actor, cast):
    with as_actor(cast.officer):
        season, _made = listed(cast)
        draft = draft_decision(by=cast.officer, now=NOW, season=season.id)
        sent = send_decision(by=cast.officer, now=NOW, decision=draft.id)
    with as_actor(cast.boss):
        sign_decision(by=cast.boss, now=NOW, decision=draft.id, seen=sent.list_hash)
    with as_actor(cast.officer), pytest.raises(NotNow):
        act(by=cast.officer, now=NOW, decision=draft.id)


def test_a_clerk_drafts_nothing_and_a_notice_is_over_the_day_after(as_actor, cast):
    with as_actor(cast.officer):
        season, made = listed(cast)
    with as_actor(cast.clerk_a), pytest.raises(DomainError):
        draft_decision(by=cast.clerk_a, now=NOW, season=season.id)
    with as_actor(cast.officer):
        last = Notice.objects.values_list("ends_on", flat=True)[0]
        assert len(selectors_deciding.ready(season, last)[0]) == 0
        assert len(selectors_deciding.ready(season, last + timedelta(days=1))[0]) == len(made)
    assert last == date(2026, 11, 25)
