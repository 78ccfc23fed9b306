"""The door for a blank that somebody hands over: everything foreign happens in a child process with limits."""

import hashlib
from collections.abc import Mapping
from typing import Final

from nuandong.kernel.errors import Invalid
from nuandong.kernel.text import gettext_noop as _
from nuandong.machine.limited import TooMuchError, run_limited
from nuandong.reports.blanks.grid import Grid, Place
from nuandong.reports.blanks.opening import Opened, fill_copy, open_blank, open_filled
from nuandong.reports.blanks.values import Value

MAX_BYTES: Final = 5 * 1024 * 1024
_REMEMBERED: Final = 16
_filled: Final[dict[bytes, Grid]] = {}
"""Filled copies by the digest of the file: whoever checks one turns to its page again and again."""


def read_blank(data: bytes) -> Grid:
    """What stands in a blank. What a file is its content says, not its name.

    Raises Invalid for anything too large, broken, of another kind, with macros, links to other files, or without a
    place to fill in.
    """
    if len(data) > MAX_BYTES:
        raise refused("too_big")
    try:
        found = run_limited(open_blank, data, memory_mb=768, cpu_seconds=15, wall_seconds=30)
    except TooMuchError:
        found = Opened(refusal="unreadable")
    if found.grid is None:
        raise refused(found.refusal)
    if not found.grid.every_place():
        raise refused("nothing")
    return found.grid


def read_filled(data: bytes) -> Grid:
    """A filled copy as people read it; the last ones that were asked for are remembered. Raises Invalid when it cannot
    be opened any more."""
    digest = hashlib.sha256(data).digest()
    if (known := _filled.get(digest)) is not None:
        return known
    try:
        found = run_limited(open_filled, data, memory_mb=768, cpu_seconds=15, wall_seconds=30)
    except TooMuchError:
        found = Opened(refusal="unreadable")
    if found.grid is None:
        raise refused(found.refusal)
    if len(_filled) >= _REMEMBERED:
        _filled.pop(next(iter(_filled)), None)
    _filled[digest] = found.grid
    return found.grid


def filled_copy(data: bytes, values: Mapping[Place, Value], mark: str) -> bytes:
    """A copy of a blank with values in their places. Raises Invalid when it cannot be opened any more."""
    try:
        made = run_limited(fill_copy, data, dict(values), mark, memory_mb=768, cpu_seconds=15, wall_seconds=30)
    except TooMuchError:
        made = Opened(refusal="unreadable")
    if made.refusal:
        raise refused(made.refusal)
    return made.data


def refused(reason: str) -> Invalid:
    """The error for one of the reasons the child process knows."""
    message, advice = {
        "too_big": (
            _("空表太大：文件最多 5 MB，每张表最多 400 行、60 列，要填的空格最多 2000 个。"),
            _("请删去多余的表、图片和空行后再上传。"),
        ),
        "macros": (_("文件里有宏或控件，不能作为空表。"), _("请用 Excel、Word 或 WPS 另存为不带宏的 .xlsx 或 .docx。")),
        "links": (
            _("文件里有外部链接、数据连接或嵌入的对象，不能作为空表。"),
            _("请断开链接、删去嵌入的对象，只保留表格后再上传。"),
        ),
        "old": (_("这是旧版（.xls、.doc）或加了密的文件，读不了。"), _("请取消密码，另存为 .xlsx 或 .docx 后再上传。")),
        "kind": (_("这个文件不是空表。"), _("请上传 Excel（.xlsx）或 Word（.docx）文件。")),
        "nothing": (_("文件里没有可以填写的空格。"), _("请核对是不是上级发的空表；已填好的格子要先清空。")),
    }.get(reason, (_("这个文件打不开，可能已损坏或加了密。"), _("请用 Excel、Word 或 WPS 打开并另存后再上传。")))
    return Invalid(f"reports.blank_{reason}", message, advice, field="file")
