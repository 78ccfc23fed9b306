"""All lists of a paragraph; those of members that we do not know by what opens, closes or heads them."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Final

from nuandong.plans.importing.document import Paragraph
from nuandong.plans.importing.enumerations import CLASSES, WHOSE_HEADS, enumerations
from nuandong.plans.importing.findings import Finding
from nuandong.plans.importing.surroundings import finding_at
from nuandong.plans.importing.words import groups

_AND: Final = re.compile("、|以及|和|及")
_AFTER: Final = "[，。；的]|$|适量|重点|逐一|每|开展|进行|加强|实施|撒|巡|排|检|清"
_FEWEST: Final = 3
_MANY: Final = 4
_ENDING: Final = 2
"""So many characters at their end make members alike."""


@cache
def _lists() -> re.Pattern[str]:
    member = r"[一-鿿\d]{2,12}?"
    return re.compile(
        rf"(?:{groups().openings}):?(?P<list>{member}(?:、{member}){{1,14}}(?:(?:、|和|及|以及){member})?)(?=[等，。；]|$)"
    )


@cache
def _closed(name: str) -> re.Pattern[str]:
    """Three members and more, whatever they are, before words that say what they are: 对甲、乙、丙等重点部位."""
    member = r"(?![不即要应须请以对由在到向从把将])[一-鿿]{2,8}"
    return re.compile(
        rf"(?:(?:^|[，。；:])(?:\d{{1,2}}[、.])?(?:[一-鿿]{{2,14}}的)?|{groups().before_closed})(?P<list>{member}(?:、{member}){{2,8}}(?:(?:和|及|以及){member})?)"
        rf"(?:(?={groups().closings[name]})|(?<={groups().last_of[name]})(?={_AFTER}))"
    )


@cache
def _alone() -> re.Pattern[str]:
    member = rf"(?:(?!{groups().no_member})[一-鿿“”]|\([^()]{{1,8}}\)){{2,16}}"
    return re.compile(
        rf"(?:[\d一二三四五六七八九十]{{1,2}}[、.．]|\([\d一二三四五六七八九十]{{1,2}}\)|[①-⑳])?\s*(?:[一-鿿]{{2,12}}:)?"
        rf"(?P<list>{member}(?:、{member}){{2,12}}(?:(?:和|及|以及){member})?)(?:等[一-鿿]{{0,8}})?[。；，]?"
    )


@cache
def _ends(name: str) -> re.Pattern[str]:
    return re.compile(rf".*{groups().tails[name]}$")


def lists_of(paragraph: Paragraph) -> Iterator[Finding]:
    """The lists of members that we know, and those of others; where one holds the other, the longer one."""
    known = list(enumerations(paragraph))
    for one in (*_under_a_heading(paragraph), *_with_a_closing(paragraph), *_ending_alike(paragraph)):
        beside = [other for other in known if other.start < one.end and one.start < other.end]
        if all(_holds(one, other) for other in beside):
            known = [*(other for other in known if other not in beside), one]
    yield from known


def _holds(longer: Finding, shorter: Finding) -> bool:
    """Whether one list holds another and names half as many again."""
    inside = longer.start <= shorter.start and shorter.end <= longer.end
    return inside and 2 * len(longer.detail["words"]) >= 3 * len(shorter.detail["words"])


def _under_a_heading(paragraph: Paragraph) -> Iterator[Finding]:
    """A paragraph that is nothing but a list, below a heading that says of what: 慰问对象."""
    for name in CLASSES:
        if re.search(rf"(?:{groups().headings[name]}):?\s*$", paragraph.heading):
            found = _alone().fullmatch(paragraph.shadow.rstrip())
            if found is not None:
                yield _finding(paragraph, name, found, _members(found))
            return


def _with_a_closing(paragraph: Paragraph) -> Iterator[Finding]:
    for name in CLASSES:
        for found in _closed(name).finditer(paragraph.shadow):
            if WHOSE_HEADS.match(paragraph.shadow, found.end()):
                continue
            yield _finding(paragraph, name, found, _members(found))


def _ending_alike(paragraph: Paragraph) -> Iterator[Finding]:
    for found in _lists().finditer(paragraph.shadow):
        words = _members(found)
        if len(words) < _FEWEST or not (len({word[-_ENDING:] for word in words}) == 1 or _mostly_alike(words)):
            continue
        name = next((name for name in ("beneficiaries", "places") if all(map(_ends(name).match, words))), None)
        if name is not None:
            yield _finding(paragraph, name, found, words)


def _members(found: re.Match[str]) -> list[str]:
    return [word for word in _AND.split(found["list"]) if word]


def _mostly_alike(words: list[str]) -> bool:
    """Whether three of four end with the same character: 甲路、乙路、丙路、丁国道."""
    commonest = max(Counter(word[-1] for word in words).values())
    return len(words) >= _MANY and commonest * _MANY >= len(words) * _FEWEST


def _finding(paragraph: Paragraph, name: str, found: re.Match[str], words: list[str]) -> Finding:
    start, end = found.span("list")
    detail = {"words": words, "open": paragraph.shadow.startswith("等", end), "not_known": words}
    return finding_at("categories", [], name, paragraph, (start, end), detail=detail, doubts=("not_listed",))
