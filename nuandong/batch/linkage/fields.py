"""What two records are compared by: fields with their levels, the first that applies counts.

A condition speaks of two rows `l` and `r` of the table of `normal`. A field that is empty on either side says nothing.
"""

from dataclasses import dataclass
from typing import Final

from nuandong.kernel.text import gettext_noop as _

EMPTY: Final = "empty"


@dataclass(frozen=True, slots=True)
class Level:
    """One outcome of a comparison: a stable name, a condition in SQL, and the words that a page shows."""

    name: str
    condition: str
    title: str


@dataclass(frozen=True, slots=True)
class Field:
    """`filled` is the condition under which the field can be compared at all; the last level is what remains."""

    name: str
    title: str
    filled: str
    levels: tuple[Level, ...]

    def case(self) -> str:
        """SQL for the number of the level: 0 for empty, 1 for the first level."""
        whens = " ".join(f"WHEN {level.condition} THEN {at}" for at, level in enumerate(self.levels[:-1], 1))
        return f"(CASE WHEN NOT ({self.filled}) THEN 0 {whens} ELSE {len(self.levels)} END)::UTINYINT"


def _both(column: str) -> str:
    return f"l.{column} IS NOT NULL AND r.{column} IS NOT NULL"


def _slip(column: str, half: int) -> str:
    """One digit wrong, missing or too many, or two neighbours changed round; one `half` of the number is whole then."""
    whole = (
        f"left(l.{column}, {half}) = left(r.{column}, {half}) OR right(l.{column}, {half}) = right(r.{column}, {half})"
    )
    return f"({whole}) AND damerau_levenshtein(l.{column}, r.{column}) = 1"


_DIFFERENT: Final = " + ".join(f"(l.c{n} <> r.c{n})::INTEGER" for n in range(1, 5))
# levenshtein counts bytes, three for a Chinese character: used for long names only, where one character matters little.
_ONE_OTHER: Final = (
    f"length(l.name) = length(r.name) AND length(l.name) BETWEEN 3 AND 4 AND ({_DIFFERENT}) = 1"
    " OR least(length(l.name), length(r.name)) >= 5 AND levenshtein(l.name, r.name) <= 3"
)
_SHORTER: Final = (
    "l.c1 = r.c1 AND abs(length(l.name) - length(r.name)) = 1 AND least(length(l.name), length(r.name)) >= 2"
    " AND (contains(l.name, substr(r.name, 2)) OR contains(r.name, substr(l.name, 2)))"
)
_TURNED: Final = (
    "l.c1 = r.c1 AND l.c2 = r.c3 AND l.c3 = r.c2 AND l.c4 = r.c4"
    " OR l.c3 = '' AND r.c3 = '' AND l.c1 = r.c2 AND l.c2 = r.c1"
    " OR l.name = substr(r.name, 2) || r.c1 OR r.name = substr(l.name, 2) || l.c1"
)
_LOST_END: Final = (
    "left(l.id_number, 15) = left(r.id_number, 15)"
    " AND (NOT l.id_right AND right(l.id_number, 3) = '000' OR NOT r.id_right AND right(r.id_number, 3) = '000')"
)
_DAYS: Final = "abs(datediff('day', l.birth, r.birth))"
_SAME_YEAR: Final = "year(l.birth) = year(r.birth)"
_TURNED_DAY: Final = f"{_SAME_YEAR} AND month(l.birth) = day(r.birth) AND day(l.birth) = month(r.birth)"
_ONE_DIGIT: Final = (
    f"({_SAME_YEAR} OR month(l.birth) = month(r.birth) AND day(l.birth) = day(r.birth))"
    " AND levenshtein(strftime(l.birth, '%Y%m%d'), strftime(r.birth, '%Y%m%d')) = 1"
)

