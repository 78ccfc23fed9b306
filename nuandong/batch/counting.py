"""A list of persons counted into the list of their households: how many there are, and how many need what."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from nuandong.batch.duckdb_engine import FIRST_ROW
from nuandong.batch.tables import plain
from nuandong.kernel.errors import Invalid
from nuandong.kernel.text import gettext_noop as _
from nuandong.policy.benefit import FLAGS
from nuandong.policy.editions import Edition
from nuandong.policy.problems import MISSING, NOT_WHOLE, UNKNOWN_CODE, RowProblem

_PREFIX: Final = "persons:"
"""Stands before the column in mistakes of the list of persons."""
_UNREAD: Final = -1
_YES_AND_NO: Final = frozenset({(0, 0), (0, 1), (1, 1)})
"""The bounds of flags that are all understood."""
_PART: Final = 1 << 17
"""So many persons are counted at a time."""
_BITS: Final = 10
_MASK: Final = (1 << _BITS) - 1
_TOGETHER: Final = 5
"""So many counts of ten bits each are whole numbers that a float holds exactly."""
_SPARSE: Final = 4
"""So many numbers for each household are looked up in a table at most."""
Numbers = np.ndarray[Any, np.dtype[np.int64]]


def counted(edition: Edition, households: pa.Table, persons: pa.Table) -> tuple[pa.Table, list[RowProblem]]:
    """The households with `persons`, and with a count for each input of kind persons that the list of persons has.

    A row of `persons` is one person: `household`, and 1 or 0 (yes, no) for each need. Raises Invalid: a list without
    `household`, a column that both lists have. Problems: rows of `persons` without a household of the list, flags that
    are missing or neither yes nor no. A household of nobody has no counts, which the calculation then refuses.
    """
    for table in (households, persons):
        if "household" not in table.column_names:
            raise _refused(_("表里没有 household 列。"), "household")
    needs = [one.name for one in edition.columns if one.within == "persons" and one.name in persons.column_names]
    for name in ("persons", *needs):
        if name in households.column_names:
            raise _refused(_("%(column)s 列两张表里都有。"), name)
    cells = {name: _trimmed(persons, name) for name in ("household", *needs)}
    places = _places(_trimmed(households, "household"), cells["household"])
    flags = {name: _flags(cells[name]) for name in needs}
    wrong = _mistakes(cells["household"], places, UNKNOWN_CODE, "household", 0)
    for place, name in enumerate(needs, 1):
        wrong += _mistakes(cells[name], flags[name], NOT_WHOLE, name, place)
    if wrong:
        return pa.table({}), [RowProblem(row, name, code) for row, _place, name, code in sorted(wrong)]
    sums = _summed(places, flags, households.num_rows)
    nobody = sums["persons"] == 0
    mask = nobody if nobody.any() else None
    for name, count in sums.items():
        households = households.append_column(name, pa.array(count, mask=mask))
    return households, []


def _summed(places: Numbers, flags: Mapping[str, Numbers], size: int) -> dict[str, Numbers]:
    """How many persons each of `size` households has, and how many with each flag."""
    sums = {name: np.zeros(size, np.int64) for name in ("persons", *flags)}
    names = list(flags)
    # In parts that stay near the processor: members mostly stand in the order of their households.
    for start in range(0, len(places), _PART):
        part = places[start : start + _PART]
        low, high = _bounds(part)
        part, end = part - low, high + 1
        persons = np.bincount(part)
        sums["persons"][low:end] += persons
        # Several flags are counted as one number, each in its own bits, where no household is too large for them.
        together = _TOGETHER if persons.max() <= _MASK else 1
        for first in range(0, len(names), together):
            *others, last = group = names[first : first + together]
            packed = flags[last][start : start + _PART]
            for name in reversed(others):
                packed = (packed << _BITS) + flags[name][start : start + _PART]
            # Weighted counts are floats, exact below 2^53.
            told = np.bincount(part, weights=packed).astype(np.int64)
            for name in group:
                sums[name][low:end] += told & _MASK if name != last else told
                told >>= _BITS
    return sums


def _trimmed(table: pa.Table, name: str) -> pa.Array:
    column = plain(name, table.column(name)).combine_chunks()
    return pc.utf8_trim(column, " ") if pa.types.is_string(column.type) else column


def _places(listed: pa.Array, members: pa.Array) -> Numbers:
    """For each person the place of the household on its list; `_UNREAD` where it is not there."""
    if listed.type != members.type:
        listed, members = listed.cast(pa.string()), members.cast(pa.string())
    if pa.types.is_integer(listed.type) and not (listed.null_count or members.null_count):
        places = _by_serial(listed.to_numpy(), members.to_numpy())
        if places is not None:
            return places
    if pa.types.is_string(listed.type):
        # Households without a name are nobody's; the calculation names their rows.
        listed = pc.if_else(pc.equal(listed, ""), None, listed)
    return _numbers(pc.index_in(members, value_set=listed, skip_nulls=True))


def _by_serial(listed: Numbers, members: Numbers) -> Numbers | None:
    """The same, for households that are numbered with few gaps, as lists number them: looked up and not searched for.

    None where the numbers lie too far apart, or one stands twice, which searching tells the first of.
    """
    if not len(listed):
        return None
    first, last = _bounds(listed)
    if last - first >= _SPARSE * len(listed):
        return None
    low, high = _bounds(members) if len(members) else (first, last)
    strangers = low < first or high > last
    if not strangers and last - first == len(listed) - 1 and bool((listed[1:] > listed[:-1]).all()):
        # Numbered one after the other: the number is the place.
        return members - first if first else members
    table = np.full(last - first + 1, _UNREAD)
    table[listed - first] = np.arange(len(listed))
    if np.count_nonzero(table != _UNREAD) < len(listed):
        return None
    inside = (members >= first) & (members <= last) if strangers else True
    return np.where(inside, table[np.where(inside, members - first, 0)], _UNREAD)


def _flags(cells: pa.Array) -> Numbers:
    """1, 0, or `_UNREAD` for what is neither."""
    if pa.types.is_string(cells.type):
        words = _numbers(pc.index_in(cells, value_set=pa.array(FLAGS)))
        values = np.array([*FLAGS.values(), _UNREAD], np.int64)
        return values[words]
    values = _numbers(cells)
    if not len(values) or _bounds(values) in _YES_AND_NO:
        return values
    return np.where((values == 0) | (values == 1), values, _UNREAD)


def _numbers(cells: pa.Array) -> Numbers:
    whole = pc.fill_null(cells, _UNREAD) if cells.null_count else cells
    found: Numbers = whole.to_numpy(zero_copy_only=False).astype(np.int64, copy=False)
    return found


def _bounds(values: Numbers) -> tuple[int, int]:
    """The smallest and the largest; Arrow finds both in a fifth of the time."""
    found = pc.min_max(pa.array(values)).as_py()
    return found["min"], found["max"]


def _mistakes(cells: pa.Array, values: Numbers, code: str, name: str, place: int) -> list[tuple[int, int, str, str]]:
    """The rows whose cell says nothing that is understood, with the place of the column."""
    found: list[tuple[int, int, str, str]] = []
    if not len(values) or _bounds(values)[0] != _UNREAD:
        return found
    for row in np.flatnonzero(values == _UNREAD):
        empty = cells[int(row)].as_py() in {None, ""}
        found.append((int(row) + FIRST_ROW, place, f"{_PREFIX}{name}", MISSING if empty else code))
    return found


def _refused(message: str, column: str) -> Invalid:
    advice = _("户的表每户一行，人的表每人一行，都要有 household；人数和各项人数只由人的表数出。")
    return Invalid("policy.persons_wrong", message, advice, field=column, column=column)
