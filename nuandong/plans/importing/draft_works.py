"""Work that is ordered without a number: read from the sentences, kept doubtful, drafted as a duty of its own."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Annotated, Any, Final, Literal

from pydantic import Field, field_validator

from nuandong.kernel import reference
from nuandong.plans.importing.dates import UNKNOWN
from nuandong.plans.importing.document import Document, Paragraph
from nuandong.plans.importing.draft_book import Book, through
from nuandong.plans.importing.finding import Found, find
from nuandong.plans.importing.findings import Finding
from nuandong.plans.importing.surroundings import SENTENCE, clause_span, strength, told_as_done
from nuandong.plans.importing.words import FOLDER, Word, patterns_checked

KIND: Final = "work"
DOUBT: Final = "no_number"
_NOTES: Final = {
    "by_deadline": "原文没有写次数，到期一次也没有做的，算没有做到。",
    "coverage": "原文没有写次数，按到期以前全部做到。",
    "within": "原文没有写时限，按期限结束以前。",
    "never": "",
}
_ASK: Final = "存疑：是否单列为一项义务，请核对。"
_NUMBERED: Final = frozenset({"frequency", "deadline", "percentage"})
"""Findings that say of the work in their clause how often or until when: that is what is to be decided about it."""
_SHORTEST: Final = 8
_LONGEST: Final = 1000
# Lines without a full stop that are short or numbered name the work that the paragraph below them orders.
_HEADING: Final = re.compile(r"^(?:[^，。；]{0,24}|(?:\(?[一二三四五六七八九十\d]+[)、.．]).{0,26})$")


class Ordered(reference.Entry):
    """A piece of work and the words that order it, see library/words/works.yaml."""

    id: Word
    title: Word
    words: Annotated[str, Field(min_length=1, max_length=400)]
    unless: str = ""
    work: Word | None = None
    event: str = "tasks.work_recorded"
    where: dict[str, Any] | None = None
    kind: Literal["by_deadline", "coverage", "never", "within"]
    trigger: str | None = None
    when: dict[str, Any] | None = None
    scope: Literal["each county", "each township", "each unit", "each subject"]

    @field_validator("words", "unless")
    @classmethod
    def _pattern(cls, words: str) -> str:
        return patterns_checked((words,))[0]

    @property
    def asks(self) -> dict[str, Any]:
        """What a record must be to count."""
        where = {"work": self.work} if self.work else self.where
        return {"event": self.event} | ({"where": where} if where else {})

    @property
    def until(self) -> dict[str, Any]:
        """When it is over: with the plan; what may not happen and what all of them need has no day."""
        match self.kind:
            case "by_deadline":
                return {"by": "end"}
            case "within":
                return {"time": "end"}
        return {}

    @property
    def starts(self) -> dict[str, Any]:
        """What starts a clock, and for whom."""
        return ({"trigger": self.trigger} if self.trigger else {}) | ({"when": self.when} if self.when else {})


class Works(reference.Entry):
    unless: str
    works: tuple[Ordered, ...]


@cache
def works() -> Works:
    return reference.read(FOLDER / "works.yaml", Works)


@dataclass(frozen=True, slots=True)
class _Rule:
    ordered: Ordered
    words: re.Pattern[str]
    unless: re.Pattern[str] | None


@cache
def _rules() -> dict[str, _Rule]:
    return {
        one.id: _Rule(one, re.compile(one.words), re.compile(one.unless) if one.unless else None)
        for one in works().works
    }


def find_all(document: Document) -> tuple[Found, ...]:
    """What every plan of a document lays down, with the work it orders without a number."""
    return tuple(with_works(found) for found in find(document))


def with_works(found: Found) -> Found:
    """The findings and, doubtful among them, every piece of work that some sentence orders without a number."""
    more = list(_ordered(found))
    said = {one.paragraph for one in more}
    silent = tuple(number for number in found.silent if number not in said)
    findings = sorted([*found.findings, *more], key=lambda one: one.paragraph)  # stable: in the order of the text
    return replace(found, findings=tuple(findings), silent=silent)


def _ordered(found: Found) -> Iterator[Finding]:
    seen = set[str]()
    for paragraph in found.plan.paragraphs:
        numbered = {
            clause_span(paragraph.shadow, one.start)
            for one in found.findings
            if one.kind in _NUMBERED and paragraph.number <= one.paragraph <= paragraph.last
        }
        for first, last in _sentences(paragraph):
            for name, finding in _in_sentence(paragraph, first, last):
                if name not in seen and clause_span(paragraph.shadow, finding.start) not in numbered:
                    seen.add(name)
                    yield finding


def _sentences(paragraph: Paragraph) -> Iterator[tuple[int, int]]:
    """Where the sentences of a paragraph begin and end; headings and what no person would write are left out."""
    start = 0
    for end in [*(found.start() for found in SENTENCE.finditer(paragraph.shadow)), len(paragraph.shadow)]:
        text = paragraph.shadow[start:end]
        closed = end < len(paragraph.shadow)
        if _SHORTEST <= len(text) <= _LONGEST and (closed or not _HEADING.match(text)):
            yield start, end
        start = end + 1


def _in_sentence(paragraph: Paragraph, first: int, last: int) -> Iterator[tuple[str, Finding]]:
    shadow, nothing = paragraph.shadow, re.compile(works().unless)
    sentence = shadow[first:last]
    if nothing.search(sentence):
        return
    for name, rule in _rules().items():
        hit = rule.words.search(sentence)
        if hit is None or (rule.unless and rule.unless.search(sentence)):
            continue
        start, end = first + hit.start(), first + hit.end()
        if told_as_done(shadow, start, end):
            continue
        yield (
            name,
            Finding(
                kind=KIND,
                value=name,
                unit=None,
                paragraph=paragraph.number_at(start),
                start=start,
                end=end,
                text=paragraph.text[start:end],
                strength=strength(shadow, start, end),
                detail={"title": rule.ordered.title},
                doubts=(DOUBT,),
            ),
        )


def named(finding: Finding) -> str:
    """What is ordered, in our words."""
    return str(finding.detail["title"])


def _stage(book: Book, finding: Finding) -> dict[str, str]:
    """Until when, where the paragraph tells of a stage with an end of its own."""
    here = f"{book.source} ¶{finding.paragraph}"
    ends = [one["to"] for one in book.lists["phases"] if one["source"] == here and one.get("to", UNKNOWN) != UNKNOWN]
    return {"by": ends[0]} if len(ends) == 1 else {}


def ordered(book: Book, finding: Finding) -> bool:
    """Whether a piece of work is in the draft: as a duty of its own, or because another one asks for it already."""
    rule = _rules().get(str(finding.value))
    if rule is None:
        return False
    asks = rule.ordered.asks
    if any(asks.items() <= one.items() for one in book.duties):
        return True
    one = rule.ordered
    said = {"kind": one.kind, **one.starts, **asks, **one.until, "scope": one.scope, "strength": finding.strength}
    if channels := through(book, one.event, finding):
        said["where"] = {**said.get("where", {}), **channels}
    said |= _stage(book, finding) if one.kind in {"by_deadline", "coverage"} else {}
    note = _NOTES[one.kind] + ("" if finding.sure else _ASK)
    book.add("obligations", one.id, one.title, finding, **said, **({"note": note} if note else {}))
    return True
