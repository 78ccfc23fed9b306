"""What lies open with somebody: every module registers how its open things are listed and how they move on.

A provider is registered once, when its module is read (`handover.register(Provider(...))`). Listing and moving run in
the scope of whoever does the hand-over and in one transaction.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from nuandong.kernel.actors import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenThing:
    """One open thing. `label` is printed on the list and stored: a number, a place, a code, never personal data."""

    thing: UUID
    label: str
    since: datetime | None = None


class Move(Protocol):
    """Moves the things to the taker and returns how many were moved; writes the module's own events."""

    def __call__(self, *, giver: UUID, taker: UUID, things: Sequence[UUID], by: Actor, now: datetime) -> int: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """How one kind of open things is listed and moved. `title` is a Chinese msgid, the heading on the printed list."""

    code: str
    title: str
    listing: Callable[[UUID], Sequence[OpenThing]]
    move: Move


@dataclass(frozen=True, slots=True)
class Group:
    """The open things of one kind."""

    provider: Provider
    things: tuple[OpenThing, ...]


_providers: dict[str, Provider] = {}


def register(provider: Provider) -> None:
    """Make a kind of open things known. ValueError if another one has the code."""
    if _providers.setdefault(provider.code, provider) is not provider:
        raise ValueError(f"two hand-over providers are called {provider.code!r}")


def title_of(code: str) -> str:
    """The heading of a kind; of one that is gone, its code."""
    return _providers[code].title if code in _providers else code


def open_things(staff: UUID) -> list[Group]:
    """Everything open with somebody that the present scope shows, by kind; kinds without any are left out."""
    groups = (Group(provider, tuple(provider.listing(staff))) for _code, provider in sorted(_providers.items()))
    return [group for group in groups if group.things]


def count_open(staff: UUID) -> int:
    """How many things are open with somebody."""
    return sum(len(group.things) for group in open_things(staff))
