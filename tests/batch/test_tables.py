"""Columns of every type in, and texts that a spreadsheet would calculate out."""

from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pytest

from nuandong.batch.tables import compact, plain, read_table, spelled, write_table
from nuandong.kernel.errors import Invalid

LARGE: Final = 2**63


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (pa.array(["a", "b", "a"]).dictionary_encode(), pa.string()),
        (pa.array(["a", "b"], pa.large_string()).dictionary_encode(), pa.string()),
        (pa.array([1, 2], pa.int8()).dictionary_encode(), pa.int64()),
        (pa.array([True, False]), pa.int64()),
        (pa.array([1, LARGE - 1], pa.uint64()), pa.int64()),
        (pa.array([1, LARGE], pa.uint64()), None),
        (pa.array([1.5, 2.5]), None),
        (pa.array([1.5, 2.5]).dictionary_encode(), None),
        (pa.array([LARGE], pa.uint64()).dictionary_encode(), None),
    ],
    ids=lambda one: str(getattr(one, "type", one)),
)
def test_a_column_is_text_or_whole_numbers_or_refused(cells: pa.Array, kind: pa.DataType | None) -> None:
    column = pa.chunked_array([cells])
    if kind is not None:
        assert plain("persons", column).type == kind
        assert plain("persons", column).to_pylist() == cells.to_pylist()
        return
    with pytest.raises(Invalid) as caught:
        plain("persons", column)
    assert (caught.value.code, caught.value.field) == ("policy.column_type", "persons")


@pytest.mark.parametrize(
    ("text", "written"),
    [("=1+1", "'=1+1"), ("  =1+1", "'  =1+1"), ("@x", "'@x"), ("-5", "-5"), ("a=b", "a=b"), (None, "")],
)
def test_a_text_is_no_formula(text: str | None, written: str, tmp_path: Path) -> None:
    rows: dict[str, Any] = {"said": pa.array([text, "村评", text]), "fen": [1, 2, 3]}
    write_table(pa.table(rows), tmp_path / "out.csv")
    assert read_table(tmp_path / "out.csv")["said"].to_pylist() == [written, "村评", written]


def test_texts_kept_by_number_say_the_same(tmp_path):
    rows = {"household": ["甲", "乙", "丙"], "category": ["dibao", None, "dibao"], "persons": [1, 2, 3]}
    write_table(pa.table(rows), tmp_path / "list.parquet")
    table = read_table(tmp_path / "list.parquet", repeating=True)
    assert [pa.types.is_dictionary(one.type) for one in table.schema] == [False, True, False]
    assert compact("category", table["category"]).type == table["category"].type
    assert plain("category", table["category"]).to_pylist() == rows["category"]
    assert spelled(table).to_pydict() == rows
    assert compact("household", table["household"].dictionary_encode()).to_pylist() == rows["household"]
