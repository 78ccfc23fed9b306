"""Papers as PDF, and charts as pictures: set by typst in a child process that may neither grow nor dawdle."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Final, Literal

from nuandong.kernel.errors import NotNow
from nuandong.kernel.text import gettext_noop as _
from nuandong.machine.limited import TooMuchError, run_limited
from nuandong.reports.papers.compiling import FONTS, compiled
from nuandong.reports.papers.paper import Drawing, Paper, Sheet

_MEMORY_MB: Final = 1536
"""Of address space: the typefaces alone are mapped with 30 MB."""
_SECONDS: Final = 60


def pdf(paper: Paper) -> bytes:
    """A report as PDF. Raises NotNow when it cannot be set: typefaces missing, or far too large."""
    plain = asdict(paper)
    plain["sheets"] = [_sheet(sheet) for sheet in paper.sheets]
    return typeset("report", plain)[0]


def pictures(drawings: Sequence[Drawing]) -> list[bytes]:
    """Each chart as a PNG, 17 cm wide. Raises NotNow."""
    return typeset("charts", {"drawings": [asdict(one) for one in drawings]}, form="png") if drawings else []


def typeset(
    layout: str, data: dict[str, Any], *, form: Literal["pdf", "png"] = "pdf", tagged: bool = True
) -> list[bytes]:
    """A layout of this folder filled with data. Raises NotNow when it cannot be set."""
    if not any(FONTS.glob("*.ttf")):
        raise NotNow("reports.no_fonts", _("缺少排版用的字体文件。"), _("请由管理员运行 make setup 后再试。"))
    try:
        return run_limited(
            compiled,
            layout,
            json.dumps(data, ensure_ascii=False),
            form,
            tagged,
            memory_mb=_MEMORY_MB,
            cpu_seconds=_SECONDS,
            wall_seconds=2 * _SECONDS,
        )
    except TooMuchError as error:
        raise NotNow(
            "reports.not_set", _("这份文件排版失败，可能内容过大。"), _("请缩小范围后再试，或下载 Excel。")
        ) from error


def _sheet(sheet: Sheet) -> dict[str, Any]:
    rows = [
        [line.group, f"　{line.title}" if line.within else line.title, line.unit, *(cell.text for cell in line.cells)]
        for line in sheet.lines
    ]
    return {"title": sheet.title, "heads": sheet.heads, "rows": rows, "note": sheet.note, "wide": sheet.wide}
