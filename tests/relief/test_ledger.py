"""A ledger from upload to withdrawal: what is written, what is not, and never twice."""

from datetime import date, timedelta

import pytest
from python_calamine import CalamineWorkbook

from nuandong.cli import _ledger
from nuandong.journal.models import JournalEvent as Event
from nuandong.kernel.errors import Conflict, Forbidden, Invalid, NotNow, OutOfScope
from nuandong.org import scope
from nuandong.people.actions.form_household import form_household
from nuandong.people.actions.register_person import register_person
from nuandong.people.details import Details
from nuandong.people.documents import Paper
from nuandong.people.kinds import DocumentKind
from nuandong.people.masking import mask_number
from nuandong.people.models import Household, Membership, Person
from nuandong.people.selectors.written import heads_of
from nuandong.relief import exporting
from nuandong.relief.actions.confirm_ledger import confirm_ledger
from nuandong.relief.actions.end_ledger import drop_ledger, withdraw_ledger
from nuandong.relief.actions.map_columns import map_columns
from nuandong.relief.actions.upload_ledger import upload_ledger
from nuandong.relief.forms.library import form_of
from nuandong.relief.models import LedgerFile, LedgerRow, Need
from nuandong.relief.states import LedgerState, Outcome
from nuandong.relief.working import work
from tests.cast import NOW, TOWNSHIP_A, TOWNSHIP_B, VILLAGE_A, cast
from tests.databases import as_role
from tests.relief.books import TITLES, book, household, number

pytestmark = pytest.mark.django_db
CLERK = cast().clerk_a


@pytest.fixture(autouse=True)
def demo(settings):
    settings.NUANDONG_DEMO = True


def uploaded(data: bytes, *, by=CLERK, region: int = VILLAGE_A, **more) -> LedgerFile:
    with scope.enter(by):
        made = upload_ledger(
            by=by,
            now=NOW,
            region=region,
            season=2026,
            form=more.pop("form", "official-ledger"),
            name="台账.xlsx",
            data=data,
        )
    work(made.id, NOW, by=by)
    return again(made)


def again(ledger: LedgerFile) -> LedgerFile:
    with scope.enter(CLERK):
        return LedgerFile.objects.get(id=ledger.id)


def confirmed(ledger: LedgerFile, *, partial: bool = False) -> LedgerFile:
    with scope.enter(CLERK):
        confirm_ledger(by=CLERK, now=NOW, ledger=ledger.id, found=ledger.found, partial=partial)
    work(ledger.id, NOW, by=CLERK)
    return again(ledger)


def counts() -> dict[str, int]:
    with scope.enter(CLERK):
        return {
            "people": Person.objects.count(),
            "homes": Household.objects.count(),
            "needs": Need.objects.filter(ended_at=None).count(),
            "events": Event.objects.filter(kind__in=["relief.ledger_imported", "people.people_imported"]).count(),
        }


def test_a_ledger_is_checked_shown_and_taken_over_as_a_whole():
    ledger = uploaded(book([household(n) for n in range(30)], dressed=True))
    assert (ledger.state, ledger.rows, ledger.accepted, ledger.trouble) == (LedgerState.CHECKED, 30, 30, "")
    assert counts() == {"people": 0, "homes": 0, "needs": 0, "events": 0}
    done = confirmed(ledger)
    assert (done.state, done.homes, done.people, done.same) == (LedgerState.CONFIRMED, 30, 30, 0)
    assert counts() == {"people": 30, "homes": 30, "needs": 30, "events": 2}
    with scope.enter(CLERK):
        assert set(LedgerRow.objects.values_list("state", "outcome")) == {("accepted", "new")}
        assert LedgerRow.objects.filter(ledger=done).count() == done.rows
        need = Need.objects.select_related("household").order_by("id").first()
        assert (need.household_type, need.size, need.persons, need.region) == ("DIBAO", 2, 1, VILLAGE_A)
        assert Membership.objects.filter(household=need.household, relation="head").count() == 1


