"""A county's own list of divisions, as rows that have been read and checked one by one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from nuandong.geo.cells import read_code, read_codes, read_day
from nuandong.geo.codes import Level, contains, level_of, parent
from nuandong.geo.errors import RowProblems
from nuandong.kernel.errors import Invalid
from nuandong.kernel.sheets import Row, read_rows
from nuandong.kernel.text import clean_line
from nuandong.kernel.text import gettext_noop as _

COLUMNS: Final[Mapping[str, Sequence[str]]] = {
    "code": ("代码", "区划代码", "行政区划代码", "统计用区划代码", "编码", "12位代码"),
    "name": ("名称", "区划名称", "行政区划名称", "单位名称"),
    "level": ("级别", "层级", "区划级别", "行政级别"),
    "parent": ("上级代码", "上级区划代码", "父级代码", "上级编码"),
    "valid_from": ("生效日期", "启用日期", "设立日期", "开始日期"),
    "valid_to": ("失效日期", "停用日期", "撤销日期", "废止日期", "结束日期"),
    "predecessors": ("原代码", "原区划代码", "前身代码", "旧代码"),
    "successors": ("后继代码", "并入代码", "现代码", "新代码"),
}

_LEVEL_WORDS: Final = {
    Level.PROVINCE: ("1", "省", "省级", "自治区", "直辖市", "province"),
    Level.PREFECTURE: ("2", "市", "市级", "地级", "地级市", "地市级", "州", "盟", "地区", "prefecture", "city"),
    Level.COUNTY: ("3", "县", "县级", "区", "区县", "区县级", "县级市", "旗", "市辖区", "county"),
    Level.TOWNSHIP: ("4", "乡", "镇", "街道", "乡级", "乡镇", "乡镇级", "乡镇街道", "街道办事处", "township"),
    Level.VILLAGE: ("5", "村", "村级", "社区", "居委会", "村委会", "村居", "村社区", "village"),
}
_LEVEL_OF_WORD: Final = {word: level for level, words in _LEVEL_WORDS.items() for word in words}


@dataclass(frozen=True, slots=True)
class DivisionRow:
    """One readable row. A day left blank is not stated: it neither opens nor ends anything."""

    number: int
    code: int
    name: str
    parent: int | None
    valid_from: date | None
    valid_to: date | None
    predecessors: tuple[int, ...]
    successors: tuple[int, ...]


def read_divisions(data: bytes, problems: RowProblems) -> list[DivisionRow]:
    """Read a spreadsheet; rows at fault go to `problems`. Raises `Invalid` when there is no table at all."""
    rows: list[DivisionRow] = []
    first_seen: dict[tuple[int, date | None], int] = {}
    for row in read_rows(data, COLUMNS, required=("code", "name")):
        read = _row(row, problems)
        if read is None:
            continue
        earlier = first_seen.setdefault((read.code, read.valid_from), read.number)
        if earlier != read.number:
            problems.add(row.number, "代码", _("与第 %(earlier)d 行重复。"), earlier=earlier)
        rows.append(read)
    return rows


def _row(row: Row, problems: RowProblems) -> DivisionRow | None:
    code = read_code(row["code"])
    if code is None:
        problems.add(row.number, "代码", _("“%(given)s”不是 12 位区划代码。"), given=row["code"][:30])
        return None
    name = _name(row, problems)
    _check_level(row, code, problems)
    since, until = _day(row, "valid_from", problems), _day(row, "valid_to", problems)
    if since and until and until <= since:
        problems.add(row.number, "失效日期", _("失效日期应晚于生效日期。"))
    successors = _codes(row, "successors", code, problems)
    if successors and until is None:
        problems.add(row.number, "失效日期", _("填了后继代码，就要填失效日期。"))
    return DivisionRow(
        row.number,
        code,
        name,
        _parent(row, code, problems),
        since,
        until,
        _codes(row, "predecessors", code, problems),
        successors,
    )


def _name(row: Row, problems: RowProblems) -> str:
    try:
        name = clean_line(row["name"], 100)
    except Invalid:
        problems.add(row.number, "名称", _("名称超过 100 个字。"))
        return ""
    if not name:
        problems.add(row.number, "名称", _("名称是空的。"))
    return name


def _check_level(row: Row, code: int, problems: RowProblems) -> None:
    word = "".join(row["level"].lower().split())
    if not word:
        return
    stated = _LEVEL_OF_WORD.get(word)
    if stated is None:
        problems.add(row.number, "级别", _("不认识的级别“%(given)s”，可填省、市、县、乡、村。"), given=word[:30])
    elif stated is not level_of(code) and not _county_city(word, code):
        problems.add(row.number, "级别", _("级别“%(given)s”与代码的位数不一致。"), given=word[:30])


def _county_city(word: str, code: int) -> bool:
    # County-level cities and their kin are often written with the word of the level above.
    return word in {"市", "地区"} and level_of(code) is Level.COUNTY


def _parent(row: Row, code: int, problems: RowProblems) -> int | None:
    given = row["parent"]
    if not given or (set(given) <= {"0", "-"} and level_of(code) is Level.PROVINCE):
        return parent(code)
    above = read_code(given)
    if above is None or above == code or not contains(above, code):
        problems.add(row.number, "上级代码", _("上级代码“%(given)s”不包含本代码。"), given=given[:30])
        return None
    return above


def _day(row: Row, column: str, problems: RowProblems) -> date | None:
    if not row[column]:
        return None
    day = read_day(row[column])
    if day is None:
        problems.add(
            row.number, COLUMNS[column][0], _("“%(given)s”不是日期，请写成 2026-12-01。"), given=row[column][:30]
        )
    return day


def _codes(row: Row, column: str, code: int, problems: RowProblems) -> tuple[int, ...]:
    codes = read_codes(row[column])
    if codes is None or code in codes:
        problems.add(row.number, COLUMNS[column][0], _("应为其他的 12 位代码，多个用顿号分开。"))
        return ()
    return tuple(dict.fromkeys(codes))
