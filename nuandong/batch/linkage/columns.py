"""The list of persons that a linkage takes: its columns, their headings, and what is refused."""

from collections.abc import Mapping
from typing import Final, NoReturn

import pyarrow as pa
import pyarrow.compute as pc

from nuandong.kernel.errors import Invalid
from nuandong.kernel.text import gettext_noop as _

HEADINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "id": ("id", "编号", "人员编号"),
    "name": ("name", "姓名"),
    "id_number": (
        "id_number", "身份证号", "身份证号码", "公民身份号码", "身份证", "居民身份证号", "居民身份证号码",
        "公民身份证号码", "身份证件号码", "证件号码", "证件号",
    ),
    "birth_date": ("birth_date", "出生日期", "出生年月", "出生年月日", "生日"),
    "sex": ("sex", "性别"),
    "region": ("region", "区划代码", "行政区划代码"),
    "address": ("address", "住址", "家庭住址", "地址", "家庭地址", "详细地址", "居住地址", "现住址", "户籍地址"),
    "card": (
        "card", "银行卡号", "银行账号", "一卡通账号", "卡号", "账号", "银行账户", "一卡通号码", "一卡通卡号",
        "社保卡号",
    ),
    "phone": ("phone", "电话", "联系电话", "手机号", "手机", "手机号码", "电话号码", "联系方式"),
}  # fmt: skip
"""What each column may be called; where a list has several of them, the first counts and the others go unused."""
COLUMNS: Final = tuple(HEADINGS)
REQUIRED: Final = ("id", "name")
TELLING: Final = ("id_number", "birth_date", "card", "phone", "address")
"""With none of these, names alone would be compared."""
LONGEST: Final[Mapping[str, int]] = {"id": 64, "address": 200}
FIRST_ROW: Final = 2
"""The number of the first record, as a spreadsheet counts: the heading is row 1."""
_LONGEST_OTHER: Final = 60


def checked(table: pa.Table) -> pa.Table:
    """The list as a table of texts with the columns `COLUMNS`; columns that are not given are empty, others left out.

    Raises `Invalid` that names the column, and the row as a spreadsheet counts (the heading is 1): missing or repeated
    columns, nothing but names, an id that is missing or stands twice, a name that is missing, a value too long.
    """
    places = _places(table.column_names)
    texts = {
        name: _texts(table.column(places[name]), name) if name in places else pa.nulls(table.num_rows, pa.string())
        for name in COLUMNS
    }
    found = pa.table({name: pc.fill_null(column, "") for name, column in texts.items()})
    _check(found)
    return found


def unused(names: list[str]) -> list[str]:
    """The columns that nothing is taken from, which may be misspelt. Raises what `checked` says of columns."""
    used = set(_places(names).values())
    return [name for place, name in enumerate(names) if place not in used]


def _places(names: list[str]) -> dict[str, int]:
    plain = ["".join(name.split()).lower() for name in names]
    places: dict[str, int] = {}
    for column, headings in HEADINGS.items():
        heading = next((one for one in headings if one in plain), None)
        found = [place for place, name in enumerate(plain) if name == heading]
        if len(found) > 1:
            raise Invalid(
                "link.column_twice",
                _("“%(column)s”一列出现了两次。"),
                _("请只留一列。"),
                field=column,
                column=headings[1],
            )
        if found:
            places[column] = found[0]
    missing = [column for column in REQUIRED if column not in places]
    if missing:
        raise Invalid(
            "link.column_missing",
            _("缺少“%(column)s”一列（%(name)s）。"),
            _("请补上这一列，或改正列名。"),
            field=missing[0],
            column=HEADINGS[missing[0]][1],
            name=missing[0],
        )
    if not any(column in places for column in TELLING):
        raise Invalid(
            "link.only_names",
            _("只有姓名，无法判断是否同一人。"),
            _("请至少给出身份证号、出生日期、银行卡号、电话、住址中的一列。"),
            field="input",
        )
    return places


def _texts(column: pa.ChunkedArray, name: str) -> pa.ChunkedArray:
    """Values as texts; numbers as whole numbers, dates as ISO dates."""
    kind = column.type
    try:
        if pa.types.is_dictionary(kind):
            column = column.cast(kind.value_type)
        if pa.types.is_floating(column.type):
            # A spreadsheet's number column: the digits that were lost cannot be brought back.
            return column.cast(pa.int64()).cast(pa.string())
        if pa.types.is_timestamp(column.type):
            return column.cast(pa.date32()).cast(pa.string())
        return column.cast(pa.string())
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        raise Invalid(
            "link.column_kind",
            _("“%(column)s”一列不是文字、数字或日期。"),
            _("请把这一列改成文字。"),
            field=name,
            column=HEADINGS[name][1],
        ) from None


def _check(table: pa.Table) -> None:
    for name in COLUMNS:
        longest = LONGEST.get(name, _LONGEST_OTHER)
        _refuse_first(
            pc.greater(pc.utf8_length(table[name]), longest),
            name,
            "link.too_long",
            _("第 %(row)d 行“%(column)s”太长。"),
        )
    for name in REQUIRED:
        empty = pc.equal(pc.utf8_trim_whitespace(table[name]), "")
        _refuse_first(empty, name, "link.value_missing", _("第 %(row)d 行缺少“%(column)s”。"))
    if len(table["id"].unique()) < table.num_rows:
        seen: set[str] = set()
        for row, uid in enumerate(table["id"].to_pylist(), FIRST_ROW):
            if uid in seen:
                _refuse(row, "id", "link.id_twice", _("第 %(row)d 行的“%(column)s”与前面重复。"))
            seen.add(uid)


def _refuse_first(wrong: pa.ChunkedArray, name: str, code: str, message: str) -> None:
    place = pc.index(wrong, True).as_py()
    if place >= 0:
        _refuse(place + FIRST_ROW, name, code, message)


def _refuse(row: int, name: str, code: str, message: str) -> NoReturn:
    raise Invalid(code, message, _("请改正后再运行。"), field=name, row=row, column=HEADINGS[name][1])
