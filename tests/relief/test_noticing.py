"""Public notices and objections: days, what they hold, who may do what, and what two presses at once come to."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from types import SimpleNamespace
from uuid import UUID, uuid4

import pytest
from django.db import connection
from typer.testing import CliRunner

from nuandong.cli import relief as cli
from nuandong.journal import api as journal
from nuandong.kernel.actors import SYSTEM
from nuandong.kernel.clock import SHANGHAI
from nuandong.kernel.errors import DomainError
from nuandong.kernel.ids import new_id
from nuandong.org import scope
from nuandong.plans.vocabulary import calendar
from nuandong.relief import noticing, policies_notices
from nuandong.relief.actions.answer_objection import answer_objection, read_contact, withdraw_objection
from nuandong.relief.actions.file_objection import file_objection
from nuandong.relief.actions.post_notice import post_notice
from nuandong.relief.actions.replace_notice import replace_notice
from nuandong.relief.actions.take_down_notice import end_notices, photograph_notice, take_down_notice
from nuandong.relief.calendars import days_of
from nuandong.relief.models import Application, Entitlement, Meeting, Notice, NoticeLine, Objection, Vote
from nuandong.relief.preparing import prepare_notices
from nuandong.relief.procedures import NoticeRule, procedure_named
from nuandong.relief.steps import ApplicationState, DecisionState, NoticeState, ObjectionState
from tests.cast import NOW, VILLAGE_A
from tests.relief import seasons

PHOTO = UUID(int=7)
PHONE = "0851-1234567"


def at(day: int, hour: int = 10) -> datetime:
    return datetime(2027, 1, day, hour, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("days", "unit", "posted", "last"),
    [
        (10, "natural", date(2027, 1, 4), date(2027, 1, 14)),
        (7, "natural", date(2026, 12, 30), date(2027, 1, 6)),
        (3, "natural", date(2027, 2, 3), date(2027, 2, 6)),  # a notice hangs over a holiday as well
        (3, "working", date(2027, 2, 4), date(2027, 2, 11)),  # holidays and the weekend within them are left out
        (5, "working", date(2027, 1, 17), date(2027, 1, 22)),
        (1, "working", date(2026, 12, 31), date(2027, 1, 4)),
    ],
)
def test_the_day_of_posting_is_not_counted(days, unit, posted, last):
    rule = NoticeRule(code="one", title="公示", after="assess", at="village", days=days, unit=unit, shows=("head",))
    assert rule.last_day(posted, days, calendar()) == last


SEASONS = {
    # 001#1: by 15 January the village's ledger; paid within five working days of the decision
    ("ten-day-notice", date(2027, 1, 4)): {
        "village": "01-14", "township": "01-14", "submit": "01-15", "decide": "01-15", "pay": "01-22",
    },
    # 001#7: documents to the township by 8 January, to the county by 13 January
    ("two-notices", date(2026, 12, 31)): {
        "village": "01-07", "submit": "01-08", "township": "01-11", "forward": "01-12", "decide": "01-12",
    },
    # 003#11: one after another, then the result
    ("three-notices", date(2026, 12, 21)): {
        "first": "12-28", "second": "01-05", "submit": "01-06", "township": "01-09", "decide": "01-10",
        "third": "01-17",
    },
    ("one-notice", date(2027, 1, 4)): {"village": "01-11", "submit": "01-12", "decide": "01-12"},
}  # fmt: skip


@pytest.mark.parametrize(("name", "begins"), list(SEASONS))
def test_worked_calendars(name, begins):
    found = {one.code: f"{one.ends:%m-%d}" for one in days_of(procedure_named(name), begins, calendar())}
    wanted = SEASONS[name, begins]
    assert {code: found[code] for code in wanted} == wanted


def test_five_working_days_after_the_17th_are_later_than_the_20th():
    """What plan 001#1 asks for both at once cannot be kept from its own last day (DIS-029)."""
    assert calendar().add_workdays(date(2027, 1, 17), 5) == date(2027, 1, 22) > date(2027, 1, 20)


