"""What a season has come to (DIS-037): figures from its records, drafted by one, signed by another, then fixed."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from nuandong.kernel.actors import SYSTEM
from nuandong.kernel.errors import Conflict, DomainError, Forbidden, Invalid, NotFound, NotNow, OutOfScope
from nuandong.kernel.ids import new_id
from nuandong.org import scope
from nuandong.relief.actions.write_evaluation import Said, sign_evaluation, write_evaluation
from nuandong.relief.evaluating import FIGURES, figures
from nuandong.relief.models import Evaluation, PayoutLine
from nuandong.relief.steps import LineState
from tests.cast import COUNTY, NOW, cast
from tests.relief import payouts, seasons

PEOPLE = cast()
LATER = NOW + timedelta(hours=1)
WHOLE = Said(
    affected_persons=1000,
    effect="都救助到位。",
    problems="有一户账号写错。",
    practice="先核卡再报。",
    advice="早些下拨。",
    targets=[("救助款按时到账率", "%", "100", "98")],
)


@pytest.fixture
def season(db):
    with scope.enter(SYSTEM):
        yield seasons.season(PEOPLE.officer)


@pytest.mark.django_db
def test_figures_are_counted_from_the_records(settings):
    settings.NUANDONG_DEMO = True
    world = payouts.world(4)
    of = world.season
    with scope.enter(PEOPLE.officer):
        before = figures(of, 1000)
    assert tuple(before) == tuple(FIGURES)
    assert (before["granted_homes"], before["paid_fen"], before["helped_homes"]) == (4, 0, 0)
    payout = payouts.sent(world)
    payouts.told(payout, payouts.answer(payout, {4: ("failed", "账号不存在")}))
    with scope.enter(PEOPLE.officer):
        paid = list(PayoutLine.objects.filter(payout=payout, state=LineState.PAID))
        after = figures(of, 1000)
        money = sum(one.amount_fen for one in paid)
        persons = sum(one.instalment.entitlement.application.persons for one in paid)
    assert (after["helped_homes"], after["helped_persons"], after["paid_fen"]) == (3, persons, money)
    assert after["share"] == persons * 10_000 // 1000
    assert after["per_person_fen"] == money // persons
    assert after["unpaid_fen"] == after["granted_fen"] - money


def test_a_draft_is_changed_signed_by_another_and_followed_by_a_new_one(season):
    draft = write_evaluation(by=PEOPLE.officer, now=NOW, season=season.id, said=WHOLE)
    again = write_evaluation(by=PEOPLE.officer, now=LATER, season=season.id, said=WHOLE)
    assert (again.id, again.number, again.changed_at) == (draft.id, 1, LATER)
    signed = sign_evaluation(by=PEOPLE.boss, now=LATER, evaluation=draft.id, seen=LATER)
    assert dict(signed.figures) == figures(season, 1000)
    assert len(signed.digest) == 64
    second = write_evaluation(by=PEOPLE.officer, now=LATER, season=season.id, said=WHOLE)
    assert (second.number, Evaluation.objects.count()) == (2, 2)


REFUSED_WORDS = [
    ("nobody affected", {"affected_persons": 0}, "relief.evaluation_affected"),
    ("too long", {"problems": "长" * 5001}, "relief.evaluation_long"),
    ("half a target", {"targets": [("到账率", "", "100", "98")]}, "relief.evaluation_targets"),
    ("too many targets", {"targets": [("率", "%", "1", "1")] * 31}, "relief.evaluation_targets"),
]


@pytest.mark.parametrize(("values", "code"), [row[1:] for row in REFUSED_WORDS], ids=[row[0] for row in REFUSED_WORDS])
def test_wrong_words_are_refused(season, values, code):
    with pytest.raises(Invalid) as refusal:
        write_evaluation(by=PEOPLE.officer, now=NOW, season=season.id, said=Said(**{"affected_persons": 1, **values}))
    assert refusal.value.code == code
    assert not Evaluation.objects.exists()


def refused(act) -> DomainError:
    with pytest.raises(DomainError) as refusal:
        act()
    return refusal.value


def test_who_may_not_and_when_not(season):
    def sign(by, draft, seen=NOW):
        return refused(lambda: sign_evaluation(by=by, now=LATER, evaluation=draft, seen=seen))

    assert isinstance(
        refused(lambda: write_evaluation(by=PEOPLE.boss, now=NOW, season=season.id, said=WHOLE)), Forbidden
    )
    assert isinstance(sign(PEOPLE.boss, new_id(NOW)), NotFound)
    draft = write_evaluation(by=PEOPLE.officer, now=NOW, season=season.id, said=WHOLE).id
    assert isinstance(sign(PEOPLE.officer, draft), Forbidden)
    assert isinstance(sign(PEOPLE.boss, draft, seen=LATER), Conflict)
    write_evaluation(by=PEOPLE.officer, now=NOW, season=season.id, said=Said(affected_persons=1000, effect="好"))
    assert sign(PEOPLE.boss, draft).code == "relief.evaluation_empty"
    write_evaluation(by=PEOPLE.officer, now=NOW, season=season.id, said=WHOLE)
    sign_evaluation(by=PEOPLE.boss, now=LATER, evaluation=draft, seen=NOW)
    assert isinstance(sign(PEOPLE.boss, draft), NotNow)


@pytest.mark.parametrize("member", ["clerk_a", "outsider"])
def test_nobody_of_another_place_writes_it(season, member):
    found = refused(lambda: write_evaluation(by=getattr(PEOPLE, member), now=NOW, season=season.id, said=WHOLE))
    assert isinstance(found, Forbidden | OutOfScope)
    assert not Evaluation.objects.exists()


def row(season, **more):
    values = {"id": new_id(NOW), "region": COUNTY, "season": season, "number": 1, "affected_persons": 1}
    values |= {"drafted_by": PEOPLE.officer.staff, "drafted_at": NOW, "changed_at": NOW}
    return Evaluation.objects.create(**(values | more))


KEPT_OUT = [
    ("one's own signature", {"signed_by": PEOPLE.officer.staff, "signed_at": NOW, "digest": "0" * 64}),
    ("a signature without what was signed", {"signed_by": PEOPLE.boss.staff, "signed_at": NOW}),
    ("nobody affected", {"affected_persons": 0}),
]


@pytest.mark.parametrize("values", [row[1] for row in KEPT_OUT], ids=[row[0] for row in KEPT_OUT])
def test_the_database_refuses(season, values):
    with pytest.raises(IntegrityError), transaction.atomic():
        row(season, **values)


def test_the_database_keeps_one_draft(season):
    row(season)
    with pytest.raises(IntegrityError), transaction.atomic():
        row(season, number=2)
