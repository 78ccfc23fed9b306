"""The linkage of one list with itself: records that may be about the same person, as proposals with their reasons."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

import duckdb
import pyarrow as pa

from nuandong.batch.extras import on_spark
from nuandong.batch.linkage import blocking, database
from nuandong.batch.linkage.model import Model
from nuandong.kernel.errors import Invalid
from nuandong.kernel.text import gettext_noop as _

Engine = Literal["duckdb", "spark"]
Progress = Callable[[str, int], None]
"""Told a stage in words, and how many records or pairs it is about."""

PORTION: Final = 2_000_000
"""Pairs compared at one time, so that memory does not grow with their number."""

CLEANING: Final = _("整理各栏")
FINDING: Final = _("查找可能相同的人")
COMPARING: Final = _("逐对比较")


@dataclass(frozen=True, slots=True)
class Linked:
    """The proposed pairs with the columns of `database.scored`, surest first, and what was looked at."""

    pairs: pa.Table
    records: int
    compared: int
    unread: dict[str, tuple[int, int]]


def linked_by(engine: Engine) -> Callable[..., Linked]:
    """`link` by an engine; both propose the same pairs. Raises Invalid where it is not installed."""
    if engine == "duckdb":
        return link
    found: Callable[..., Linked] = on_spark("nuandong.batch.linkage.on_spark", otherwise="duckdb").link
    return found


def link(
    records: pa.Table,
    model: Model,
    *,
    progress: Progress = lambda _stage, _count: None,
    levels: bool = False,
) -> Linked:
    """Compare the records of a table as `columns.checked` gives it; propose the pairs above the model's thresholds.

    With `levels` the number of the level of every field stands beside its weight.

    Raises `Invalid` (code `link.too_many`) for a list that does not fit into memory, which is all that is used.
    """
    con = database.connection()
    try:
        progress(CLEANING, records.num_rows)
        database.load(con, records, "people")
        unread = database.unread(con, "people")
        progress(FINDING, records.num_rows)
        blocking.pair(con, "people", "candidates")
        (compared,) = con.execute("SELECT count(*) FROM candidates").fetchone() or (0,)
        propose_nothing(con, model, levels=levels)
        for start in range(0, compared, PORTION):
            progress(COMPARING, compared - start)
            portion = f"SELECT l, r FROM candidates WHERE rowid BETWEEN {start} AND {start + PORTION - 1}"
            database.compare(con, "people", "people", portion, "compared")
            con.execute("INSERT INTO proposed " + database.scored(model, "compared", levels=levels))
        return Linked(in_order(con), records.num_rows, compared, unread)
    except duckdb.OutOfMemoryException:
        raise Invalid(
            "link.too_many", _("名单太大，内存放不下。"), _("请按县分成几张表，或换内存更大的机器。"), field="input"
        ) from None
    finally:
        con.close()


def propose_nothing(con: database.Connection, model: Model, *, levels: bool) -> None:
    """The empty table `proposed`, with the columns that proposals have; `people` is there."""
    database.compare(con, "people", "people", "SELECT 0 AS l, 0 AS r WHERE FALSE", "compared")
    con.execute("CREATE TEMP TABLE proposed AS " + database.scored(model, "compared", levels=levels))


def in_order(con: database.Connection) -> pa.Table:
    """What is proposed, surest first."""
    return con.sql("SELECT * FROM proposed ORDER BY probability DESC, weight DESC, id_l, id_r").to_arrow_table()
