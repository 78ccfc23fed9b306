"""Findings that are lists: groups of people, kinds of places, departments."""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from nuandong.plans.importing.document import Paragraph
from nuandong.plans.importing.findings import Finding
from nuandong.plans.importing.surroundings import conditions, finding_at, sentence_span
from nuandong.plans.importing.words import Group, groups

CLASSES: Final = ("beneficiaries", "places", "departments")
_LONGEST_GAP: Final = 20
WHOSE_HEADS: Final = re.compile("等?(?:单位|部门)?的?(?:主要|分管)?(?:负责人|责任人|负责同志)")
_SMALLEST: Final = 2
"""A list has at least so many members we know, or one and two that end like members of its class."""
_LONGEST_MEMBER: Final = 12


@dataclass(frozen=True, slots=True)
class _Member:
    """What stands at a place of a list; `code` is empty for a member that we do not know."""

    code: str
    start: int
    end: int


@cache
def lexicon(name: str) -> tuple[re.Pattern[str], dict[str, str]]:
    """The words of a class, longest first, and their codes; "" for longer words that are no members."""
    lists: dict[str, Group] = getattr(groups(), name)
    codes = dict.fromkeys(groups().others, "")  # taken for themselves, unless this class knows them
    codes |= {word: code for code, group in lists.items() for word in group.words}
    longest_first = sorted(codes, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first))), codes


@cache
def _separator() -> re.Pattern[str]:
    return re.compile(groups().separator)


def enumerations(paragraph: Paragraph) -> Iterator[Finding]:
    """Every list of members of one class: two that we know, or one and others that end alike; one of them certain."""
    weak = frozenset(groups().weak)
    shadow = paragraph.shadow
    for name in CLASSES:
        for known in _runs(shadow, name):
            if shadow.rfind("《", 0, known[0].start) > shadow.rfind("》", 0, known[0].start):
                continue  # the name of a document
            rest = list(_up_to_closing(shadow, name, known[-1].end))
            closed = bool(rest) or _closing(name).match(shadow, known[-1].end)
            if not closed and all(shadow[member.start : member.end] in weak for member in known):
                continue
            members = [*_before(shadow, name, known[0].start), *_filled(shadow, known)]
            members += rest or _after(shadow, name, known[-1].end)
            alike = len({shadow[member.start : member.end] for member in members})
            enough = _SMALLEST if closed or len({shadow[one.start : one.end] for one in known}) > 1 else _SMALLEST + 1
            if WHOSE_HEADS.match(shadow, members[-1].end):
                continue  # 学校、医院等单位负责人 are persons
            if alike >= enough and not _is_one_office(shadow, name, members) and not _is_about(shadow, members):
                yield _finding(paragraph, name, members)


@cache
def _closing(name: str) -> re.Pattern[str]:
    return re.compile(rf"”?(?:\([^()]{{0,12}}\))?{groups().closings[name]}")


def _up_to_closing(shadow: str, name: str, start: int) -> Iterator[_Member]:
    """Members that we do not know between the last one we know and the words that close the list: 海事等部门."""
    found = re.compile(r"(?:(?:、|和|及|以及)[一-鿿]{2,8}?){1,4}(?=等)").match(shadow, start)
    if found is None or not _closing(name).match(shadow, found.end()):
        return
    for word in re.finditer(r"(?:、|以及|和|及)(?P<word>[一-鿿]{2,8}?)(?=、|和|及|以及|$)", found[0]):
        yield _Member("", start + word.start("word"), start + word.end("word"))


def _is_one_office(shadow: str, name: str, members: list[_Member]) -> bool:
    """Whether two members are one office at two levels: 县民政局和市民政局."""
    first, second = members[0], members[-1]
    same = (
        name == "departments"
        and bool(first.code)
        and first.code == second.code
        and shadow[first.start :][:2] == shadow[second.start :][:2]
    )
    return same and len(members) == _SMALLEST


def _is_about(shadow: str, members: list[_Member]) -> bool:
    """Whether two members, joined without a comma, only tell what the next word is about: 老人及儿童救助系统."""
    end = members[-1].end
    loose = "、" not in shadow[members[0].start : end]
    return len(members) == _SMALLEST and loose and re.match(groups().attributes, shadow[end:]) is not None


def _runs(shadow: str, name: str) -> Iterator[list[_Member]]:
    pattern, codes = lexicon(name)
    other = re.compile(groups().not_before)
    run: list[_Member] = []
    for found in pattern.finditer(shadow):
        if not codes[found[0]] or other.match(shadow, found.end()):
            continue
        member = _Member(codes[found[0]], *found.span())
        if run and run[-1].end == member.start:
            run[-1] = _Member(member.code, run[-1].start, member.end)  # 学校食堂 is one place
            continue
        if run and not _continues(shadow[run[-1].end : member.start]):
            yield run
            run = []
        run.append(member)
    if run:
        yield run


