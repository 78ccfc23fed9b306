from datetime import date

import pytest

from nuandong.geo.cells import read_code, read_codes, read_day, read_degrees, read_whole
from nuandong.geo.names import initials_of, pinyin_of


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("520102001000", 520102001000),
        (" ５２０１０２ ", 520102000000),
        ("520102001", 520102001000),
        ("52", 520000000000),
        ("'520102001013", 520102001013),
        ("5201020010", None),
        ("52010200100x", None),
        ("010102001000", None),
        ("", None),
    ],
)
def test_codes(text: str, code: int | None) -> None:
    assert read_code(text) == code


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("520102001、520102002000", [520102001000, 520102002000]),
        ("", []),
        ("520102, x", None),
        ("520102；520103", [520102000000, 520103000000]),
    ],
)
def test_lists_of_codes(text: str, codes: list[int] | None) -> None:
    assert read_codes(text) == codes


@pytest.mark.parametrize(
    ("text", "day"),
    [
        *(
            (text, date(2026, 12, 1))
            for text in ("2026-12-01", "2026/12/1", "2026.12.01", "20261201", "2026年12月1日", "2026-12-01T00:00:00")
        ),
        ("2026-02-30", None),
        ("12/01/2026", None),
        ("2026", None),
        ("明年", None),
    ],
)
def test_days(text: str, day: date | None) -> None:
    assert read_day(text) == day


@pytest.mark.parametrize(
    ("text", "degrees"),
    [("106.7135", 106.7135), ("-33.8", -33.8), ("26°", 26.0), ("26°34'", None), ("1e3", None), ("nan", None)],
)
def test_degrees(text: str, degrees: float | None) -> None:
    assert read_degrees(text) == degrees


@pytest.mark.parametrize(("text", "number"), [("3", 3), ("3.0", 3), ("3.5", None), ("-1", None), ("三", None)])
def test_whole_numbers(text: str, number: int | None) -> None:
    assert read_whole(text) == number


def test_sounds() -> None:
    assert (pinyin_of("南明区"), initials_of("南明区")) == ("nanmingqu", "nmq")
    assert initials_of("G1示范区（筹）") == "g1sfqc"