def test_the_command_prints_a_season():
    done = CliRunner().invoke(cli.app, ["calendar", "--procedure", "ten-day-notice", "--from", "2027-01-04"])
    assert done.exit_code == 0, done.output
    assert "2027-01-04 – 2027-01-14" in done.output
    assert "2027-01-15 – 2027-01-22" in done.output


@pytest.fixture
def village(db, as_actor, cast):
    """A season with three notices, three assessed households in a pack, at a cadre's desk."""
    with scope.enter(SYSTEM):
        yield _village(cast)


def _village(cast, procedure: str = "three-notices", state: ApplicationState = ApplicationState.ASSESSED):
    season = seasons.season(cast.officer, procedure=procedure)
    pack = seasons.pack(season)
    homes = [
        seasons.application(cast.cadre_a, season, name, state=state, pack=pack) for name in ("王秀英", "李四", "赵六")
    ]
    return SimpleNamespace(season=season, pack=pack, homes=homes, cadre=cast.cadre_a, clerk=cast.clerk_a, cast=cast)


def prepared(here, step: str = "assess") -> list[Notice]:
    return prepare_notices(pack=here.pack, step=step, by=here.cadre, now=at(3))


def posted(here, notice: Notice, day: int, by=None) -> Notice:
    return post_notice(by=by or here.cadre, now=at(day), notice=notice.id, photo=PHOTO, phone=PHONE)


def line_of(notice: Notice, home: Application) -> NoticeLine:
    return NoticeLine.objects.select_related("notice", "notice__season", "application").get(
        notice=notice, application=home
    )


def object_to(here, line: NoticeLine, day: int, **more) -> Objection:
    values = {"by": here.cadre, "now": at(day), "line": line.id, "words": "他家有车", "counter": True}
    return file_objection(**(values | {"code": noticing.code_for(uuid4())} | more))


def meeting(here, objection: Objection) -> Meeting:
    made = Meeting.objects.create(
        id=new_id(NOW),
        region=VILLAGE_A,
        season=here.season,
        objection=objection,
        held_at=at(9),
        place="村委会",
        invited=10,
        present=9,
        attendance_sealed=b"x",
        recorded_by=here.cadre.staff,
        recorded_at=at(9),
    )
    Vote.objects.create(
        id=new_id(NOW), region=VILLAGE_A, meeting=made, application=objection.application, yes=9, supported=True
    )
    return made


def refused(code: str, act, **values) -> None:
    with pytest.raises(DomainError) as error:
        act(**values)
    assert error.value.code == code


def complete(here, home: Application, day: int, step: str = "assess") -> bool:
    try:
        policies_notices.check_complete([home], step, at(day))
    except DomainError:
        return False
    return True


def test_three_notices_one_after_another(village):
    first, second = prepared(village)
    assert [line.head_masked for line in first.lines.order_by("place")] == ["王**", "李*", "赵*"]
    assert first.lines.first().amount_fen is None
    assert second.lines.first().amount_fen == 45_000
    refused(
        "relief.notice_in_turn", post_notice, by=village.cadre, now=at(4), notice=second.id, photo=PHOTO, phone=PHONE
    )
    first = posted(village, first, 4)
    assert (first.state, first.ends_on) == (NoticeState.POSTED, date(2027, 1, 11))
    second = posted(village, second, 12)
    assert second.ends_on == date(2027, 1, 19)
    assert [complete(village, village.homes[0], day) for day in (19, 20)] == [False, True]


def test_village_and_township_hang_at_once_and_each_posts_its_own(db, as_actor, cast):
    with scope.enter(SYSTEM):
        here = _village(cast, "ten-day-notice")
    with as_actor(cast.cadre_a):
        at_village, at_township = prepared(here)
        refused(
            "org.out_of_scope", post_notice, by=cast.cadre_a, now=at(4), notice=at_township.id, photo=PHOTO, phone=PHONE
        )
        posted(here, at_village, 4)
    with as_actor(cast.clerk_a):
        assert posted(here, at_township, 4, by=cast.clerk_a).ends_on == date(2027, 1, 14)
    with as_actor(cast.clerk_b):
        assert not Notice.objects.exists()


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("relief.notice_photo", {"photo": None}),
        ("relief.notice_phone", {"phone": " "}),
        ("relief.notice_posted_at", {"acted_at": at(5)}),
        ("relief.notice_posted_at", {"acted_at": at(2)}),
    ],
)
def test_a_notice_needs_photo_phone_and_a_day(village, code, change):
    first, _second = prepared(village)
    values = {"by": village.cadre, "now": at(4), "notice": first.id, "photo": PHOTO, "phone": PHONE}
    refused(code, post_notice, **(values | change))


