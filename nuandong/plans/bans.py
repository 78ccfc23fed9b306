"""How prohibitions are watched (library/supervision/bans.yaml), and what a running check answers.

The checks themselves stand with the modules whose records they go through; `flows.breaches_found` runs them.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Annotated, Final, Literal, Self
from uuid import UUID

from pydantic import Field, StringConstraints, model_validator

from nuandong.journal import api as journal
from nuandong.kernel import reference
from nuandong.kernel.actors import Span
from nuandong.kernel.reference import Title
from nuandong.plans.schema.fields import Code

FILE: Final = reference.LIBRARY / "supervision" / "bans.yaml"

_Words = Annotated[str, StringConstraints(max_length=60)]


class Rule(reference.Entry):
    """Days within which a finding must be put right, and how bad it is."""

    days: int = Field(ge=1, le=30)
    severity: Literal["general", "serious", "grave"]


class Waiting(reference.Entry):
    """How long a suspicion may wait for somebody to look into it, before that counts as a breach."""

    hours: int = Field(ge=1, le=720)
    note: _Words = ""


class Ban(reference.Entry):
    """What is forbidden, and how it is watched; `hours` after which it counts as a breach, `works` the kinds of work
    that are looked at."""

    title: Title
    looks_at: _Words = ""
    needs: str = ""
    by_hand: _Words = ""
    hours: int = Field(default=0, ge=0, le=720)
    works: tuple[Code, ...] = ()
    note: _Words = ""

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if sum(map(bool, (self.looks_at, self.needs, self.by_hand))) != 1:
            raise ValueError("one of looks_at, needs, by_hand")
        return self


class Bans(reference.Entry):
    modules: dict[str, Title]
    findings: Rule
    duties: Rule
    suspicions: Waiting
    bans: dict[Code, Ban]


@cache
def rules() -> Bans:
    """The whole file. Raises Invalid for a module that it does not name."""
    found = reference.read(FILE, Bans)
    for code, ban in found.bans.items():
        if ban.needs and ban.needs not in found.modules:
            raise reference.broken(FILE, f"bans.{code}.needs")
    return found


def bans() -> dict[str, Ban]:
    """How each prohibition is watched, by code, in the order of the file."""
    return rules().bans


@dataclass(frozen=True, slots=True)
class Watched:
    """What a plan in force asks a check to look at: its region, from `start` to `now`; times are aware."""

    activation: UUID
    span: Span
    start: datetime
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """Something forbidden that stands in the records: what it is about, where, since when.

    `unit` answers for it where the records say so; `event` is the journal event that shows it.
    """

    subject: UUID
    region: int
    at: datetime
    unit: UUID | None = None
    event: UUID | None = None


Check = Callable[[Watched], Iterable[Breach]]
"""A running check, in the entered scope. It looks at what stands now: what was mended is not answered any more."""


def shown(subjects: Collection[UUID], kinds: Collection[str]) -> Mapping[UUID, UUID]:
    """The last event of these kinds about each subject."""
    if not subjects:
        return {}
    events = journal.history(subjects=subjects, kinds=kinds, limit=len(subjects) * 10)
    return {event.subject: event.id for event in reversed(events)}
