"""Benefits with DuckDB in this process: the formulas of a standard over an Arrow table."""

import atexit
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cache

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from nuandong.batch.alike import kinds
from nuandong.batch.dialects import DUCKDB
from nuandong.batch.formulas import ROW, Formulas
from nuandong.batch.reading import Kind
from nuandong.batch.tables import KEY, spelled
from nuandong.policy.editions import Edition
from nuandong.policy.problems import RowProblem

_FEW = 50_000
FIRST_ROW = 2
"""The first household's row as a spreadsheet counts: the heading is row 1."""


@cache
def _database() -> duckdb.DuckDBPyConnection:
    """One database in memory for the process: opening one takes as long as a hundred thousand households."""
    found = duckdb.connect()
    atexit.register(found.close)
    return found


def kinds_of(table: pa.Table) -> dict[str, Kind]:
    return {
        name: "text" if pa.types.is_string(table.schema.field(name).type) else "number" for name in table.column_names
    }


def calculate(edition: Edition, table: pa.Table) -> tuple[pa.Table, list[RowProblem]]:
    """The columns of `trace_columns` for every row, in the order of the list; or every mistake, if there is one."""
    found = _by_kind(edition, table)
    return (found, []) if found is not None else _row_by_row(edition, table)


def _by_kind(edition: Edition, table: pa.Table) -> pa.Table | None:
    """Households that say the same get the same: each kind is calculated once. None where nearly everybody is of a kind
    of his own, and where anything is wrong, which only the whole list tells."""
    households = table.column(KEY).combine_chunks()
    if pa.types.is_string(households.type):
        households = pc.utf8_trim(households, " ")
        if pc.any(pc.equal(households, "")).as_py():
            return None
    if households.null_count or _repeated(households):
        return None
    said = table.drop_columns([KEY])
    alike = kinds(said.columns, said.num_rows)
    if alike is None:
        return None
    each = said.take(pa.array(alike.rows)).append_column(KEY, pa.array(np.arange(len(alike.rows))))
    rows, problems = _row_by_row(edition, each)
    if problems:
        return None
    of = pa.array(alike.of)
    with ThreadPoolExecutor() as pool:
        columns = pool.map(lambda column: column.combine_chunks().take(of), rows.drop_columns([KEY]).columns)
        return pa.table([households, *columns], names=rows.column_names)


def _row_by_row(edition: Edition, table: pa.Table) -> tuple[pa.Table, list[RowProblem]]:
    table = spelled(table)
    formulas = Formulas(edition, kinds_of(table), DUCKDB)
    with _database().cursor() as con:
        con.register("list", numbered(table))
        query = formulas.result("list")
        if table.num_rows < _FEW:
            # Looking for a better plan takes longer than the work, and so does planning twice, which `sql` does.
            con.execute("PRAGMA disable_optimizer")
            con.execute(f"CREATE TEMP TABLE found AS {query}")
            query = "FROM found"
        found = in_order(con.sql(query).to_arrow_table())
        if pc.any(found["refused"]).as_py() or pc.max(found["problem"]).as_py() or _repeated(found["household"]):
            con.register("result", found)
            return pa.table({}), _mistakes(con, formulas)
    return found.drop_columns([ROW, "refused", "problem"]), []


def in_order(table: pa.Table) -> pa.Table:
    """The rows by their numbers. Each core hands over its batches in order, so mostly it is enough to order those."""
    batches = sorted((one for one in table.to_batches() if one.num_rows), key=lambda one: one[ROW][0].as_py())
    ordered = pa.Table.from_batches(batches, table.schema)
    return ordered if _rising(ordered[ROW]) else ordered.sort_by(ROW)


def _repeated(households: pa.Array | pa.ChunkedArray) -> bool:
    """Whether any stands there twice; a list that is sorted says so by itself."""
    return not _rising(households) and pc.count_distinct(households, mode="all").as_py() < len(households)


def _rising(column: pa.Array | pa.ChunkedArray) -> bool:
    return column.null_count == 0 and pc.all(pc.less(column[:-1], column[1:])).as_py() is not False


def numbered(table: pa.Table) -> pa.Table:
    """The list with the number of each row."""
    return table.append_column(ROW, pa.array(np.arange(FIRST_ROW, FIRST_ROW + table.num_rows)))


def _mistakes(con: duckdb.DuckDBPyConnection, formulas: Formulas) -> list[RowProblem]:
    """Row by row, in the order of the columns, then what the figures contradict, then households told twice."""
    found = con.sql(formulas.mistakes("list", "result")).fetchall()
    return [RowProblem(row, name, code) for row, _place, name, code in found]


def joined(
    rows: pa.Table, names: list[str], added: str, make: Callable[[Iterable[Mapping[str, object]]], list[str]]
) -> pa.Table:
    """`rows` with a column `added` that depends on the columns `names` alone, made once for each of their values."""
    listed = ", ".join(f'"{name}"' for name in names)
    with _database().cursor() as con:
        con.register("result", numbered(rows))
        different = con.sql(f"SELECT DISTINCT {listed} FROM result").to_arrow_table()
        con.register("different", different.append_column(added, pa.array(make(different.to_pylist()), pa.string())))
        query = f"SELECT result.*, {added} FROM result JOIN different USING ({listed}) ORDER BY {ROW}"
        return con.sql(query).to_arrow_table().drop_columns([ROW])
