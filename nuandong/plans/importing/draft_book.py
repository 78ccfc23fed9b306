"""A draft plan file while it is written: its lists of entries, their ids, and the sentence a finding stands in."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from nuandong.plans.importing.entries import Season
from nuandong.plans.importing.finding import Found
from nuandong.plans.importing.findings import Finding
from nuandong.plans.importing.mapping import Mapped, mapping
from nuandong.plans.importing.surroundings import clause_span

ANNOUNCED: Final = "publicity.announced"
LISTS: Final = (
    "obligations",
    "procedures",
    "phases",
    "reports",
    "amounts",
    "prohibitions",
    "funds",
    "eligibility",
    "items",
    "resources",
)
"""The lists of a plan file that a draft fills, in the order of the file."""


@dataclass(slots=True)
class Book:
    """The entries as they come; ids are made unique.

    `source` is the code of the text, `known` the kinds of key locations that plan files may name, `family` what the
    plan is about. `loose` are findings that became a task only because nobody could say what is recorded of them.
    """

    source: str
    season: Season
    found: Found
    known: frozenset[str]
    family: str = "rescue"
    loose: list[Finding] = field(default_factory=list)
    lists: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: {name: [] for name in LISTS})
    places: list[str] = field(default_factory=list)
    members: list[str] = field(default_factory=list)
    _used: set[str] = field(default_factory=set)

    @property
    def duties(self) -> list[dict[str, Any]]:
        return self.lists["obligations"]

    def add(self, name: str, stem: str, title: str, finding: Finding, **said: Any) -> None:
        """An entry of a list, with an id of its own."""
        self.lists[name].append(self.named(stem, title, finding) | said)

    def named(self, stem: str, title: str, finding: Finding) -> dict[str, Any]:
        """The keys every entry begins with."""
        name, number = stem, 2
        while name in self._used:
            name, number = f"{stem}-{number}", number + 1
        self._used.add(name)
        return {"id": name, "title": title, "source": f"{self.source} ¶{finding.paragraph}"}

    def has(self, name: str) -> bool:
        return name in self._used

    def asked(self, said: dict[str, Any]) -> bool:
        """Whether a duty says all this already."""
        return any(said.items() <= one.items() for one in self.duties)

    def clause(self, finding: Finding) -> str:
        """The part between commas a finding stands in, as patterns read it."""
        shadow = self.found.plan.paragraph(finding.paragraph).shadow
        first, last = clause_span(shadow, finding.start)
        return shadow[first:last]

    def sentence(self, finding: Finding) -> str:
        """The sentence a finding stands in, as patterns read it."""
        shadow = self.found.plan.paragraph(finding.paragraph).shadow
        start = max((shadow.rfind(sign, 0, finding.start) for sign in "。；"), default=-1) + 1
        ends = [place for sign in "。；" if (place := shadow.find(sign, finding.end)) >= 0]
        return shadow[start : min(ends, default=len(shadow))]


def through(book: Book, event: str, finding: Finding) -> dict[str, Any]:
    """The channels of publicity that a sentence names, as a condition on what is made known; none for other events."""
    if event != ANNOUNCED:
        return {}
    sentence = book.sentence(finding)
    named = [code for code, words in mapping().channels.items() if re.search(words, sentence)]
    return {"through": named} if named else {}


def chosen(finding: Finding) -> Mapped | None:
    """What a person said a finding asks for, where the words did not tell: a kind of work, and for whom."""
    work = finding.detail.get("work")
    if not isinstance(work, str):
        return None
    stem = work.replace("_", "-")
    return Mapped(
        words=".",
        title=finding.detail["title"],
        id=stem,
        event="tasks.work_recorded",
        where={"work": work},
        scope=finding.detail["for"],
    )


def first(rules: Iterable[Mapped], text: str) -> Mapped | None:
    return next((rule for rule in rules if re.search(rule.words, text)), None)
