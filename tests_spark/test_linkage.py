"""A list linked on Spark: the same pairs, weights and unread values as in one database."""

import pyarrow as pa
import pytest

from bench.linkage_people import county
from nuandong.batch.linkage import columns, linking, model, on_spark

pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


def test_spark_proposes_what_one_database_proposes() -> None:
    people = county(800, seed=11)
    phones = people.column("phone").to_pylist()
    phones[3] = phones[40] = "none"
    crowd = [*people.column("name").to_pylist()[:-60], *["王伟"] * 60]
    for name, values in (("phone", phones), ("name", crowd)):
        people = people.set_column(people.schema.get_field_index(name), name, pa.array(values))
    records = columns.checked(people)
    # Some stages go through several batches of one partition.
    on_spark.session().conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", "100")
    by_spark, judged = (
        engine(records, model.load(), levels=True)
        for engine in (linking.linked_by("spark"), linking.linked_by("duckdb"))
    )
    assert by_spark.unread == judged.unread == {"phone": (2, 5)}
    assert by_spark.compared == judged.compared > 100
    assert by_spark.pairs.num_rows > 20
    assert by_spark.pairs.equals(judged.pairs)
