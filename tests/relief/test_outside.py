"""Lists from elsewhere: who is registered is found by his number, the rest is forgotten; checks and payments see it."""

import io
from typing import Any

import pytest
import xlsxwriter

from nuandong.kernel.errors import Conflict, Forbidden, Invalid, NotNow
from nuandong.kernel.ids import new_id
from nuandong.org import scope
from nuandong.people.kinds import PairState
from nuandong.people.models import ProposedPair
from nuandong.relief.actions.take_list import end_list, take_list
from nuandong.relief.integrity.elsewhere import absent_counted
from nuandong.relief.integrity.looking import Look
from nuandong.relief.integrity.money import other_programme
from nuandong.relief.integrity.running import beside, missing
from nuandong.relief.models import OutsideEntry, OutsideList
from nuandong.relief.paying.others import other_payments
from tests.cast import COUNTY, NOW, TOWNSHIP_A, cast
from tests.relief import payouts
from tests.relief.books import number

pytestmark = pytest.mark.django_db
OFFICER, CLERK = cast().officer, cast().clerk_a
LOOK = Look(COUNTY, 2026, NOW, {"days": 180})


@pytest.fixture(autouse=True)
def demo(settings):
    settings.NUANDONG_DEMO = True


def sheet(titles: tuple[str, ...], *rows: tuple[Any, ...]) -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    page = book.add_worksheet()
    for place, row in enumerate((titles, *rows)):
        page.write_row(place, 0, row)
    book.close()
    return target.getvalue()


def taken(kind: str, data: bytes, **more: Any) -> OutsideList:
    with scope.enter(OFFICER):
        values = {"region": COUNTY, "season": 2026, "title": "民政局临时救助"} | more
        return take_list(by=OFFICER, now=NOW, kind=kind, data=data, **values)


AID = ("姓名", "身份证号", "金额（元）")
AWAY = ("姓名", "身份证号码", "外出日期", "返回日期")


def test_money_of_other_programmes_is_found_and_shown_before_a_release():
    made = payouts.world(2)
    with scope.enter(OFFICER):
        assert "other_programme" in beside(LOOK)
    data = sheet(
        AID,
        ("甲", number(1), 300),
        ("甲", number(1), "200.50"),
        ("不在册", number(77), 100),
        ("乙", "52010219", 5),
        ("乙", number(2), "不详"),
    )
    row = taken("aid", data)
    assert (row.rows, row.matched, row.rejected) == (5, 1, 2)
    with scope.enter(OFFICER):
        assert OutsideEntry.objects.get().amount_fen == 50_050
        assert "other_programme" not in beside(LOOK)
        [told] = other_programme(LOOK)
        assert told.subject == made.granted[0].household_id
        assert (told.facts["persons"], told.facts["other_fen"], told.facts["programmes"]) == (1, 50_050, row.title)
    with pytest.raises(Conflict):
        taken("aid", data)
    payout = payouts.planned(made)
    with scope.enter(OFFICER):
        [one] = other_payments(payout).shown
        assert (one.way, one.amount, one.said, one.line.serial) == ("outside", 50_050, row.title, 1)
        end_list(by=OFFICER, now=NOW, outside=row.id, reason="重新导出")
        assert not OutsideEntry.objects.exists()
        assert other_payments(payout).count == 0
        with pytest.raises(NotNow):
            end_list(by=OFFICER, now=NOW, outside=row.id, reason="重新导出")
    assert taken("aid", data).matched == 1


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_list_may_be_separated_values_as_spreadsheets_write_them(encoding):
    payouts.world(2)
    lines = ("民政局临时救助发放名单", ",".join(AID), f"甲,{number(1)},300.00", f'"乙\r\n",{number(2)}, 12.5')
    row = taken("aid", "\r\n".join(lines).encode(encoding))
    assert (row.rows, row.matched, row.rejected) == (2, 2, 0)
    with scope.enter(OFFICER):
        assert sum(OutsideEntry.objects.values_list("amount_fen", flat=True)) == 31_250


@pytest.mark.parametrize(
    ("since", "until", "found"),
    [
        ("2026-01-05", "", 1),
        ("2026-01-05", "2026-12-31", 1),
        ("2026-01-05", "2026-11-01", 0),  # back again
        ("2026-09-01", "", 0),  # not yet for long
    ],
)
def test_people_long_away_are_found_while_they_are_counted(since, until, found):
    made = payouts.world(1)
    with scope.enter(OFFICER):
        assert "absent_counted" in missing(LOOK)
    taken("absence", sheet(AWAY, ("甲", number(1), since, until)), title="甲村外出名册", region=TOWNSHIP_A)
    with scope.enter(OFFICER):
        assert "absent_counted" not in missing(LOOK)
        told = [(one.subject, dict(one.facts)) for one in absent_counted(LOOK)]
    assert told == [(made.granted[0].household_id, {"persons": 1, "members": 1, "size": 1})] * found


def test_records_decided_to_be_one_person_count_as_one():
    """Granted in two seasons under two records: both checks and payment lists name the other."""
    first, second = payouts.world(1), payouts.world(1, first=5, title="追加救助")
    with scope.enter(OFFICER):
        people = sorted((one.counted.get().person_id for one in (first.granted[0], second.granted[0])), key=str)
        assert list(other_programme(LOOK)) == []
    other = payouts.planned(second)
    payout = payouts.planned(first)
    with scope.enter(OFFICER):
        assert other_payments(payout).count == 0
        ProposedPair.objects.create(**pair(people))
        [told] = other_payments(payout).shown
        assert (told.way, told.payout.id, told.amount) == ("person", other.id, other.total_fen)
        found = {one.subject: one.facts for one in other_programme(LOOK)}
        assert {home: facts["other_fen"] for home, facts in found.items()} == {
            first.granted[0].household_id: second.granted[0].amount_fen,
            second.granted[0].household_id: first.granted[0].amount_fen,
        }


def pair(people: list[Any]) -> dict[str, Any]:
    """Two records somebody decided to be of one person."""
    return {
        "id": new_id(NOW),
        "region": COUNTY,
        "person_a_id": people[0],
        "person_b_id": people[1],
        "probability": 990_000,
        "sure": True,
        "outcomes": {},
        "weights": "x",
        "told": b"0" * 16,
        "state": PairState.SAME,
        "proposed_at": NOW,
        "decided_by": OFFICER.staff,
        "decided_at": NOW,
    }


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"title": " "}, Invalid),
        ({"kind": "else"}, Invalid),
        ({"data": b"no book"}, Invalid),
        ({"data": sheet(("甲", "乙"), ("1", "2"))}, Invalid),
    ],
)
def test_what_is_no_list_is_refused(changed, error):
    values = {"kind": "aid", "data": sheet(AID, ("甲", number(1), 1))} | changed
    with pytest.raises(error):
        taken(values.pop("kind"), values.pop("data"), **values)


def test_whoever_may_not_import_takes_no_list():
    with scope.enter(cast().finance), pytest.raises(Forbidden):
        take_list(by=cast().finance, now=NOW, kind="aid", region=COUNTY, season=2026, title="名单", data=b"")
