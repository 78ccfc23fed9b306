"""Work shared with one child process that sees the same memory: for commands, on a machine with a second core.

The child is a fork: nothing is sent to it, and it sends back only what it found. It touches no connection and leaves
without cleaning up. Both take the next piece of work from one pipe, so neither waits for the other. A child that fails
costs time and nothing else: its part is done here then.
"""

import copyreg
import os
import pickle
from collections.abc import Callable, Iterator, Sequence
from tempfile import TemporaryFile
from typing import IO, Any, Final, TypeVar
from uuid import UUID

Task = TypeVar("Task")
_TOKEN: Final = 4
PIECES: Final = 24
"""So many pieces of work of about the same weight: few enough to use what was indexed, enough to end together."""


def in_halves(
    tasks: Sequence[Task],
    work: Callable[[Task], Any],
    weights: Sequence[tuple[str, int]],
    id_of: Callable[[int], UUID],
) -> list[Any]:
    """What `work` gives for every task, in order; a child does what this process has not come to.

    `weights`: the family of a task, which uses the same indexes, and how much work it is. `id_of`: the id with a
    number, known or made anew. Not for a process with other threads: locks they hold would never be free in the child.
    """
    pieces = pieces_of(weights)
    queue, filling = os.pipe()
    os.write(filling, b"".join(number.to_bytes(_TOKEN, "big") for number in range(len(pieces))))
    os.close(filling)
    done: dict[int, Any] = {}
    with TemporaryFile() as answers:
        child = _forked(answers, lambda: _worked(_taken(queue, pieces), tasks, work))
        done |= _worked(_taken(queue, pieces), tasks, work)
        os.close(queue)
        _pid, status = os.waitpid(child, 0)
        if status == 0:
            answers.seek(0)
            done |= _Reader(answers, id_of).load()
    return [done[place] if place in done else work(task) for place, task in enumerate(tasks)]


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


def _taken(queue: int, pieces: list[list[int]]) -> Iterator[int]:
    """The tasks of one piece after the other, as long as there is one that nobody has taken."""
    while token := os.read(queue, _TOKEN):
        yield from pieces[int.from_bytes(token, "big")]


def _worked(places: Iterator[int], tasks: Sequence[Task], work: Callable[[Task], Any]) -> dict[int, Any]:
    return {place: work(tasks[place]) for place in places}


def _forked(answers: IO[bytes], work: Callable[[], dict[int, Any]]) -> int:
    """Do the work in a child, which leaves its answer in a file; returns its number."""
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        _Writer(answers, protocol=5).dump(work())
        answers.flush()
        status = 0
    finally:
        os._exit(status)


def _new_id(number: int) -> UUID:
    return UUID(int=number)


class _Writer(pickle.Pickler):
    """Ids are written as numbers."""

    dispatch_table = {**copyreg.dispatch_table, UUID: lambda one: (_new_id, (one.int,))}


class _Reader(pickle.Unpickler):
    """Reads what our own fork wrote, with ids as they are known here."""

    def __init__(self, answers: IO[bytes], id_of: Callable[[int], UUID]) -> None:
        super().__init__(answers)
        self._id_of = id_of

    def find_class(self, module: str, name: str) -> Any:
        return self._id_of if name == _new_id.__name__ else super().find_class(module, name)
