"""The patterns of library/words/patterns.yaml, compiled, and what they match in a text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Final, Literal, get_args

from pydantic import Field

from nuandong.kernel import reference
from nuandong.plans.importing import fragments
from nuandong.plans.importing.words import FOLDER, context

Kind = Literal["window", "frequency", "duration", "deadline", "amount", "percentage", "hours", "duty", "prohibition"]
KINDS: Final = get_args(Kind)
Doubt = Literal["set_phrase", "bare_time", "named_day", "open_end", "added"]


class Rule(reference.Entry):
    """One pattern. `yes` and `no` are texts it must and must not fit; tests check them."""

    pattern: Annotated[str, Field(max_length=600)]
    set: dict[str, str | int] = Field(default_factory=dict)
    unit_of: str | None = None
    doubt: Doubt | None = None
    yes: tuple[str, ...]
    no: tuple[str, ...] = ()


class _Rules(reference.Entry):
    frequency: tuple[Rule, ...]
    duration: tuple[Rule, ...]
    deadline: tuple[Rule, ...]
    window: tuple[Rule, ...]
    amount: tuple[Rule, ...]
    percentage: tuple[Rule, ...]
    hours: tuple[Rule, ...]
    duty: tuple[Rule, ...]
    prohibition: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule's match: `groups` are its named groups and what the rule sets in their place."""

    kind: str
    rule: Rule
    start: int
    end: int
    groups: dict[str, str | None]

    def text(self, shadow: str) -> str:
        return shadow[self.start : self.end]


@cache
def rules() -> dict[str, tuple[tuple[Rule, re.Pattern[str]], ...]]:
    """The patterns of each kind, in their order; raises Invalid where one is broken."""
    path = FOLDER / "patterns.yaml"
    words = reference.read(path, _Rules)
    about = context()
    pieces = fragments.fragments(
        goods=about.goods,
        per="(?:"
        + "|".join(sorted((word for some in about.per.values() for word in some), key=len, reverse=True))
        + ")",
        act=about.acts,
    )
    try:
        return {
            kind: tuple((rule, fragments.compiled(rule.pattern, pieces)) for rule in getattr(words, kind))
            for kind in KINDS
        }
    except ValueError as error:
        raise reference.broken(path, str(error)) from error


def hits(kind: str, shadow: str, taken: list[tuple[int, int]] | None = None) -> Iterator[Hit]:
    """What the rules of a kind fit, earlier rules first; no two overlap, nor anything in `taken`."""
    used = list(taken or ())
    for rule, pattern in rules()[kind]:
        for found in pattern.finditer(shadow):
            start, end = found.span()
            if start == end or any(start < other_end and other_start < end for other_start, other_end in used):
                continue
            used.append((start, end))
            groups = found.groupdict() | {name: str(value) for name, value in rule.set.items()}
            yield Hit(kind, rule, start, end, groups)