# Between two members stand: a separator; or the rest of a member's name and an enumeration comma; or a member that we
# do not know between two separators; a remark in brackets may stand with any of them.
_BETWEEN: Final = (
    r"(?:\([^()]{0,12}\))?”?(?:对象|人员|群体|群众)?"
    r"(?:(?:SEP)(?:ADJ){1,2}|，[一-鿿“”]{1,8}(?:对象|人员|家庭|户|人|群众|儿童|老人|职工|军人)，|(?:SEP)(?:\d{1,4}余?[家个所处座名位户])?|(?:、|和|及|以及)[一-鿿]{0,4}|[一-鿿“”]{1,8}、"
    r"|(?:SEP)[一-鿿“”]{2,10}(?:、|和|及)|等[一-鿿]{2,6}(?:以及|及|和|、)){1,2}“?"
)


@cache
def _gap() -> re.Pattern[str]:
    return re.compile(
        _BETWEEN.replace("SEP", groups().separator).replace("ADJ", groups().adjectives) + r"|、?[一-鿿]{0,4}\)、?"
    )


def _continues(gap: str) -> bool:
    """Whether what stands between two members only separates them, or holds members we do not know."""
    if re.search(r"[要应须将负未]|不(?![可能])|用于|其余", gap):
        return False
    return len(gap) <= _LONGEST_GAP and _gap().fullmatch(gap.strip()) is not None


def _filled(shadow: str, known: list[_Member]) -> Iterator[_Member]:
    """The members with those between them that we do not know."""
    for first, second in itertools.pairwise(known):
        yield first
        start = first.end
        for separator in [*_separator().finditer(shadow, first.end, second.start), None]:
            end = separator.start() if separator else second.start
            word = re.sub(r"[\s“”()\d]|^[家个所处座名位户]$", "", shadow[start:end])
            if start > first.end and separator and len(word) > 1:
                yield _Member("", start, end)
            start = separator.end() if separator else end
    yield known[-1]


@cache
def _neighbours(name: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """A member that ends the text before a list, one that begins the text after it, and what leads up to a list."""
    word = rf"[一-鿿“”]{{1,{_LONGEST_MEMBER - 2}}}"
    tail = groups().tails[name]
    return (
        re.compile(rf"(?:^|[，。；：:、()])(?P<word>{word}?{tail}”?(?:\([^()]{{0,12}}\))?)、“?$"),
        re.compile(
            rf"(?:\([^()]{{0,12}}\))?”?[^，。；：:、()]{{0,4}}(?:、|和|及|以及)(?P<word>{word}?{tail})(?=[、，。；：:()等和及]|以及|$)"
        ),
        re.compile(rf".*(?:{groups().leads})"),
    )


def _before(shadow: str, name: str, start: int) -> list[_Member]:
    """Members before the first one we know; the very first loses the words that lead up to the list."""
    pattern, _following, leads = _neighbours(name)
    members: list[_Member] = []
    while found := pattern.search(shadow, max(0, start - 2 * _LONGEST_MEMBER), start):
        first, last = found.span("word")
        if lead := leads.match(shadow, first, last - 1):
            first = lead.end()
        if last - first < _SMALLEST:
            break
        members.insert(0, _Member("", first, last))
        if lead or shadow[found.start() : found.start() + 1] != "、":
            break
        start = first
    return members


def _after(shadow: str, name: str, end: int) -> list[_Member]:
    """Members after the last one we know, as long as each ends like one of its class."""
    following = _neighbours(name)[1]
    members: list[_Member] = []
    while found := following.match(shadow, end):
        members.append(_Member("", *found.span("word")))
        end = found.end()
    return members


def _is_helping(shadow: str, members: list[_Member]) -> bool:
    """Whether people who work outdoors are named because they see much, not because they need help."""
    opening, closing = sentence_span(shadow, members[0].start)
    outdoors = {member.code for member in members} <= {"", "outdoor_worker"}
    return outdoors and re.search(groups().helping, shadow[opening:closing]) is not None


def _finding(paragraph: Paragraph, name: str, members: list[_Member]) -> Finding:
    shadow = paragraph.shadow
    start, end = members[0].start, members[-1].end
    opened = shadow[end : end + 6].lstrip("”)人员群体户").startswith("等")
    few = len(members) == _SMALLEST and not opened
    loose = "、" not in shadow[start:end] or shadow[end : end + 1] == "、"
    words = [paragraph.text[member.start : member.end] for member in members]
    unknown = [word for word, member in zip(words, members, strict=True) if not member.code]
    return finding_at(
        "categories",
        list(dict.fromkeys(member.code for member in members if member.code)),
        name,
        paragraph,
        (start, end),
        condition=conditions(shadow, start, end),
        detail={"words": words, "open": opened, **({"not_known": unknown} if unknown else {})},
        doubts=(*(("short_list",) if few and loose else ()), *(("helpers",) if _is_helping(shadow, members) else ())),
    )
