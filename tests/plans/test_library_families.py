"""What the texts of relief, care, visits, heating, safety and donations print stands in their files as printed."""

import pytest

from nuandong.plans.schema import AtLeast, ByDeadline, Coverage, Lasts, Obligation, Within
from tests.plans.test_library import read

DAYS = [
    ("relief/township-ten-day-notice", "notices-posted", "+1/01-04"),
    ("relief/township-ten-day-notice", "village-ledgers", "+1/01-15"),
    ("relief/township-ten-day-notice", "township-ledger", "+1/01-17"),
    ("relief/township-ten-day-notice", "all-paid", "+1/01-20"),
    ("relief/township-food-grants", "village-packs", "+1/01-08"),
    ("relief/township-food-grants", "township-pack", "+1/01-13"),
    ("relief/subdistrict-three-notices", "statistics-sent", "+1/01-03"),
    ("relief/subdistrict-three-notices", "forms-sent", "+1/01-08"),
    ("relief/subdistrict-three-notices", "paid", "+1/01-22"),
    ("relief/subdistrict-three-notices", "progress-sent", "+1/01-27"),
    ("relief/subdistrict-three-notices", "relief-finished", "+1/04-30"),
    ("relief/subdistrict-three-notices", "evaluated", "+1/05-20"),
    ("care/subdistrict-helpers", "tables-sent", "12-20"),
    ("care/community-solstice", "all-visited", "12-22"),
    ("visits/town-communities", "all-visited", "+1/02-06"),
    ("visits/union-new-year", "kick-off", "+1/01-10 09:00"),
    ("visits/union-new-year", "goods-given", "+1/02-10"),
    ("visits/city-departments", "leader-proposals", "+1/01-10"),
    ("visits/city-enterprises-three-phases", "summary-sent", "+1/03-01"),
    ("visits/county-enterprises-four-phases", "lists-confirmed", "11-30"),
    ("heating/county-look-back", "screening-sent", "11-08 12:00"),
    ("heating/county-look-back", "township-report", "11-20"),
    ("safety/commerce-fire-season", "plan-made", "11-22"),
    ("safety/commerce-fire-season", "summary", "+1/03-25"),
    ("donations/campus-winter-clothes", "contacts-fixed", "11-10"),
    ("donations/campus-winter-clothes", "bags-fetched", "11-20"),
    ("donations/mailed-school-clothes", "clothes-received", "11-30"),
]


MASKED = {
    "visits/county-enterprises-four-phases": {"season.from", "season.to", "forms-sent", "summary-sent"},
    "visits/city-enterprises-three-phases": {"preparing.to", "visiting.from"},
    "visits/town-communities": {"season.from", "roster-sent"},
    "donations/mailed-school-clothes": {"season.from"},
}


def duty(plan: str, name: str) -> Obligation:
    return next(one for one in read(plan).duties if one.id == name)


@pytest.mark.parametrize(("plan", "name", "day"), DAYS)
def test_the_day_is_the_printed_one(plan: str, name: str, day: str) -> None:
    found = duty(plan, name)
    assert isinstance(found, ByDeadline | Coverage)
    assert str(found.by) == day


@pytest.mark.parametrize(
    ("plan", "name", "time"),
    [
        ("relief/township-ten-day-notice", "notice-hangs", "10 natural_days"),
        ("relief/township-ten-day-notice", "paid-after-decision", "5 working_days"),
        ("relief/township-food-grants", "village-notice-hangs", "7 natural_days"),
        ("relief/township-food-grants", "township-notice-hangs", "3 natural_days"),
        ("relief/subdistrict-three-notices", "first-notice-hangs", "7 natural_days"),
        ("relief/subdistrict-three-notices", "township-notice-hangs", "3 natural_days"),
        ("relief/subdistrict-three-notices", "third-notice-hangs", "7 natural_days"),
        ("heating/township-safe-and-warm", "first-aid", "24 hours"),
    ],
)
def test_the_time_is_the_printed_one(plan: str, name: str, time: str) -> None:
    found = duty(plan, name)
    assert isinstance(found, Lasts | Within)
    assert str(found.time) == time


@pytest.mark.parametrize(
    ("plan", "name", "often"),
    [
        ("care/subdistrict-helpers", "contact-three-a-week", (3, "1 week", "each subject")),
        ("heating/township-safe-and-warm", "high-risk-daily", (1, "1 day", "each subject")),
        ("visits/city-departments", "activity-every-week", (1, "1 week", "each unit")),
    ],
)
def test_how_often(plan: str, name: str, often: tuple[int, str, str]) -> None:
    found = duty(plan, name)
    assert isinstance(found, AtLeast)
    assert (found.count, found.per, found.scope) == often


def test_three_shares_of_a_hundred_percent() -> None:
    shares = ("leaflets-everywhere", "homes-cleared", "taught-face-to-face")
    for name in shares:
        found = duty("heating/township-safe-and-warm", name)
        assert isinstance(found, Coverage)
        assert (found.percent, found.strength) == (100, "must")


@pytest.mark.parametrize(("plan", "names"), MASKED.items())
def test_masked_days_stay_unknown(plan: str, names: set[str]) -> None:
    assert names <= set(read(plan).unknowns())


def test_money_is_what_the_texts_name() -> None:
    union = {fund.id: fund.amount_fen or 0 for fund in read("visits/union-new-year").funds}
    assert union.pop("total") == sum(union.values()) == 91_500_00
    assert read("relief/township-food-grants").funds[0].amount_fen == 25_000_00
    assert read("relief/subdistrict-three-notices").funds[0].amount_fen == 10_000_00
