"""From printed lines to plans: furniture out, collections split at their titles, broken lines joined."""

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from nuandong.plans.importing import words
from nuandong.plans.importing.document import Paragraph, PlanText
from nuandong.plans.importing.numerals import whole_number
from nuandong.plans.importing.shadow import shadow_of

_CHINESE: Final = "一二三四五六七八九十"
# The ways plans number their parts: 一、 （一） 1、 1. （1） ① 第一条 一是 - and so on.
_LEVELS: Final = (
    ("title", re.compile(rf"第[{_CHINESE}\d]{{1,3}}(?:章|节|部分|阶段)[ :、，]?")),
    ("part", re.compile(rf"[{_CHINESE}]{{1,3}}[、.．:，] ?")),
    ("section", re.compile(rf"\((?:[{_CHINESE}]{{1,3}})\)[、.]? ?")),
    ("article", re.compile(rf"第[{_CHINESE}百\d]{{1,4}}条 ?")),
    ("item", re.compile(r"\d{1,2}(?:[、.．](?!\d)|，|(?=[^\d\s.:/%-][^\d]{2,12}组(?:负责人|$))) ?")),
    ("item", re.compile(r"\(\d{1,2}\) ?|[①-⑳⑴-⒇] ?|\d{1,2}\) ?")),
    ("item", re.compile(rf"[{_CHINESE}]是")),
)
_MARK: Final = re.compile(r"^(?:#{1,6}\s+|[-*•·●○◆■]\s+)?(?:\*\*)?")
_END: Final = frozenset('。；！？：:;!?.”"》)）】…、')
_LONG: Final = 28
"""A numbered line of so many characters without an end is a broken sentence; a shorter one is a heading."""
_SHORT: Final = 16
"""A line without number of at least so many characters and without an end is a broken sentence."""
_FEWEST_LINES: Final = 3
"""A text of fewer lines is a piece of a plan; its first line is no title."""
_LONGEST_TITLE: Final = 60
_SHORTEST_TITLE: Final = 5
"""A line further down of no more characters heads a part, whatever it ends with."""
_ROW: Final = " | "
"""Stands between the cells of a table's row, which is a line of its own."""
_LETTERS: Final = re.compile(r"[㐀-鿿A-Za-z0-9]")


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    shadow: str


def plans_of(lines: Iterable[str], name: str) -> tuple[PlanText, ...]:
    """The plans of a text, each with its title and paragraphs; at least one, titled by the file where nothing is."""
    kept = list(_kept(lines))
    titles = _numbered_titles(kept) or _single_title(kept) or _first_line(kept)
    if not titles:
        return (PlanText(name, tuple(_paragraphs(kept))),)
    edges = [*titles, len(kept)]
    return tuple(
        PlanText(kept[start].text, tuple(_paragraphs(kept[start + 1 : end])))
        for start, end in itertools.pairwise(edges)
    )


def level(shadow: str) -> str:
    """What numbers a line: title, part, section, article, item, or "" for nothing."""
    return next((kind for kind, pattern in _LEVELS if pattern.match(shadow)), "")


def _kept(lines: Iterable[str]) -> Iterator[_Line]:
    """The lines that say something, without what web pages put between them."""
    noise = words.noise()
    furniture, ends, inline = (words.either(some) for some in (noise.lines, noise.ends, noise.inline))
    introduction = words.either(noise.introductions)
    for raw in lines:
        bare = _MARK.sub("", raw.strip()).removesuffix("**").strip()
        text = inline.sub("", bare)
        shadow = shadow_of(text).strip()
        plain = text.strip()
        if not _LETTERS.search(shadow):
            continue
        if ends.fullmatch(shadow.replace(":", "")) or ends.fullmatch(shadow):
            return
        if not furniture.fullmatch(shadow) and not introduction.search(shadow):
            yield _Line(plain, shadow)


