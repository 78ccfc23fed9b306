"""Lists of members that we do not know but that end alike, behind words that open a list: 设有甲中心、乙中心等."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from nuandong.plans.importing.document import Paragraph
from nuandong.plans.importing.findings import Finding
from nuandong.plans.importing.surroundings import actor, strength
from nuandong.plans.importing.words import groups

_AND: Final = re.compile("、|以及|和|及")
_FEWEST: Final = 3
_ENDING: Final = 2
"""So many characters at their end make members alike."""


@cache
def _lists() -> re.Pattern[str]:
    member = r"[一-鿿]{2,12}?"
    return re.compile(
        rf"(?:{groups().openings}):?(?P<list>{member}(?:、{member}){{1,8}}(?:(?:、|和|及|以及){member})?)(?=[等，。；]|$)"
    )


@cache
def _ends(name: str) -> re.Pattern[str]:
    return re.compile(rf".*{groups().tails[name]}$")


def alike(paragraph: Paragraph, known: list[Finding]) -> Iterator[Finding]:
    """Such lists of places or beneficiaries where no list of members we know stands."""
    shadow = paragraph.shadow
    for found in _lists().finditer(shadow):
        start, end = found.span("list")
        words = _AND.split(found["list"])
        if len(words) < _FEWEST or len({word[-_ENDING:] for word in words}) > 1:
            continue
        if any(one.start < end and start < one.end for one in known):
            continue
        name = next((name for name in ("beneficiaries", "places") if all(map(_ends(name).match, words))), None)
        if name is not None:
            yield Finding(
                kind="categories",
                value=[],
                unit=name,
                paragraph=paragraph.number_at(start),
                start=start,
                end=end,
                text=paragraph.text[start:end],
                strength=strength(shadow, start, end),
                scope=actor(shadow, start),
                detail={"words": words, "open": shadow.startswith("等", end), "not_known": words},
                doubts=("not_listed",),
            )