def test_a_ledger_is_written_again_piece_by_piece_in_its_order(monkeypatch, django_assert_num_queries):
    confirmed(uploaded(book([household(n, 家庭人口=n + 1) for n in range(7)])))
    monkeypatch.setattr(exporting, "_BATCH", 3)
    # One walk along the needs, the heads of each piece, the event.
    with scope.enter(CLERK), django_assert_num_queries(5):
        taken = exporting.masked_ledger(by=CLERK, now=NOW, region=VILLAGE_A, season=2026)
    titles, *rows = CalamineWorkbook.from_filelike(taken.file).get_sheet_by_index(0).to_python()
    assert [row[titles.index("家庭人口")] for row in rows] == [str(n + 1) for n in range(7)]
    with scope.enter(CLERK):
        assert Event.objects.get(kind="relief.ledger_taken").payload["rows"] == 7


def test_the_same_file_and_the_same_rows_change_nothing():
    data = book([household(n) for n in range(8)])
    done = confirmed(uploaded(data))
    before = counts()
    assert uploaded(data).id == done.id
    # The same rows in a file saved anew: read, but there is nothing to do.
    saved_again = uploaded(book([household(n) for n in range(8)], dressed=True))
    assert saved_again.id != done.id
    once_more = confirmed(saved_again)
    assert (once_more.homes, once_more.changed, once_more.same) == (0, 0, 8)
    assert counts() == {**before, "events": before["events"] + 1}


def test_rejected_rows_stay_out_only_when_somebody_says_so():
    rows = [household(0), household(1, 户主身份证号="520102198001011111"), household(2)]
    ledger = uploaded(book(rows))
    assert (ledger.accepted, ledger.rejected) == (2, 1)
    with scope.enter(CLERK), pytest.raises(Invalid, match="还有"):
        confirm_ledger(by=CLERK, now=NOW, ledger=ledger.id, found=ledger.found)
    done = confirmed(ledger, partial=True)
    assert (done.state, done.homes, done.partial) == (LedgerState.CONFIRMED, 2, True)
    with scope.enter(CLERK):
        bad = LedgerRow.objects.get(ledger=done, state="rejected")
        assert (bad.number, bad.faults[0][:2], bad.household) == (3, ["head_id_no", "id_check"], None)


def test_a_later_ledger_changes_a_need_and_only_the_last_one_can_be_withdrawn():
    first = confirmed(uploaded(book([household(n) for n in range(3)])))
    second = confirmed(uploaded(book([household(0), household(1, 需救助人口=3), household(2)])))
    assert (second.homes, second.changed, second.same) == (0, 1, 2)
    with scope.enter(CLERK):
        assert sorted(Need.objects.filter(ended_at=None).values_list("persons", flat=True)) == [1, 1, 3]
        with pytest.raises(NotNow, match="后来"):
            withdraw_ledger(by=CLERK, now=NOW, ledger=first.id, reason="重报")
        withdraw_ledger(by=CLERK, now=NOW, ledger=second.id, reason="重报")
        assert sorted(Need.objects.filter(ended_at=None).values_list("persons", flat=True)) == [1, 1, 2]
        withdraw_ledger(by=CLERK, now=NOW, ledger=first.id, reason="重报")
        assert not Need.objects.filter(ended_at=None).exists()
    # What was withdrawn may come again: its people are known by now.
    back = confirmed(uploaded(book([household(n) for n in range(3)])))
    assert (back.homes, back.changed, counts()["people"]) == (0, 3, 3)


def test_confirming_twice_or_dying_in_between_writes_once():
    ledger = uploaded(book([household(n) for n in range(4)]))
    with scope.enter(CLERK):
        for _press in range(2):
            confirm_ledger(by=CLERK, now=NOW, ledger=ledger.id, found=ledger.found)
    for _worker in range(2):
        work(ledger.id, NOW, by=CLERK)
    assert counts() == {"people": 4, "homes": 4, "needs": 4, "events": 2}


