"""From the report of a household to the township's list: what each act asks for, and what it does not let through."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from nuandong.geo.codes import span
from nuandong.journal.models import JournalEvent
from nuandong.kernel.errors import Conflict, DomainError, Forbidden, Invalid, NotNow, OutOfScope
from nuandong.kernel.ids import new_id
from nuandong.policy import benefit
from nuandong.relief import amounts, moving, surveys
from nuandong.relief.actions.freeze import set_freeze
from nuandong.relief.actions.from_ledger import from_ledger
from nuandong.relief.actions.record_assessment import Session, record_assessment
from nuandong.relief.actions.report_application import report_application
from nuandong.relief.actions.review_pack import forward_pack, return_application, review_pack, undo_review
from nuandong.relief.actions.revise_application import (
    reopen_application,
    revise_application,
    withdraw_application,
)
from nuandong.relief.actions.see_card import see_card
from nuandong.relief.actions.submit_pack import submit_pack
from nuandong.relief.models import Application, Hand, Kinship, LedgerFile, Meeting, Need, Notice, NoticeLine, Pack
from nuandong.relief.paying.accounts import accounts_of
from nuandong.relief.policies_applying import Ballot
from nuandong.relief.states import LedgerState
from nuandong.relief.steps import APPLICATION, ApplicationState, PackState
from tests.cast import COUNTY, NOW, TOWNSHIP_A, VILLAGE_A, VILLAGE_B
from tests.people.builders import home, person
from tests.relief import seasons

pytestmark = pytest.mark.django_db

FACTS = {"food_persons": "1", "clothing_persons": "1", "heating_persons": "0", "category": "general"}
SURVEY = surveys.Survey("CROP", "none", "玉米绝收，口粮不足", "2026-08-03", "FOOD", "BOTH")
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001"
    "a5f645400000000049454e44ae426082"
)
NAMES = "甲\n乙\n丙"
YES = Ballot(yes=3)


def other(actor: Any) -> Any:
    """A colleague on the same post."""
    staff = uuid4()
    return replace(actor, staff=staff, typist=staff)


def reported(cast: Any, of: Any, name: str = "王秀英", **more: Any) -> Application:
    household = home(cast.cadre_a, person(cast.cadre_a, name))
    given = {"persons": 1, "facts": FACTS, "survey": SURVEY} | more
    return report_application(by=cast.cadre_a, now=NOW, season=of.id, household=household.id, **given)


def held(by: Any, of: Any, *rows: Application, ballot: Ballot = YES, now: Any = NOW, **more: Any) -> Meeting:
    given = {
        "held_at": NOW - timedelta(hours=2),
        "place": "村委会",
        "invited": 4,
        "attendance": NAMES,
        "chair": "甲",
    } | more
    ballots = {one.id: ballot for one in rows}
    return record_assessment(by=by, now=now, season=of.id, region=VILLAGE_A, session=Session(**given), ballots=ballots)


def over(*rows: Application) -> None:
    """Their notices hung out their days."""
    NoticeLine.objects.filter(application__in=rows).update(ends_on=date(2026, 11, 20))


def state(row: Application) -> str:
    return Application.objects.get(id=row.id).state


def test_from_the_report_to_the_county(as_actor, cast):
    with as_actor(cast.officer):
        of = seasons.season(cast.officer)
    assessor = other(cast.cadre_a)
    with as_actor(cast.cadre_a):
        rows = [reported(cast, of, name) for name in ("王秀英", "李四", "赵六")]
        assert [one.amount_fen for one in rows] == [35_000] * 3
        assert "口粮" in "".join(amounts.told(of, rows[0]))
        assert surveys.opened(rows[0].id, rows[0].reason_sealed) == SURVEY
    with as_actor(assessor):
        held(assessor, of, *rows[:2], photos=[PIXEL], pages=[PIXEL])
        held(assessor, of, rows[2], ballot=Ballot(yes=1, no=2, opinion="有稳定收入"))
        pack = Pack.objects.get()
        assert (state(rows[0]), state(rows[2])) == ("assessed", "not_supported")
        with pytest.raises(NotNow):
            submit_pack(by=assessor, now=NOW, pack=pack.id)
        over(rows[0])
        with pytest.raises(NotNow):
            submit_pack(by=assessor, now=NOW, pack=pack.id)
        with pytest.raises(NotNow) as refused:
            submit_pack(by=assessor, now=NOW, pack=pack.id, leave=True)
        assert refused.value.code == "relief.cards_missing"
        see_card(by=assessor, now=NOW, application=rows[0].id, photo=PIXEL, account="6217 0000 1234 5678")
        submit_pack(by=assessor, now=NOW, pack=pack.id, leave=True)
        left = Pack.objects.get(state=PackState.OPEN)
        assert (left.number, left.applications.get().id) == (2, rows[1].id)
        with pytest.raises(NotNow):
            submit_pack(by=assessor, now=NOW, pack=pack.id)
    with as_actor(cast.clerk_a):
        with pytest.raises(NotNow):
            forward_pack(by=cast.clerk_a, now=NOW, pack=pack.id)
        with pytest.raises(Invalid):
            review_pack(by=cast.clerk_a, now=NOW, pack=pack.id, passed=[rows[1].id])
        review_pack(by=cast.clerk_a, now=NOW, pack=pack.id, passed=[rows[0].id])
        with pytest.raises(NotNow):
            forward_pack(by=cast.clerk_a, now=NOW, pack=pack.id)
        over(rows[0])
        forward_pack(by=cast.clerk_a, now=NOW, pack=pack.id)
        assert state(rows[0]) == ApplicationState.WITH_COUNTY
    with as_actor(cast.officer):
        assert set(Hand.objects.filter(application=rows[0]).values_list("step", flat=True)) == {1, 2, 3}
        kinds = set(JournalEvent.objects.values_list("kind", flat=True))
        assert {"relief.application_reported", "relief.meeting_held", "relief.pack_forwarded"} <= kinds


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"facts": FACTS | {"food_persons": ""}}, "relief.fact_wrong"),
        ({"facts": {}}, "relief.fact_wrong"),
        ({"facts": FACTS | {"food_persons": "9"}}, "relief.fact_wrong"),
        ({"facts": FACTS | {"wealth": "1"}}, "relief.fact_unknown"),
        ({"persons": 2}, "relief.persons"),
        ({"persons": 0}, "relief.persons"),
        ({"category": "none"}, "relief.category"),
        ({"reported_on": date(2026, 12, 2)}, "relief.reported_on"),
        ({"survey": replace(SURVEY, loss_type="")}, "relief.loss_type"),
        ({"survey": replace(SURVEY, lost_on="")}, "relief.lost_on"),
        ({"survey": replace(SURVEY, lost_on="2025-12-31")}, "relief.lost_on"),
        ({"survey": replace(SURVEY, lost_on="2026-12-02")}, "relief.lost_on"),
        ({"survey": replace(SURVEY, difficulty="")}, "relief.difficulty"),
        ({"survey": replace(SURVEY, period="JUNE")}, "relief.period"),
        ({"survey": replace(SURVEY, self_help="?")}, "relief.self_help"),
        ({"survey": replace(SURVEY, why=" ")}, "relief.survey_why"),
        ({"survey": replace(SURVEY, self_help="able", why="")}, "relief.self_help_first"),
    ],
)
def test_a_report_that_is_not_whole_is_refused(as_actor, cast, changed, error):
    with as_actor(cast.officer):
        of = seasons.season(cast.officer)
    with as_actor(cast.cadre_a):
        with pytest.raises(Invalid) as refused:
            reported(cast, of, **changed)
        assert refused.value.code == error
        assert not Application.objects.exists()


def test_a_household_applies_once_and_kin_keep_out(as_actor, cast):
    with as_actor(cast.officer):
        of = seasons.season(cast.officer)
        elsewhere = home(cast.officer, person(cast.officer, "孙七", region=VILLAGE_B), region=VILLAGE_B)
    with as_actor(cast.cadre_a):
        first = reported(cast, of)
        given = {"persons": 1, "facts": FACTS, "survey": SURVEY, "season": of.id}
        for actor in (cast.cadre_a, other(cast.cadre_a)):
            with pytest.raises(Conflict):
                report_application(by=actor, now=NOW, household=first.household_id, **given)
        own = home(cast.cadre_a, person(cast.cadre_a, "周八"))
        Kinship.objects.create(
            id=new_id(NOW),
            region=VILLAGE_A,
            staff=cast.cadre_a.staff,
            household=own,
            relation="兄",
            declared_by=cast.cadre_a.staff,
            declared_at=NOW,
        )
        with pytest.raises(Forbidden):
            report_application(by=cast.cadre_a, now=NOW, household=own.id, **given)
        with pytest.raises(DomainError):
            report_application(by=cast.cadre_a, now=NOW, household=elsewhere.id, **given)
    with as_actor(cast.boss), pytest.raises(Forbidden):
        report_application(by=cast.boss, now=NOW, household=own.id, **given)


@pytest.mark.parametrize(
    ("session", "ballot", "error"),
    [
        ({"attendance": "甲\n乙"}, Ballot(yes=2), "relief.meeting_quorum"),
        ({"attendance": ""}, YES, "relief.meeting_present"),
        ({"attendance": "甲、乙、丙、丁、戊"}, Ballot(yes=5), "relief.meeting_present"),
        ({}, Ballot(yes=4), "relief.meeting_votes"),
        ({}, Ballot(yes=4, no=-1), "relief.meeting_votes"),
        ({}, Ballot(yes=1, no=2), "relief.meeting_opinion"),
        ({}, Ballot(yes=1, no=1, abstained=1), "relief.meeting_opinion"),
        ({"place": ""}, YES, "relief.meeting_place"),
        ({"chair": " "}, YES, "relief.meeting_chair"),
        ({"chair": "丁"}, YES, "relief.meeting_chair_absent"),
        ({"held_at": NOW + timedelta(minutes=1)}, YES, "relief.meeting_future"),
    ],
)
def test_a_meeting_needs_quorum_whole_votes_and_explanations(as_actor, cast, session, ballot, error):
    with as_actor(cast.officer):
        of = seasons.season(cast.officer)
    with as_actor(cast.cadre_a):
        row = reported(cast, of)
        with pytest.raises(Invalid) as refused:
            held(other(cast.cadre_a), of, row, ballot=ballot, **session)
        assert refused.value.code == error
        with pytest.raises(Forbidden):
            held(cast.cadre_a, of, row)  # who reported it does not assess it
        assert state(row) == ApplicationState.REPORTED


ACTS = {
    "support": lambda cast, of, row: held(other(cast.cadre_a), of, row),
    "reject": lambda cast, of, row: held(other(cast.cadre_a), of, row, ballot=Ballot(0, 3, opinion="不符合")),
    "revise": lambda cast, of, row: revise_application(
        by=other(cast.cadre_a),
        now=NOW,
        application=row.id,
        version=row.version,
        persons=1,
        facts=FACTS,
        survey=replace(SURVEY, lost_on=f"{of.year}-08-03"),
    ),
    "withdraw": lambda cast, of, row: withdraw_application(by=cast.cadre_a, now=NOW, application=row.id, why="搬走"),
    "reopen": lambda cast, of, row: reopen_application(by=cast.cadre_a, now=NOW, application=row.id, why="记错票"),
    "submit": lambda cast, of, row: submit_pack(by=cast.cadre_a, now=NOW, pack=row.pack_id),
    "review": lambda cast, of, row: review_pack(by=cast.clerk_a, now=NOW, pack=row.pack_id, passed=[row.id]),
    "return": lambda cast, of, row: return_application(by=cast.clerk_a, now=NOW, application=row.id, why="缺材料"),
    "undo": lambda cast, of, row: undo_review(by=cast.clerk_a, now=NOW, application=row.id, why="点错"),
    "forward": lambda cast, of, row: forward_pack(by=cast.clerk_a, now=NOW, pack=row.pack_id),
}
COUNTYS = {ApplicationState.WITH_COUNTY: {"return"}}
"""At the county somebody else returns."""
PACK = {"submit": PackState.OPEN, "review": PackState.WITH_TOWNSHIP, "forward": PackState.WITH_TOWNSHIP}


@pytest.mark.parametrize("act", ACTS)
def test_every_act_from_every_state(as_actor, cast, act):
    """Total: where `steps.APPLICATION` has the act it leads there, else it is refused and nothing changes."""
    with as_actor(cast.officer):
        for number, begin in enumerate(ApplicationState):
            of = seasons.season(cast.officer, year=2001 + number)
            under = {"decision": seasons.decision(cast.officer, of)} if begin == "decided" else {}
            pack = seasons.pack(of, state=PACK.get(act, PackState.OPEN))
            row = seasons.application(cast.officer, of, f"王{number}", state=begin, pack=pack, facts=FACTS, **under)
            if act in {"submit", "forward"}:
                seasons.noticed(cast.officer, row)
                Pack.objects.filter(id=pack.id).update(papers=[uuid4(), uuid4()])
                held_before(cast, of, row)
            if act == "submit" and begin == "assessed":
                see_card(by=cast.cadre_a, now=NOW, application=row.id, photo=PIXEL, account="6217000012345678")
            goal = APPLICATION[begin].get(act)
            if goal and act not in COUNTYS.get(begin, ()):
                ACTS[act](cast, of, row)
                assert state(row) == goal, (begin, act)
            elif (begin, act) == (ApplicationState.REPORTED, "revise"):
                ACTS[act](cast, of, row)  # completed, where it is
                assert state(row) == begin
            else:
                with pytest.raises(DomainError):
                    ACTS[act](cast, of, row)
                assert state(row) == begin, (begin, act)


def held_before(cast: Any, of: Any, row: Application) -> None:
    meeting = Meeting.objects.create(
        id=new_id(NOW),
        region=row.region,
        season=of,
        held_at=NOW,
        place="村委会",
        invited=3,
        present=3,
        attendance_sealed=b"sealed",
        recorded_by=cast.cadre_b.staff,
        recorded_at=NOW,
    )
    meeting.votes.create(id=new_id(NOW), region=row.region, application=row, yes=3, supported=True)


@pytest.mark.parametrize(
    ("begin", "given", "error"),
    [
        ("reported", {"account": "621700001234567８"}, None),
        ("returned", {"account": "6217-0000-1234-5678", "bank": "农商行"}, None),
        ("assessed", {"account": "62170000"}, "relief.account_shape"),
        ("assessed", {}, "relief.account_shape"),
        ("assessed", {"account": "6217000012345678", "photo": b""}, "relief.card_photo"),
        ("with_township", {"account": "6217000012345678"}, "relief.card_late"),
    ],
)
def test_a_card_is_seen_before_the_village_hands_up(as_actor, cast, begin, given, error):
    with as_actor(cast.officer):
        of = seasons.season(cast.officer)
        row = seasons.application(cast.officer, of, state=ApplicationState(begin))
    with as_actor(cast.cadre_a):
        told = {"by": cast.cadre_a, "now": NOW, "application": row.id, "photo": PIXEL} | given
        if error is not None:
            with pytest.raises(DomainError) as refused:
                see_card(**told)
            assert refused.value.code == error
            return
        assert see_card(**told).account_masked.endswith("5678")
        # The same card again: the number on record is what it says, and nobody has to type it.
        again = see_card(**(told | {"account": ""}))
        assert accounts_of([row.household_id], of.year)[row.household_id].number == "6217000012345678"
        assert again.bank == given.get("bank", "")
        same = JournalEvent.objects.filter(kind="relief.card_seen").order_by("id")
        assert [one.payload["same"] for one in same] == [False, True]
        with pytest.raises(OutOfScope):
            see_card(**(told | {"by": cast.cadre_b}))


def test_the_second_of_two_officers_is_told(as_actor, cast):
    with as_actor(cast.officer):
        of = seasons.season(cast.officer)
        row = seasons.application(cast.officer, of)
        held(cast.cadre_a, of, row)
        with pytest.raises(NotNow):
            held(other(cast.cadre_a), of, row)
        with pytest.raises(NotNow):
            moving.move([row.id], "support", now=NOW)
        with pytest.raises(OutOfScope):
            withdraw_application(by=cast.cadre_b, now=NOW, application=row.id, why="搬走")
        row = seasons.application(cast.officer, of, "李四")
        ACTS["revise"](cast, of, row)
        with pytest.raises(Conflict):
            ACTS["revise"](cast, of, row)  # from the page as it was before


def test_an_audit_holds_every_act(as_actor, cast):
    with as_actor(cast.boss):
        of = seasons.season(cast.officer)
        pack = seasons.pack(of, state=PackState.WITH_TOWNSHIP)
        begins = ("reported", "assessed", "with_township", "reviewed")
        rows = {
            begin: seasons.application(cast.officer, of, f"王{begin}", state=begin, pack=pack, facts=FACTS)
            for begin in begins
        }
        village = seasons.pack(of, number=2)
        rows["packed"] = seasons.application(cast.officer, of, "李四", state="assessed", pack=village)
        set_freeze(by=cast.boss, now=NOW, region=COUNTY, season=2026, why="审计")
    on = {
        "support": "reported", "revise": "reported", "withdraw": "reported", "reopen": "assessed", "submit": "packed",
        "review": "with_township", "return": "reviewed", "forward": "reviewed", "undo": "reviewed",
    }  # fmt: skip
    with as_actor(cast.officer):
        for act, begin in on.items():
            with pytest.raises(NotNow) as refused:
                ACTS[act](cast, of, rows[begin])
            assert refused.value.code == "relief.frozen", act
    with as_actor(cast.cadre_a):
        for late in (
            lambda: reported(cast, of, "赵六"),
            lambda: from_ledger(by=cast.cadre_a, now=NOW, season=of.id, region=VILLAGE_A),
        ):
            with pytest.raises(NotNow) as refused:
                late()
            assert refused.value.code == "relief.frozen"


def ledger_of(cast: Any, region: int) -> LedgerFile:
    return LedgerFile.objects.create(
        id=new_id(NOW),
        region=region,
        season=2026,
        form="official-ledger",
        name="台账.xlsx",
        file=new_id(NOW),
        digest="0" * 64,
        state=LedgerState.WAITING,
        uploaded_by=cast.cadre_a.staff,
        uploaded_at=NOW,
    )


def need(ledger: LedgerFile, household: Any, *, region: int = VILLAGE_A, size: int = 1, **more: Any) -> Need:
    return Need.objects.create(
        id=new_id(NOW),
        region=region,
        season=2026,
        household=household,
        ledger=ledger,
        household_type="DIBAO",
        size=size,
        persons=1,
        recorded_at=NOW,
        **more,
    )


def test_a_ledger_becomes_applications_once(as_actor, cast):
    with as_actor(cast.officer):
        of = seasons.season(cast.officer)
        ledger = ledger_of(cast, VILLAGE_A)
        for name in ("王秀英", "李四"):
            said = {"loss_type": "CROP", "difficulty": "FOOD", "period": "SPRING"}
            need(ledger, home(cast.officer, person(cast.officer, name)), **said)
    with as_actor(cast.cadre_a):
        assert from_ledger(by=cast.cadre_a, now=NOW, season=of.id, region=VILLAGE_A) == 2
        assert from_ledger(by=cast.cadre_a, now=NOW, season=of.id, region=VILLAGE_A) == 0
        row = Application.objects.first()
        # The ledger says nothing of the three needs: no amount, and no assessment before they are asked.
        assert row.amount_fen is None
        with pytest.raises(Invalid):
            held(other(cast.cadre_a), of, row)
        # What it says of the loss is where the survey begins.
        assert surveys.found(row) == surveys.Survey("CROP", difficulty="FOOD", period="SPRING")
        done = revise_application(
            by=cast.cadre_a, now=NOW, application=row.id, version=1, persons=1, facts=FACTS, survey=SURVEY
        )
        assert done.amount_fen == 35_000
        assert surveys.found(Application.objects.get(id=row.id)) == SURVEY
        with pytest.raises(OutOfScope):
            from_ledger(by=cast.cadre_a, now=NOW, season=of.id, region=VILLAGE_B)


def test_ledgers_of_a_township_are_taken_where_the_households_live(as_actor, cast, monkeypatch):
    """Also a need written down for the whole township, once its household has a village; in batches."""
    monkeypatch.setattr("nuandong.relief.actions.from_ledger.MAX_HOMES", 2)
    district = replace(cast.cadre_a, region=TOWNSHIP_A, spans=(span(TOWNSHIP_A),), staff=uuid4())
    with as_actor(cast.officer):
        of = seasons.season(cast.officer)
        ledger = ledger_of(cast, TOWNSHIP_A)
        places = [(VILLAGE_A, VILLAGE_A), (TOWNSHIP_A, VILLAGE_A), (VILLAGE_A, VILLAGE_A), (TOWNSHIP_A, TOWNSHIP_A)]
        for number, (told, lives) in enumerate(places):
            household = home(cast.officer, person(cast.officer, f"王{number}", region=lives), region=lives)
            need(ledger, household, region=told)
    with as_actor(district):
        assert from_ledger(by=district, now=NOW, season=of.id, region=TOWNSHIP_A) == 3
        assert from_ledger(by=district, now=NOW, season=of.id, region=TOWNSHIP_A) == 0
        assert set(Application.objects.values_list("region", flat=True)) == {VILLAGE_A}
        with as_actor(cast.cadre_a):
            # A village does not see what was written down for its township, and is not kept from its own work by it.
            assert {surveys.found(one).loss_type for one in Application.objects.all()} == {""}
        taken = JournalEvent.objects.filter(kind="relief.applications_taken").order_by("id")
        assert [one.payload["made"] for one in taken] == [2, 1]
        with pytest.raises(Invalid):
            from_ledger(
                by=replace(district, region=COUNTY, spans=(span(COUNTY),)), now=NOW, season=of.id, region=COUNTY
            )


def test_many_households_at_once_get_the_same_fen_as_one_by_one(as_actor, cast):
    with as_actor(cast.officer):
        of = seasons.season(cast.officer)
    law = amounts.edition_of(of)
    rows = []
    for number in range(amounts.MANY + 10):
        facts = {"food_persons": number % 4, "clothing_persons": "1", "heating_persons": number % 2}
        facts |= {"category": ["general", "dibao", "crop_total"][number % 3]}
        if number % 7 == 3:
            facts.pop("clothing_persons")
        if number % 11 == 5:
            facts["food_persons"] = 99
        rows.append(Application(id=new_id(NOW), season=of, persons=4, size=4, facts=facts))
    wrong = amounts.work_out(of, rows)
    for one in rows:
        alone = benefit.calculate(law, {"household": str(one.id), "persons": 4} | one.facts)
        assert [(p.column, p.code) for p in wrong.get(str(one.id), [])] == [(p.column, p.code) for p in alone.problems]
        assert one.trace == (alone.trace if not alone.problems else {})
        assert one.amount_fen == (one.trace["amount_fen"] if one.trace else None)
    assert len({one.amount_fen for one in rows}) > 4


def test_the_township_takes_its_pass_back_while_nothing_followed(as_actor, cast):
    with as_actor(cast.officer):
        of = seasons.season(cast.officer)
        pack = seasons.pack(of, state=PackState.WITH_TOWNSHIP)
        row = seasons.application(cast.officer, of, state=ApplicationState.WITH_TOWNSHIP, pack=pack)
        seasons.noticed(cast.officer, row)
        NoticeLine.objects.filter(notice__code="township").update(removed_at=NOW)
    with as_actor(cast.clerk_a):
        given = {"by": cast.clerk_a, "now": NOW, "application": row.id, "why": "点错"}
        with pytest.raises(NotNow):
            undo_review(**given)
        review_pack(by=cast.clerk_a, now=NOW, pack=pack.id, passed=[row.id])
        with pytest.raises(Invalid):
            undo_review(**(given | {"why": " "}))
        undo_review(**given)
        assert state(row) == ApplicationState.WITH_TOWNSHIP
        # What the village hung out stands; the township's notice is prepared anew with the next pass.
        left = NoticeLine.objects.filter(application=row, removed_at=None).values_list("notice__code", flat=True)
        assert set(left) == {"first", "second"}
        review_pack(by=cast.clerk_a, now=NOW, pack=pack.id, passed=[row.id])
        Notice.objects.filter(code="township", state="prepared").update(
            posted_at=NOW, first_photo=new_id(NOW), state="posted", ends_on=date(2026, 12, 4)
        )
        with pytest.raises(NotNow) as refused:
            undo_review(**given)
        assert refused.value.code == "relief.not_undoable"
