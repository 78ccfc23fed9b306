"""Runs in a limited child process: a blank opened, read, filled. Bad input is a result, never an error."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from nuandong.kernel.office import RefusedError
from nuandong.reports.blanks.archive import BROKEN, parts_of, rewritten
from nuandong.reports.blanks.document import Document
from nuandong.reports.blanks.grid import Grid, Place
from nuandong.reports.blanks.values import Value
from nuandong.reports.blanks.workbook import Workbook

MAX_PLACES: Final = 2000
MAX_CHARACTERS: Final = 200_000


@dataclass(frozen=True, slots=True)
class Opened:
    """What was read or made, or why nothing was."""

    grid: Grid | None = None
    data: bytes = b""
    refusal: str = ""


def open_blank(data: bytes) -> Opened:
    """What stands in a workbook (.xlsx) or document (.docx)."""
    return _opened(data, whole=False)


def open_filled(data: bytes) -> Opened:
    """The same of a filled copy, as people read it: also the text of a document without gaps."""
    return _opened(data, whole=True)


def _opened(data: bytes, *, whole: bool) -> Opened:
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return Opened(refusal="old")
    if not data.startswith(b"PK\x03\x04"):
        return Opened(refusal="kind")
    try:
        parts = parts_of(data)
        if "xl/workbook.xml" in parts:
            return Opened(grid=_bounded(Grid("xlsx", Workbook(parts).sheets(whole=whole))))
        if "word/document.xml" in parts:
            return Opened(grid=_bounded(Grid("docx", Document(parts).sheets(whole=whole))))
    except RefusedError as error:
        return Opened(refusal=str(error))
    except BROKEN:
        return Opened(refusal="unreadable")
    return Opened(refusal="kind")


def fill_copy(data: bytes, values: Mapping[Place, Value], mark: str) -> Opened:
    """A copy with values in their places; `mark` says on the paper what kind of copy it is."""
    try:
        parts = parts_of(data)
        holder = Workbook(parts) if "xl/workbook.xml" in parts else Document(parts)
        return Opened(data=rewritten(data, holder.fill(values, mark)))
    except RefusedError as error:
        return Opened(refusal=str(error))
    except BROKEN:
        return Opened(refusal="unreadable")


def _bounded(grid: Grid) -> Grid:
    """The same grid, if it is one that a person could bind."""
    if sum(len(cell.text) for sheet in grid.sheets for cell in sheet.cells) > MAX_CHARACTERS:
        raise RefusedError("too_big")
    if len(grid.every_place()) > MAX_PLACES:
        raise RefusedError("too_big")
    return grid