def test_the_worker_may_do_all_of_it():
    with scope.enter(CLERK):
        made = upload_ledger(
            by=CLERK,
            now=NOW,
            region=VILLAGE_A,
            season=2026,
            form="official-ledger",
            name="台账.xlsx",
            data=book([household(0), household(1, 需救助人口=9)]),
        )
    with as_role("worker"):
        work(made.id, NOW, by=CLERK)
    checked = again(made)
    assert (checked.state, checked.accepted, checked.rejected) == (LedgerState.CHECKED, 1, 1)
    with scope.enter(CLERK):
        confirm_ledger(by=CLERK, now=NOW, ledger=made.id, found=checked.found, partial=True)
    with as_role("worker"):
        work(made.id, NOW, by=CLERK)
    assert (again(made).state, again(made).trouble) == (LedgerState.CONFIRMED, "")


def test_what_is_written_is_what_was_shown():
    shown = uploaded(book([household(n) for n in range(3)]))
    other = uploaded(book([household(n) for n in range(2)]))
    confirmed(other)
    late = confirmed(shown)
    assert (late.state, late.homes) == (LedgerState.WAITING, 0)
    work(late.id, NOW, by=CLERK)
    looked_at = again(late)
    assert (looked_at.state, looked_at.found != shown.found) == (LedgerState.CHECKED, True)
    with scope.enter(CLERK), pytest.raises(Conflict):
        confirm_ledger(by=CLERK, now=NOW, ledger=late.id, found=shown.found)
    assert confirmed(looked_at).homes == 1


def test_columns_are_said_once_and_remembered():
    odd = ("当家的", "证件", *TITLES[2:])
    ledger = uploaded(book([household(n) for n in range(3)], titles=odd))
    assert (ledger.state, ledger.layout["missing"]) == (LedgerState.COLUMNS, ["head_name", "head_id_no"])
    with scope.enter(CLERK), pytest.raises(Invalid, match="户主姓名"):
        map_columns(by=CLERK, now=NOW, ledger=ledger.id, columns=ledger.columns)
    with scope.enter(CLERK):
        columns = ledger.columns | {"0": "head_name", "1": "head_id_no"}
        map_columns(by=CLERK, now=NOW, ledger=ledger.id, columns=columns)
    work(ledger.id, NOW, by=CLERK)
    assert (again(ledger).state, again(ledger).accepted) == (LedgerState.CHECKED, 3)
    assert uploaded(book([household(n) for n in range(5)], titles=odd)).accepted == 5


def test_who_may(settings):
    data = book([household(0)])
    for by, region, refusal in (
        (cast().crew, VILLAGE_A, Forbidden),
        (CLERK, TOWNSHIP_B, OutOfScope),
        (cast().auditor, VILLAGE_A, Forbidden),
    ):
        with scope.enter(by), pytest.raises(refusal):
            upload_ledger(by=by, now=NOW, region=region, season=2026, form="official-ledger", name="a.xlsx", data=data)
    ledger = uploaded(data)
    with scope.enter(cast().clerk_b):
        assert not LedgerFile.objects.exists()
    with scope.enter(CLERK):
        drop_ledger(by=CLERK, now=NOW, ledger=ledger.id)
    assert (again(ledger).state, again(ledger).rows) == (LedgerState.REFUSED, 0)


def test_a_register_that_says_otherwise_keeps_a_household_out():
    confirmed(uploaded(book([household(0), household(1)])))
    changed = uploaded(book([household(0, 户主姓名="李四"), household(1), household(2)]), region=TOWNSHIP_A)
    with scope.enter(CLERK):
        faults = list(LedgerRow.objects.filter(ledger=changed).values_list("number", "faults"))
    assert [(row, fault[0][:2]) for row, fault in faults] == [(2, ["head_id_no", "known_name_differs"])]
    done = confirmed(changed, partial=True)
    assert (done.homes, done.same) == (1, 1)
    with scope.enter(CLERK):
        assert set(LedgerRow.objects.filter(ledger=done, state="accepted").values_list("outcome", flat=True)) == {
            Outcome.SAME.value,
            Outcome.NEW.value,
        }