def _numbered_titles(lines: list[_Line]) -> list[int]:
    """Where titles stand that differ only in a number counting from 1 (方案一、篇2 …)."""
    endings = "|".join(map(re.escape, words.noise().titles.ends))
    numbers = "|".join(map(re.escape, words.noise().titles.numbers))
    pattern = re.compile(
        rf"(?P<stem>.{{0,50}}(?:{endings})(?:范文|模板)?)[\s(:]*(?:{numbers})?\s*(?P<number>[{_CHINESE}]{{1,3}}|\d{{1,2}})"
        rf"(?:篇|份)?[)、]?"
    )
    bare = re.compile(rf"(?P<stem>)(?:{numbers}|方案|【?第?)\s*(?P<number>[{_CHINESE}]{{1,3}}|\d{{1,2}})(?:篇】?)?[:]?")
    found: dict[str, list[tuple[int, int]]] = {}
    for index, line in enumerate(lines):
        if len(line.shadow) > _LONGEST_TITLE:
            continue
        match = pattern.fullmatch(line.shadow) or bare.fullmatch(line.shadow)
        number = whole_number(match["number"]) if match and match["number"] != line.shadow else None
        if match and number is not None:
            found.setdefault(re.sub(r"\s", "", match["stem"]), []).append((number, index))
    for places in sorted(found.values(), key=len, reverse=True):
        starts: list[int] = []
        for number, index in places:
            if number == len(starts) + 1:
                starts.append(index)
        if len(starts) > 1:
            return starts
    return []


def _single_title(lines: list[_Line]) -> list[int]:
    """The line that names the plan, looked for among the first: the last of several that stand together."""
    endings = words.either(tuple(map(re.escape, words.noise().titles.ends)))
    best: list[int] = []
    for index, line in enumerate(lines[:15]):
        title = re.sub(r"\(.{1,12}\)$|(?:范文|样本|范本|模板)?\d{0,2}$", "", line.shadow).rstrip()
        if index and len(title) <= _SHORTEST_TITLE:
            continue  # a heading such as 救助标准
        last = [found.end() for found in endings.finditer(title)]
        if len(title) <= _LONGEST_TITLE and last and last[-1] == len(title) and not level(line.shadow):
            if best and index - best[-1] > 1:
                break
            best = [index]
    return best


def _first_line(lines: list[_Line]) -> list[int]:
    """A short line without number or stop that the text begins with, where no word tells a title."""
    if len(lines) < _FEWEST_LINES:
        return []
    first = lines[0].shadow
    return [0] if len(first) <= _LONG and not level(first) and not re.search(r"[，。；！？:]", first) else []


def _paragraphs(lines: list[_Line]) -> Iterator[Paragraph]:
    """The paragraphs of one plan; a line that breaks off in a sentence goes on in the next one."""
    heading, index = "", 0
    while index < len(lines):
        first = index
        text, starts = lines[index].text, [0]
        while index + 1 < len(lines) and _breaks_off(lines[first].shadow, lines[index].shadow, lines[index + 1].shadow):
            index += 1
            starts.append(len(text))
            text += lines[index].text
        index += 1
        paragraph = Paragraph(first + 1, text, tuple(starts), heading)
        yield paragraph
        if _is_heading(paragraph.shadow):
            heading = text


def _is_heading(shadow: str) -> bool:
    return bool(level(shadow)) and len(shadow) <= _LONG and shadow[-1] not in "。；"


def _breaks_off(first: str, line: str, following: str) -> bool:
    if line[-1] in _END or level(following):
        return False
    if _ROW in line or _ROW in following:
        return False
    if "：" in line[-4:] or ":" in following[:6]:
        return False
    if line[-1] in "，":
        return True
    if re.search(r"[，。；]", line):
        return len(line) >= (_LONG if level(line) else _SHORT)
    # Without any stop inside, only a line that goes on in the middle of something long.
    return len(line) >= _LONG and len(first) >= _LONG and bool(re.search(r"[，。]", following))
