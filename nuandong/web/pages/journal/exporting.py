"""The filtered journal as a file, written piece by piece: bounded rows, bounded memory, cells that compute nothing."""

import csv
from collections.abc import Iterator
from io import TextIOWrapper
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, Final, cast
from uuid import UUID

from django.utils.translation import gettext as _
from rustpy_xlsxwriter import write_worksheet

from nuandong.kernel.text import gettext_noop
from nuandong.web import wording
from nuandong.web.pages.journal.filtering import Filters
from nuandong.web.pages.journal.presenting import Entry, entries

MAX_ROWS: Final = 50_000
_BATCH: Final = 1000
_IN_MEMORY: Final = 4 * 1024 * 1024
_COMPUTES: Final = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula when it opens a CSV file."""

COLUMNS: Final = (
    gettext_noop("行为时间"),
    gettext_noop("登记时间"),
    gettext_noop("补录"),
    gettext_noop("事项"),
    gettext_noop("经办人"),
    gettext_noop("代录人"),
    gettext_noop("单位"),
    gettext_noop("地区"),
    gettext_noop("地区代码"),
    gettext_noop("对象"),
    gettext_noop("对象编号"),
    gettext_noop("内容"),
    gettext_noop("更正的记录"),
    gettext_noop("记录编号"),
)


def as_csv(chosen: Filters) -> BinaryIO:
    """A CSV file in UTF-8 with byte order mark, at its beginning."""
    file = _file()
    text = TextIOWrapper(file, encoding="utf-8-sig", newline="")
    writer = csv.writer(text)
    writer.writerow([_(column) for column in COLUMNS])
    writer.writerows([harmless(cell) for cell in row] for row in rows(chosen))
    text.flush()
    text.detach()
    file.seek(0)
    return file


def as_xlsx(chosen: Filters) -> BinaryIO:
    """A workbook, at its beginning; every cell is text, so nothing in it is computed."""
    file = _file()
    titles = [_(column) for column in COLUMNS]
    first = dict.fromkeys(titles, "")
    lines = (dict(zip(titles, row, strict=True)) for row in rows(chosen))
    # Without any row there would be no headings either.
    start = next(lines, first)
    write_worksheet(
        _chained(start, lines),
        file,
        sheet_name=_("工作日志"),
        freeze_row=1,
        bold_headers=True,
        column_width=20,
    )
    file.seek(0)
    return file


def rows(chosen: Filters) -> Iterator[list[str]]:
    """The cells of each event, newest first; after the last that fits, a line says that there are more."""
    before: UUID | None = None
    left = MAX_ROWS
    while left > 0:
        events = chosen.events(before=before, limit=min(_BATCH, left))
        if not events:
            return
        yield from (_cells(entry) for entry in entries(events))
        before, left = events[-1].id, left - len(events)
    if chosen.events(before=before, limit=1):
        words = _("只导出了最新的 %(n)d 条，请缩小筛选范围后分次导出。") % {"n": MAX_ROWS}
        yield [words, *[""] * (len(COLUMNS) - 1)]


def harmless(cell: str) -> str:
    """A cell that no spreadsheet computes: what looks like a formula gets an apostrophe in front."""
    return f"'{cell}" if cell.startswith(_COMPUTES) else cell


def _cells(entry: Entry) -> list[str]:
    event = entry.event
    return [
        wording.full_moment(event.acted_at),
        wording.full_moment(event.recorded_at),
        _("补录") if entry.belated else "",
        entry.title,
        entry.who,
        entry.typist,
        entry.unit,
        entry.region,
        str(event.region or ""),
        entry.subject,
        str(event.subject),
        entry.details_words,
        str(event.voids or ""),
        str(event.id),
    ]


def _chained(first: dict[str, str], rest: Iterator[dict[str, str]]) -> Iterator[dict[str, str]]:
    yield first
    yield from rest


def _file() -> BinaryIO:
    return cast(BinaryIO, SpooledTemporaryFile(max_size=_IN_MEMORY))
