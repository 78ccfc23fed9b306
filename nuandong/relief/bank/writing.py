"""Payments into the bytes of a bank's files. The same payments give the same bytes, on any machine."""

import csv
import hashlib
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import xlsxwriter

from nuandong.kernel.sheets import inert
from nuandong.relief.bank.payment import Payment, Values, cell, encoding_of
from nuandong.relief.bank.shape import DIGITS, MONEY, NUMBERS, Column, Layout, Table

TOTAL: Final = "合计"
_MADE: Final = datetime(2026, 1, 1, tzinfo=UTC)
_ENDS: Final = {"crlf": "\r\n", "lf": "\n"}
_MARK: Final = b"\xef\xbb\xbf"
_UNSAFE: Final = re.compile(r'[\\/:*?"<>|\s\x00-\x1f]+')


@dataclass(frozen=True, slots=True)
class Written:
    """One file for a bank. `serials` are those of its payments, `total` their sum in fen, `digest` SHA-256."""

    name: str
    data: bytes
    digest: str
    serials: tuple[int, ...]
    total: int


def files(layout: Layout, payments: Sequence[Payment]) -> list[Written]:
    """Every file of a batch, by bank and in parts as the layout has it. They were checked before (`checking`)."""
    made = []
    for bank, part, group in _parts(layout, payments):
        data = write(layout.request, [one.values() for one in group])
        about = {"region": group[0].region // 10**6 * 10**6, "season": group[0].season, "batch": group[0].batch}
        name = layout.name.format_map({**about, "bank": bank or "-", "part": part})
        made.append(
            Written(
                _UNSAFE.sub("-", name)[:120],
                data,
                hashlib.sha256(data).hexdigest(),
                tuple(one.serial for one in group),
                sum(one.amount for one in group),
            )
        )
    return made


def write(table: Table, rows: Sequence[Values]) -> bytes:
    """Rows in the table's columns, with whatever stands before and after them."""
    total = sum(int(row.get("amount", 0)) for row in rows)
    whole: Values = {"count": len(rows), "total": total}
    if rows:
        whole = {"batch": rows[0].get("batch", ""), "season": rows[0].get("season", ""), **whole}
    if table.kind == "fixed":
        return _fixed(table, rows, whole)
    lines = [[column.title or "" for column in table.columns]]
    lines += [[_inert(column, cell(table, column, row)) for column in table.columns] for row in rows]
    if table.totals:
        lines.append(_totals(table, whole))
    return _book(table, lines) if table.kind == "xlsx" else _csv(table, lines)


def _parts(layout: Layout, payments: Sequence[Payment]) -> Iterator[tuple[str, int, list[Payment]]]:
    ordered = sorted(payments, key=lambda one: one.serial)
    banks = sorted({one.bank for one in ordered}) if layout.by_bank else [""]
    for bank in banks:
        group = [one for one in ordered if not layout.by_bank or one.bank == bank]
        for part, start in enumerate(range(0, len(group), layout.max_rows), start=1):
            yield bank, part, group[start : start + layout.max_rows]


def _fixed(table: Table, rows: Iterable[Values], whole: Values) -> bytes:
    records = [_record(table, table.columns, row) for row in rows]
    if table.lead:
        records.insert(0, _record(table, table.lead, whole))
    if table.tail:
        records.append(_record(table, table.tail, whole))
    end = _ENDS[table.newline].encode()
    mark = _MARK if table.encoding == "utf-8-bom" else b""
    return mark + b"".join(record + end for record in records)


def _record(table: Table, columns: Iterable[Column], values: Values) -> bytes:
    return b"".join(_padded(table, column, cell(table, column, values)) for column in columns)


def _padded(table: Table, column: Column, text: str) -> bytes:
    """Bytes of exactly the width: a character of two bytes takes two places. Raises ValueError for too long a text."""
    said = text.encode(encoding_of(table))
    width = column.width or 0
    if len(said) > width or b"\n" in said or b"\r" in said:
        raise ValueError(f"{column.field}: {len(said)} bytes into {width}")
    fill = column.fill.encode()
    return said.rjust(width, fill) if column.pad == "before" else said.ljust(width, fill)


def _inert(column: Column, text: str) -> str:
    return text if column.field in NUMBERS else inert(text)


def _totals(table: Table, whole: Values) -> list[str]:
    """The last row of a sheet: the word, how many, and the sum under the amounts."""
    amount = next(place for place, one in enumerate(table.columns) if one.field == "amount")
    line = [""] * len(table.columns)
    line[amount] = cell(table, Column(field="total", title=TOTAL), whole)
    line[0] = TOTAL
    line[2 if amount == 1 else 1] = str(whole["count"])
    return line


def _csv(table: Table, lines: Iterable[Sequence[str]]) -> bytes:
    target = io.StringIO(newline="")
    writer = csv.writer(target, lineterminator=_ENDS[table.newline])
    for number, line in enumerate(lines):
        guard = table.as_text and number > 0
        writer.writerow([f"{text}\t" if guard and _long(table, at, text) else text for at, text in enumerate(line)])
    mark = _MARK if table.encoding == "utf-8-bom" else b""
    return mark + target.getvalue().encode(encoding_of(table))


def _long(table: Table, place: int, text: str) -> bool:
    """A number with more digits than a spreadsheet keeps gets a tab behind it, and stays text."""
    return table.columns[place].field in DIGITS - MONEY and len(text) > 11


def _book(table: Table, lines: Sequence[Sequence[str]]) -> bytes:
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(target, options)
    # The same payments give the same bytes.
    book.set_properties({"created": _MADE})
    page = book.add_worksheet("Sheet1")
    text, money = book.add_format({"num_format": "@"}), book.add_format({"num_format": "0.00"})
    for place, column in enumerate(table.columns):
        page.set_column(place, place, 22 if column.field in {"account", "head_id_no"} else 14, text)
    for row, line in enumerate(lines):
        for place, words in enumerate(line):
            if not table.as_text and row and words and table.columns[place].field == "amount" and table.unit == "yuan":
                page.write_number(row, place, float(words), money)
            else:
                page.write_string(row, place, words, text)
    book.close()
    return target.getvalue()
