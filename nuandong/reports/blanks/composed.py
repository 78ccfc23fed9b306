"""What a person composes for a place: words of their own, or several figures added up; how both are typed. Pure.

Codes beside those of `targets`: `say/words` and `sum/cell/row/column+cell/row/column`. Typed as `=words` and as
`title + title`.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from nuandong.kernel.errors import Invalid
from nuandong.kernel.text import clean_line
from nuandong.kernel.text import gettext_noop as _
from nuandong.reports.blanks.targets import Around, Figure, Missing, Targets, value_of
from nuandong.reports.blanks.values import Value
from nuandong.reports.content import Content

LONGEST: Final = 100
"""Characters of words of one's own."""
MOST: Final = 20
"""Figures in one sum."""
_SAY: Final = "say/"
_SUM: Final = "sum/"
_PLUS: Final = re.compile(r"\s[+＋]\s")
_NUMBER: Final = re.compile(r"(-?(?:0|[1-9][0-9]{0,8}))(?:\.([0-9]{1,4}))?")
"""Nine digits at most: what is longer, or begins with 0, is a telephone or a code."""


def said(code: str) -> str | None:
    """The words of a code of words; None for any other."""
    return code.removeprefix(_SAY) if code.startswith(_SAY) else None


def saying(words: str) -> str:
    """The code of words. Raises Invalid for none or more than LONGEST."""
    found = clean_line(words, LONGEST)
    if not found:
        raise Invalid("reports.blank_said", _("等号后面没有内容。"), _("等号后面写要填的内容，例如“=张三”。"))
    return _SAY + found


def adding(codes: Sequence[str], targets: Targets) -> str:
    """The code of a sum. Raises Invalid unless these are two to MOST different figures of one unit."""
    figures = [targets.figures[one] for one in codes if one in targets.figures]
    if len(figures) != len(codes) or not 2 <= len(codes) <= MOST or len(set(codes)) != len(codes):
        raise Invalid(
            "reports.blank_sum",
            _("合计要选两项以上的数，最多 20 项，不能重复。"),
            _("请从列表中选择，用“ + ”隔开。"),
        )
    if len({_measure(one) for one in figures}) > 1 or figures[0].row.unit in {"%", "％"}:
        raise Invalid("reports.blank_sum_units", _("单位不同的数不能相加。"), _("只选单位相同的数；百分数不能相加。"))
    return _SUM + "+".join(codes)


def title_of(code: str, targets: Targets) -> str:
    """What stands in the field of a place; empty for a code that the report no longer has."""
    if (words := said(code)) is not None:
        return f"={words}"
    if code.startswith(_SUM):
        titles = [targets.titles.get(one, "") for one in _parts(code)]
        return " + ".join(titles) if all(titles) else ""
    return targets.titles.get(code, "")


def code_of(typed: str, targets: Targets) -> str:
    """The code of what was typed into a field; empty for nothing. Raises Invalid."""
    words = typed.strip()
    if not words:
        return ""
    if words[0] in "=＝":
        return saying(words[1:])
    codes = {title: code for code, title in targets.titles.items()}
    if words in codes:
        return codes[words]
    parts = [one.strip() for one in _PLUS.split(words)]
    if len(parts) > 1 and all(one in codes for one in parts):
        return adding([codes[one] for one in parts], targets)
    raise Invalid("reports.blank_target", _("没有这一项，请从列表中选择。"), _("自己写的内容前面加等号，例如“=张三”。"))


def check(code: str, targets: Targets) -> bool:
    """Whether a report with these targets can answer a code."""
    if (words := said(code)) is not None:
        return saying(words) == code
    if code.startswith(_SUM):
        return adding(_parts(code), targets) == code
    return code in targets.titles


def value_for(code: str, content: Content, around: Around) -> Value | Missing:
    """What stands for a code in one report, or why nothing does; a sum without one of its parts is no sum."""
    if (words := said(code)) is not None:
        return _said(words)
    if not code.startswith(_SUM):
        return value_of(code, content, around)
    total, decimals = 0, 0
    for part in _parts(code):
        found = value_of(part, content, around)
        if isinstance(found, Missing):
            return Missing(found.reason if found.reason == "gone" else "part")
        assert found.number is not None
        total, decimals = total + found.number, found.decimals
    return Value(number=total, decimals=decimals)


def stored(bindings: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """Bindings as they are kept, and the words in them, which are kept sealed: they may name somebody."""
    texts = list(dict.fromkeys(words for code in bindings.values() if (words := said(code)) is not None))
    places = {words: f"{_SAY}{number}" for number, words in enumerate(texts)}
    kept = {at: code if said(code) is None else places[code.removeprefix(_SAY)] for at, code in bindings.items()}
    return kept, texts


def opened(bindings: Mapping[str, str], texts: Sequence[str]) -> dict[str, str]:
    """What `stored` was given."""
    return {at: code if (n := said(code)) is None else _SAY + texts[int(n)] for at, code in bindings.items()}


def _parts(code: str) -> list[str]:
    return code.removeprefix(_SUM).split("+")


def _measure(one: Figure) -> tuple[str, int]:
    return one.row.unit, one.row.decimals


def _said(words: str) -> Value:
    found = _NUMBER.fullmatch(words)
    if found is None:
        return Value(words)
    whole, rest = found[1], found[2] or ""
    return Value(number=int(whole + rest), decimals=len(rest))
