"""The text of a PDF file as paragraphs. Runs in a limited child process.

Fonts that say which characters their glyphs are (ToUnicode) and those with a predefined Chinese encoding can be read;
scans and fonts without either cannot. Lines that fill the width go on in the next line unless that one is indented.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from nuandong.plans.importing.pdf_objects import File, Operator, Reader, Ref, Stream

MAX_PAGES: Final = 500
_ENCODINGS: Final = (("UCS2", "utf-16-be"), ("UTF16", "utf-16-be"), ("GBK", "gbk"), ("GB-", "gbk"), ("GBpc", "gbk"))
_NESTED: Final = 6
Matrix = tuple[float, float, float, float, float, float]
_ONE: Final[Matrix] = (1, 0, 0, 1, 0, 0)


@dataclass(slots=True)
class Font:
    """How the bytes of strings become characters: `width` bytes each."""

    table: dict[int, str]
    width: int
    encoding: str | None = None

    def text(self, data: bytes) -> str:
        if self.encoding is not None and not self.table:
            return data.decode(self.encoding, errors="ignore")
        codes = (int.from_bytes(data[at : at + self.width], "big") for at in range(0, len(data), self.width))
        if not self.table and self.width == 1:
            return data.decode("ascii", errors="ignore")
        return "".join(self.table.get(code, "") for code in codes)


@dataclass(slots=True)
class Run:
    """Some text at a place of a page; x and y from the lower left, in points."""

    x: float
    y: float
    size: float
    text: str

    @property
    def right(self) -> float:
        return self.x + sum(self.size if ord(char) > 0x2E7F else self.size / 2 for char in self.text)


def lines_of(data: bytes) -> list[str] | None:
    """The paragraphs of a PDF file; None where it is encrypted. Raises ValueError for one that unpacks to too much."""
    file = File.read(data)
    if file.encrypted:
        return None
    rows: list[Run] = []
    for page in _pages(file):
        rows += _rows(list(_runs(file, _content(file, page), file.entries(page.get("Resources")), _ONE, 0)))
    return _paragraphs(rows)


def _pages(file: File) -> Iterator[dict[str, Any]]:
    """The pages in their order, each with the resources it inherits."""
    root = next((one for one in file.objects.values() if isinstance(one, dict) and one.get("Type") == "Catalog"), {})
    todo: list[tuple[Any, Any]] = [(root.get("Pages"), None)]
    seen: set[int] = set()
    count = 0
    while todo and count < MAX_PAGES:
        value, inherited = todo.pop()
        if isinstance(value, Ref):
            if value.number in seen:
                continue
            seen.add(value.number)
        entries = file.entries(value)
        resources = entries.get("Resources", inherited)
        kids = file.get(entries.get("Kids"))
        if isinstance(kids, list):
            todo += [(kid, resources) for kid in reversed(kids)]
        elif entries:
            count += 1
            yield entries | {"Resources": resources}


def _content(file: File, page: dict[str, Any]) -> bytes:
    content = file.get(page.get("Contents"))
    parts = [file.get(one) for one in content] if isinstance(content, list) else [content]
    return b"\n".join(file.content(part) for part in parts if isinstance(part, Stream))


def _runs(file: File, content: bytes, resources: dict[str, Any], matrix: Matrix, depth: int) -> Iterator[Run]:
    """Every shown string of a content stream, in the order of the stream."""
    fonts: dict[str, Font] = {}
    reader, stack, held = Reader(content), [], [matrix]
    text, line, font, size, leading = _ONE, _ONE, Font({}, 1), 1.0, 0.0
    while (value := reader.value()) is not None:
        if not isinstance(value, Operator):
            stack.append(value)
            continue
        match bytes(value), stack:
            case b"q", _:
                held.append(held[-1])
            case b"Q", _ if len(held) > 1:
                held.pop()
            case b"cm", [*_, a, b, c, d, e, f]:
                held[-1] = _times((a, b, c, d, e, f), held[-1])
            case b"BT", _:
                text = line = _ONE
            case b"Tf", [*_, name, points]:
                size = float(points)
                if name not in fonts:
                    fonts[name] = _font(file, file.entries(resources.get("Font")).get(name))
                font = fonts[name]
            case b"TL", [*_, amount]:
                leading = float(amount)
            case b"Tm", [*_, a, b, c, d, e, f]:
                text = line = (a, b, c, d, e, f)
            case ((b"Td" | b"TD"), [*_, x, y]):
                leading = -float(y) if value == b"TD" else leading
                text = line = _times((1, 0, 0, 1, x, y), line)
            case b"T*", _:
                text = line = _times((1, 0, 0, 1, 0, -leading), line)
            case ((b"Tj" | b"TJ" | b"'" | b'"'), [*_, shown]):
                if value in {b"'", b'"'}:
                    text = line = _times((1, 0, 0, 1, 0, -leading), line)
                run = _run(font, shown, size, _times(text, held[-1]))
                text = _times((1, 0, 0, 1, (run.right - run.x) / max(_scale(_times(text, held[-1])), 0.01), 0), text)
                yield run
            case b"Do", [*_, name] if depth < _NESTED:
                form = file.get(file.entries(resources.get("XObject")).get(name))
                if isinstance(form, Stream) and form.entries.get("Subtype") == "Form":
                    inner = file.entries(form.entries.get("Resources")) or resources
                    moved = file.get(form.entries.get("Matrix"))
                    start = _times(tuple(moved), held[-1]) if isinstance(moved, list) and len(moved) == 6 else held[-1]
                    yield from _runs(file, file.content(form), inner, start, depth + 1)
        stack = []


def _run(font: Font, shown: Any, size: float, matrix: Matrix) -> Run:
    pieces = shown if isinstance(shown, list) else [shown]
    text = "".join(font.text(piece) for piece in pieces if isinstance(piece, bytes))
    return Run(matrix[4], matrix[5], abs(size) * _scale(matrix), text)


def _scale(matrix: Matrix) -> float:
    return float((matrix[0] ** 2 + matrix[1] ** 2) ** 0.5)


def _times(one: Matrix, other: Matrix) -> Matrix:
    a, b, c, d, e, f = (float(part) for part in one)
    u, v, w, x, y, z = other
    return (a * u + b * w, a * v + b * x, c * u + d * w, c * v + d * x, e * u + f * w + y, e * v + f * x + z)


def _font(file: File, value: Any) -> Font:
    entries = file.entries(value)
    encoding = file.get(entries.get("Encoding"))
    name = encoding if isinstance(encoding, str) else ""
    unicode = file.get(entries.get("ToUnicode"))
    table = _table(file.content(unicode)) if isinstance(unicode, Stream) else {}
    width = 1 if entries and entries.get("Subtype") != "Type0" else 2  # of an unknown font nothing is guessed
    return Font(table, width, next((codec for mark, codec in _ENCODINGS if mark in name), None))


_RANGES: Final = re.compile(rb"beginbf(char|range)(.*?)endbf", re.DOTALL)


def _table(cmap: bytes) -> dict[int, str]:
    """Code → characters of a ToUnicode table."""
    table: dict[int, str] = {}
    for kind, body in _RANGES.findall(cmap):
        reader, items = Reader(body), []
        while (item := reader.value()) is not None:
            items.append(item)
        step = 2 if kind == b"char" else 3
        for at in range(0, len(items) - step + 1, step):
            first, last, target = items[at], items[at + step - 2], items[at + step - 1]
            if isinstance(first, bytes) and isinstance(last, bytes):
                _fill(table, int.from_bytes(first, "big"), int.from_bytes(last, "big"), target)
    return table


def _fill(table: dict[int, str], first: int, last: int, target: Any) -> None:
    for index, code in enumerate(range(first, min(last, first + 0xFFFF) + 1)):
        if isinstance(target, list):
            if index < len(target) and isinstance(target[index], bytes):
                table[code] = target[index].decode("utf-16-be", errors="ignore")
        elif isinstance(target, bytes) and target:
            last_unit = int.from_bytes(target[-2:], "big") + index
            if last_unit <= 0xFFFF:
                table[code] = (target[:-2] + last_unit.to_bytes(2, "big")).decode("utf-16-be", errors="ignore")


def _rows(runs: list[Run]) -> list[Run]:
    """The lines of a page from top to bottom: runs at one height, from left to right."""
    rows: list[list[Run]] = []
    for run in sorted((run for run in runs if run.text.strip()), key=lambda run: -run.y):
        if rows and abs(rows[-1][0].y - run.y) < run.size / 2:
            rows[-1].append(run)
        else:
            rows.append([run])
    return [_row(sorted(row, key=lambda run: run.x)) for row in rows]


def _row(runs: list[Run]) -> Run:
    text, right = "", runs[0].x
    for run in runs:
        gap = run.x - right
        text += (" " if text and gap > run.size * 0.8 else "") + run.text
        right = run.right
    return Run(runs[0].x, runs[0].y, max(run.size for run in runs), text.strip())


def _paragraphs(rows: list[Run]) -> list[str]:
    """Lines that fill the width are joined with the next one, unless that one is indented."""
    if not rows:
        return []
    margin = min(row.x for row in rows)
    width = max(row.right for row in rows)
    paragraphs: list[str] = []
    open_ended = False
    for row in rows:
        if open_ended and row.x < margin + row.size:
            paragraphs[-1] += row.text
        else:
            paragraphs.append(row.text)
        open_ended = row.right > width - 2.5 * row.size
    return paragraphs
