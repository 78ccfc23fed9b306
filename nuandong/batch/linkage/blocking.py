"""Which records are compared at all: those that share one of several keys, and never a crowd with itself.

A key that more records share than its `crowd` (a common name, a phone of the village office) says too little: its pairs
are left to the keys that say more. So the work grows with the number of people, not with its square.
"""

from dataclasses import dataclass
from typing import Any, Final

import duckdb
import numpy as np
import pyarrow as pa

from nuandong.batch.linkage.normal import LETTERS

Whole = np.ndarray[Any, np.dtype[np.uint64]]
Places = np.ndarray[Any, np.dtype[np.intp]]
_ONE, _HALF = np.uint64(1), np.uint64(32)
_NOBODY: Final = np.uint64(0)
_NONE, _ANY = np.array([False]), np.array([True])
_SURNAME: Final = "surname_dialect"
_TOWNSHIP: Final = "left(region, 9)"
# The same for the same characters in any order; a list of four, sorted, costs six times as much.
_LETTERS: Final = " + ".join(f"(hash(c{n}) >> 2)" for n in range(1, LETTERS + 1))


@dataclass(frozen=True, slots=True)
class Key:
    """What two records must share to be compared, in SQL; a record that lacks a part has no such key."""

    parts: tuple[str, ...]
    crowd: int = 40

    def hashed(self, kind: int) -> str:
        """SQL for the key as a number that is unlike those of other kinds; NULL when a part is missing."""
        missing = " OR ".join(f"{part} IS NULL" for part in self.parts)
        return f"CASE WHEN {missing} THEN NULL ELSE hash({', '.join(self.parts)}, {kind}::UTINYINT) END"


# Each key bridges errors in what it leaves out.
KEYS: Final = (
    Key(("id_number",)),
    Key(("right(id_number, 11)",)),
    Key(("left(id_number, 14)", _SURNAME)),
    Key(("left(id_number, 6)", "substr(id_number, 13, 6)", _SURNAME)),
    Key(("phone", _SURNAME)),
    Key(("right(phone, 6)", "name_dialect")),
    Key(("card", _SURNAME)),
    Key(("name_dialect", "birth")),
    Key(("name_shape", "birth")),
    Key((_LETTERS, "year(birth)", _TOWNSHIP)),
    Key(("name_dialect", "year(birth)", _TOWNSHIP)),
    Key(("name_dialect", "region")),
    Key(("name", _TOWNSHIP)),
    # A name alone is worth a look only where hardly anybody else has it.
    Key(("name",), crowd=8),
    Key(("substr(name, 2)", "birth")),
    Key(("birth", "region", _SURNAME)),
    Key(("birth", _TOWNSHIP, "sex")),
    Key(("address", "region", "year(birth)", _SURNAME)),
)


def pair(con: duckdb.DuckDBPyConnection, people: str, target: str) -> None:
    """A table of the pairs of rows that share a key and are no crowd, each once: `l` < `r`."""
    (rows,) = con.execute(f"SELECT count(*) FROM {people}").fetchone() or (0,)
    bits = np.uint64(max(1, rows.bit_length()))
    found = np.sort(
        np.concatenate([_sharing(con, people, key.hashed(kind), key.crowd, bits) for kind, key in enumerate(KEYS)])
    )
    once = found[_firsts(found)]
    con.register("pairs_found", pa.table({"l": (once >> _HALF).astype(np.int32), "r": once.astype(np.int32)}))
    con.execute(f"CREATE OR REPLACE TEMP TABLE {target} AS SELECT * FROM pairs_found")
    con.unregister("pairs_found")


def _sharing(con: duckdb.DuckDBPyConnection, people: str, hashed: str, crowd: int, bits: np.uint64) -> Whole:
    """The pairs of rows that share one kind of key, as `l` << 32 | `r`; the number of a row has some `bits`."""
    # Key and row are sorted as one number: what of the key goes past it is enough. Whoever shares that by chance is
    # compared for nothing.
    keyed = f"SELECT {hashed} AS key, row::UBIGINT AS row FROM {people}"
    cleared = ~((_ONE << bits) - _ONE)
    # A condition would make the keys a second time: those that lack one are left out afterwards.
    query = f"SELECT coalesce(key & {cleared}::UBIGINT | row, {_NOBODY}) AS placed FROM ({keyed})"
    found = con.execute(query).fetchnumpy()["placed"]
    found = np.sort(found[found != _NOBODY])
    keys = found >> bits
    alike = keys[1:] == keys[:-1]
    several = np.concatenate([alike, _NONE]) | np.concatenate([_NONE, alike])
    found = found[several[: len(found)]]
    keys, rows = found >> bits, found & ~cleared
    starts = _firsts(keys)
    sizes = np.diff(starts, append=len(keys))
    ends = np.repeat(starts + sizes, sizes)
    # Each is paired with the next of its key, then with the one after that, to the end.
    at = np.flatnonzero(np.repeat(sizes <= crowd, sizes))
    pairs = [rows[:0]]
    for step in range(1, crowd):
        at = at[at + step < ends[at]]
        pairs.append(rows[at] << _HALF | rows[at + step])
    return np.concatenate(pairs)


def _firsts(ordered: Whole) -> Places:
    """Where each value of an ordered list stands first."""
    return np.flatnonzero(np.concatenate([_ANY[: len(ordered)], ordered[1:] != ordered[:-1]]))
