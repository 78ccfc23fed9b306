"""Benefits with DuckDB in this process: the formulas of a standard over an Arrow table."""

from collections.abc import Callable, Iterable, Mapping

import duckdb
import numpy as np
import pyarrow as pa

from nuandong.batch.dialects import DUCKDB
from nuandong.batch.formulas import ROW, Formulas
from nuandong.batch.reading import Kind
from nuandong.policy.editions import Edition
from nuandong.policy.problems import DUPLICATE, RowProblem

FIRST_ROW = 2
"""The first household's row as a spreadsheet counts: the heading is row 1."""


def kinds_of(table: pa.Table) -> dict[str, Kind]:
    return {
        name: "text" if pa.types.is_string(table.schema.field(name).type) else "number" for name in table.column_names
    }


def calculate(edition: Edition, table: pa.Table) -> tuple[pa.Table, list[RowProblem]]:
    """`row_number` and the columns of `trace_columns` for every row; or, if anything is wrong, every mistake."""
    formulas = Formulas(edition, kinds_of(table), DUCKDB)
    numbered = table.append_column(ROW, pa.array(np.arange(FIRST_ROW, FIRST_ROW + table.num_rows)))
    with duckdb.connect() as con:
        con.register("list", numbered)
        con.execute(f"CREATE TEMP TABLE result AS {formulas.result('list')}")
        counts = con.execute(
            "SELECT count(*) FILTER (refused OR problem <> ''), count(*), count(DISTINCT household) FROM result"
        )
        [(wrong, rows, households)] = counts.fetchall()
        if wrong or rows != households:
            return pa.table({}), _mistakes(con, formulas)
        return _table(con, f"SELECT * EXCLUDE (refused, problem) FROM result ORDER BY {ROW}"), []


def _mistakes(con: duckdb.DuckDBPyConnection, formulas: Formulas) -> list[RowProblem]:
    """Row by row, in the order of the columns, then what the figures contradict, then households told twice."""
    queries = [
        f"SELECT {ROW}, place, name, code FROM ({formulas.wrong('list')})",
        f"SELECT {ROW}, 1000, 'household', problem FROM result WHERE problem <> ''",
        f"SELECT {ROW}, 1001, 'household', '{DUPLICATE}' FROM result WHERE household IS NOT NULL"
        f" QUALIFY row_number() OVER (PARTITION BY household ORDER BY {ROW}) > 1",
    ]
    found = con.execute(f"SELECT * FROM ({' UNION ALL '.join(f'({one})' for one in queries)}) ORDER BY 1, 2").fetchall()
    return [RowProblem(row, name, code) for row, _place, name, code in found]


def joined(
    rows: pa.Table, names: list[str], added: str, make: Callable[[Iterable[Mapping[str, object]]], list[str]]
) -> pa.Table:
    """`rows` with a column `added` that depends on the columns `names` alone, made once for each of their values."""
    listed = ", ".join(f'"{name}"' for name in names)
    numbered = rows.append_column(ROW, pa.array(np.arange(rows.num_rows)))
    with duckdb.connect() as con:
        con.register("result", numbered)
        different = _table(con, f"SELECT DISTINCT {listed} FROM result")
        con.register("different", different.append_column(added, pa.array(make(different.to_pylist()), pa.string())))
        found = _table(con, f"SELECT result.*, {added} FROM result JOIN different USING ({listed}) ORDER BY {ROW}")
        return found.drop_columns([ROW])


def _table(con: duckdb.DuckDBPyConnection, query: str) -> pa.Table:
    return con.sql(query).to_arrow_table()
