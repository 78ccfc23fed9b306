"""The door for a ledger that somebody hands over: everything foreign happens in a child process with limits."""

from typing import Final

from nuandong.kernel.errors import Invalid
from nuandong.kernel.text import gettext_noop as _
from nuandong.machine.limited import TooMuchError, run_limited
from nuandong.relief.reading.opening import Book, open_book

MAX_BYTES: Final = 20_000_000
MAX_ROWS: Final = 105_000
"""A hundred thousand households, and what stands above and below them."""
_MEMORY_MB, _SECONDS = 1600, 60


def read_book(data: bytes) -> Book:
    """The visible sheets of a workbook. What a file is its content says, not its name.

    Raises Invalid for anything too large, broken, locked, of another kind, with macros or links to other files.
    """
    if len(data) > MAX_BYTES:
        raise refused("too_big")
    try:
        book = run_limited(open_book, data, MAX_ROWS, memory_mb=_MEMORY_MB, cpu_seconds=_SECONDS, wall_seconds=120)
    except TooMuchError:
        book = Book(refusal="unreadable")
    if not book.refusal and not book.sheets:
        book.refusal = "empty"
    if book.refusal:
        raise refused(book.refusal)
    return book


def refused(reason: str) -> Invalid:
    """The error for one of the reasons the child process knows."""
    message, advice = {
        "too_big": (_("文件太大，台账最多 20 MB。"), _("请按村或按组分成几个文件，并删去图片。")),
        "too_long": (_("行数太多，一个文件最多 10 万户。"), _("请分成几个文件，并删去表格下方的空行。")),
        "too_full": (_("格子太多，一个文件最多 300 万个有内容的格子。"), _("请分成几个文件，或删去不用的列。")),
        "bomb": (_("文件展开后大得不正常，没有打开。"), _("请用 Excel 或 WPS 打开，只复制台账内容到新文件后再上传。")),
        "macros": (_("文件里有宏或控件，没有读取。"), _("请用 Excel 或 WPS 另存为不带宏的 .xlsx 后再上传。")),
        "links": (
            _("文件里有外部链接、数据连接或嵌入的对象，没有读取。"),
            _("请断开链接、删去嵌入的对象，把公式粘贴为数值后再上传。"),
        ),
        "locked": (_("这个文件设了打开密码，读不了。"), _("请取消密码另存后再上传。")),
        "long_cell": (_("有的格子里超过 1000 个字。"), _("请核对是不是台账，删去大段说明后再上传。")),
        "empty": (_("文件里没有内容；隐藏的工作表不读取。"), _("请核对台账在哪张工作表，取消隐藏后再上传。")),
        "kind": (_("这个文件不是表格。"), _("请上传 Excel 或 WPS 表格（.xlsx、.xls），或 CSV 文件（.csv）。")),
    }.get(reason, (_("这个文件打不开，可能已损坏或加了密。"), _("请用 Excel 或 WPS 打开并另存为 .xlsx 后再上传。")))
    return Invalid(f"relief.ledger_{reason}", message, advice, field="file")
