from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuandong.kernel.calendar import WorkCalendar, read_year
from nuandong.kernel.clock import SHANGHAI, FixedClock, SystemClock, day_start, local_date
from nuandong.kernel.errors import Invalid, NotFound
from nuandong.kernel.periods import Period, Unit, add_months

LIBRARY = Path(__file__).parents[2] / "library" / "calendar"
CALENDAR = WorkCalendar.load(LIBRARY)
WEEKENDS = WorkCalendar([], assume_weekends=True)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("start", "period", "due"),
    [
        # exact: no rolling, not even over a holiday
        ("2026-12-01 20:00", "30 minutes", "2026-12-01 20:30"),
        ("2026-02-15 23:00", "24 hours", "2026-02-16 23:00"),
        # the start day does not count; the last day ends at 24:00
        ("2026-12-01 20:00", "1 natural day", "2026-12-03 00:00"),
        ("2026-12-01 00:00", "10 natural_days", "2026-12-12 00:00"),
        # last day Saturday 5 December rolls on to Monday 7
        ("2026-12-01 20:00", "4 natural days", "2026-12-08 00:00"),
        # last day inside Spring Festival 15-23 February 2026 rolls on to the 24th
        ("2026-02-06 09:00", "10 natural days", "2026-02-25 00:00"),
        # last day is Saturday 14 February, a moved workday: it stays
        ("2026-02-04 09:00", "10 natural days", "2026-02-15 00:00"),
        # a weekend inside is skipped; Saturday the 28th is worked
        ("2026-02-24 09:00", "4 working days", "2026-03-01 00:00"),
        ("2026-02-13 09:00", "2 working days", "2026-02-25 00:00"),
        # entered on Friday evening: seven working days
        ("2026-12-04 22:00", "7 working days", "2026-12-16 00:00"),
        # over the turn of the year: 1-3 January off, Sunday the 4th worked
        ("2025-12-31 10:00", "1 working day", "2026-01-05 00:00"),
        ("2026-12-01 08:00", "1 week", "2026-12-09 00:00"),
        # 31 January plus a month: last day 28 February, a worked Saturday
        ("2026-01-31 08:00", "1 month", "2026-03-01 00:00"),
        ("2026-12-01 08:00", "3 months", "2027-03-02 00:00"),
        # a Beijing day that is still the day before in UTC
        ("2026-12-02 00:30", "1 working day", "2026-12-04 00:00"),
    ],
)
def test_due(start: str, period: str, due: str) -> None:
    assert Period.parse(period).due(at(start), CALENDAR) == at(due)


@pytest.mark.parametrize(
    ("start", "period", "due"),
    [
        ("2026-12-01 20:00", "4 natural days", "2026-12-06 00:00"),  # to the end of Saturday
        ("2026-02-06 09:00", "10 natural days", "2026-02-17 00:00"),  # into Spring Festival
        ("2026-12-05 08:00", "1 week", "2026-12-13 00:00"),
        ("2026-12-04 22:00", "7 working days", "2026-12-16 00:00"),  # working days are the same either way
        ("2026-12-01 20:00", "30 minutes", "2026-12-01 20:30"),
    ],
)
def test_a_least_duration_may_end_on_any_day(start: str, period: str, due: str) -> None:
    assert Period.parse(period).due(at(start), CALENDAR, at_least=True) == at(due)


@pytest.mark.parametrize(
    "text", ["24 days", "24", "hours", "0 hours", "-1 hours", "1.5 hours", "24 小时", "999999 hours", ""]
)
def test_unclear_periods_are_refused(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        Period.parse(text)
    assert refused.value.code == "period_unreadable"


@given(st.builds(Period, st.integers(1, 99_999), st.sampled_from(Unit)))
def test_periods_write_and_read_back(period: Period) -> None:
    assert Period.parse(str(period)) == period


@given(st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)), st.integers(1, 60), st.sampled_from(list(Unit)[2:]))  # noqa: DTZ001
def test_day_periods_end_at_midnight_after_a_workday_and_grow(start: datetime, amount: int, unit: Unit) -> None:
    begun = start.replace(tzinfo=SHANGHAI)
    due = Period(amount, unit).due(begun, WEEKENDS)
    assert due == day_start(local_date(due))
    assert WEEKENDS.is_workday(local_date(due) - timedelta(days=1))
    assert begun < due <= Period(amount + 1, unit).due(begun, WEEKENDS)


