"""The same work on columns, for a county's or a province's lists at once. No Django, no database.

`tables`         lists in and out: CSV and Parquet as Arrow tables
`formulas`       a standard as whole-number formulas over columns, in the SQL that DuckDB and Spark share
`dialects`       where those two differ
`alike`          rows that say the same, which are calculated once
`duckdb_engine`  the default: DuckDB in this process
`spark_engine`   for lists beyond one machine; needs the extra of requirements-spark.txt
`engines`        which engine by name; all of them answer alike, and `policy.benefit` judges them

Called by the commands; knows `policy`, which knows nothing of it.
"""
