"""Hits, misses and errors are counted right on a small invented text."""

from decimal import Decimal

import pytest

from bench.answer_keys import Entry
from bench.answer_scores import Found, agree, details_agree, score, together


def entry(kind, value, paragraph=1, **more):
    blank = {"starts": paragraph, "unit": "", "per": "", "bound": "", "clock": "", "optional": False}
    return Entry(paragraph=paragraph, kind=kind, value=value, **{**blank, **more})


# An invented plan: patrols twice a week, two notices of seven days, a report by a day, a list of places.
PATROL = entry("frequency", Decimal(2), per="week", bound="at_least")
NOTICE = entry("duration", Decimal(7), 2, unit="days")
DUE = entry("deadline", "12-20", 3)
SUMMARY = entry("report", "once", 3)
PLACES = entry("categories", ("车站", "桥洞", "公园", "医院"), 4)
GOODS = entry("categories", ("棉衣", "食品"), 4, optional=True)
PLAN = (PATROL, NOTICE, NOTICE, DUE, SUMMARY, PLACES, GOODS)


def test_everything_found():
    result = score(
        PLAN,
        [
            Found(1, "frequency", Decimal(2), per="week", bound="exact"),
            Found(2, "duration", Decimal(7), "days"),
            Found(2, "duration", Decimal(7), "days"),
            Found(3, "deadline", "12-20"),
            Found(3, "report", "unstated"),
            Found(4, "categories", ("火车站", "桥洞", "公园", "学校")),
            Found(4, "categories", ("棉衣", "食品")),
        ],
    )
    assert (len(result.hits), result.missed, result.wrong) == (6, [], [])
    assert (result.recall(), result.precision(), result.complete()) == (1, 1, 1)


def test_misses_and_errors():
    wrong_day, strange = Found(3, "deadline", "12-21"), Found(9, "amount", Decimal(3), "yuan")
    result = score(PLAN, [Found(2, "duration", Decimal(7), "days"), wrong_day, strange])
    assert [found for _, found in result.hits] == [Found(2, "duration", Decimal(7), "days")]
    assert result.missed == [PATROL, NOTICE, DUE, SUMMARY, PLACES]
    assert result.wrong == [wrong_day, strange]
    assert result.recall() == Decimal(1) / 6
    assert result.precision() == Decimal(1) / 3
    assert result.of_kind("deadline").missed == [DUE]
    assert result.of_kind("deadline").wrong == [wrong_day]
    assert score([], []).recall() is None


@pytest.mark.parametrize(
    ("key", "found", "same"),
    [
        (NOTICE, Found(2, "deadline", Decimal(7), "days"), True),
        (NOTICE, Found(2, "duration", Decimal(7), "working days"), False),
        (NOTICE, Found(3, "duration", Decimal(7), "days"), False),
        (DUE, Found(3, "duration", "12-20"), True),
        (PATROL, Found(1, "frequency", Decimal(2), per="month"), False),
        (SUMMARY, Found(3, "report", "month"), False),
        (PLACES, Found(4, "categories", ("车站", "公园")), False),
        (PLACES, Found(4, "categories", ("“车站”", "桥(涵)洞", "公园（广场）")), True),
        (entry("amount", Decimal(1), unit="jin/person"), Found(1, "amount", Decimal("0.5"), "kg/person"), True),
        (
            entry("amount", (Decimal(2), Decimal(4)), unit="jin"),
            Found(1, "amount", (Decimal(1), Decimal(2)), "kg"),
            True,
        ),
        (entry("amount", Decimal(1), 5, starts=4, unit="yuan"), Found(4, "amount", Decimal(1), "yuan"), True),
        (entry("duration", ("now", "unknown"), unit="dates"), Found(1, "duration", ("now", "04"), "dates"), False),
    ],
)
def test_what_is_the_same_fact(key, found, same):
    assert agree(key, found) is same


@pytest.mark.parametrize(
    ("key", "found", "same"),
    [
        (PATROL, Found(1, "frequency", Decimal(2), bound="exact"), True),
        (PATROL, Found(1, "frequency", Decimal(2), bound="at_most"), False),
        (entry("duration", Decimal(7), bound="at_least"), Found(1, "duration", Decimal(7), bound="exact"), False),
        (entry("deadline", "12-20", clock="12:00"), Found(1, "deadline", "12-20"), False),
        (entry("deadline", "12-20"), Found(1, "deadline", "12-20", clock="12:00"), True),
    ],
)
def test_what_hangs_on_a_fact(key, found, same):
    assert details_agree(key, found) is same


def test_a_list_taken_apart_is_no_error():
    pieces = [Found(4, "categories", ("车站", "桥洞", "公园")), Found(4, "categories", ("医院",))]
    result = score([PLACES], pieces)
    assert (len(result.hits), result.wrong) == (1, [])
    assert len(together([result, result]).hits) == 2
