"""Every check made to find something, and its twin where nothing is wrong; what a run raises, sees again and marks."""

from datetime import date, timedelta
from typing import Any

import pytest

from nuandong.journal import api as journal
from nuandong.kernel.errors import Forbidden, Invalid, NotNow, OutOfScope
from nuandong.kernel.ids import new_id
from nuandong.people.actions.join_household import join_household
from nuandong.people.actions.record_document import record_document
from nuandong.people.documents import Paper
from nuandong.people.kinds import DocumentKind
from nuandong.relief.actions.check_integrity import check_integrity
from nuandong.relief.actions.decide_finding import decide_finding, reopen_finding
from nuandong.relief.actions.declare_kinship import declare_kinship, end_kinship
from nuandong.relief.actions.see_card import see_card
from nuandong.relief.integrity.catalogue import checks
from nuandong.relief.integrity.households import heads_alone
from nuandong.relief.integrity.looking import Look
from nuandong.relief.integrity.running import FINDERS, missing
from nuandong.relief.models import Application, EntitledPerson, Finding, Hand, LedgerFile, Need, Trainee, Training
from nuandong.relief.selectors_findings import kinships, open_findings
from nuandong.relief.steps import ApplicationState, FindingState, Step
from tests.cast import COUNTY, NOW, OTHER_COUNTY, PREFECTURE, TOWNSHIP_A, VILLAGE_A
from tests.people.builders import BIRTH, CARD, home, person
from tests.relief import seasons
from tests.relief.test_applying import PIXEL

pytestmark = pytest.mark.django_db
RURAL = "relief-floor-and-tiers"


def found(code: str, region: int = COUNTY) -> list[tuple[str, dict[str, Any]]]:
    """What one check finds now: kind and facts of each suspect."""
    look = Look(region, 2026, NOW, checks()[code].values)
    return [(one.kind, dict(one.facts)) for one in FINDERS[code](look)]


def need(by: Any, name: str, account: bytes | None, region: int = VILLAGE_A, **more: Any) -> Need:
    ledger = LedgerFile.objects.first() or LedgerFile.objects.create(**seasons_ledger(by))
    values = {
        "id": new_id(NOW),
        "region": region,
        "season": 2026,
        "household": home(by, person(by, name, region=region), region=region),
        "ledger": ledger,
        "size": 1,
        "persons": 1,
        "account_sealed": b"sealed" if account else None,
        "account_masked": "****1234" if account else "",
        "account_blind": account,
        "recorded_at": NOW,
    }
    return Need.objects.create(**(values | more))


def seasons_ledger(by: Any) -> dict[str, Any]:
    return {
        "id": new_id(NOW),
        "region": COUNTY,
        "season": 2026,
        "form": "official",
        "name": "台账.xlsx",
        "digest": "0" * 64,
        "file": new_id(NOW),
        "uploaded_by": by.staff,
        "uploaded_at": NOW,
    }


def test_every_check_runs_or_says_what_it_lacks(as_actor, cast):
    with as_actor(cast.officer):
        never = {code for code, one in checks().items() if one.lacks}
        assert set(FINDERS) == set(checks()) - never
        lacking = missing(Look(COUNTY, 2026, NOW))
        assert set(lacking) == never | {
            "late_money",
            "townspeople",
            "amount_differs",
            "absent_counted",
            "surveyor_untrained",
            "above_limit",
        }
        seasons.season(cast.officer)
        assert "amount_differs" not in missing(Look(COUNTY, 2026, NOW))


def test_one_account_of_several_households(as_actor, cast):
    with as_actor(cast.officer):
        need(cast.officer, "王秀英", b"a" * 16)
        assert found("account_shared") == []
        second = need(cast.officer, "李四", b"a" * 16)
        both = found("account_shared")
        assert [facts["others"] for _kind, facts in both] == [1, 1]
        assert str(second.household_id) in [facts["homes"][0] for _kind, facts in both]


