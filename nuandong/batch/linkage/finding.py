"""One person against a few others that may be the same: for a registration desk, in the time of a page.

Whoever asks has looked the others up by the search keys of the register; nothing is kept between two questions.
"""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Self

import pyarrow as pa

from nuandong.batch.linkage import characters, columns, database, normal
from nuandong.batch.linkage.model import Model, Verdict, load

_LETTER: Final = ("char", "plain", "sound", "dialect", "shape")
_ASKED: Final = "?"


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody who may be the person asked for; `outcomes` as `database.outcomes` gives them."""

    id: str
    probability: float
    weight: float
    proposal: Verdict
    outcomes: Mapping[str, tuple[str, float]]


class Linker:
    """The two steps of a comparison, prepared; made by `prepare`. Threads that ask at once take turns."""

    def __init__(self, con: database.Connection) -> None:
        self._con = con
        self._turn = threading.Lock()

    @classmethod
    def prepare(cls, model: Model) -> Self:
        con = database.connection()
        # A question is too small to be shared out between processors.
        con.execute("SET threads = 1")
        con.execute("PREPARE alike AS " + _query(model))
        return cls(con)

    def find(self, person: Mapping[str, str], others: Sequence[Mapping[str, str]], *, sharing: int) -> list[Found]:
        """Who of the others may be this person, likeliest first; values by the names of `columns.COLUMNS`.

        `sharing` is how many of the register have the person's name: a common name says less. Raises `Invalid` as
        `columns.checked` does. Nobody is refused for what is found.
        """
        if not others:
            return []
        rows = [{name: row.get(name, "") for name in columns.COLUMNS} for row in ({**person, "id": _ASKED}, *others)]
        rows = columns.checked(pa.Table.from_pylist(rows)).to_pylist()
        letters = characters.of("".join(row["name"] for row in rows))
        with self._turn:
            answer = self._con.execute(f"EXECUTE alike({_literal(letters)}, {_literal(rows)}, {int(sharing)})")
            names = [column[0] for column in answer.description or ()]
            found = [dict(zip(names, row, strict=True)) for row in answer.fetchall()]
        return [
            Found(row["id_r"], row["probability"], row["weight"], Verdict(row["proposal"]), database.outcomes(row))
            for row in found
        ]


@cache
def linker(version: str) -> Linker:
    """The one of this process for a version of weights."""
    return Linker.prepare(load(version))


def _query(model: Model) -> str:
    """Everybody made comparable, and the first compared with the others."""
    texts = ", ".join(f"{name} VARCHAR" for name in columns.COLUMNS)
    # Joined with the whole table of characters, a few names would cost as much as a thousand.
    letters = f"SELECT unnest(?::STRUCT({', '.join(f'{name} VARCHAR' for name in _LETTER)})[], recursive := TRUE)"
    given = f"SELECT unnest(?::STRUCT({texts})[], recursive := TRUE)"
    compared = (
        f"SELECT l.uid AS id_l, r.uid AS id_r, {database.levels()} FROM people l, people r "
        f"WHERE l.uid = '{_ASKED}' AND r.uid <> '{_ASKED}'"
    )
    return (
        f"WITH letters AS MATERIALIZED ({letters}), given AS MATERIALIZED ({given}), "
        f"people AS MATERIALIZED (SELECT *, ?::INTEGER AS name_count FROM ({normal.sql('given', 'letters')})) "
        f"SELECT * FROM ({database.scored(model, f'({compared})', levels=True)}) "
        "ORDER BY probability DESC, weight DESC, id_r"
    )


def _literal(value: Any) -> str:
    """A value for EXECUTE, which takes no parameters; the only escape in a text of DuckDB is the doubled quote."""
    if isinstance(value, list):
        return f"[{', '.join(map(_literal, value))}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"'{name}': {_literal(one)}" for name, one in value.items()) + "}"
    return "'" + str(value).replace("\0", "").replace("'", "''") + "'"
