"""The linkage of a list with itself on Spark, for lists that the memory of one machine is too small for.

Spark brings together what belongs together: how many share a name, who shares a key, both records of a pair. What is
said about a record and about a pair is said by the SQL that the other engine runs too, in DuckDB inside every
partition, so both propose the same pairs with the same weights. Needs the extra of requirements-spark.txt and Java 17.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any, Final

import duckdb
import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql.functions import array, coalesce, col, count, count_if, element_at, lit, posexplode, struct, when
from pyspark.sql.functions import min as least
from pyspark.storagelevel import StorageLevel

from nuandong.batch.linkage import blocking, database, normal
from nuandong.batch.linkage.columns import FIRST_ROW
from nuandong.batch.linkage.linking import CLEANING, COMPARING, FINDING, Linked, Progress, in_order, propose_nothing
from nuandong.batch.linkage.model import Model
from nuandong.batch.spark_engine import session

Batches = Iterable[pa.RecordBatch]

_TEXTS: Final = (
    "uid", "c1", "c2", "c3", "c4", "name", "name_sound", "name_dialect", "name_shape", "id_number", "region", "address",
    "card", "phone",
)  # fmt: skip
_PERSON: Final = f"row int, {', '.join(f'{name} string' for name in _TEXTS)}, id_right boolean, birth date, sex int"
_UNREAD: Final = ", ".join(f"unread_{name} boolean" for name in database.UNREAD)
_KINDS: Final[dict[pa.DataType, str]] = {
    pa.string(): "string",
    pa.float64(): "double",
    pa.float32(): "float",
    pa.uint8(): "smallint",
}


def link(
    records: pa.Table, model: Model, *, progress: Progress = lambda _stage, _count: None, levels: bool = False
) -> Linked:
    """As `linking.link`, which says what is given and what is raised."""
    spark = session()
    con = database.connection()
    try:
        database.load(con, records.slice(0, 0), "people")
        propose_nothing(con, model, levels=levels)
        wanted = con.sql("FROM proposed").to_arrow_table().schema
        progress(CLEANING, records.num_rows)
        rows = pa.array(range(records.num_rows), pa.int32())
        given = spark.createDataFrame(records.append_column("row", rows))
        people = _counted(given.mapInArrow(_clean, f"{_PERSON}, keys array<bigint>, {_UNREAD}"))
        people.persist(StorageLevel.MEMORY_AND_DISK)
        unread = _unread(people)
        progress(FINDING, records.num_rows)
        pairs = _pairs(people).persist(StorageLevel.MEMORY_AND_DISK)
        compared = pairs.count()
        progress(COMPARING, compared)
        both = f"(SELECT l.uid AS id_l, r.uid AS id_r, {database.levels()} FROM pairs)"
        query = database.scored(model, both, levels=levels)
        said = ", ".join(f"{field.name} {_KINDS[field.type]}" for field in wanted)
        proposed = _both(people, pairs).mapInArrow(_scoring(query), said).toArrow()
        con.register("scored", proposed)
        con.execute("INSERT INTO proposed SELECT * FROM scored")
        pairs.unpersist()
        people.unpersist()
        return Linked(in_order(con), records.num_rows, compared, unread)
    finally:
        con.close()


@cache
def _inside() -> database.Connection:
    """The database of a worker; it is one of many, so it takes one thread."""
    con = database.connection()
    con.execute("SET threads = 1")
    return con


def _clean(batches: Batches) -> Iterator[pa.RecordBatch]:
    """Records made comparable, with the keys that each may share with others."""
    con = _inside()
    keys = ", ".join(f"({key.hashed(kind)} >> 1)::BIGINT" for kind, key in enumerate(blocking.KEYS))
    unread = ", ".join(f"coalesce({test}, FALSE) AS unread_{name}" for name, test in database.UNREAD.items())
    person = ", ".join(f"p.{column.split()[0]}" for column in _PERSON.split(", ")[1:])
    for batch in batches:
        con.register("given", pa.Table.from_batches([batch]))
        con.execute("CREATE OR REPLACE TEMP TABLE given_texts AS SELECT * FROM given")
        con.unregister("given")
        normal.normalise(con, "given_texts", "normal")
        con.execute(f"CREATE OR REPLACE TEMP TABLE keyed AS SELECT *, [{keys}] AS keys FROM normal")
        yield from (
            con.sql(f"SELECT g.row, {person}, p.keys, {unread} FROM keyed p JOIN given_texts g ON g.rowid = p.row")
            .to_arrow_table()
            .to_batches()
        )


def _counted(people: DataFrame) -> DataFrame:
    """Each with how many share its name."""
    names = people.where("name IS NOT NULL").groupBy("name").agg(count("*").cast("int").alias("sharing"))
    named = people.join(names, "name", "left").withColumn("name_count", coalesce("sharing", lit(1)))
    return named.drop("sharing")


def _unread(people: DataFrame) -> dict[str, tuple[int, int]]:
    """As `database.unread`."""
    told = [
        said
        for name in database.UNREAD
        for said in (count_if(col(f"unread_{name}")), least(when(col(f"unread_{name}"), col("row"))))
    ]
    found = people.agg(*told).collect()[0]
    counted = {name: (found[2 * at], found[2 * at + 1]) for at, name in enumerate(database.UNREAD)}
    return {name: (count, row + FIRST_ROW) for name, (count, row) in counted.items() if count}


def _pairs(people: DataFrame) -> DataFrame:
    """The pairs of rows that share a key and are no crowd, each once: `l` < `r`; as `blocking.keyed` and `pair`."""
    crowd = element_at(array(*(lit(key.crowd) for key in blocking.KEYS)), col("kind") + 1)
    keys = people.select("row", posexplode("keys").alias("kind", "key")).where("key IS NOT NULL")
    shared = (
        keys.groupBy("kind", "key").agg(count("*").alias("many")).where((col("many") >= 2) & (col("many") <= crowd))
    )
    keyed = keys.join(shared.select("kind", "key"), ["kind", "key"], "left_semi")
    left, right = (keyed.withColumnRenamed("row", side) for side in ("l", "r"))
    return left.join(right, ["kind", "key"]).where("l < r").select("l", "r").distinct()


def _both(people: DataFrame, pairs: DataFrame) -> DataFrame:
    """Both records of every pair, as the structures `l` and `r` that the conditions of `fields` speak of."""
    whole = struct(*(column for column in people.columns if column != "keys" and not column.startswith("unread_")))
    left, right = (people.select(col("row").alias(side), whole.alias(f"{side}_whole")) for side in ("l", "r"))
    found = pairs.join(left, "l").join(right, "r")
    return found.select(col("l_whole").alias("l"), col("r_whole").alias("r"))


def _scoring(query: str) -> Callable[[Batches], Iterator[Any]]:
    """Pairs scored by a query over `pairs`."""

    def score(batches: Batches) -> Iterator[pa.RecordBatch]:
        con = duckdb.connect()
        con.execute("SET threads = 1")
        for batch in batches:
            con.register("pairs", pa.Table.from_batches([batch]))
            found = con.sql(query).to_arrow_table()
            yield from found.cast(pa.schema([_of_spark(field) for field in found.schema])).to_batches()

    return score


def _of_spark(field: pa.Field) -> pa.Field:
    """Spark knows no numbers without sign."""
    return field.with_type(pa.int16()) if field.type == pa.uint8() else field
