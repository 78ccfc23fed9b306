"""What update and cancel messages do to earlier warnings.

Recomputed from all messages each time, so the order of arrival changes nothing.

Messages of one sender are taken by time of sending. A reference to a message means whatever that message has become:
its own warnings still open, or those of the updates that took its place, even if the message itself never arrived.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from nuandong.alerts.formats.parsed import MessageType
from nuandong.geo.codes import contains

_RANKS = {MessageType.ALERT: 0, MessageType.UPDATE: 1, MessageType.CANCEL: 2}


@dataclass(frozen=True, slots=True)
class Leaf:
    """One warning of a message; `closed` if it expired or was ended by decision, which no message changes."""

    key: UUID
    event: str
    codes: tuple[int, ...]
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Sent:
    """One actual message of one sender, as far as chains care."""

    sender: str
    identifier: str
    at: datetime
    type: MessageType
    references: tuple[str, ...] = ()
    warnings: tuple[Leaf, ...] = ()


@dataclass(frozen=True, slots=True)
class Closing:
    """When and by which message a warning was closed; `successor` is the warning that takes its place, if one does."""

    at: datetime
    by: str
    type: MessageType
    successor: UUID | None


@dataclass(slots=True)
class Outcome:
    """What became of a warning: the one it replaced, and how it was closed, if it was."""

    replaces: UUID | None = None
    closing: Closing | None = None


def resolve(messages: Iterable[Sent]) -> dict[UUID, Outcome]:
    """The outcome of every warning of the messages, the same for any order in which they are given."""
    book = _Book()
    for message in sorted(messages, key=lambda m: (m.at, _RANKS[m.type], m.identifier)):
        book.take(message)
    return book.outcomes


class _Book:
    def __init__(self) -> None:
        self.outcomes: dict[UUID, Outcome] = {}
        self._known: dict[tuple[str, str], Sent] = {}
        self._followers: dict[tuple[str, str], list[Sent]] = defaultdict(list)

    def take(self, message: Sent) -> None:
        for warning in message.warnings:
            self.outcomes[warning.key] = Outcome()
        targets = [] if message.type is MessageType.ALERT else self._targets(message)
        if message.type is MessageType.UPDATE:
            for warning in message.warnings:
                if (target := _best(warning, targets)) is not None:
                    targets.remove(target)
                    self.outcomes[warning.key].replaces = target.key
                    self._close(target, message, warning.key)
            for reference in message.references:
                self._followers[message.sender, reference].append(message)
        for target in targets:
            self._close(target, message, None)
        self._known[message.sender, message.identifier] = message

    def _targets(self, message: Sent) -> list[Leaf]:
        found: dict[UUID, Leaf] = {}
        waiting = list(message.references)
        seen = {message.identifier}
        while waiting:
            identifier = waiting.pop(0)
            if identifier in seen:
                continue
            seen.add(identifier)
            known = self._known.get((message.sender, identifier))
            for leaf in known.warnings if known else ():
                if self.outcomes[leaf.key].closing is None:
                    found[leaf.key] = leaf
            waiting += [follower.identifier for follower in self._followers[message.sender, identifier]]
        return list(found.values())

    def _close(self, target: Leaf, message: Sent, successor: UUID | None) -> None:
        if not target.closed:
            self.outcomes[target.key].closing = Closing(message.at, message.identifier, message.type, successor)


def _best(warning: Leaf, targets: list[Leaf]) -> Leaf | None:
    """The target of the same event whose area it continues; failing that, the first of the same event."""
    same = [target for target in targets if target.event == warning.event]
    touching = [target for target in same if touch(target.codes, warning.codes)]
    return next(iter(touching or same), None)


def touch(left: Iterable[int], right: tuple[int, ...]) -> bool:
    """Whether two sets of divisions have some ground in common."""
    return any(contains(a, b) or contains(b, a) for a in left for b in right)
