"""A bank's file into records of text. Workbooks are opened in a child process with limits; nothing is guessed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from nuandong.kernel.errors import Invalid
from nuandong.kernel.sheets import plain_heading, read_grid
from nuandong.kernel.text import gettext_noop as _
from nuandong.machine.limited import TooMuchError, run_limited
from nuandong.relief.bank.payment import encoding_of
from nuandong.relief.bank.shape import Column, Table
from nuandong.relief.bank.writing import TOTAL
from nuandong.relief.reading.opening import Book, open_book

MAX_BYTES: Final = 20_000_000
MAX_ROWS: Final = 100_010
_HEADING_WITHIN: Final = 10
_BOOKS: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_TOTALS: Final = frozenset({TOTAL, "总计", "共计"})
Record = tuple[int, dict[str, str]]
"""The number of a row or line as the file shows it, and its values by field."""


@dataclass(frozen=True, slots=True)
class Opened:
    """The records of a file, and what it says of itself: how many there are, their sum, its batch."""

    records: list[Record]
    said: dict[str, str]


def open_file(table: Table, data: bytes) -> Opened:
    """Every record by field, values trimmed.

    Raises Invalid for a file too large, unreadable or hostile, of other columns, or cut off.
    """
    if len(data) > MAX_BYTES:
        raise refused("too_big")
    if not data.strip():
        raise refused("empty")
    if table.kind == "fixed":
        return _fixed(table, data)
    if data.startswith(_BOOKS):
        return _sheet(table, _book(data))
    return _sheet(table, [[one.strip() for one in line] for line in read_grid(data, max_rows=MAX_ROWS)])


def refused(reason: str, **params: object) -> Invalid:
    """Why a whole file is not taken in."""
    message, advice = {
        "too_big": (_("文件太大，银行文件最多 20 MB。"), _("请核对是不是银行给的回执。")),
        "empty": (_("文件里没有内容。"), _("请向银行重新取回执。")),
        "macros": (_("文件里有宏或控件，没有读取。"), _("请向银行要不带宏的回执文件。")),
        "links": (_("文件里有外部链接或嵌入的对象，没有读取。"), _("请向银行重新取回执，不要在表格里改动。")),
        "locked": (_("这个文件设了打开密码，读不了。"), _("请取消密码另存后再上传。")),
        "columns": (_("文件里没有这些栏：%(titles)s。"), _("请核对选的格式是不是这家银行的，文件有没有被改过。")),
        "cut": (
            _("文件不完整：写明 %(said)s，实际读到 %(found)s。"),
            _("请向银行重新取完整的回执；没有读入任何一行。"),
        ),
        "no_end": (_("文件不完整：没有合计行或首尾记录。"), _("请向银行重新取完整的回执；没有读入任何一行。")),
        "width": (
            _("第 %(line)d 行长 %(found)d 字节，应为 %(width)d 字节。"),
            _("文件可能断了或被改过，请向银行重新取回执；没有读入任何一行。"),
        ),
        "coding": (_("第 %(line)d 行里有读不出的字节。"), _("请核对文件编码，向银行重新取回执。")),
    }.get(reason, (_("这个文件打不开，可能已损坏。"), _("请向银行重新取回执。")))
    return Invalid(f"relief.bank_{reason}", message, advice, field="file", **params)


def _book(data: bytes) -> list[list[str]]:
    try:
        book = run_limited(open_book, data, MAX_ROWS, memory_mb=1200, cpu_seconds=40, wall_seconds=80)
    except TooMuchError:
        book = Book(refusal="unreadable")
    if book.refusal:
        raise refused(book.refusal)
    if not book.sheets:
        raise refused("empty")
    return [[one.strip() for one in line] for line in book.sheets[0].rows]


def _sheet(table: Table, lines: Sequence[Sequence[str]]) -> Opened:
    """Columns are found by their headings; a row of totals ends the table and is compared by the caller."""
    wanted = {plain_heading(one.title or ""): one.field for one in table.columns if one.field != "blank"}
    best: dict[str, int] = {}
    first = 0
    for number, line in enumerate(lines[:_HEADING_WITHIN]):
        found: dict[str, int] = {}
        for place, text in enumerate(line):
            if (name := wanted.get(plain_heading(text))) is not None:
                found.setdefault(name, place)
        if len(found) > len(best):
            best, first = found, number + 1
    missing = [one.title or "" for one in table.columns if one.field != "blank" and one.field not in best]
    if missing:
        raise refused("columns", titles="、".join(missing))
    records: list[Record] = []
    said: dict[str, str] = {}
    for number, line in enumerate(lines[first:], start=first + 1):
        if not any(line):
            continue
        if line[0] in _TOTALS:
            amount = best["amount"]
            counts = [text for place, text in enumerate(line) if text.isdigit() and place not in {0, amount}]
            said = {"total": line[amount] if amount < len(line) else "", "count": counts[0] if counts else ""}
            break
        records.append((number, {name: line[place] if place < len(line) else "" for name, place in best.items()}))
    return Opened(records, said)


def _fixed(table: Table, data: bytes) -> Opened:
    lines = data.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").split(b"\n")
    if lines[-1] == b"":
        lines.pop()
    records: list[Record] = []
    said: dict[str, str] = {}
    shapes = [shape for shape in (table.lead, table.tail) if shape]
    for number, line in enumerate(lines, start=1):
        around = next((one for one in shapes if (one[0].says or "").encode() == line[: one[0].width]), None)
        values = _cells(table, around or table.columns, line, number)
        if around is None:
            records.append((number, values))
        else:
            said |= {name: value for name, value in values.items() if name != "mark"}
    return Opened(records, said)


def _cells(table: Table, columns: Sequence[Column], line: bytes, number: int) -> dict[str, str]:
    width = sum(one.width or 0 for one in columns)
    if len(line) != width:
        raise refused("width", line=number, found=len(line), width=width)
    found, at = {}, 0
    for one in columns:
        part = line[at : at + (one.width or 0)]
        at += one.width or 0
        try:
            text = part.decode(encoding_of(table))
        except UnicodeDecodeError:
            raise refused("coding", line=number) from None
        found[one.field] = (text.lstrip("0") or "0") if one.fill == "0" else text.strip()
    if columns[0].says is not None and found["mark"] != columns[0].says:
        raise refused("width", line=number, found=len(line), width=width)
    return {name: text for name, text in found.items() if name != "blank"}