NAME: Final = Field(
    "name",
    _("姓名"),
    _both("name"),
    (
        Level("same_rare", "l.name = r.name AND least(l.name_count, r.name_count) <= 4", _("相同，少见")),
        Level("same", "l.name = r.name AND least(l.name_count, r.name_count) <= 40", _("相同")),
        Level("same_common", "l.name = r.name", _("相同，常见")),
        Level("same_sound", "l.name_sound = r.name_sound", _("同音")),
        Level("look_alike", "l.name_shape = r.name_shape", _("形近")),
        Level("dialect_sound", "l.name_dialect = r.name_dialect", _("近音")),
        Level("turned", _TURNED, _("字序颠倒")),
        Level("one_other", f"l.c1 = r.c1 AND ({_ONE_OTHER})", _("一字不同")),
        Level("shorter", _SHORTER, _("少一字")),
        Level("surname_other", _ONE_OTHER, _("姓不同，名相同")),
        Level("surname", "l.c1 = r.c1", _("只有姓相同")),
        Level("other", "", _("不同")),
    ),
)

ID_NUMBER: Final = Field(
    "id_number",
    _("身份证号"),
    _both("id_number"),
    (
        Level("same", "l.id_number = r.id_number", _("相同")),
        Level("lost_end", _LOST_END, _("末三位被表格改成零")),
        # Two numbers that are both right by their check character are two numbers, however near.
        Level("slip", f"NOT (l.id_right AND r.id_right) AND {_slip('id_number', 8)}", _("错一位或邻位颠倒")),
        Level(
            "same_day_other",
            "l.id_right AND r.id_right AND left(l.id_number, 14) = left(r.id_number, 14)",
            _("地区和生日相同，号不同"),
        ),
        Level("other_right", "l.id_right AND r.id_right", _("两个有效号，不同")),
        Level("other", "", _("不同")),
    ),
)

BIRTH: Final = Field(
    "birth_date",
    _("出生日期"),
    _both("birth"),
    (
        Level("same", "l.birth = r.birth", _("相同")),
        Level("turned", _TURNED_DAY, _("月日颠倒")),
        Level("one_digit", _ONE_DIGIT, _("错一位")),
        Level("lunar", f"{_DAYS} BETWEEN 15 AND 60", _("相差像农历与公历")),
        Level("year", _SAME_YEAR, _("同年")),
        Level("near", f"{_DAYS} <= 800", _("相差两年以内")),
        Level("other", "", _("不同")),
    ),
)

SEX: Final = Field(
    "sex", _("性别"), _both("sex"), (Level("same", "l.sex = r.sex", _("相同")), Level("other", "", _("不同")))
)

ADDRESS: Final = Field(
    "address",
    _("住址"),
    "coalesce(l.region, l.address) IS NOT NULL AND coalesce(r.region, r.address) IS NOT NULL",
    (
        Level("same", "l.address = r.address AND coalesce(l.region = r.region, TRUE)", _("相同")),
        Level(
            "part",
            "coalesce(l.region = r.region, TRUE) AND least(length(l.address), length(r.address)) >= 4"
            " AND (starts_with(l.address, r.address) OR starts_with(r.address, l.address)"
            " OR jaccard(l.address, r.address) >= 0.8)",
            _("大致相同"),
        ),
        Level("village", "l.region = r.region AND length(l.region) = 12", _("同村")),
        Level("township", "length(l.region) >= 9 AND left(l.region, 9) = left(r.region, 9)", _("同乡镇")),
        Level("county", "left(l.region, 6) = left(r.region, 6)", _("同县")),
        Level("other", "", _("不同")),
    ),
)


def _digits(name: str, title: str, half: int) -> Field:
    return Field(
        name,
        title,
        _both(name),
        (
            Level("same", f"l.{name} = r.{name}", _("相同")),
            Level("slip", _slip(name, half), _("错一位或邻位颠倒")),
            Level("other", "", _("不同")),
        ),
    )


FIELDS: Final = (
    NAME,
    ID_NUMBER,
    BIRTH,
    SEX,
    ADDRESS,
    _digits("card", _("银行卡号"), 9),
    _digits("phone", _("电话"), 5),
)