def test_an_objection_holds_its_household_alone_and_the_days_go_on(village):
    first, second = prepared(village)
    posted(village, first, 4)
    held, other, _third = village.homes
    objection = object_to(village, line_of(first, held), 8)
    line = line_of(first, held)
    assert (line.ends_on, line.days_left) == (None, 3)
    assert line_of(first, other).ends_on == date(2027, 1, 11)
    posted(village, second, 12)  # the one that is held goes to a notice of its own
    later = Notice.objects.get(code="second", state=NoticeState.PREPARED)
    assert [one.application_id for one in later.lines.all()] == [held.id]
    refused(
        "relief.objection_meeting",
        answer_objection,
        by=village.clerk,
        now=at(14),
        objection=objection.id,
        upheld=False,
        words="已核实",
    )
    meeting(village, objection)
    done = answer_objection(
        by=village.clerk, now=at(14), objection=objection.id, upheld=False, words="经评议，符合条件"
    )
    assert done.state == ObjectionState.REJECTED
    assert line_of(first, held).ends_on == date(2027, 1, 17)
    refused(
        "relief.notice_in_turn", post_notice, by=village.cadre, now=at(17), notice=later.id, photo=PHOTO, phone=PHONE
    )
    assert posted(village, later, 18).ends_on == date(2027, 1, 25)
    assert (complete(village, other, 20), complete(village, held, 20), complete(village, held, 26)) == (
        True,
        False,
        True,
    )


def test_two_objections_hold_until_both_are_answered(village):
    first, _second = prepared(village)
    posted(village, first, 4)
    line = line_of(first, village.homes[0])
    one, two = object_to(village, line, 5), object_to(village, line, 6)
    assert line_of(first, village.homes[0]).days_left == 6
    withdraw_objection(by=village.cadre, now=at(7), objection=one.id, words="异议人撤回")
    assert line_of(first, village.homes[0]).ends_on is None
    withdraw_objection(by=village.cadre, now=at(8), objection=two.id, words="异议人撤回")
    assert line_of(first, village.homes[0]).ends_on == date(2027, 1, 14)
    refused(
        "relief.objection_answered", withdraw_objection, by=village.cadre, now=at(8), objection=two.id, words="再撤一次"
    )


def test_upheld_takes_the_household_off_with_its_other_objections(village):
    first, _second = prepared(village)
    posted(village, first, 4)
    home = village.homes[0]
    one, two = (object_to(village, line_of(first, home), day) for day in (5, 6))
    answer_objection(by=village.clerk, now=at(8), objection=one.id, upheld=True, words="名下有商品房，取消")
    home.refresh_from_db()
    assert home.state == ApplicationState.REMOVED
    assert Objection.objects.get(id=two.id).state == ObjectionState.UPHELD
    assert line_of(first, home).removed_at == at(8)
    refused("relief.objection_late", object_to, here=village, line=line_of(first, home), day=9)
    assert line_of(first, village.homes[1]).ends_on == date(2027, 1, 11)


@pytest.mark.parametrize(
    ("claimed", "state", "code"),
    [(0, DecisionState.DECIDED, ""), (1, DecisionState.DECIDED, "relief.money_under_way")],
)
def test_a_decided_one_is_removed_only_while_nothing_is_planned(village, cast, claimed, state, code):
    first, _second = prepared(village)
    posted(village, first, 4)
    home = village.homes[0]
    objection = object_to(village, line_of(first, home), 5)
    under = seasons.decision(cast.officer, village.season, state=state)
    Application.objects.filter(id=home.id).update(state=ApplicationState.DECIDED, decision=under)
    home.refresh_from_db()
    Entitlement.objects.create(
        id=new_id(NOW), region=home.region, season=village.season, standard=village.season.standard,
        standard_version=village.season.standard_version, standard_on=village.season.standard_on,
        household=home.household, application=home, decision=under, amount_fen=45_000, claimed_fen=claimed,
        trace={}, granted_at=NOW,
    )  # fmt: skip
    values = {"by": village.clerk, "now": at(8), "objection": objection.id, "upheld": True, "words": "不符合条件"}
    if code:
        refused(code, answer_objection, **values)
    else:
        answer_objection(**values)
        assert Entitlement.objects.get(application=home).ended_at == at(8)


