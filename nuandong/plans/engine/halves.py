"""Work shared with one child process that sees the same memory: for commands, on a machine with a second core.

The child is a fork: nothing is sent to it, and it sends back only what it found. It touches no connection and leaves
without cleaning up. Both take pieces of work until none is left, so neither waits for the other. A child that fails
costs time and nothing else: its part is done here then.
"""

import os
import pickle
from collections.abc import Callable, Iterable, Iterator, Sequence
from tempfile import TemporaryFile
from typing import Any, Final, NamedTuple, TypeVar

Task = TypeVar("Task")
Answer = list[tuple[int, Any]]


class Weight(NamedTuple):
    """Tasks of one family use the same indexes. How much work it is, and how much of what is found is long to tell."""

    family: str
    work: int
    told: int


_NUMBER: Final = 8
"""Bytes of a number in a pipe."""
PIECES: Final = 24
"""So many pieces of work of about the same weight: few enough to use what was indexed, enough to end together."""


def in_halves(
    tasks: Sequence[Task],
    work: Callable[[Task], Any],
    weights: Sequence[Weight],
    packed: Callable[[Any], Any],
    unpacked: Callable[[Any], Any],
) -> Iterator[tuple[int, Any]]:
    """What `work` gives for every task, with its place, as soon as it is there.

    `packed` makes what the child found quick to write down, `unpacked` makes it what it was. Not for a process with
    other threads: locks they hold would never be free in the child.
    """
    pieces = pieces_of(weights)
    queue, filling = os.pipe()
    os.write(filling, bytes(len(pieces)))
    os.close(filling)
    # The pipe only says how many pieces are left: we take them from the front and the child from the back.
    ours, theirs = (zip(some, _bytes(queue), strict=False) for some in (pieces, reversed(pieces)))
    answers = ([(place, work(tasks[place])) for place in piece] for piece, _one in ours)
    left = set(range(len(tasks)))
    with _Child([(place, packed(work(tasks[place]))) for place in piece] for piece, _one in theirs) as child:
        for answer in answers:
            left.difference_update(place for place, _found in answer)
            yield from answer
            yield from _taken(child.answers(), unpacked, left)
        yield from _taken(child.answers(wait=True), unpacked, left)
    os.close(queue)
    yield from ((place, work(tasks[place])) for place in sorted(left))


def _taken(answers: Iterator[Answer], unpacked: Callable[[Any], Any], left: set[int]) -> Iterator[tuple[int, Any]]:
    """What has come from the child, between our own answers, so that it need not all be read at the end."""
    for answer in answers:
        left.difference_update(place for place, _found in answer)
        yield from ((place, unpacked(found)) for place, found in answer)


def pieces_of(weights: Sequence[Weight]) -> list[list[int]]:
    """Places of tasks, in pieces of one family that are not much heavier than others.

    What is long to tell stands first: whoever does that need not tell it to anybody.
    """
    families: dict[str, list[int]] = {}
    for place, one in enumerate(weights):
        families.setdefault(one.family, []).append(place)
    most = sum(one.work for one in weights) / PIECES
    pieces: list[list[int]] = []
    for family in sorted(families):
        filled = most
        for place in sorted(families[family], key=lambda place: -weights[place].told):
            if filled >= most:
                pieces.append([])
                filled = 0
            pieces[-1].append(place)
            filled += weights[place].work
    return sorted(pieces, key=lambda piece: -_share(weights[place] for place in piece))


def _share(weights: Iterable[Weight]) -> float:
    some = list(weights)
    return sum(one.told for one in some) / (sum(one.work for one in some) or 1)


def _bytes(pipe: int) -> Iterator[bytes]:
    while token := os.read(pipe, 1):
        yield token


def _numbers(pipe: int) -> Iterator[int]:
    while token := os.read(pipe, _NUMBER):
        yield int.from_bytes(token, "big")


class _Child:
    """A fork that writes its answers to a file, and tells in a pipe how far it has come."""

    def __init__(self, work: Iterator[Answer]) -> None:
        self._file, self._read = TemporaryFile(), 0  # noqa: SIM115  `__exit__` closes it
        self._told, telling = os.pipe()
        self._number = os.fork()
        if self._number == 0:
            self._answer(work, telling)
        os.close(telling)

    def __enter__(self) -> "_Child":
        return self

    def __exit__(self, *_error: object) -> None:
        os.close(self._told)
        os.waitpid(self._number, 0)
        self._file.close()

    def answers(self, *, wait: bool = False) -> Iterator[Answer]:
        """Those that are there and were not given before; with `wait` all that will ever come."""
        os.set_blocking(self._told, wait)
        try:
            for end in _numbers(self._told):
                answer = os.pread(self._file.fileno(), end - self._read, self._read)
                self._read = end
                yield pickle.loads(answer)  # noqa: S301  our own fork wrote it
        except BlockingIOError:
            return

    def _answer(self, work: Iterator[Answer], telling: int) -> None:
        try:
            for answer in work:
                pickle.dump(answer, self._file, protocol=5)
                self._file.flush()
                os.write(telling, self._file.tell().to_bytes(_NUMBER, "big"))
        finally:
            os._exit(0)
