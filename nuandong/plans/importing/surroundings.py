"""The words around a finding: strength, condition, who is told to do it, whether it is told as done already."""

import re
from functools import cache
from typing import Any, Final

from nuandong.plans.importing.document import Paragraph
from nuandong.plans.importing.findings import Finding
from nuandong.plans.importing.words import context, either, reports

SENTENCE: Final = re.compile(r"[。；！？\n]")
_CLAUSE: Final = re.compile(r"[，。；！？\n]")
_REMARK: Final = re.compile(r"\([^()]*\)")
_REACH: Final = 2
"""How many clauses before its own a condition may stand."""


def sentence_span(shadow: str, place: int) -> tuple[int, int]:
    """The sentence around a place: from the last full stop or semicolon to the next."""
    return _span(SENTENCE, shadow, place)


def clause_span(shadow: str, place: int) -> tuple[int, int]:
    """The part between commas around a place."""
    return _span(_CLAUSE, shadow, place)


def _span(edge: re.Pattern[str], shadow: str, place: int) -> tuple[int, int]:
    start = 0
    for found in edge.finditer(shadow, 0, place):
        start = found.end()
    after = edge.search(shadow, place)
    return start, after.start() if after else len(shadow)


@cache
def _patterns() -> tuple[dict[str, re.Pattern[str]], dict[str, re.Pattern[str]], dict[str, re.Pattern[str]]]:
    words = context()
    return (
        {code: either(several) for code, several in words.strengths.items()},
        {code: either(several) for code, several in words.conditions.items()},
        {code: either(several) for code, several in words.actors.items()},
    )


def strength(shadow: str, start: int, end: int) -> str:
    """How hard the wording binds: what the clause before and within the finding says, else 原则上 of its sentence."""
    strengths = _patterns()[0]
    first, _last = clause_span(shadow, start)
    near = shadow[first:end]
    for code, pattern in strengths.items():
        if pattern.search(near):
            return code
    opening, _end = sentence_span(shadow, start)
    if first > opening and strengths["in_principle"].search(shadow, opening, first):
        return "in_principle"
    return "must"


def conditions(shadow: str, start: int, end: int) -> tuple[str, ...]:
    """When it holds: conditions in its clause and in the two clauses before it, within its sentence."""
    opening, _close = sentence_span(shadow, start)
    first, last = clause_span(shadow, start)
    for _step in range(_REACH):
        if first > opening:
            first = clause_span(shadow, first - 2)[0] if first >= 2 else opening
            first = max(first, opening)
    last = max(last, end)
    return tuple(code for code, pattern in _patterns()[1].items() if pattern.search(shadow, first, last))


def actor(shadow: str, start: int) -> str | None:
    """Who is told to do it: the last one named before it in its sentence."""
    opening, _close = sentence_span(shadow, start)
    named = [
        (found.end(), found.start(), code)
        for code, pattern in _patterns()[2].items()
        for found in pattern.finditer(shadow, opening, start)
    ]
    # Of two that end together the longer name is meant: 县救助站 is a station.
    return max(named, key=lambda one: (one[0], -one[1]))[2] if named else None


@cache
def _past() -> re.Pattern[str]:
    return re.compile(reports().past)


def told_as_done(shadow: str, start: int, end: int) -> bool:
    """Whether the clause tells of something that has happened; remarks in brackets do not count."""
    first, last = clause_span(shadow, start)
    return bool(_past().search(_REMARK.sub("", shadow[first : max(last, end)])))


def is_background(shadow: str, start: int, *, people: bool) -> bool:
    """Whether the clause before a number counts what there is, or what a year that is named has brought."""
    words = _patterns_of_facts()
    first = clause_span(shadow, start)[0]
    before = shadow[first:start]
    opening, _close = sentence_span(shadow, start)
    if before.startswith("其中") and first > opening:
        before = shadow[clause_span(shadow, first - 1)[0] : start]  # 总人口3万人，其中低保对象800人
    if words["planned"].search(before):
        return False
    return bool((people and words["stock"].search(before)) or words["year"].search(shadow, opening, start))


def is_appointment(shadow: str, start: int, end: int) -> bool:
    """Whether persons are named to hold offices: 3名副县长任副组长."""
    return bool(_patterns_of_facts()["office"].match(shadow, end, clause_span(shadow, start)[1]))


@cache
def _patterns_of_facts() -> dict[str, re.Pattern[str]]:
    return {name: re.compile(pattern) for name, pattern in context().facts.items()}


def finding_at(
    kind: str,
    value: Any,
    unit: str | None,
    paragraph: Paragraph,
    place: tuple[int, int],
    *,
    said: tuple[int, int] | None = None,
    scope: str | None = None,
    **more: Any,
) -> Finding:
    """A finding at a place of a paragraph; how binding it is and for whom is read there, or where it is `said`."""
    start, end = place
    opening, closing = said or place
    return Finding(
        kind=kind,
        value=value,
        unit=unit,
        paragraph=paragraph.number_at(start),
        start=start,
        end=end,
        text=paragraph.text[start:end],
        strength=strength(paragraph.shadow, opening, closing),
        scope=scope or actor(paragraph.shadow, opening),
        **more,
    )
