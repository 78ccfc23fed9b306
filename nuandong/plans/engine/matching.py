"""What an event must look like to count: its kind, and what its payload says."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol


class Event(Protocol):
    @property
    def kind(self) -> str: ...

    @property
    def payload(self) -> Mapping[str, Any]: ...


Asked = tuple[tuple[str, tuple[tuple[type, Any], ...]], ...]


def matches(where: Mapping[str, Any] | None, payload: Mapping[str, Any]) -> bool:
    """Whether a payload has, for every field asked for, one of the values asked for; an absent field does not match."""
    if not where:
        return True
    for name, wanted in where.items():
        choices = wanted if isinstance(wanted, list) else (wanted,)
        for value in values(payload, name):
            # True is 1 for Python and must not be for a plan.
            if value in choices and any(value == choice and type(value) is type(choice) for choice in choices):
                break
        else:
            return False
    return True


def values(payload: Mapping[str, Any], name: str) -> Iterable[Any]:
    """What a payload says in a field: the elements of a list, else the one value."""
    actual = payload.get(name)
    return actual if isinstance(actual, list) else (actual,)


@dataclass(frozen=True, slots=True, eq=False)
class Pattern:
    """Events of a kind that fit the conditions. Made by `pattern`: the same question is the same object."""

    kind: str
    where: Mapping[str, Any] | None

    def fits(self, fact: Event) -> bool:
        return fact.kind == self.kind and matches(self.where, fact.payload)

    @property
    def plain(self) -> bool:
        """Whether a fact that says one of the values of `narrowest` fits, without a look at the rest of it."""
        # Numbers and switches are equal for Python where they are not for a plan.
        asked = self.where or {}
        return len(asked) < 2 and all(isinstance(one, str) for _name, choices in asked.items() for one in choices)

    @property
    def narrowest(self) -> tuple[str, list[Any]] | None:
        """A field that every payload must have, and the values it may have there."""
        for name, wanted in (self.where or {}).items():
            return name, wanted if isinstance(wanted, list) else [wanted]
        return None


def pattern(kind: str, where: Mapping[str, Any] | None = None) -> Pattern:
    asked = ((name, wanted if isinstance(wanted, list) else [wanted]) for name, wanted in (where or {}).items())
    return _pattern(kind, tuple((name, tuple((type(one), one) for one in choices)) for name, choices in asked))


@lru_cache(maxsize=10_000)
def _pattern(kind: str, asked: Asked) -> Pattern:
    return Pattern(kind, {name: [one for _type, one in choices] for name, choices in asked} or None)
