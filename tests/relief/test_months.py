"""The months in which a season helps (DIS-016): both edges, other months of a procedure, an old season, a new disaster."""

from datetime import date

import pytest

from nuandong.kernel.ids import new_id
from nuandong.relief.models import Season
from nuandong.relief.months import Outside, outside
from nuandong.relief.procedures import procedure_named, procedures
from tests.cast import NOW

FIRST, LAST = date(2026, 12, 1), date(2027, 5, 31)


def season(*, year: int = 2026, **more: object) -> Season:
    rules = procedure_named("three-notices").model_dump(mode="json") | more
    return Season(id=new_id(NOW), year=year, title="冬春救助", rules=rules)


@pytest.mark.parametrize(
    ("day", "early"),
    [
        (date(2026, 11, 30), True),
        (FIRST, None),
        (LAST, None),
        (date(2027, 6, 1), False),
        (date(2025, 12, 1), True),
        (date(2027, 12, 1), False),
    ],
)
def test_both_edges(day, early):
    found = outside(season(), day)
    assert found == (None if early is None else Outside(FIRST, LAST, early=early))


def test_months_of_a_procedure_and_of_a_leap_year():
    assert outside(season(months={"first": 11, "last": 7}), date(2026, 11, 1)) is None
    assert outside(season(months={"first": 11, "last": 7}), date(2027, 8, 1)) is not None
    short = season(year=2027, months={"first": 12, "last": 2})
    assert outside(short, date(2028, 2, 29)) is None
    assert outside(short, date(2028, 3, 1)) is not None


def test_a_season_opened_before_has_the_usual_months():
    old = season()
    del old.rules["months"]
    assert outside(old, date(2026, 11, 30)) == Outside(FIRST, LAST, early=True)


def test_a_new_disaster_does_not_wait_for_the_winter():
    quick = season()
    quick.follows_id = new_id(NOW)
    assert outside(quick, date(2026, 8, 1)) is None


def test_every_ordinary_procedure_has_months_of_its_season():
    for one in procedures().values():
        first, last = one.months.days(2026)
        assert date(2026, 7, 1) <= first < last <= date(2027, 7, 31)
