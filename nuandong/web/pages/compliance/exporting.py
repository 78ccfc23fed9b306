"""The list as a file for a spreadsheet: bounded rows, cells that compute nothing."""

import csv
from collections.abc import Iterator
from io import TextIOWrapper
from itertools import islice
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, Final, cast

from django.utils.translation import gettext as _

from nuandong.kernel.text import gettext_noop
from nuandong.web import wording
from nuandong.web.pages.compliance.reading import Reading
from nuandong.web.pages.compliance.saying import Shown, shown
from nuandong.web.pages.journal.exporting import harmless

MAX_ROWS: Final = 20_000
_BATCH: Final = 1000
_IN_MEMORY: Final = 4 * 1024 * 1024

COLUMNS: Final = (
    gettext_noop("义务"),
    gettext_noop("方案"),
    gettext_noop("出处"),
    gettext_noop("语气"),
    gettext_noop("地区"),
    gettext_noop("地区代码"),
    gettext_noop("时间"),
    gettext_noop("到期"),
    gettext_noop("状态"),
    gettext_noop("情况"),
    gettext_noop("补录"),
    gettext_noop("已说明原因"),
    gettext_noop("编号"),
)


def as_csv(reading: Reading) -> BinaryIO:
    """A CSV file in UTF-8 with byte order mark, at its beginning; after the last row that fits it says so."""
    file = _file()
    text = TextIOWrapper(file, encoding="utf-8-sig", newline="")
    writer = csv.writer(text)
    writer.writerow([_(column) for column in COLUMNS])
    writer.writerows([harmless(cell) for cell in row] for row in _rows(reading))
    text.flush()
    text.detach()
    file.seek(0)
    return file


def _rows(reading: Reading) -> Iterator[list[str]]:
    left = MAX_ROWS
    lines = reading.all_lines(MAX_ROWS + 1)
    while batch := list(islice(lines, min(_BATCH, left))):
        yield from (_cells(one) for one in shown(batch, reading.at))
        left -= len(batch)
    if left == 0 and next(lines, None) is not None:
        yield [_("只导出了前 %(n)d 条，请缩小筛选范围后分次导出。") % {"n": MAX_ROWS}]


def _file() -> BinaryIO:
    return cast(BinaryIO, SpooledTemporaryFile(max_size=_IN_MEMORY))


def _cells(one: Shown) -> list[str]:
    return [
        one.title,
        one.plan,
        one.source,
        one.strength,
        one.place,
        str(one.region),
        one.period,
        wording.full_moment(one.due_at) if one.due_at else "",
        one.words,
        one.why,
        _("补录") if one.late_entry else "",
        _("是") if one.explained else "",
        str(one.id),
    ]
