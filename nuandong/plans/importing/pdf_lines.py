"""The text of a PDF file as paragraphs and rows of tables. Runs in a limited child process.

Pages are read column by column; what stands at the edge of every page is left out; a line that fills its column goes
on in the next one, over pages too, unless that one is indented or stands apart.
"""

import io
import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

CELL: Final = " | "
"""What stands between the cells of a table's row."""
MAX_PAGES: Final = 300
_EDGE: Final = 3
"""So many lines at the top and the bottom of a page may be furniture."""
_PAGE_NUMBER: Final = re.compile(
    r"\W*(?:第 ?)?(?:[0-9]{1,4}|[一二三四五六七八九十]{1,4}|[ivxlc]{1,6})(?: ?页)?"
    r"(?:\W+(?:共 ?)?[0-9]{1,4}(?: ?页)?)?\W*"
)
_UNREAD: Final = re.compile(r"\(cid:\d+\)|[\ue000-\uf8ff\ufffd]")
_COLUMN: Final = 2
"""So many lines that fill their side make a column, on the last page too; both together have four times as many."""
_RULES: Final = 2000
"""A page of more lines and boxes is a drawing, not a table."""
_GAP: Final = 0.6
"""A gap of so much of the size is a space."""
_WIDE: Final = 0.9
"""A gap of more than this may part two columns."""
_APART: Final = 1.7
"""Lines so much further apart than usual are different paragraphs."""


_FEW: Final = 20
"""A page with a picture over half of it and no more characters than these is a scan with its number."""


class LockedError(Exception):
    """The file wants a password."""


@dataclass(slots=True)
class Line:
    """A line of a page; edges in points from the upper left. Columns: 0 the whole width, 1 and 2 left and right."""

    text: str
    x0: float
    x1: float
    top: float
    size: float
    page: int
    column: int = 0
    is_row: bool = False


def lines_of(data: bytes, limit: int) -> tuple[list[str], tuple[int, ...]]:
    """The paragraphs of a PDF file, and the numbers (from 1) of the pages that show something and have no text.

    Reading stops after `limit` characters. No paragraphs for a scan. Raises LockedError where a password is needed,
    ValueError for a broken file.
    """
    pages: list[list[Line]] = []
    unread: list[int] = []
    try:
        with pdfplumber.open(io.BytesIO(data)) as file:
            unread += range(MAX_PAGES + 1, len(file.pages) + 1)
            for number, page in enumerate(file.pages[:MAX_PAGES]):
                pages.append(_page(page, number))
                if _is_picture(page, pages[-1]):
                    unread.append(number + 1)
                limit -= sum(len(line.text) for line in pages[-1])
                page.close()
                if limit < 0:
                    break
    except PdfminerException as error:
        if error.args and isinstance(error.args[0], PDFPasswordIncorrect | PDFEncryptionError):
            raise LockedError from None
        raise ValueError("broken") from None
    except MalformedPDFException:
        raise ValueError("broken") from None
    return list(_paragraphs(list(_without_furniture(pages)))), tuple(sorted(unread))


def _is_picture(page: Any, lines: list[Line]) -> bool:
    """Whether a page shows something that is no text: a scan, with or without a page number, or drawn letters."""
    if not lines:
        return bool(page.images or page.curves or page.rects or page.lines or page.chars)
    if sum(len(line.text) for line in lines) > _FEW:
        return False
    whole = float(page.width * page.height)
    return any(abs(one["width"] * one["height"]) * 2 > whole for one in page.images)


def _page(page: Any, number: int) -> list[Line]:
    """The lines of a page in reading order, each row of a table as one line."""
    tables = []
    if len(page.rects) + len(page.lines) + len(page.curves) <= _RULES:
        tables = [
            one for one in page.find_tables() if len(one.rows) > 1 and max(len(row.cells) for row in one.rows) > 1
        ]
    chars = [
        char
        for char in page.dedupe_chars().chars
        if char["upright"] and char["text"].strip() and not _UNREAD.fullmatch(char["text"])
    ]
    free = [char for char in chars if not any(_inside(char, table.bbox) for table in tables)]
    found = _columns([line for row in _rows(free) for line in _pieces(row, number)])
    for table in tables:
        found = _with_table(found, list(_table(table, chars, number)))
    return found


