"""A list of persons counted into the list of their households: how many there are, and how many need what."""

from typing import Final

import duckdb
import numpy as np
import pyarrow as pa

from nuandong.batch.dialects import DUCKDB
from nuandong.batch.duckdb_engine import FIRST_ROW, kinds_of
from nuandong.batch.formulas import ROW
from nuandong.batch.reading import Reading
from nuandong.batch.tables import plain
from nuandong.kernel.errors import Invalid
from nuandong.kernel.text import gettext_noop as _
from nuandong.policy.editions import Column, Edition
from nuandong.policy.problems import MISSING, NOT_WHOLE, UNKNOWN_CODE, RowProblem

_PREFIX = "persons:"
"""Stands before the column in mistakes of the list of persons."""


def counted(edition: Edition, households: pa.Table, persons: pa.Table) -> tuple[pa.Table, list[RowProblem]]:
    """The households with `persons`, and with a count for each input of kind persons that the list of persons has.

    A row of `persons` is one person: `household`, and 1 or 0 (yes, no) for each need. Raises Invalid: a list without
    `household`, a column that both lists have. Problems: rows of `persons` without a household of the list, flags that
    are missing or neither yes nor no. A household of nobody has no count, which the calculation then refuses.
    """
    for table in (households, persons):
        if "household" not in table.column_names:
            raise _refused(_("表里没有 household 列。"), "household")
    needs = [one.name for one in edition.columns if one.within == "persons" and one.name in persons.column_names]
    for name in ("persons", *needs):
        if name in households.column_names:
            raise _refused(_("%(column)s 列两张表里都有。"), name)
    columns = [Column("household", "", "key"), *(Column(name, "", "flag") for name in needs)]
    with duckdb.connect() as con:
        people = _numbered(persons.select(["household", *needs]))
        con.register("people", people)
        con.register("listed", _numbered(households))
        reading = Reading(edition, kinds_of(people), DUCKDB)
        con.execute(f"CREATE TEMP VIEW typed AS {_typed(reading, columns)}")
        sums = "".join(f", CAST(sum({name}) AS BIGINT) AS {name}, count({name}) AS seen__{name}" for name in needs)
        con.execute(f"CREATE TEMP TABLE counts AS SELECT household, count(*) AS persons{sums} FROM typed GROUP BY 1")
        whole = " AND ".join(["household IN (FROM keys)", *(f"seen__{name} = persons" for name in needs)])
        con.execute(f"CREATE TEMP VIEW keys AS SELECT {_KEY} FROM listed WHERE household IS NOT NULL")
        if con.sql(f"SELECT 1 FROM counts WHERE ({whole}) IS NOT TRUE LIMIT 1").fetchall():
            return pa.table({}), _mistakes(con, columns)
        kept = ", ".join(("persons", *needs))
        query = f"SELECT listed.*, {kept} FROM listed LEFT JOIN counts ON counts.household = {_KEY} ORDER BY {ROW}"
        return con.sql(query).to_arrow_table().drop_columns([ROW]), []


_KEY: Final = "trim(CAST(listed.household AS STRING))"


def _numbered(table: pa.Table) -> pa.Table:
    columns = {name: plain(name, table.column(name)) for name in table.column_names}
    return pa.table(columns | {ROW: pa.array(np.arange(FIRST_ROW, FIRST_ROW + table.num_rows))})


def _typed(reading: Reading, columns: list[Column]) -> str:
    raws = ", ".join(f"{reading.raw(column)} AS raw__{column.name}" for column in columns)
    values = ", ".join(f"{reading.value(column)} AS {column.name}" for column in columns)
    return f"SELECT *, {values} FROM (SELECT {ROW}, {raws} FROM people)"


def _mistakes(con: duckdb.DuckDBPyConnection, columns: list[Column]) -> list[RowProblem]:
    """Row by row: households that are not on the list, flags that say nothing."""
    parts = []
    for place, column in enumerate(columns):
        wrong = "household NOT IN (FROM keys)" if column.kind == "key" else f"{column.name} IS NULL"
        code = UNKNOWN_CODE if column.kind == "key" else NOT_WHOLE
        empty = f"raw__{column.name} IS NULL OR CAST(raw__{column.name} AS STRING) = ''"
        case = f"CASE WHEN {empty} THEN '{MISSING}' ELSE '{code}' END"
        parts.append(f"SELECT {ROW}, {place}, '{_PREFIX}{column.name}', {case} FROM typed WHERE ({wrong}) IS NOT FALSE")
    found = con.sql(f"SELECT * FROM ({' UNION ALL '.join(parts)}) ORDER BY 1, 2").fetchall()
    return [RowProblem(row, name, code) for row, _place, name, code in found]


def _refused(message: str, column: str) -> Invalid:
    advice = _("户的表每户一行，人的表每人一行，都要有 household；人数和各项人数只由人的表数出。")
    return Invalid("policy.persons_wrong", message, advice, field=column, column=column)
