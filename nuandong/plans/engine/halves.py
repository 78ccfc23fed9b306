"""Work shared with one child process that sees the same memory: for commands, on a machine with a second core.

The child is a fork: nothing is sent to it, and it sends back only what it found. It touches no connection and leaves
without cleaning up. Both take the next piece of work from one pipe, so neither waits for the other. A child that fails
costs time and nothing else: its part is done here then.
"""

import copyreg
import io
import os
import pickle
from collections.abc import Callable, Iterator, Sequence
from tempfile import TemporaryFile
from typing import Any, Final, TypeVar
from uuid import UUID

Task = TypeVar("Task")
Answer = list[tuple[int, Any]]
_NUMBER: Final = 8
"""Bytes of a number in a pipe."""
PIECES: Final = 24
"""So many pieces of work of about the same weight: few enough to use what was indexed, enough to end together."""


def in_halves(
    tasks: Sequence[Task],
    work: Callable[[Task], Any],
    weights: Sequence[tuple[str, int]],
    id_of: Callable[[int], UUID],
) -> Iterator[tuple[int, Any]]:
    """What `work` gives for every task, with its place, as soon as it is there.

    `weights`: the family of a task, which uses the same indexes, and how much work it is. `id_of`: the id with a
    number, known or made anew. Not for a process with other threads: locks they hold would never be free in the child.
    """
    pieces = pieces_of(weights)
    queue, filling = os.pipe()
    os.write(filling, b"".join(number.to_bytes(_NUMBER, "big") for number in range(len(pieces))))
    os.close(filling)
    answers = ([(place, work(tasks[place])) for place in pieces[number]] for number in _numbers(queue))
    left = set(range(len(tasks)))
    with _Child(answers, id_of) as child:
        for answer in _in_turns(answers, child):
            left.difference_update(place for place, _found in answer)
            yield from answer
    os.close(queue)
    yield from ((place, work(tasks[place])) for place in sorted(left))


def pieces_of(weights: Sequence[tuple[str, int]]) -> list[list[int]]:
    """Places of tasks, in pieces of one family that are not much heavier than others; the heaviest families first."""
    families: dict[str, list[int]] = {}
    for place, (family, _weight) in enumerate(weights):
        families.setdefault(family, []).append(place)
    heavy = {family: sum(weights[place][1] for place in places) for family, places in families.items()}
    most = sum(heavy.values()) / PIECES
    pieces: list[list[int]] = []
    for family in sorted(families, key=lambda family: (-heavy[family], family)):
        filled = most
        for place in families[family]:
            if filled >= most:
                pieces.append([])
                filled = 0
            pieces[-1].append(place)
            filled += weights[place][1]
    return pieces


def _in_turns(ours: Iterator[Answer], child: "_Child") -> Iterator[Answer]:
    """Our answers, and between them what has come from the child, so that it need not all be read at the end."""
    for answer in ours:
        yield answer
        yield from child.answers()
    yield from child.answers(wait=True)


def _numbers(pipe: int) -> Iterator[int]:
    while token := os.read(pipe, _NUMBER):
        yield int.from_bytes(token, "big")


class _Child:
    """A fork that writes its answers to a file, and tells in a pipe how far it has come."""

    def __init__(self, work: Iterator[Answer], id_of: Callable[[int], UUID]) -> None:
        self._file, self._id_of, self._read = TemporaryFile(), id_of, 0  # noqa: SIM115  `__exit__` closes it
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
                yield _Reader(io.BytesIO(answer), self._id_of).load()
        except BlockingIOError:
            return

    def _answer(self, work: Iterator[Answer], telling: int) -> None:
        try:
            for answer in work:
                _Writer(self._file, protocol=5).dump(answer)
                self._file.flush()
                os.write(telling, self._file.tell().to_bytes(_NUMBER, "big"))
        finally:
            os._exit(0)


def _new_id(number: int) -> UUID:
    return UUID(int=number)


class _Writer(pickle.Pickler):
    """Ids are written as numbers."""

    dispatch_table = {**copyreg.dispatch_table, UUID: lambda one: (_new_id, (one.int,))}


class _Reader(pickle.Unpickler):
    """Reads what our own fork wrote, with ids as they are known here."""

    def __init__(self, answers: io.BytesIO, id_of: Callable[[int], UUID]) -> None:
        super().__init__(answers)
        self._id_of = id_of

    def find_class(self, module: str, name: str) -> Any:
        return self._id_of if name == _new_id.__name__ else super().find_class(module, name)
