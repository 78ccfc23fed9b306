"""The steps of a linkage inside DuckDB: records in, proposed pairs out; memory bounded, nothing outside reached."""

import os
from collections.abc import Mapping
from typing import Any, Final

import duckdb
import pyarrow as pa

from nuandong.batch.linkage import normal
from nuandong.batch.linkage.columns import COLUMNS, FIRST_ROW
from nuandong.batch.linkage.fields import EMPTY, FIELDS
from nuandong.batch.linkage.model import Model

Connection = duckdb.DuckDBPyConnection

MEMORY: Final = "4GB"

UNREAD: Final[Mapping[str, str]] = {
    "id_number": "g.id_number <> '' AND NOT regexp_full_match(coalesce(p.id_number, ''), '[0-9]{17}[0-9X]')",
    "birth_date": "g.birth_date <> '' AND p.birth IS NULL",
    "sex": "g.sex <> '' AND p.sex IS NULL",
    "card": "g.card <> '' AND p.card IS NULL",
    "phone": "g.phone <> '' AND p.phone IS NULL",
}
"""Column → the condition, in SQL, that what was given (`g`) could not be read (`p`)."""


def connection(path: str = ":memory:") -> Connection:
    """A database that reads no file and no address but what is handed to it."""
    con = duckdb.connect(path)
    con.execute(f"SET threads = {max(1, os.cpu_count() or 1)}")
    con.execute(f"SET memory_limit = '{MEMORY}'")
    # Nothing is put aside on the disk: it would lie there in the clear.
    con.execute("SET temp_directory = ''")
    con.execute("SET python_enable_replacements = false")
    con.execute("SET autoinstall_known_extensions = false")
    con.execute("SET autoload_known_extensions = false")
    con.execute("SET enable_external_access = false")
    normal.prepare(con)
    return con


def load(con: Connection, records: pa.Table, target: str) -> None:
    """Records of `columns.checked` as the comparable table `target`, each with how many share its name."""
    con.register("given", records.select(COLUMNS))
    con.execute("CREATE OR REPLACE TEMP TABLE given_texts AS SELECT * FROM given")
    con.unregister("given")
    normal.normalise(con, "given_texts", "normal")
    con.execute("CREATE OR REPLACE TEMP TABLE names AS SELECT name, count(*) AS name_count FROM normal GROUP BY name")
    con.execute(
        f"CREATE OR REPLACE TABLE {target} AS "
        "SELECT normal.*, coalesce(name_count, 1)::INTEGER AS name_count FROM normal LEFT JOIN names USING (name)"
    )
    con.execute("DROP TABLE normal")
    con.execute("DROP TABLE names")


def unread(con: Connection, people: str) -> dict[str, tuple[int, int]]:
    """Columns with values that could not be read and count as missing: how many, and the first row."""
    parts = ", ".join(
        f"count(*) FILTER (WHERE {test}), coalesce(min(p.row) FILTER (WHERE {test}), 0) + {FIRST_ROW}"
        for test in UNREAD.values()
    )
    found = con.execute(f"SELECT {parts} FROM {people} p JOIN given_texts g ON g.rowid = p.row").fetchone()
    assert found is not None
    counted = {name: (found[2 * at], found[2 * at + 1]) for at, name in enumerate(UNREAD)}
    return {name: seen for name, seen in counted.items() if seen[0]}


def levels() -> str:
    """SQL for the number of the level of every field, as columns, for two rows `l` and `r`."""
    return ", ".join(f"{field.case()} AS {field.name}_level" for field in FIELDS)


def compare(con: Connection, left: str, right: str, pairs: str, target: str) -> None:
    """The number of the level of every field, for pairs of row numbers (`l` of `left`, `r` of `right`)."""
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE {target} AS "
        f"SELECT l.row AS l, r.row AS r, l.uid AS id_l, r.uid AS id_r, {levels()} "
        f"FROM ({pairs}) pair JOIN {left} l ON l.row = pair.l JOIN {right} r ON r.row = pair.r"
    )


def scored(model: Model, compared: str, *, levels: bool = False) -> str:
    """The query for the proposed pairs of a table that `compare` made.

    Columns: `id_l`, `id_r`, `probability`, `weight` (powers of two), `proposal`, `reasons`, a weight of every field;
    with `levels` the number of the level of every field too.
    """
    told = "".join(f", {field.name}_level" for field in FIELDS) if levels else ""
    weights = ", ".join(f"{model.weight(field)} AS {field.name}_weight" for field in FIELDS)
    return (
        f"SELECT id_l, id_r, round(probability, 6) AS probability, round(weight, 3) AS weight, "
        f"{model.verdict()} AS proposal, {_reasons()} AS reasons, "
        f"{', '.join(f'{field.name}_weight' for field in FIELDS)}{told} "
        f"FROM (SELECT *, 1 / (1 + pow(2::DOUBLE, -weight)) AS probability "
        f"FROM (SELECT *, {model.total()} AS weight FROM (SELECT *, {weights} FROM {compared}))) "
        f"WHERE probability >= {model.thresholds.doubtful!r}"
    )


def outcomes(row: Mapping[str, Any]) -> dict[str, tuple[str, float]]:
    """Field → the name of the level that applied and its weight, of a row of `scored` with its levels; fields that said
    nothing are left out."""
    found = {}
    for field in FIELDS:
        level = (EMPTY, *(one.name for one in field.levels))[row[f"{field.name}_level"]]
        if level != EMPTY:
            found[field.name] = (level, round(row[f"{field.name}_weight"], 2))
    return found


def _reasons() -> str:
    """SQL for the outcome of every field in words."""
    said = []
    for field in FIELDS:
        words = ", ".join(f"'{field.title}{level.title}'" for level in field.levels)
        said.append(f"[NULL, {words}][{field.name}_level + 1]")
    return f"concat_ws('；', {', '.join(said)})"
