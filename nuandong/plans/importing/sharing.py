"""What amounts of a list share with its head.

每户棉被1床、大米25公斤 is for each household both times; 不少于棉被50床、棉衣80件 bounds both.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from nuandong.plans.importing.findings import Finding
from nuandong.plans.importing.fragments import LEAST, MOST
from nuandong.plans.importing.numerals import NUMBER

_AND: Final = re.compile(
    r"(?:\([^()]{0,12}\))?[、和及与，](?:并|另外?|同时|再|外加)?(?:赠送|赠|送|发放|配发|发|配|附)?"
    r"(?:现金|慰问金|救助金|补助金|补贴|红包)?"
)
_HEAD: Final = re.compile(r"每|人均|户均")
_BOUNDS: Final = {
    "at_least": re.compile(rf"{LEAST}(?!{NUMBER}|为|达)"),
    "at_most": re.compile(rf"{MOST}(?!{NUMBER}|不|为)"),
}
_OPENING: Final = {"at_least": re.compile(LEAST), "at_most": re.compile(MOST)}
_OVER: Final = frozenset({"past", "background"})
_HELPERS: Final = re.compile(r"[一-鿿]{0,8}[、和及]")
_EACH: Final = re.compile("各")
_OTHERS: Final = re.compile(r"(?:[一-鿿]{1,6}、){0,5}[一-鿿]{0,2}$")
"""What shares a number with the last of a list: 另发米、面、油各一份."""
_COUNTED: Final = frozenset({"person", "household"})


def shared(shadow: str, amounts: Iterable[Finding]) -> Iterator[Finding]:
    """The amounts in the order of the text, those of a list with the scope and bound that its head names."""
    before: Finding | None = None
    scope: str | None = None
    bound: str | None = None
    for one in sorted(amounts, key=lambda each: each.start):
        text = shadow[one.start : one.end]
        joined = before is not None and _joined(shadow, before, one)
        own = _bound_of_list(text)
        if not joined or own:
            bound = own
        if not joined or _HEAD.match(text):
            scope = one.scope if _HEAD.match(text) else None
        elif one.scope in {None, "total"}:
            one = replace(one, scope=scope or one.scope)
        if bound and not {"bound", "up_to"} & set(one.detail):
            one = replace(one, detail={**one.detail, "bound": bound})
        counted = one.scope in {None, "total"} and "bound" not in one.detail
        if counted and before is not None and _OVER & {*before.doubts} and _told_on(shadow[before.end : one.start]):
            one = one.doubted("past")
        before = one
        yield one


def _told_on(between: str) -> bool:
    """Whether nothing between two amounts ends a tale of what has been done: 已走访800户，发放慰问金40万元."""
    return re.search("[。；要应须将拟]|计划|确保|力争|标准", between) is None


def _joined(shadow: str, before: Finding, one: Finding) -> bool:
    gap = shadow[before.end : one.start]
    if _EACH.search(shadow, one.start, one.end):
        gap = _OTHERS.sub("", gap)
    if _COUNTED & {before.unit, one.unit}:
        # 每组2名队员、1名医生; a number of households is no part of what a person gets.
        return before.unit == one.unit and _HELPERS.fullmatch(gap) is not None and shadow.startswith("每", before.start)
    if before.detail.get("bound") == "at_least" and one.detail.get("bound") == "at_most" and before.unit == one.unit:
        return gap in {"", "、", "，", "且", "，且", "，但", "，最高"}  # 每户不低于200元，不超过1000元
    return bool(_AND.fullmatch(gap)) and not (gap.endswith("，") and one.unit == "yuan")


def _bound_of_list(text: str) -> str | None:
    """The bound said before the goods or before everything; one said before a single number is that number's own."""
    over = next((bound for bound, pattern in _BOUNDS.items() if pattern.search(text)), None)
    return over or next((bound for bound, pattern in _OPENING.items() if pattern.match(text)), None)
