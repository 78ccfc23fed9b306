"""Sortable ids: UUID version 7 (RFC 9562), their time taken from the `now` of the act."""

import hashlib
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import accumulate
from random import Random, SystemRandom
from typing import Final
from uuid import UUID

from nuandong.kernel.clock import require_aware

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_TAIL_BITS: Final = 74
_LOW_BITS: Final = 62
_MAX_MILLIS: Final = (1 << 48) - 1
_AT_ONCE: Final = 500


class _Counter:
    """Tails of one millisecond grow by random steps, so ids of one process sort as they were made."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        self.lock = threading.Lock()
        self.restart(SystemRandom())

    def restart(self, random: Random) -> None:
        self.random = random
        self.millis = -1
        self.tail = 0

    def next(self, millis: int) -> int:
        with self.lock:
            return self._next(millis)

    def several(self, millis: int) -> list[int]:
        """The next few hundred, which ask for randomness once."""
        with self.lock:
            first = self._next(millis)
            steps = memoryview(self.random.randbytes(4 * _AT_ONCE)).cast("I")
            tails = list(accumulate((1 + step for step in steps), initial=first))
            self.tail = tails[-1]
            return tails

    def _next(self, millis: int) -> int:
        if millis == self.millis:
            self.tail += 1 + self.random.getrandbits(32)
        else:
            # The top bit starts clear: room for 2^41 further ids within the millisecond.
            self.millis, self.tail = millis, self.random.getrandbits(_TAIL_BITS - 1)
        return self.tail


_counter = _Counter()
# A forked worker must not walk on from its parent's tail: both would make the same ids.
os.register_at_fork(after_in_child=_counter.reset)


def new_id(now: datetime) -> UUID:
    """A new id of the moment `now`; rising within a process for the same millisecond."""
    millis = _millis(now)
    return _build(millis, _counter.next(millis))


def ids_as_text(now: datetime) -> Iterator[str]:
    """New ids of the moment `now` without end, written down: a long list needs several for each of its rows."""
    millis = _millis(now)
    while True:
        for tail in _counter.several(millis):
            digits = f"{_number(millis, tail):032x}"
            yield f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def floor_id(at: datetime) -> UUID:
    """The smallest id of the millisecond of `at`, for `id >= floor_id(since)`."""
    return _build(_millis(at), 0)


def time_of(identity: UUID) -> datetime:
    """The moment (UTC, to the millisecond) an id was made for; ValueError if it is no version 7."""
    if identity.version != 7:
        raise ValueError(f"not a version 7 id: {identity}")
    return _EPOCH + timedelta(milliseconds=identity.int >> 80)


def seeded_id(at: datetime, *parts: object) -> UUID:
    """The same id for the same moment and parts, for demo data and tests."""
    seed = hashlib.sha256("\x1f".join(str(part) for part in parts).encode()).digest()
    return _build(_millis(at), int.from_bytes(seed) >> (256 - _TAIL_BITS))


def random_signs(alphabet: str, length: int) -> str:
    """Signs nobody can guess, drawn from the alphabet."""
    with _counter.lock:
        return "".join(_counter.random.choice(alphabet) for _place in range(length))


def random_hex(size: int) -> str:
    """So many bytes nobody can guess, in hexadecimal."""
    with _counter.lock:
        return f"{_counter.random.getrandbits(8 * size):0{2 * size}x}"


@contextmanager
def seeded(seed: str) -> Iterator[None]:
    """Ids and signs repeat themselves inside: two loads of the demo are the same. They can be guessed, so never use
    it outside demo data and tests."""
    _counter.restart(Random(seed))  # noqa: S311  the point of it
    try:
        yield
    finally:
        _counter.restart(SystemRandom())


@lru_cache(maxsize=64)
def _millis(at: datetime) -> int:
    millis = (require_aware(at) - _EPOCH) // timedelta(milliseconds=1)
    if not 0 <= millis <= _MAX_MILLIS:
        raise ValueError(f"time outside the range of ids: {at.isoformat()}")
    return millis


def _build(millis: int, tail: int) -> UUID:
    return UUID(int=_number(millis, tail))


def _number(millis: int, tail: int) -> int:
    high, low = tail >> _LOW_BITS, tail & ((1 << _LOW_BITS) - 1)
    return millis << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | low