def test_a_card_typed_in_the_village_is_known_before_any_payout(as_actor, cast):
    with as_actor(cast.officer):
        of = seasons.season(cast.officer)
        two = [
            seasons.application(cast.officer, of, name, state=ApplicationState.ASSESSED) for name in ("王秀英", "李四")
        ]
    with as_actor(cast.cadre_a):
        told = {"by": cast.cadre_a, "now": NOW, "photo": PIXEL}
        seen = [see_card(application=one.id, account="6217000012345678", **told) for one in two]
        both = found("account_shared")
        assert [(facts["others"], facts["account"]) for _kind, facts in both] == [(1, seen[0].account_masked)] * 2
        # The number was typed wrong: the card that was seen last is the one money goes to.
        see_card(application=two[1].id, account="6217000087654321", **told)
        assert found("account_shared") == []
        see_card(application=two[1].id, account="6217000012345678", **told)
        assert len(found("account_shared")) == 2
    with as_actor(cast.officer):
        Application.objects.filter(id=two[1].id).update(state=ApplicationState.WITHDRAWN)
        assert found("account_shared") == []


@pytest.mark.parametrize(("size", "many"), [(2, 0), (3, 1)])
def test_a_household_larger_than_the_register(as_actor, cast, size, many):
    with as_actor(cast.officer):
        row = seasons.application(cast.officer, seasons.season(cast.officer), size=size)
        look = Look(COUNTY, 2026, NOW)
        assert (found("size_inflated"), heads_alone(look)) == ([], 1), "the head alone is registered"
        join(cast.officer, row.household, "王小宝")
        assert [facts for _kind, facts in found("size_inflated")] == [{"size": size, "members": 2}] * many
        assert heads_alone(look) == 0


def join(by: Any, household: Any, name: str) -> Any:

    made = person(by, name)
    join_household(by=by, now=NOW, household=household.id, person=made.id, relation="son", since=date(2024, 1, 1))
    return made


def test_somebody_dead_is_counted(as_actor, cast):
    with as_actor(cast.officer):
        row = seasons.application(cast.officer, seasons.season(cast.officer), size=2)
        gone = join(cast.officer, row.household, "王老汉")
        assert found("dead_counted") == []
        type(gone).objects.filter(id=gone.id).update(dead_on=date(2026, 3, 1))
        assert [facts for _kind, facts in found("dead_counted")] == [{"dead": 1, "members": 1, "size": 2}]


def test_a_record_contradicts_its_card(as_actor, cast):
    with as_actor(cast.officer):
        row = seasons.application(cast.officer, seasons.season(cast.officer))
        who = row.household.memberships.get().person
        later = NOW + timedelta(hours=1)
        record_document(by=cast.officer, now=later, person=who.id, paper=Paper(DocumentKind.ID_CARD, CARD))
        assert found("number_differs") == []
        type(who).objects.filter(id=who.id).update(birth_on=BIRTH - timedelta(days=1), birth_year=None)
        assert found("number_differs")[0][1] == {"persons": 1, "birth": 1, "sex": 0}


def test_a_number_of_two_villages_stands_in_two_households(as_actor, cast):
    with as_actor(cast.officer):
        season = seasons.season(cast.officer)
        for village in (VILLAGE_A, VILLAGE_A + 1):
            row = seasons.application(cast.officer, season, region=village)
            who = row.household.memberships.get().person
            record_document(by=cast.officer, now=NOW, person=who.id, paper=Paper(DocumentKind.ID_CARD, CARD))
        assert sorted(facts["persons"] for _kind, facts in found("person_twice")) == [1, 1]
        assert len(found("person_twice", VILLAGE_A)) == 1


def test_officers_and_their_kin(as_actor, cast):
    with as_actor(cast.officer):
        row = seasons.application(cast.officer, seasons.season(cast.officer))
        Hand.objects.create(
            id=new_id(NOW), region=row.region, application=row, staff=cast.clerk_a.staff, step=Step.REVIEW, at=NOW
        )
        assert found("kin_acted") == []
    with as_actor(cast.clerk_a):
        declared = declare_kinship(by=cast.clerk_a, now=NOW, household=row.household_id, relation="姐姐")
        with pytest.raises(NotNow):
            declare_kinship(by=cast.clerk_a, now=NOW, household=row.household_id, relation="姐姐")
        with pytest.raises(Forbidden):
            end_kinship(by=cast.clerk_a, now=NOW, kinship=declared.id, reason="填错")
        assert [one.id for one in kinships(cast.clerk_a)] == [declared.id]
    with as_actor(cast.officer):
        assert found("kin_acted")[0][1]["relation"] == "姐姐"
        end_kinship(by=cast.officer, now=NOW, kinship=declared.id, reason="核对户口簿，不是亲属")
        assert found("kin_acted") == []