def test_the_command_tries_takes_and_repeats():
    given = {"by": CLERK, "now": NOW, "region": VILLAGE_A, "season": 2026, "form": "official-ledger"}
    data = book([household(0), household(1, 需救助人口=9)])
    tried = _ledger.tried(data, **given)
    assert (tried["homes"], tried["rejected"], tried["faults"][0]["code"]) == (1, 1, "need_over_size")
    assert counts()["people"] == 0
    # All or nothing: with a rejected row nothing is written, unless it is said.
    refused = _ledger.taken(data, **given, name="a.xlsx", partial=False)
    assert (refused["state"], counts()["people"]) == (LedgerState.CHECKED, 0)
    for new in (1, 0):
        taken = _ledger.taken(data, **given, name="a.xlsx", partial=True)
        assert (taken["state"], taken["homes"], counts()["needs"]) == (LedgerState.CONFIRMED, new, 1)


def test_a_ledger_that_a_later_one_found_right_cannot_be_withdrawn():
    first = confirmed(uploaded(book([household(n) for n in range(3)])))
    second = uploaded(book([household(n) for n in range(3)], dressed=True))
    with scope.enter(CLERK):
        confirm_ledger(by=CLERK, now=NOW, ledger=second.id, found=second.found)
    later = NOW + timedelta(hours=1)
    work(second.id, later, by=CLERK)
    with scope.enter(CLERK):
        with pytest.raises(NotNow, match="3 户后来"):
            withdraw_ledger(by=CLERK, now=later, ledger=first.id, reason="重报")
        withdraw_ledger(by=CLERK, now=later, ledger=second.id, reason="重报")
        withdraw_ledger(by=CLERK, now=later, ledger=first.id, reason="重报")


def test_others_of_a_household_whose_head_is_registered_alone_are_not_lost():
    with scope.enter(CLERK):
        register_person(
            by=CLERK,
            now=NOW,
            region=VILLAGE_A,
            details=Details(name="王伟"),
            papers=(Paper(DocumentKind.ID_CARD, number(0)),),
        )
    titles = {one.field: one.title for one in form_of("person-ledger").columns}
    shared = {"head_name": "王伟", "head_id_no": number(0), "household_size": 2, "persons_in_need": 1}
    shared |= {"household_type": "低保户", "address": "甲村1组"}
    people = [
        shared | {"member_name": "王伟", "member_id_no": number(0), "relation": "户主"},
        shared | {"member_name": "李芳", "member_id_no": number(1), "relation": "配偶"},
    ]
    names = tuple(titles[field] for field in people[0])
    ledger = uploaded(book([list(row.values()) for row in people], titles=names), form="person-ledger")
    assert (ledger.state, ledger.trouble, ledger.accepted, ledger.rejected) == (LedgerState.CHECKED, "", 0, 2)
    with scope.enter(CLERK):
        assert "known_alone" in {fault[1] for row in LedgerRow.objects.all() for fault in row.faults}


def test_the_command_leaves_the_ledger_of_somebody_else_alone():
    data = book([household(0)])
    ledger = uploaded(data)
    with scope.enter(CLERK):
        LedgerFile.objects.filter(id=ledger.id).update(uploaded_by=cast().crew.staff)
    given = {"by": CLERK, "now": NOW, "region": VILLAGE_A, "season": 2026, "form": "official-ledger"}
    with pytest.raises(Conflict, match="别人已经上传"):
        _ledger.taken(data, **given, name="a.xlsx", partial=True)
    assert again(ledger).state == LedgerState.CHECKED


def test_of_two_numbers_of_a_head_the_new_one_is_written():
    with scope.enter(CLERK):
        head = register_person(
            by=CLERK,
            now=NOW,
            region=VILLAGE_A,
            details=Details(name="王伟"),
            papers=(Paper(DocumentKind.ID_CARD, number(0)), Paper(DocumentKind.ID_CARD_LEGACY, "520102500101112")),
        )
        home = form_household(by=CLERK, now=NOW, region=VILLAGE_A, head=head.id, formed_on=date(2026, 1, 1))
        assert heads_of([home.id], by=CLERK, plain=False)[home.id].number == mask_number(number(0))


