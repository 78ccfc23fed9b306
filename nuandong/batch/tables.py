"""Lists in and out: CSV (UTF-8, or GB18030 as spreadsheets save it) and Parquet, as Arrow tables."""

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from nuandong.kernel.errors import Invalid
from nuandong.kernel.sheets import inert
from nuandong.kernel.text import gettext_noop as _

SUFFIXES: Final = (".csv", ".parquet")
KEY: Final = "household"
_BLOCK: Final = 1 << 22


def read_table(path: Path, *, repeating: bool = False) -> pa.Table:
    """A list as a table. Cells of a CSV file stay text, whatever they look like. Where `repeating`, texts of a Parquet
    file that say the same again and again are read as Parquet keeps them, once and by number (`plain` spells them).

    Raises Invalid: no such file, another format, unreadable, two columns of one name, no row.
    """
    parquet = _read_repeating if repeating else pq.read_table
    reader = {".csv": _read_csv, ".parquet": parquet}.get(path.suffix.lower())
    if reader is None:
        raise _refused("policy.file_format", _("不认识文件格式：%(name)s。"), _("请用 .csv 或 .parquet。"), path)
    try:
        table = reader(path)
    except FileNotFoundError as error:
        raise _refused("policy.no_file", _("没有文件 %(name)s。"), _("请检查路径。"), path) from error
    except (OSError, pa.ArrowException, UnicodeError) as error:
        said = str(error).splitlines()[0][:200]
        raise _refused(
            "policy.file_unreadable", _("读不了文件 %(name)s：%(said)s。"), _("请检查文件是否完整。"), path, said=said
        ) from error
    if len(set(table.column_names)) != table.num_columns:
        raise _refused("policy.column_twice", _("文件 %(name)s 有两列同名。"), _("请改掉一列的名称。"), path)
    if table.num_rows == 0:
        raise _refused("policy.no_rows", _("文件 %(name)s 没有内容。"), _("第一行是列名，从第二行起每户一行。"), path)
    return table


def write_table(table: pa.Table, path: Path) -> None:
    """Write a list; CSV with a byte order mark, so that spreadsheets know it is UTF-8. Raises Invalid."""
    try:
        if path.suffix.lower() == ".parquet":
            pq.write_table(table, path)
        elif path.suffix.lower() == ".csv":
            with path.open("wb") as file:
                file.write(b"\xef\xbb\xbf")
                pa_csv.write_csv(_harmless(table), file)
        else:
            raise _refused("policy.file_format", _("不认识文件格式：%(name)s。"), _("请用 .csv 或 .parquet。"), path)
    except OSError as error:
        raise _refused("policy.not_written", _("写不了文件 %(name)s。"), _("请检查文件夹和权限。"), path) from error


def table_of(rows: Iterable[Mapping[str, object]], names: list[str]) -> pa.Table:
    """Rows as a table with these columns, also when there are none."""
    listed = list(rows)
    return pa.table({name: [row[name] for row in listed] for name in names})


def plain(name: str, column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Text, whole numbers and yes/no as they are; a column without any value as text.

    Raises Invalid (`policy.column_type`) for anything else, and for whole numbers beyond 64 bits with a sign.
    """
    kind = column.type
    if pa.types.is_dictionary(kind):
        return plain(name, column.cast(kind.value_type))
    if pa.types.is_null(kind) or pa.types.is_large_string(kind):
        return column.cast(pa.string())
    if pa.types.is_boolean(kind) or pa.types.is_integer(kind):
        try:
            return column.cast(pa.int64())
        except pa.ArrowInvalid as error:
            raise _wrong_type(name, kind) from error
    if pa.types.is_string(kind):
        return column
    raise _wrong_type(name, kind)


def compact(name: str, column: pa.ChunkedArray) -> pa.ChunkedArray:
    """As `plain`, but texts that are numbered stay so; of households, of whom no name comes twice, none are."""
    kept = name != KEY and pa.types.is_dictionary(column.type) and pa.types.is_string(column.type.value_type)
    return column if kept else plain(name, column)


def spelled(table: pa.Table) -> pa.Table:
    """The table with every text written out."""
    numbered = [one for one in table.schema if pa.types.is_dictionary(one.type)]
    for one in numbered:
        place = table.schema.get_field_index(one.name)
        table = table.set_column(place, one.name, table.column(place).cast(one.type.value_type))
    return table


def _wrong_type(name: str, kind: pa.DataType) -> Invalid:
    return Invalid(
        "policy.column_type",
        _("%(column)s 列是 %(type)s，不是文字，也不是整数。"),
        _("请把这一列存成文字或整数。"),
        field=name,
        column=name,
        type=str(kind),
    )


def digest(path: Path) -> str:
    """The SHA-256 of a file, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _read_repeating(path: Path) -> pa.Table:
    texts = [one.name for one in pq.read_schema(path) if pa.types.is_string(one.type) and one.name != KEY]
    return pq.read_table(path, read_dictionary=texts)


def _read_csv(path: Path) -> pa.Table:
    try:
        return _csv_in(path, "utf8")
    except (pa.ArrowInvalid, UnicodeDecodeError) as error:
        if str(error).startswith("CSV parse error"):
            # Once more in one thread: only then does the error name the line.
            _csv_in(path, "utf8", threads=False)
            raise
    return _csv_in(path, "gb18030")


def _csv_in(path: Path, encoding: str, *, threads: bool = True) -> pa.Table:
    reading = pa_csv.ReadOptions(encoding=encoding, block_size=_BLOCK, use_threads=threads)
    with pa_csv.open_csv(path, read_options=reading) as opened:
        names = opened.schema.names
    options = pa_csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False)
    return pa_csv.read_csv(path, read_options=reading, convert_options=options)


def _harmless(table: pa.Table) -> pa.Table:
    """Texts that a spreadsheet would take for a formula get an apostrophe in front."""
    columns: dict[str, Any] = {}
    for name in table.column_names:
        column = table.column(name)
        if pa.types.is_string(column.type):
            distinct = column.unique()
            texts = [None if text is None else inert(text) for text in distinct.to_pylist()]
            column = pc.take(pa.array(texts, pa.string()), pc.index_in(column, value_set=distinct))
        columns[name] = column
    return pa.table(columns)


def _refused(code: str, message: str, advice: str, path: Path, **params: object) -> Invalid:
    return Invalid(code, message, advice, field="file", name=path.name, **params)
