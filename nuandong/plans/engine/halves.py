"""Work shared with one child process that sees the same memory: for commands, on a machine with a second core.

The child is a fork: nothing is sent to it, and it sends back only what it found. It touches no connection and leaves
without cleaning up. A child that fails costs time and nothing else: its part is done here then.
"""

import os
import pickle
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

Task = TypeVar("Task")


def in_halves(tasks: Sequence[Task], work: Callable[[Task], Any], theirs: frozenset[int]) -> list[Any]:
    """What `work` gives for every task, in order; the child does those whose place is in `theirs`.

    Not for a process with other threads: locks they hold would never be free in the child.
    """
    child, source = _forked(lambda: [work(tasks[place]) for place in sorted(theirs)])
    done = {place: work(task) for place, task in enumerate(tasks) if place not in theirs}
    with os.fdopen(source, "rb") as results:
        answer = results.read()
    _pid, status = os.waitpid(child, 0)
    if status == 0:
        done |= dict(zip(sorted(theirs), pickle.loads(answer), strict=True))  # noqa: S301  what our own fork wrote
    else:
        done |= {place: work(tasks[place]) for place in theirs}
    return [done[place] for place in range(len(tasks))]


def lighter_half(weights: Sequence[tuple[object, int]]) -> frozenset[int]:
    """Places of tasks of about half the weight in all, tasks of the same family together: they use the same indexes."""
    families: dict[object, int] = {}
    for family, weight in weights:
        families[family] = families.get(family, 0) + weight
    ours = theirs = 0
    chosen = set()
    for family, weight in sorted(families.items(), key=lambda item: (-item[1], str(item[0]))):
        if theirs < ours:
            theirs += weight
            chosen.add(family)
        else:
            ours += weight
    return frozenset(place for place, (family, _weight) in enumerate(weights) if family in chosen)


def _forked(work: Callable[[], Any]) -> tuple[int, int]:
    """Do the work in a child; returns its number and where its pickled answer can be read."""
    source, target = os.pipe()
    child = os.fork()
    if child:
        os.close(target)
        return child, source
    status = 1
    try:
        os.close(source)
        answer = pickle.dumps(work(), protocol=5)
        with os.fdopen(target, "wb") as results:
            results.write(answer)
        status = 0
    finally:
        os._exit(status)