def _inside(char: dict[str, Any], box: tuple[float, float, float, float]) -> bool:
    x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return bool(box[0] <= x <= box[2] and box[1] <= y <= box[3])


def _rows(chars: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """Characters at one height, from top to bottom; smaller ones beside them (notes, indices) belong to them."""
    row: list[dict[str, Any]] = []
    for char in sorted(chars, key=lambda one: (one["top"] + one["bottom"], one["x0"])):
        middle = (char["top"] + char["bottom"]) / 2
        if row and middle > max(one["bottom"] for one in row[-8:]) - char["height"] / 4:
            yield row
            row = []
        row.append(char)
    if row:
        yield row


def _pieces(row: list[dict[str, Any]], page: int) -> Iterator[Line]:
    """A row cut where a gap is wider than any space between words."""
    row.sort(key=lambda char: char["x0"])
    text, start = "", 0
    for index, char in enumerate(row):
        gap = char["x0"] - row[index - 1]["x1"] if index > start else 0
        if gap > _WIDE * char["size"]:
            yield _line(text, row[start:index], page)
            text, start = "", index
        text += (" " if index > start and gap > _GAP * char["size"] else "") + char["text"]
    yield _line(text, row[start:], page)


def _line(text: str, chars: list[dict[str, Any]], page: int) -> Line:
    size = Counter(round(char["size"], 1) for char in chars).most_common(1)[0][0]
    return Line(text, chars[0]["x0"], chars[-1]["x1"], min(char["top"] for char in chars), size, page)


def _columns(pieces: list[Line]) -> list[Line]:
    """Lines in reading order: down one column, then down the next; without columns, pieces of a row are one line."""
    gutter = _gutter(pieces)
    if gutter is None:
        return _joined(pieces)
    ordered: list[Line] = []
    sides: tuple[list[Line], list[Line]] = ([], [])
    for piece in [*pieces, None]:
        if piece is None or _across([piece], gutter):  # a heading over both columns, or the end
            ordered += [*_joined(sides[0]), *_joined(sides[1]), *([piece] if piece else [])]
            sides = ([], [])
        else:
            piece.column = 2 if piece.x0 > gutter else 1
            sides[piece.column - 1].append(piece)
    return ordered


def _gutter(pieces: list[Line]) -> float | None:
    """Where two columns of running text part: near the middle, few pieces lie across, many fill either side."""
    left, right = min((one.x0 for one in pieces), default=0.0), max((one.x1 for one in pieces), default=0.0)
    middle, near = (left + right) / 2, int((right - left) / 8)
    places = [middle + step for step in range(-near, near + 1)]
    gutter = min(places, key=lambda place: (len(_across(pieces, place)), abs(place - middle)))
    # Running text fills its column: forms and names beside one another do not.
    full = [one for one in pieces if one.x1 - one.x0 > (middle - left) * 0.7]
    sides = [sum(one.x1 <= gutter for one in full), sum(one.x0 >= gutter for one in full)]
    few = min(sides) < _COLUMN or sum(sides) < max(4 * _COLUMN, len(pieces) / 2)
    return None if few or len(_across(pieces, gutter)) * 4 > len(pieces) else gutter


def _across(pieces: list[Line], place: float) -> list[Line]:
    return [one for one in pieces if one.x0 < place < one.x1]


def _joined(pieces: list[Line]) -> list[Line]:
    lines: list[Line] = []
    for piece in pieces:
        if lines and abs(lines[-1].top - piece.top) < piece.size / 2 and piece.x0 > lines[-1].x1:
            lines[-1].text += " " + piece.text
            lines[-1].x1 = piece.x1
        else:
            lines.append(piece)
    return lines


def _table(table: Any, chars: list[dict[str, Any]], page: int) -> Iterator[Line]:
    inner = [char for char in chars if _inside(char, table.bbox)]
    for row in table.rows:
        cells = []
        for box in row.cells:
            if box is not None:
                held = [char for char in inner if _inside(char, box)]
                cells.append("".join(line.text for one in _rows(held) for line in _pieces(one, page)))
        if text := CELL.join(cell for cell in cells if cell):
            x0, top, x1, _bottom = row.bbox
            yield Line(text, x0, x1, top, 0, page, is_row=True)


def _with_table(lines: list[Line], rows: list[Line]) -> list[Line]:
    if not rows:
        return lines
    at = next((index for index, line in enumerate(lines) if line.top > rows[0].top), len(lines))
    return [*lines[:at], *rows, *lines[at:]]


def _without_furniture(pages: list[list[Line]]) -> Iterator[Line]:
    """The lines without what is printed at the edge of most pages, and without page numbers."""
    seen = Counter(key for lines in pages for key in {_key(lines[at]) for at in _edges(lines)})
    for lines in pages:
        edges = set(_edges(lines))
        inner = set(range(len(lines))) - edges
        tops = [lines[at].top for at in inner]
        for at, line in enumerate(lines):
            outside = not tops or not min(tops) < line.top < max(tops)
            repeated = len(pages) > 1 and seen[_key(line)] * 2 > len(pages)
            if at in edges and outside and (repeated or (_PAGE_NUMBER.fullmatch(line.text) and _is_outer(lines, at))):
                continue
            yield line


def _edges(lines: list[Line]) -> list[int]:
    """The first and last lines of a page by height, rows of tables apart."""
    order = sorted((at for at, line in enumerate(lines) if not line.is_row), key=lambda at: lines[at].top)
    return [*order[:_EDGE], *order[-_EDGE:]]


def _is_outer(lines: list[Line], at: int) -> bool:
    return lines[at].top in {min(line.top for line in lines), max(line.top for line in lines)}


def _key(line: Line) -> tuple[str, int]:
    return re.sub(r"[\d\W]|[一二三四五六七八九十]", "", line.text), round(line.top / 10)


def _paragraphs(lines: list[Line]) -> Iterator[str]:
    """Lines that fill their column are joined with the next one, unless that one is indented or stands apart."""
    usual = _usual_step(lines)
    body = Counter(line.size for line in lines for _char in line.text).most_common(1)[0][0] if lines else 0.0
    edges = {}
    for column in {line.column for line in lines}:
        inside = [line for line in lines if line.column == column and not line.is_row]
        edges[column] = (
            min((line.x0 for line in inside), default=0.0),
            max((line.x1 for line in inside), default=0.0),
        )
    text, before = "", None
    for line in lines:
        if before is not None and not _goes_on(before, line, edges, usual, body):
            yield text
            text = ""
        text += line.text
        before = line
    if before is not None:
        yield text


def _goes_on(before: Line, line: Line, edges: dict[int, tuple[float, float]], usual: float, body: float) -> bool:
    apart = _follows(before, line) and line.top - before.top > _APART * max(usual, line.size)
    if before.is_row or line.is_row or apart or abs(line.size - before.size) > before.size / 6:
        return False
    left, right = edges[line.column]
    middle = (left + right) / 2
    if line.size > body * 1.15 and line.page == before.page:  # a title over several lines
        return all(abs((one.x0 + one.x1) / 2 - middle) < one.size for one in (before, line))
    return before.x1 > edges[before.column][1] - 2.5 * before.size and line.x0 < left + line.size


def _usual_step(lines: list[Line]) -> float:
    pairs = itertools.pairwise(lines)
    steps = sorted(later.top - line.top for line, later in pairs if _follows(line, later))
    return steps[len(steps) // 2] if steps else 0.0


def _follows(line: Line, later: Line) -> bool:
    return line.page == later.page and line.column == later.column and later.top > line.top
