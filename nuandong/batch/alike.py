"""Households that say the same of everything a standard asks, told apart from the others by whole numbers."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

Numbers = np.ndarray[Any, np.dtype[np.int64]]
_FEW: Final = 1 << 16
"""So many places of a table at least are no matter; beyond them as many as there are rows."""
_WIDEST: Final = 1 << 16
"""Whole numbers within such a range are their own codes."""


@dataclass(frozen=True, slots=True)
class Kinds:
    """`rows`: of each kind one row of the list; `of`: for each row of the list the place of its kind in `rows`."""

    rows: Numbers
    of: Numbers


def kinds(columns: list[pa.ChunkedArray], count: int) -> Kinds | None:
    """The kinds of rows of a list of `count` rows; None where half of the rows or more are of a kind of their own."""
    most = max(_FEW, count)
    of, size = np.zeros(count, np.int64), 1
    for column in columns:
        codes, many = _coded(column)
        if size * many > most:
            of, size = _renumbered(of, size)
        if size * many > 4 * most:
            return None
        of *= many
        of += codes
        size *= many
    of, size = _renumbered(of, size)
    if 2 * size > count:
        return None
    rows = np.empty(size, np.int64)
    rows[of] = np.arange(count)
    return Kinds(rows, of)


def _renumbered(of: Numbers, size: int) -> tuple[Numbers, int]:
    """The same kinds, numbered without gaps."""
    there = np.zeros(size, np.bool_)
    there[of] = True
    kept = np.flatnonzero(there)
    numbers = np.empty(size, np.int64)
    numbers[kept] = np.arange(len(kept))
    return numbers[of], len(kept)


def _coded(column: pa.ChunkedArray) -> tuple[Numbers, int]:
    """A number from 0 for each value, an empty cell being one; and how many numbers that takes."""
    if pa.types.is_dictionary(column.type):
        told = column.unify_dictionaries().combine_chunks()
        words = len(told.dictionary)
        codes = told.indices.fill_null(words) if told.null_count else told.indices
        return codes.to_numpy(), words + 1
    cells = column.combine_chunks()
    if pa.types.is_integer(cells.type) and len(cells) and not cells.null_count:
        low, high = pc.min_max(cells).as_py().values()
        if high - low < _WIDEST:
            return cells.to_numpy() - low, high - low + 1
    told = cells.dictionary_encode(null_encoding="encode")
    return told.indices.to_numpy(), len(told.dictionary)