def test_missing_year_is_named() -> None:
    with pytest.raises(NotFound) as refused:
        Period(3, Unit.MONTHS).due(at("2027-11-01 08:00"), CALENDAR)
    assert refused.value.params == {"year": 2028}
    assert "library/calendar/2028.yaml" in str(refused.value)


def test_naive_start_is_a_programming_error() -> None:
    with pytest.raises(ValueError, match="time zone"):
        Period(1, Unit.HOURS).due(datetime(2026, 12, 1), CALENDAR)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 5, 5), 12, date(2027, 5, 5)),
    ],
)
def test_months(day: date, months: int, later: date) -> None:
    assert add_months(day, months) == later


@pytest.mark.parametrize(
    ("year", "days_off", "moved", "provisional"),
    [(2024, 30, 8, False), (2025, 28, 5, False), (2026, 33, 6, False), (2027, 13, 0, True)],
)
def test_shipped_years(year: int, days_off: int, moved: int, provisional: bool) -> None:
    read = read_year(LIBRARY / f"{year}.yaml")
    assert (len(read.holidays), len(read.workdays), read.provisional) == (days_off, moved, provisional)
    assert CALENDAR.is_provisional(date(year, 6, 1)) is provisional


@pytest.mark.parametrize(
    ("day", "worked", "name"),
    [
        ("2026-02-17", False, "春节"),
        ("2026-02-14", True, None),
        ("2026-02-24", True, None),
        ("2026-10-10", True, None),
        ("2026-12-05", False, None),
        ("2025-10-06", False, "国庆节、中秋节"),
    ],
)
def test_days(day: str, worked: bool, name: str | None) -> None:
    assert CALENDAR.is_workday(date.fromisoformat(day)) is worked
    assert CALENDAR.holiday_name(date.fromisoformat(day)) == name


GOOD = "year: 2030\nprovisional: false\nsource: test\nholidays:\n  2030-01-01: 元旦\nworkdays: [2030-01-05]\n"


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("year: 2030", "year: 2031", "year"),
        ("2030-01-05", "2030-01-07", "2030-01-07"),  # a Monday cannot be a moved workday
        ("2030-01-01: 元旦", "2029-01-01: 元旦", "2029-01-01"),
        ("provisional: false", "provisional: maybe", "provisional"),
        ("workdays: [2030-01-05]", "workdays: none", "workdays"),
        ("source: test\n", "", "keys"),
        ("year: 2030", "year: [", ""),
    ],
)
def test_a_slip_in_a_calendar_file_is_named(tmp_path: Path, old: str, new: str, what: str) -> None:
    path = tmp_path / "2030.yaml"
    path.write_text(GOOD)
    assert read_year(path).holidays == {date(2030, 1, 1): "元旦"}
    path.write_text(GOOD.replace(old, new))
    with pytest.raises(Invalid) as refused:
        read_year(path)
    assert refused.value.params["file"] == "2030.yaml"
    assert what in str(refused.value.params["what"])


def test_clocks() -> None:
    fixed = FixedClock(at("2026-12-01 20:00"))
    fixed.advance(timedelta(minutes=30))
    assert fixed.now() == at("2026-12-01 20:30")
    assert SystemClock().now().utcoffset() == timedelta(hours=8)
    with pytest.raises(ValueError, match="time zone"):
        FixedClock(datetime(2026, 12, 1))  # noqa: DTZ001
