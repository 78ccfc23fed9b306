"""Benefits for a whole list, by the engine somebody chooses; all of them give the same rows and the same mistakes."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

import pyarrow as pa

from nuandong.batch import duckdb_engine
from nuandong.batch.extras import on_spark
from nuandong.batch.tables import compact, spelled
from nuandong.kernel.errors import Invalid
from nuandong.kernel.text import gettext_noop as _
from nuandong.policy.benefit import calculate_all, trace_columns
from nuandong.policy.editions import Edition
from nuandong.policy.problems import RowProblem, column_missing
from nuandong.policy.words import explain

ENGINES: Final = ("reference", "duckdb", "spark")
Name = Literal["reference", "duckdb", "spark"]
TRACE: Final = "trace"
LINE_BREAK: Final = "\n"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The rows of the result, in the order of the list, or every mistake of the list; one of them is empty."""

    rows: pa.Table
    problems: list[RowProblem]


def prepared(edition: Edition, table: pa.Table, constants: Mapping[str, str] | None = None) -> pa.Table:
    """The columns of a list that the standard asks for; `constants` stand in for columns that the list has not.

    Raises Invalid: a column that every household needs is missing, a column is neither text nor whole numbers, a
    constant for a column that is there or that nobody asks for.
    """
    asked = {column.name: column for column in edition.columns}
    for name in constants or {}:
        if name not in asked or name in table.column_names:
            raise Invalid(
                "policy.constant_wrong",
                _("不能给 %(column)s 统一的值。"),
                _("只能给标准要填、表里又没有的列；可以写：%(known)s。"),
                field=name,
                column=name,
                known="、".join(one for one in asked if one not in table.column_names),
            )
    found = {}
    for name, column in asked.items():
        if name in table.column_names:
            found[name] = compact(name, table.column(name))
        elif name in (constants or {}):
            found[name] = pa.chunked_array([pa.repeat((constants or {})[name], table.num_rows)])
        elif column.needed is None:
            raise column_missing(name, column.title, (one.name for one in edition.columns if one.needed is None))
    return pa.table(found)


def calculate(edition: Edition, table: pa.Table, engine: Name = "duckdb") -> Outcome:
    """The amount and the trace of every household of a list that `prepared` gave.

    Raises Invalid where the engine is not installed.
    """
    return _ENGINES[engine](edition, table)


def _reference(edition: Edition, table: pa.Table) -> Outcome:
    found, problems = [], []
    for answer in calculate_all(edition, spelled(table).to_pylist()):
        problems += answer.problems
        if answer.trace is not None and not answer.problems:
            found.append(answer.trace)
    names = trace_columns(edition)
    rows = {name: [trace[name] for trace in found] for name in names}
    return Outcome(pa.table(rows), problems) if not problems else Outcome(pa.table({}), problems)


def _duckdb(edition: Edition, table: pa.Table) -> Outcome:
    rows, problems = duckdb_engine.calculate(edition, table)
    return Outcome(rows, problems)


def _spark(edition: Edition, table: pa.Table) -> Outcome:
    engine = on_spark("nuandong.batch.spark_engine", otherwise="、".join(ENGINES[:2]))
    return Outcome(*engine.calculate(edition, spelled(table)))


_ENGINES: Final[Mapping[Name, Callable[[Edition, pa.Table], Outcome]]] = {
    "reference": _reference,
    "duckdb": _duckdb,
    "spark": _spark,
}


def with_words(edition: Edition, rows: pa.Table) -> pa.Table:
    """The result with one more column: the sentences of each trace, a line each.

    Households with the same trace share its sentences: they are made once for each different trace.
    """
    names = [name for name in rows.column_names if name != "household"]
    return duckdb_engine.joined(rows, names, TRACE, lambda given: _sentences(edition, given))


def _sentences(edition: Edition, given: Iterable[Mapping[str, object]]) -> list[str]:
    return [LINE_BREAK.join(explain(edition, row)) for row in given]
