"""A long list read piece by piece by its keyset, for exports."""

import sys
from collections.abc import Callable, Iterator
from typing import Final, TypeVar

Row = TypeVar("Row")
Key = TypeVar("Key")
SIZE: Final = 500
EVERYTHING: Final = sys.maxsize


def batches(
    read: Callable[[Key | None, int], list[Row]],
    key: Callable[[Row], Key],
    *,
    most: int = EVERYTHING,
    size: int = SIZE,
) -> Iterator[list[Row]]:
    """Pieces of up to `size` rows, `most` together. `read` gives so many rows behind a key at most; None begins."""
    after: Key | None = None
    while most > 0 and (rows := read(after, min(size, most))):
        yield rows
        after, most = key(rows[-1]), most - len(rows)