@pytest.mark.parametrize(
    ("sessions", "told"),
    [
        (None, "lacks"),
        ([(date(2026, 11, 1), True)], ""),
        ([(date(2026, 11, 1), False)], "one"),
        ([(NOW.date() + timedelta(days=3), True)], "one"),  # after the first household
    ],
)
def test_somebody_surveys_without_training(as_actor, cast, sessions, told):
    with as_actor(cast.officer):
        of = seasons.season(cast.officer)
        for name in ("王秀英", "李四"):
            row = seasons.application(cast.cadre_a, of, name)
            Hand.objects.create(
                id=new_id(NOW), region=row.region, application=row, staff=cast.cadre_a.staff, step=Step.REPORT, at=NOW
            )
        for day, present in sessions or []:
            held = {"held_on": day, "place": "镇政府", "content": "标准", "trainer": "民政办"}
            one = Training.objects.create(
                id=new_id(NOW), region=TOWNSHIP_A, season=of, recorded_by=cast.officer.staff, recorded_at=NOW, **held
            )
            Trainee.objects.create(
                id=new_id(NOW), region=VILLAGE_A, training=one, staff=cast.cadre_a.staff, present=present
            )
        assert ("surveyor_untrained" in missing(Look(COUNTY, 2026, NOW))) == (told == "lacks")
        if told != "lacks":
            assert [(kind, facts["homes"]) for kind, facts in found("surveyor_untrained")] == [("region", 2)] * bool(
                told
            )


@pytest.mark.parametrize(
    ("amounts", "persons", "many"),
    [
        ([30_000] * 10, [1, 2, 3, 4, 5] * 2, 1),
        ([30_000] * 10, [2] * 10, 0),  # all need alike
        ([30_000 * n for n in [1, 2, 3, 4, 5] * 2], [1, 2, 3, 4, 5] * 2, 0),  # by what they need
        ([30_000] * 7, [1, 2, 3, 4, 5, 1, 2], 0),  # too few to say
        ([30_000] * 9 + [45_000], [1, 2, 3, 4, 5] * 2, 1),
        ([30_000] * 8 + [45_000] * 2, [1, 2, 3, 4, 5] * 2, 0),
    ],
)
def test_equal_sharing(as_actor, cast, amounts, persons, many):
    with as_actor(cast.officer):
        season = seasons.season(cast.officer)
        for number, (fen, count) in enumerate(zip(amounts, persons, strict=True)):
            seasons.application(cast.officer, season, f"王{number}", amount_fen=fen, size=count, persons=count)
        told = found("equal_sharing")
        assert len(told) == many
        if many and amounts == [30_000] * 10:
            # Five needs from 1 to 5, twice each: (2i - n - 1) · x summed is 80, by 10 · 30.
            assert told[0][1]["gini_need"] == 267
            assert told[0][1]["gini_amount"] == 0


def test_other_money_to_the_same_people(as_actor, cast):
    with as_actor(cast.officer):
        first = seasons.entitlement(cast.officer, seasons.season(cast.officer))
        other = seasons.season(cast.officer, region=COUNTY, year=2025)
        type(other).objects.filter(id=other.id).update(year=2026, title="春荒救助")
        other.refresh_from_db()
        under = seasons.decision(cast.officer, other)
        second = seasons.entitlement(cast.officer, other, "李四", under=under, amount_fen=20_000)
        assert found("other_programme") == []
        EntitledPerson.objects.create(
            id=new_id(NOW),
            region=second.region,
            entitlement=second,
            season=other,
            standard=other.standard,
            person=first.counted.get().person,
        )
        told = {facts["own_fen"]: facts["other_fen"] for _kind, facts in found("other_programme")}
        assert told == {45_000: 20_000, 20_000: 45_000}


def test_late_money(as_actor, cast):
    with as_actor(cast.officer):
        season = seasons.season(cast.officer, procedure="ten-day-notice")
        seasons.entitlement(cast.officer, season)
        assert found("late_money") == []
        look = Look(COUNTY, 2026, NOW + timedelta(days=8))  # five working days are over on the 8th
        [late] = FINDERS["late_money"](look)
        assert late.facts == {"number": 1, "day": "2026-12-08", "homes": 1, "unpaid_fen": 45_000}


