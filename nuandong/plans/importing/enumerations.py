"""Findings that are lists: groups of people, kinds of places, departments."""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from nuandong.plans.importing.document import Paragraph
from nuandong.plans.importing.findings import Finding
from nuandong.plans.importing.surroundings import actor, conditions, strength
from nuandong.plans.importing.words import Group, groups

CLASSES: Final = ("beneficiaries", "places", "departments")
_LONGEST_GAP: Final = 20
_SMALLEST: Final = 2
"""A list has at least so many members we know."""


@dataclass(frozen=True, slots=True)
class _Member:
    code: str
    start: int
    end: int


@cache
def _lexicon(name: str) -> tuple[re.Pattern[str], dict[str, str]]:
    lists: dict[str, Group] = getattr(groups(), name)
    codes = dict.fromkeys(groups().others, "")  # taken for themselves, unless this class knows them
    codes |= {word: code for code, group in lists.items() for word in group.words}
    longest_first = sorted(codes, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first))), codes


@cache
def _separator() -> re.Pattern[str]:
    return re.compile(groups().separator)


def enumerations(paragraph: Paragraph) -> Iterator[Finding]:
    """Every list of at least two known members of one class, one of them certain."""
    weak = frozenset(groups().weak)
    for name in CLASSES:
        for members in _runs(paragraph.shadow, name):
            certain = [member for member in members if paragraph.shadow[member.start : member.end] not in weak]
            said = {paragraph.shadow[member.start : member.end] for member in members}
            if certain and len(said) >= _SMALLEST:
                yield _finding(paragraph, name, members)


def _runs(shadow: str, name: str) -> Iterator[list[_Member]]:
    pattern, codes = _lexicon(name)
    other = re.compile(groups().not_before)
    run: list[_Member] = []
    for found in pattern.finditer(shadow):
        if not codes[found[0]] or other.match(shadow, found.end()):
            continue
        member = _Member(codes[found[0]], *found.span())
        if run and not _continues(shadow[run[-1].end : member.start]):
            yield run
            run = []
        run.append(member)
    if run:
        yield run


# Between two members stand: a separator; or the rest of a member's name and an enumeration comma; or a member that we
# do not know between two separators; a remark in brackets may stand with any of them.
_BETWEEN: Final = (
    r"(?:\([^()]{0,12}\))?”?"
    r"(?:(?:SEP)|(?:、|和|及|以及)[一-鿿]{0,4}|[一-鿿“”]{1,8}、|(?:SEP)[一-鿿“”]{2,10}(?:、|和|及)|等[一-鿿]{2,6}(?:以及|及|和|、)){1,2}“?"
)


@cache
def _gap() -> re.Pattern[str]:
    return re.compile(_BETWEEN.replace("SEP", groups().separator) + r"|、?[一-鿿]{0,4}\)、?")


def _continues(gap: str) -> bool:
    """Whether what stands between two members only separates them, or holds members we do not know."""
    if re.search(r"[要应须将负不未]", gap):
        return False
    return len(gap) <= _LONGEST_GAP and _gap().fullmatch(gap.strip()) is not None


def _finding(paragraph: Paragraph, name: str, members: list[_Member]) -> Finding:
    shadow = paragraph.shadow
    start, end = members[0].start, members[-1].end
    opened = shadow[end : end + 6].lstrip("”)人员群体户").startswith("等")
    few = len(members) == _SMALLEST and not opened
    loose = "、" not in shadow[start:end] or shadow[end : end + 1] == "、"
    codes = list(dict.fromkeys(member.code for member in members))
    unknown = [
        word
        for first, second in itertools.pairwise(members)
        for word in _separator().split(shadow[first.end : second.start])
        if len(re.sub(r"[\s“”()]", "", word)) > 1
    ]
    return Finding(
        kind="categories",
        value=codes,
        unit=name,
        paragraph=paragraph.number_at(start),
        start=start,
        end=end,
        text=paragraph.text[start:end],
        strength=strength(shadow, start, end),
        scope=actor(shadow, start),
        condition=conditions(shadow, start, end),
        detail={
            "words": [paragraph.text[member.start : member.end] for member in members],
            "open": opened,
            **({"not_known": unknown} if unknown else {}),
        },
        doubts=("short_list",) if few and loose else (),
    )
