"""Lists whose members stand in numbered pieces, （1）…；（2）…, of one paragraph or of several below each other."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from nuandong.plans.importing.document import Paragraph, PlanText
from nuandong.plans.importing.enumerations import CLASSES, lexicon
from nuandong.plans.importing.findings import Finding
from nuandong.plans.importing.words import groups

_MARK: Final = re.compile(
    r"(?:\((?:\d{1,2}|[一二三四五六七八九十]{1,2})\)|[①-⑳⑴-⒇]|(?<![\d.])\d{1,2}(?:[、)]|[.．](?!\d))|[a-hA-H][.、)]"
    r"|(?<![一-鿿])[一二三四五六七八九十]是) ?"
)
_NUMBERED: Final = re.compile(rf":\s?(?:{_MARK.pattern})")
_AND: Final = re.compile(r"、(?![一二三四]级)|，|以及|(?<=[一-鿿]{2})[和及](?=[一-鿿]{2})")
_LEAD: Final = re.compile(r":\s*$|^.{0,20}(?:对象|范围|点位|部位|场所|区域|单位)\s*$")
_STOPPED: Final = re.compile(r"(?:[^:。；]{0,40}:)?(?P<list>[^:。，；]{2,24}(?:；[^:。，；]{2,24}){2,12})[。；]?\s*")
_MEMBER: Final = re.compile(r"[一-鿿A-Za-z\d、“”()]{2,24}")
_FEWEST_PIECES: Final = 2
_FEWEST_MEMBERS: Final = 3
_FEWEST_KNOWN: Final = 2
_LONGEST_PIECE: Final = 60


@dataclass(frozen=True, slots=True)
class _Piece:
    """A numbered piece: its paragraph and where its words stand there, without mark and stop."""

    paragraph: Paragraph
    start: int
    end: int


def spread(plan: PlanText) -> Iterator[tuple[Finding, Sequence[Paragraph]]]:
    """Every such list as one finding at its first piece, with the paragraphs that hold it."""
    paragraphs, done = plan.paragraphs, 0
    for index, paragraph in enumerate(paragraphs):
        if index < done:
            continue
        pieces = _within(paragraph)
        pieces = pieces or _between_stops(paragraph)
        if not pieces and _LEAD.search(paragraph.shadow):
            pieces = _below(paragraphs[index + 1 :])
        if (found := _list_of(pieces)) is not None:
            held = list({piece.paragraph.number: piece.paragraph for piece in pieces}.values())
            yield found, held
            done = index + 1 + len(held) if pieces[0].paragraph is not paragraph else index + 1


def _within(paragraph: Paragraph) -> list[_Piece]:
    """The pieces of a paragraph that numbers them after a colon."""
    shadow = paragraph.shadow
    lead = _NUMBERED.search(shadow)
    marks = list(_MARK.finditer(shadow, lead.start() + 1)) if lead else []
    edges = [mark.start() for mark in marks[1:]] + [len(shadow)] * bool(marks)
    return [_piece(paragraph, mark.end(), end) for mark, end in zip(marks, edges, strict=True)]


def _between_stops(paragraph: Paragraph) -> list[_Piece]:
    """The pieces of a paragraph that only names members, with semicolons between them: 低保户；特困户；孤儿。"""
    found = _STOPPED.fullmatch(paragraph.shadow)
    if found is None:
        return []
    start, pieces = found.start("list"), list[_Piece]()
    for text in found["list"].split("；"):
        pieces.append(_Piece(paragraph, start, start + len(text)))
        start += len(text) + 1
    return pieces


def _below(paragraphs: Sequence[Paragraph]) -> list[_Piece]:
    """The pieces that are paragraphs of their own, numbered alike, right below the line that leads up to them."""
    pieces: list[_Piece] = []
    for paragraph in paragraphs:
        mark = _MARK.match(paragraph.shadow)
        if mark is None or len(paragraph.text) > _LONGEST_PIECE:
            break
        sort = re.sub(r"[\w⑴-⒇①-⑳]+", "", mark[0])
        if pieces and sort != re.sub(r"[\w⑴-⒇①-⑳]+", "", pieces[0].paragraph.shadow[: pieces[0].start]):
            break
        if re.search(r"。.", paragraph.shadow.rstrip()):
            return []  # a section with sentences of its own, no member
        pieces.append(_piece(paragraph, mark.end(), len(paragraph.shadow)))
    return pieces


def _piece(paragraph: Paragraph, start: int, end: int) -> _Piece:
    """The words of a piece up to its stop."""
    stop = re.search(r"[；。]|，\s*$", paragraph.shadow[start:end])
    return _Piece(paragraph, start, start + stop.start() if stop else end)


def _list_of(pieces: Sequence[_Piece]) -> Finding | None:
    """The finding that the pieces make when all of their words are members of one class, two of them known."""
    if len(pieces) < _FEWEST_PIECES:
        return None
    words = [word for piece in pieces for word in _words(piece)]
    if len(words) < _FEWEST_MEMBERS:
        return None
    for name in CLASSES:
        codes = _codes(name, words)
        if codes is not None and len([code for code in codes.values() if code]) >= _FEWEST_KNOWN:
            first = pieces[0]
            return Finding(
                kind="categories",
                value=list(dict.fromkeys(code for code in codes.values() if code)),
                unit=name,
                paragraph=first.paragraph.number_at(first.start),
                start=first.start,
                end=first.end,
                text=first.paragraph.text[first.start : first.end],
                detail={
                    "words": words,
                    "open": False,
                    **({"not_known": unknown} if (unknown := [word for word in words if not codes[word]]) else {}),
                },
            )
    return None


def _words(piece: _Piece) -> list[str]:
    text = piece.paragraph.shadow[piece.start : piece.end].strip(" ，、")
    parts = _AND.split(text)
    return [word for part in parts if (word := part.strip())]


@cache
def _ends(name: str) -> re.Pattern[str]:
    return re.compile(rf".*{groups().tails[name]}(?:\([^()]*\))?$")


def _codes(name: str, words: Sequence[str]) -> Mapping[str, str] | None:
    """The code of the longest known word that each ends with, "" for one that only ends alike; None for strangers."""
    known, ends = lexicon(name)[1], _ends(name)
    codes: dict[str, str] = {}
    for word in words:
        bare = re.sub(r"\([^()]*\)$|“|”", "", word)
        code = next((known[bare[at:]] for at in range(len(bare) - 1) if known.get(bare[at:])), "")
        if not _MEMBER.fullmatch(word) or not (code or ends.match(word)):
            return None
        codes[word] = code
    return codes