def test_a_confirmer_who_sees_more_than_the_sender_writes_what_was_shown(monkeypatch):
    wide = cast().officer
    with scope.enter(wide):
        register_person(
            by=wide,
            now=NOW,
            region=TOWNSHIP_B,
            details=Details(name="王伟"),
            papers=(Paper(DocumentKind.ID_CARD, number(1)),),
        )
    ledger = uploaded(book([household(0)]))
    with scope.enter(wide):
        confirm_ledger(by=wide, now=NOW, ledger=ledger.id, found=ledger.found)
    seats = {one.staff: one for one in (CLERK, wide)}
    monkeypatch.setattr("nuandong.relief.working._actor", lambda staff, _now: seats[staff])
    work(ledger.id, NOW)
    assert (again(ledger).state, again(ledger).confirmed_by) == (LedgerState.CONFIRMED, wide.staff)


def test_a_ledger_that_was_looked_at_again_says_why():
    shown = uploaded(book([household(n) for n in range(3)]))
    confirmed(uploaded(book([household(n) for n in range(2)])))
    late = confirmed(shown)
    assert "重新核对" in late.trouble
    work(late.id, NOW, by=CLERK)
    assert "重新核对" in again(late).trouble
    assert confirmed(again(late)).trouble == ""


def test_the_bank_and_whose_account_it_is_are_kept_and_another_name_is_told():
    titles = (*TITLES, "一卡通账号", "开户行", "持卡人姓名")
    mine = [*household(0), "6217000010000000001", "贵阳农商银行", "户主甲"]
    mine[-1] = mine[titles.index("户主姓名")]
    others = [*household(1), "6217000010000000019", "贵阳农商银行", "钱多多"]
    silent = [*household(2), "6217000010000000027", "", ""]
    done = confirmed(uploaded(book([mine, others, silent], titles=titles)))
    assert (done.rejected, done.homes) == (0, 3)
    with scope.enter(CLERK):
        kept = Need.objects.order_by("id").values_list("bank", "holder_masked", "holder_other")
        assert [(bank, other) for bank, _name, other in kept] == [
            ("贵阳农商银行", False),
            ("贵阳农商银行", True),
            ("", None),
        ]
        assert kept[1][1] == "钱**"
        told = [[one[:2] for one in row.faults] for row in LedgerRow.objects.filter(ledger=done).order_by("number")]
        assert ["account_holder", "holder_differs"] in told[1]
        assert not any("holder_differs" in one for row in (told[0], told[2]) for one in row)
    changed = [*others[:-1], others[titles.index("户主姓名")]]
    again_ = confirmed(uploaded(book([mine, changed, silent], titles=titles)))
    assert (again_.changed, again_.same) == (1, 2)


def test_what_is_lacked_and_when_is_kept_and_a_changed_one_is_another_need():
    titles = (*TITLES, "困难类型", "需救助时段")
    done = confirmed(uploaded(book([[*household(0), "缺粮", "春荒"], [*household(1), "", ""]], titles=titles)))
    assert (done.rejected, done.homes) == (0, 2)
    with scope.enter(CLERK):
        kept = Need.objects.order_by("id").values_list("difficulty", "period")
        assert list(kept) == [("FOOD", "SPRING"), ("", "")]
    later = confirmed(uploaded(book([[*household(0), "缺粮", "今冬明春"], [*household(1), "", ""]], titles=titles)))
    assert (later.changed, later.same) == (1, 1)
    odd = uploaded(book([[*household(2), "缺钱", ""]], titles=titles))
    with scope.enter(CLERK):
        [row] = LedgerRow.objects.filter(ledger=odd)
        assert [one[:2] for one in row.faults] == [["difficulty", "list_unknown"]]
