"""What can be wrong with a row of a list, by code; every engine names the same rows, columns and codes."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from nuandong.kernel.errors import Invalid
from nuandong.kernel.text import gettext_noop as _

MISSING, NOT_WHOLE, UNKNOWN_CODE, OUT_OF_RANGE, DUPLICATE = (
    "missing",
    "not_a_number",
    "unknown_code",
    "out_of_range",
    "duplicate",
)
CROSSED, NOT_COMPARABLE = "floor_above_ceiling", "not_comparable"

MESSAGES: Final = {
    MISSING: _("没有填写。"),
    NOT_WHOLE: _("不是不带小数、不带符号的数字，或者是否没有写成 1、0、是、否。"),
    UNKNOWN_CODE: _("不是这一列能写的词。"),
    OUT_OF_RANGE: _("超出允许的范围。"),
    DUPLICATE: _("户编号重复。"),
    CROSSED: _("底线高过上限，标准没有说按哪个：请由县里定，在标准文件里写 crossed。"),
    NOT_COMPARABLE: _("两类不能比较哪类更高：实物没有折价。请在标准文件里给实物规则写 price。"),
}


@dataclass(frozen=True, slots=True, order=True)
class RowProblem:
    """One mistake: `row` as a spreadsheet counts (the heading is 1), the column, and the code of what is wrong."""

    row: int
    column: str
    code: str


def column_missing(name: str, title: str, needed: Iterable[str]) -> Invalid:
    """The refusal of a list without a column that every row needs; `needed` are all of these columns."""
    return Invalid(
        "policy.column_missing",
        _("表里缺少 %(column)s 列（%(title)s）。"),
        _("第一行要有：%(known)s。"),
        field=name,
        column=name,
        title=title,
        known="、".join(needed),
    )
