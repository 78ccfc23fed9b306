"""One new person against a list that was prepared once: for a registration desk, in the time of a page.

The prepared list stands in memory only. It is personal data in the clear, and no file of it is left anywhere.
"""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, Self

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from nuandong.batch.linkage import characters, columns, database, normal
from nuandong.batch.linkage.blocking import KEYS
from nuandong.batch.linkage.fields import FIELDS
from nuandong.batch.linkage.model import Model, Verdict

# Of the one who asks it is not known how common the name is: the list says.
_EVERYBODY: Final = 2**31 - 1

_NAME: Final = columns.COLUMNS.index("name")
_LETTER: Final = ("char", "plain", "sound", "dialect", "shape")
_SIDES: Final[tuple[Literal["left", "right"], ...]] = ("left", "right")


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody of the list who may be the person asked for, with the outcome of every field in words and its weight."""

    id: str
    probability: float
    weight: float
    proposal: Verdict
    reasons: str
    weights: Mapping[str, float]


class Linker:
    """A list of persons, prepared; made by `prepare`. Threads that ask at once take turns."""

    def __init__(
        self,
        con: database.Connection,
        model: Model,
        keys: npt.NDArray[np.uint64],
        rows: npt.NDArray[np.int32],
    ) -> None:
        self._con, self._keys, self._rows = con, keys, rows
        self._turn = threading.Lock()
        self._fields = _plan(con, model)

    @classmethod
    def prepare(cls, records: pa.Table, model: Model) -> Self:
        """Take in a list as `columns.checked` gives it."""
        con = database.connection()
        database.load(con, records, "people")
        con.execute("CREATE TEMP TABLE loose (key UBIGINT, row INTEGER)")
        for kind, key in enumerate(KEYS):
            con.execute(
                f"INSERT INTO loose SELECT key, row FROM (SELECT {key.hashed(kind)} AS key, row FROM people) "
                "WHERE key IS NOT NULL"
            )
        found = con.execute("SELECT key, row FROM loose ORDER BY key").fetchnumpy()
        con.execute("DROP TABLE loose")
        # A question is too small to be shared out between processors.
        con.execute("SET threads = 1")
        return cls(con, model, found["key"], found["row"])

    def close(self) -> None:
        self._con.close()

    def find(self, person: Mapping[str, str]) -> list[Found]:
        """Who of the list may be this person (values by the names of `columns.COLUMNS`), likeliest first.

        Raises `Invalid` as `columns.checked` does; `id` may be left out. Nobody is refused for what is found.
        """
        asked = columns.checked(pa.table({name: [value] for name, value in {"id": "?", **person}.items()}))
        texts = [column[0].as_py() for column in asked.columns]
        with self._turn:
            given = self._con.execute(
                f"EXECUTE normal_of({_literals([characters.of(texts[_NAME]), *texts])})"
            ).fetchone()
            assert given is not None
            rows = self._near(given[self._fields :])
            if not rows:
                return []
            values = [*given[: self._fields], rows]
            found = self._con.execute(f"EXECUTE near_to({_literals(values)})").fetchall()
        names = [field.name for field in FIELDS]
        return [
            Found(uid, probability, weight, Verdict(proposal), reasons, dict(zip(names, weights, strict=True)))
            for _asked, uid, probability, weight, proposal, reasons, *weights in found
        ]

    def _near(self, keys: tuple[int | None, ...]) -> list[int]:
        """The rows that share a key with the person, crowds left out."""
        rows: set[int] = set()
        for kind, key in zip(KEYS, keys, strict=True):
            if key is not None:
                first, end = (int(np.searchsorted(self._keys, np.uint64(key), side=side)) for side in _SIDES)
                if end - first < kind.crowd:
                    rows.update(self._rows[first:end].tolist())
        return sorted(rows)


def _plan(con: database.Connection, model: Model) -> int:
    """Prepare the two queries of `find`; returns how many columns the normal form has."""
    texts = ", ".join(f"?::VARCHAR AS {name}" for name in columns.COLUMNS)
    keys = ", ".join(key.hashed(kind) for kind, key in enumerate(KEYS))
    # Joined with the whole table of characters, one name would cost as much as a thousand.
    letters = f"(SELECT unnest(?::STRUCT({', '.join(f'{name} VARCHAR' for name in _LETTER)})[], recursive := TRUE))"
    normal_form = normal.sql(f"(SELECT {texts})", "letters")
    con.execute(f"PREPARE normal_of AS WITH letters AS MATERIALIZED {letters} SELECT *, {keys} FROM ({normal_form})")
    shape = [(name, kind) for name, kind, *_rest in con.execute("DESCRIBE people").fetchall() if name != "name_count"]
    left = ", ".join(f"?::{kind} AS {name}" for name, kind in shape)
    right = "SELECT * FROM people WHERE row IN (SELECT unnest(?::INTEGER[]))"
    compared = (
        f"SELECT l.uid AS id_l, r.uid AS id_r, {database.levels()} "
        f"FROM (SELECT {left}, {_EVERYBODY} AS name_count) l, ({right}) r"
    )
    con.execute(
        f"PREPARE near_to AS SELECT * FROM ({database.scored(model, f'({compared})')}) "
        "ORDER BY probability DESC, weight DESC, id_r"
    )
    return len(shape)


def _literals(values: Sequence[object]) -> str:
    """Values for EXECUTE, which takes no parameters; the only escape in a text of DuckDB is the doubled quote."""
    return ", ".join(map(_literal, values))


def _literal(value: object) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, list):
        return f"[{_literals(value)}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"'{name}': {_literal(one)}" for name, one in value.items()) + "}"
    if isinstance(value, int):
        return str(value)
    return "'" + str(value).replace("\0", "").replace("'", "''") + "'"
