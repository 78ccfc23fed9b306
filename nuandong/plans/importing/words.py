"""The files of library/words: words and patterns by which plan texts are read, checked when they are loaded."""

import re
from functools import cache
from typing import Annotated, Final, Literal

from pydantic import Field, field_validator

from nuandong.kernel import reference

FOLDER: Final = reference.LIBRARY / "words"

Word = Annotated[str, Field(min_length=1, max_length=40)]


class Traditional(reference.Entry):
    """Character pairs, see library/words/traditional.yaml."""

    threshold: Annotated[int, Field(ge=1)]
    only: str
    also: str
    keep: dict[Word, tuple[Word, ...]]
    phrases: dict[Word, Word]

    @field_validator("phrases")
    @classmethod
    def _same_length(cls, phrases: dict[str, str]) -> dict[str, str]:
        if wrong := [old for old, new in phrases.items() if len(old) != len(new)]:
            raise ValueError(f"not of the same length: {wrong[0]}")
        return phrases

    @field_validator("only", "also")
    @classmethod
    def _pairs(cls, text: str) -> str:
        if wrong := [pair for pair in text.split() if len(pair) != 2]:
            raise ValueError(f"not a pair of characters: {wrong[0]}")
        return text

    @property
    def certain(self) -> dict[str, str]:
        return {pair[0]: pair[1] for pair in self.only.split()}

    @property
    def possible(self) -> dict[str, str]:
        return {pair[0]: pair[1] for pair in self.also.split()}


def patterns_checked(values: tuple[str, ...]) -> tuple[str, ...]:
    """The patterns as they are; ValueError for one that is none."""
    for value in values:
        try:
            re.compile(value)
        except re.error as error:
            raise ValueError(f"not a pattern: {value}: {error}") from None
    return values


class PlanTitles(reference.Entry):
    ends: tuple[Word, ...]
    numbers: tuple[Word, ...]


class Noise(reference.Entry):
    """What is left out, see library/words/noise.yaml."""

    lines: tuple[str, ...]
    introductions: tuple[str, ...]
    ends: tuple[str, ...]
    inline: tuple[str, ...]
    titles: PlanTitles

    _check = field_validator("lines", "introductions", "ends", "inline")(patterns_checked)


@cache
def traditional() -> Traditional:
    return reference.read(FOLDER / "traditional.yaml", Traditional)


@cache
def noise() -> Noise:
    return reference.read(FOLDER / "noise.yaml", Noise)


def either(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """One pattern that fits where one of these does."""
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


class Context(reference.Entry):
    """Words around a finding, see library/words/context.yaml."""

    strengths: dict[Word, tuple[str, ...]]
    conditions: dict[Word, tuple[str, ...]]
    actors: dict[Word, tuple[str, ...]]
    per: dict[Word, tuple[Word, ...]]
    goods: str
    acts: str
    stores: str
    not_goods: str
    duties: dict[Word, tuple[str, ...]]
    prohibitions: dict[Word, tuple[str, ...]]
    facts: dict[Literal["stock", "year", "planned", "office"], str]

    @field_validator("strengths", "conditions", "actors", "duties", "prohibitions")
    @classmethod
    def _check(cls, lists: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        for several in lists.values():
            patterns_checked(several)
        return lists


class Reports(reference.Entry):
    """What is reported, see library/words/reports.yaml."""

    verbs: str
    sent: str
    systems: str
    types: dict[Word, tuple[str, ...]]
    incidents: str
    at_once: str
    recipients: str
    forms: dict[Word, tuple[str, ...]]
    past: str
    stages: str
    orders: str


class Group(reference.Entry):
    title: Word
    words: tuple[Word, ...]


class Groups(reference.Entry):
    """Lists of people, places and departments, see library/words/groups.yaml."""

    beneficiaries: dict[Word, Group]
    places: dict[Word, Group]
    departments: dict[Word, Group]
    weak: tuple[Word, ...]
    others: tuple[Word, ...]
    not_before: str
    tails: dict[Word, str]
    leads: str
    closings: dict[Word, str]
    openings: str
    before_closed: str
    headings: dict[Word, str]
    no_member: str
    last_of: dict[Word, str]
    attributes: str
    adjectives: str
    helping: str
    separator: str


@cache
def context() -> Context:
    return reference.read(FOLDER / "context.yaml", Context)


@cache
def reports() -> Reports:
    return reference.read(FOLDER / "reports.yaml", Reports)


@cache
def groups() -> Groups:
    return reference.read(FOLDER / "groups.yaml", Groups)


class Titles(reference.Entry):
    """How findings are told, see library/words/titles.yaml."""

    units: dict[str, Word]
    bounds: dict[str, Word]
    scopes: dict[str, Word]
    conditions: dict[str, Word]
    reports: dict[str, Word]
    posts: dict[str, Word]
    prohibitions: dict[str, Word]
    strengths: dict[str, Word]
    dates: dict[str, Word]


@cache
def titles() -> Titles:
    return reference.read(FOLDER / "titles.yaml", Titles)
