"""Tasks, recorded work and the accountability list as workbooks: bounded rows, every cell text."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, BinaryIO, Final

from django.utils.translation import gettext as _

from nuandong.kernel import books
from nuandong.kernel.actors import Actor
from nuandong.kernel.books import XLSX as XLSX
from nuandong.kernel.text import gettext_noop
from nuandong.tasks import selectors
from nuandong.tasks.selectors import Wanted
from nuandong.web import wording
from nuandong.web.pages.tasks import showing

MAX_ROWS: Final = 20_000

TASKS: Final = (
    gettext_noop("任务"),
    gettext_noop("成果要求"),
    gettext_noop("责任单位"),
    gettext_noop("责任人"),
    gettext_noop("下达单位"),
    gettext_noop("任务来源"),
    gettext_noop("语气"),
    gettext_noop("下达时间"),
    gettext_noop("完成期限"),
    gettext_noop("状态"),
    gettext_noop("进度（%）"),
    gettext_noop("完成时间"),
    gettext_noop("超期"),
    gettext_noop("编号"),
)
WORKS: Final = (
    gettext_noop("类别"),
    gettext_noop("工作类别"),
    gettext_noop("完成数量"),
    gettext_noop("总数"),
    gettext_noop("单位"),
    gettext_noop("地区"),
    gettext_noop("时间"),
    gettext_noop("登记时间"),
    gettext_noop("登记人"),
    gettext_noop("编号"),
)


def book(sheet: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> BinaryIO:
    """A workbook of one sheet, its columns named in the reader's language."""
    return books.book(sheet, [_(column) for column in columns], rows)


def tasks_book(by: Actor, now: datetime, wanted: Wanted) -> BinaryIO:
    """The tasks of a list, the earliest due first."""
    return book(_("任务"), TASKS, _tasks(by, now, wanted))


def works_book(by: Actor, now: datetime, *, kind: str, family: Sequence[str]) -> BinaryIO:
    """Recorded work, the newest first; what was taken back is left out."""
    rows = selectors.works(by, kind=kind, family=family, limit=MAX_ROWS)
    return book(_("工作登记"), WORKS, _works(showing.work_lines(rows, now)))


def _tasks(by: Actor, now: datetime, wanted: Wanted) -> Iterator[list[str]]:
    for batch in selectors.task_batches(by, now=now, wanted=wanted, most=MAX_ROWS):
        for line in showing.task_lines(batch, now):
            row = line["row"]
            yield [
                row.title,
                row.deliverable,
                line["unit"],
                line["responsible"],
                line["giver"],
                line["origin"],
                line["strength"],
                wording.full_moment(row.assigned_at),
                wording.full_moment(row.due_at),
                line["state"],
                str(row.progress),
                wording.full_moment(row.completed_at) if row.completed_at else "",
                _("是") if line["late"] else "",
                str(row.id),
            ]


def _works(lines: Iterable[dict[str, Any]]) -> Iterator[list[str]]:
    for line in lines:
        row = line["row"]
        yield [
            str(line["family"]),
            str(line["what"]),
            str(line["done"]),
            str(line["base"]),
            str(line["unit"]),
            str(line["path"]),
            wording.full_moment(row.at),
            wording.full_moment(row.recorded_at),
            str(line["who"]),
            str(row.id),
        ]