def test_a_list_that_is_sent_is_recalled_before_a_household_leaves_it(village, cast):
    first, _second = prepared(village)
    posted(village, first, 4)
    objection = object_to(village, line_of(first, village.homes[0]), 5)
    under = seasons.decision(cast.officer, village.season, state=DecisionState.SENT, decided_at=None)
    Application.objects.filter(id=village.homes[0].id).update(state=ApplicationState.WITH_COUNTY, decision=under)
    values = {"by": village.clerk, "now": at(8), "objection": objection.id, "upheld": True, "words": "不符合条件"}
    refused("relief.list_sent", answer_objection, **values)


def test_the_last_day_is_photographed_and_the_poster_comes_down_after_it(village):
    first, _second = prepared(village)
    first = posted(village, first, 4)
    where = {"by": village.cadre, "notice": first.id}
    refused("relief.notice_last_day", photograph_notice, now=at(10), photo=PHOTO, **where)
    photograph_notice(now=at(11), photo=PHOTO, **where)
    refused("relief.notice_runs", take_down_notice, now=at(11, 23), **where)
    assert end_notices(by=SYSTEM, now=at(11, 23)) == 0
    assert end_notices(by=SYSTEM, now=at(12, 0)) == 1
    assert end_notices(by=SYSTEM, now=at(12, 0)) == 0
    down = take_down_notice(now=at(15), **where)
    assert (down.state, down.last_photo) == (NoticeState.DOWN, PHOTO)
    (event,) = journal.history(subject=first.id, kinds=["relief.notice_taken_down"])
    assert event.payload["days_late"] == 3
    refused("relief.notice_not_now", take_down_notice, now=at(15), **where)


def test_a_wrong_notice_is_replaced_and_its_days_begin_again(village):
    first, _second = prepared(village)
    posted(village, first, 4)
    Application.objects.filter(id=village.homes[0].id).update(size=4)
    made = replace_notice(by=village.cadre, now=at(9), notice=first.id, why="人口写错")
    assert (made.state, made.lines.get(application=village.homes[0]).size) == (NoticeState.PREPARED, 4)
    assert not complete(village, village.homes[0], 12)
    assert posted(village, made, 9).ends_on == date(2027, 1, 16)


def test_a_step_without_notices_prepares_none(village):
    assert prepared(village, "decide") == []
    assert prepared(village, "review") == []


def test_a_stranger_leaves_no_name_and_a_look_at_the_contact_is_noted(village):
    first, _second = prepared(village)
    posted(village, first, 4)
    code = noticing.code_for(UUID(int=5))
    assert code == noticing.code_for(UUID(int=5))
    row = object_to(village, line_of(first, village.homes[0]), 5, counter=False, contact="13900000000", code=code)
    assert row.taken_by is None
    assert Objection.objects.get(code_hash=noticing.hash_of(f" {code.lower()[:5]} {code[5:]}")).id == row.id
    assert read_contact(by=village.clerk, now=at(6), objection=row.id) == "13900000000"
    kinds = [event.kind for event in journal.history(subject=row.id)]
    assert kinds == ["relief.objection_contact_read", "relief.objection_filed"]


def test_two_officers_answer_at_once(committed_db, cast):
    with scope.enter(SYSTEM):
        here = _village(cast)
        first, _second = prepared(here)
        posted(here, first, 4)
        objection = object_to(here, line_of(first, here.homes[0]), 5)

    def answer(_n: int) -> str:
        try:
            with scope.enter(here.clerk):
                answer_objection(by=here.clerk, now=at(8), objection=objection.id, upheld=True, words="不符合条件")
        except DomainError as error:
            return error.code
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(answer, range(2))) == ["done", "relief.objection_answered"]