def test_an_amount_other_than_the_standard_gives(as_actor, cast):
    with as_actor(cast.officer):
        season = seasons.season(cast.officer)
        seasons.application(cast.officer, season)
        assert found("amount_differs") == []
        seasons.application(cast.officer, season, "李四", amount_fen=45_001)
        assert found("amount_differs") == [("application", {"amount_fen": 45_001, "right_fen": 45_000})]
        seasons.application(cast.officer, season, "赵六", facts={"food_persons": 1})
        assert ("application", {"amount_fen": 45_000, "right_fen": None}) in found("amount_differs")


def test_townspeople_under_a_rural_standard(as_actor, cast):
    with as_actor(cast.officer):
        season = seasons.season(cast.officer)
        seasons.application(cast.officer, season, facts={"area": "urban"}, region=VILLAGE_A + 200)
        assert found("townspeople") == []
        type(season).objects.filter(id=season.id).update(standard="relief-food-grant")
        assert [facts["area"] for _kind, facts in found("townspeople")] == ["urban"]


def test_a_finding_stands_once_and_is_decided_by_a_person(as_actor, cast):
    with as_actor(cast.officer):
        season = seasons.season(cast.officer)
        row = seasons.application(cast.officer, season, amount_fen=45_001)
        seasons.application(cast.officer, season, "李四", amount_fen=45_000)

        def run(after: int = 0) -> Any:
            return check_integrity(by=cast.officer, now=NOW + timedelta(days=after), region=COUNTY, season=2026)

        assert run()["amount_differs"].raised == 1
        assert run(1)["amount_differs"].raised == 0
        finding = Finding.objects.get(check_code="amount_differs")
        assert finding.seen_at == NOW + timedelta(days=1)
        assert list(open_findings([row.household_id])) == [row.household_id]
        with pytest.raises(Invalid):
            decide_finding(by=cast.officer, now=NOW, finding=finding.id, decision="explained", reason=" ")
        with pytest.raises(Invalid):
            decide_finding(by=cast.officer, now=NOW, finding=finding.id, decision="open", reason="看过")
        decide_finding(by=cast.officer, now=NOW, finding=finding.id, decision="explained", reason="入户核对过")
        with pytest.raises(NotNow):
            decide_finding(by=cast.officer, now=NOW, finding=finding.id, decision="cleared", reason="入户核对过")
        told = journal.history(subject=finding.id, kinds=["relief.finding_decided"])
        assert journal.texts([told[0].id])[told[0].id]["reason"] == "入户核对过"
        assert run(2)["amount_differs"].raised == 0  # decided, and its facts are the same
        type(row).objects.filter(id=row.id).update(amount_fen=45_002)
        assert run(3)["amount_differs"].raised == 1  # other facts: it comes up again, the decision stays
        finding.refresh_from_db()
        assert (finding.state, finding.gone_at) == (FindingState.EXPLAINED, NOW + timedelta(days=3))
        type(row).objects.filter(id=row.id).update(state=ApplicationState.WITHDRAWN)
        assert run(4)["amount_differs"].gone == 1
        last = Finding.objects.get(state=FindingState.OPEN)
        assert last.gone_at == NOW + timedelta(days=4)
        reopen_finding(by=cast.officer, now=NOW, finding=finding.id, reason="看错了户")
        with pytest.raises(NotNow):
            reopen_finding(by=cast.officer, now=NOW, finding=finding.id, reason="看错了户")


@pytest.mark.parametrize(
    ("who", "region", "error"),
    [("cadre_a", VILLAGE_A, Forbidden), ("clerk_a", COUNTY, OutOfScope), ("officer", OTHER_COUNTY, OutOfScope)],
)
def test_who_may_run_the_checks_where(as_actor, cast, who, region, error):
    by = getattr(cast, who)
    with as_actor(by), pytest.raises(error):
        check_integrity(by=by, now=NOW, region=region, season=2026)


def test_a_township_runs_its_own(as_actor, cast):
    with as_actor(cast.clerk_a):
        done = check_integrity(by=cast.clerk_a, now=NOW, region=TOWNSHIP_A, season=2026)
        assert set(done) <= set(FINDERS)
    with as_actor(cast.officer), pytest.raises((Invalid, OutOfScope)):
        check_integrity(by=cast.officer, now=NOW, region=PREFECTURE, season=2026)
