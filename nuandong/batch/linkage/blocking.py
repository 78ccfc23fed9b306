"""Which records are compared at all: those that share one of several keys, and never a crowd with itself.

A key that more records share than its `crowd` (a common name, a phone of the village office) says too little: its pairs
are left to the keys that say more. So the work grows with the number of people, not with its square.
"""

from dataclasses import dataclass
from typing import Final

import duckdb

_SURNAME: Final = "split_part(name_dialect, '-', 1)"
_TOWNSHIP: Final = "left(region, 9)"


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
    Key(("list_sort([c1, c2, c3, c4])", "year(birth)", _TOWNSHIP)),
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


def keyed(con: duckdb.DuckDBPyConnection, people: str, target: str) -> None:
    """A table of the keys that at least two records share, and no crowd: `key`, `row`."""
    con.execute(f"CREATE OR REPLACE TEMP TABLE {target} (key UBIGINT, row INTEGER)")
    for kind, key in enumerate(KEYS):
        con.execute(f"CREATE OR REPLACE TEMP TABLE one_key AS SELECT {key.hashed(kind)} AS key, row FROM {people}")
        con.execute(
            f"INSERT INTO {target} SELECT key, row FROM one_key SEMI JOIN (SELECT key FROM one_key "
            f"WHERE key IS NOT NULL GROUP BY key HAVING count(*) BETWEEN 2 AND {key.crowd}) USING (key)"
        )
    con.execute("DROP TABLE one_key")


def pair(con: duckdb.DuckDBPyConnection, keys: str, target: str) -> None:
    """The pairs of rows that share a key, each once: `l` < `r`."""
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE {target} AS SELECT DISTINCT l.row AS l, r.row AS r "
        f"FROM {keys} l JOIN {keys} r ON l.key = r.key AND l.row < r.row"
    )
