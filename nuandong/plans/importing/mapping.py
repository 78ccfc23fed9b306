"""What findings become in a plan file: library/words/mapping.yaml."""

from functools import cache
from typing import Annotated, Any, Literal

from pydantic import Field, field_validator

from nuandong.kernel import reference
from nuandong.plans.importing.words import FOLDER, Word, patterns_checked

Words = Annotated[str, Field(min_length=1, max_length=200)]


class Mapped(reference.Entry):
    """What a finding becomes, see library/words/mapping.yaml."""

    words: Words
    title: Word
    id: Word
    event: str
    where: dict[str, Any] | None = None
    scope: str = "each subject"
    kind: Literal["within", "lasts"] | None = None
    bounds: tuple[str, ...] = ()
    trigger: str | None = None
    trigger_where: dict[str, Any] | None = None
    until: tuple[dict[str, Any], ...] = ()
    when: dict[str, Any] | None = None
    ended_by: tuple[dict[str, Any], ...] = ()

    @field_validator("words")
    @classmethod
    def _pattern(cls, words: str) -> str:
        return patterns_checked((words,))[0]


class Post(reference.Entry):
    title: Word
    id: Word
    post: str | None = None
    elsewhere: str | None = None
    team: str | None = None


class Never(reference.Entry):
    """What is recorded when something forbidden has happened."""

    title: Word
    event: str
    where: dict[str, Any]


class Checked(reference.Entry):
    """Places that a sentence wants to be checked."""

    places: tuple[Word, ...]
    words: Words
    title: Word
    id: Word
    event: str
    where: dict[str, Any]
    scope: str


class Mapping(reference.Entry):
    frequencies: tuple[Mapped, ...]
    durations: tuple[Mapped, ...]
    deadlines: tuple[Mapped, ...]
    percentages: tuple[Mapped, ...]
    channels: dict[Word, Words]
    sent: dict[Word, Word]
    posts: dict[Word, Post]
    warnings: dict[Word, tuple[str, ...]]
    reports: dict[Word, dict[str, str]]
    families: dict[Word, str]
    levels: dict[Word, str]
    title_levels: dict[Word, str]
    bans: dict[Word, Word]
    nevers: dict[Word, Never]
    checked: tuple[Checked, ...]
    places: dict[Word, tuple[Word, ...]]


@cache
def mapping() -> Mapping:
    return reference.read(FOLDER / "mapping.yaml", Mapping)
