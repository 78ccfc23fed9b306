"""Benefits with Spark, for lists that one machine is too small for: the same formulas, files instead of memory.

Needs the extra of requirements-spark.txt and Java 17. Without `SPARK_REMOTE` or a master of its own configuration it
runs on the cores of this machine.
"""

import os
import sys
import tempfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from pyspark.sql import SparkSession

from nuandong.batch.dialects import SPARK
from nuandong.batch.duckdb_engine import in_order, kinds_of, numbered
from nuandong.batch.formulas import ROW, Formulas
from nuandong.policy.editions import Edition
from nuandong.policy.problems import RowProblem


def session() -> SparkSession:
    """The session of the process; the interface in the browser is off, as nobody looks at it.

    What it puts aside on disks is encrypted: names and numbers of people may be among it.
    """
    # Workers are of the same Python as this process, whatever else the machine calls by that name.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.appName("nuandong").config("spark.ui.enabled", "false")
    builder = builder.config("spark.io.encryption.enabled", "true")
    return builder.config("spark.sql.shuffle.partitions", "8").getOrCreate()


def calculate(edition: Edition, table: pa.Table) -> tuple[pa.Table, list[RowProblem]]:
    """The columns of `trace_columns` for every row, in the order of the list; or every mistake, if there is one."""
    formulas = Formulas(edition, kinds_of(table), SPARK)
    spark = session()
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "list.parquet", Path(folder) / "result"
        pq.write_table(numbered(table), source)
        spark.read.parquet(str(source)).createOrReplaceTempView("list")
        spark.sql(formulas.result("list")).write.parquet(str(target))
        spark.read.parquet(str(target)).createOrReplaceTempView("result")
        bad = "count_if(refused OR problem > 0) > 0 OR count(DISTINCT household) < count(*)"
        if spark.sql(f"SELECT {bad} FROM result").collect()[0][0]:
            found = spark.sql(formulas.mistakes("list", "result")).collect()
            return pa.table({}), [RowProblem(row, name, code) for row, _place, name, code in found]
        rows = in_order(pq.read_table(target))
    return rows.drop_columns([ROW, "refused", "problem"]), []
