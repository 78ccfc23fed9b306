"""Reports in words: periods, states, numbers, where each number comes from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from nuandong.geo import selectors as divisions
from nuandong.kernel.text import gettext_noop
from nuandong.reports.checking import Finding
from nuandong.reports.content import Cell, Content, Head, Line, Sheet
from nuandong.reports.papers.composing import ABSENT, quiet_words, term_words
from nuandong.reports.papers.paper import UPRIGHT
from nuandong.reports.selectors import Slot, Standing
from nuandong.web import wording

if TYPE_CHECKING:
    from nuandong.reports.models import Report

STANDINGS: Final[Mapping[Standing, tuple[str, str]]] = {
    Standing.LATE: (wording.LATE, gettext_noop("逾期未报")),
    Standing.DUE: (wording.MUTE, gettext_noop("未填报")),
    Standing.DRAFT: (wording.INFO, gettext_noop("填报中")),
    Standing.SIGNED: (wording.ACCENT, gettext_noop("已签批，待报送")),
    Standing.SENT: (wording.OK, gettext_noop("按时报送")),
    Standing.SENT_LATE: (wording.SOON_TONE, gettext_noop("迟报")),
}
SOURCES: Final[Mapping[str, str]] = {
    "events": gettext_noop("工作日志统计"),
    "register": gettext_noop("登记台账统计"),
    "ratio": gettext_noop("按数据计算"),
    "sum": gettext_noop("合计"),
    "manual": gettext_noop("手工填写"),
    "carried": gettext_noop("由上期报表结转"),
    "none": gettext_noop("无来源"),
    "elsewhere": gettext_noop("由其他单位填报"),
}


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A cell on a page; `url` leads to what it is made of."""

    words: str
    title: str
    source: str
    who: str
    url: str

    @property
    def by_hand(self) -> bool:
        return self.source == "manual"

    @property
    def missing(self) -> bool:
        return self.source == "none"


@dataclass(frozen=True, slots=True)
class ShownLine:
    line: Line
    cells: tuple[ShownCell, ...]


@dataclass(frozen=True, slots=True)
class ShownSheet:
    sheet: Sheet
    blocks: tuple[tuple[str, tuple[ShownLine, ...]], ...]
    note: str

    @property
    def wide(self) -> bool:
        return len(self.sheet.columns) > UPRIGHT


def number(value: int | None, decimals: int) -> str:
    """A whole number whose last digits are decimals, or a dash for none."""
    if value is None:
        return ABSENT
    sign, (whole, rest) = "-" if value < 0 else "", divmod(abs(value), 10**decimals)
    return f"{sign}{whole:,}.{rest:0{decimals}d}" if decimals else f"{sign}{whole:,}"


def warning_words(found: Iterable[Finding]) -> list[tuple[bool, str]]:
    """Whether it is only missing, and the sentence."""
    return [
        (
            one.gap,
            _(one.message) % {key: wording.listing(v) if isinstance(v, list) else v for key, v in one.params.items()},
        )
        for one in found
    ]


def sheets(content: Content, row: "Report", names: Mapping[UUID, str]) -> list[ShownSheet]:
    """Tables with the address of each number."""
    return [
        ShownSheet(
            sheet,
            tuple(
                (block.title, tuple(ShownLine(line, _cells(sheet, line, row, names)) for line in block.lines))
                for block in sheet.blocks
            ),
            quiet_words(sheet, content.region),
        )
        for sheet in content.sheets
    ]


def _cells(sheet: Sheet, line: Line, row: "Report", names: Mapping[UUID, str]) -> tuple[ShownCell, ...]:
    return tuple(
        ShownCell(
            words=_("无来源") if cell.source == "none" and line.fillable else number(cell.value, line.decimals),
            title=_(SOURCES[cell.source]),
            source=cell.source,
            who=names.get(cell.by, "") if cell.by else "",
            url=figure_url(row, line, head) if opens(line, cell) else "",
        )
        for head, cell in zip(sheet.columns, line.cells, strict=True)
    )


def opens(line: Line, cell: Cell) -> bool:
    """Whether there is something to see behind a number."""
    return cell.source in {"events", "register", "ratio", "manual"} and bool(line.names or cell.by)


def figure_url(row: "Report", line: Line, head: Head) -> str:
    return reverse("report-figure", args=[row.id, line.code, head.code])


def slot_lines(slots: Iterable[Slot], on: date) -> list[dict[str, Any]]:
    """What is owed, for the list."""
    found = list(slots)
    places = divisions.name_paths({slot.region for slot in found}, on) if found else {}
    lines = []
    for slot in found:
        tone, words = STANDINGS[slot.standing]
        lines.append(
            {
                "slot": slot,
                "title": slot.definition.title,
                "term": term_words(slot.term.first, slot.term.last),
                "place": places[slot.region].rpartition("/")[2],
                "tone": tone,
                "words": _(words),
                "late": slot.standing is Standing.LATE,
                "waiting": slot.row is None or slot.row.submitted_at is None,
                "correcting": slot.row is not None and slot.row.version > 1,
                "url": reverse("report-view", args=[slot.row.id]) if slot.row else "",
            }
        )
    return lines


_STEPS: Final[Mapping[str, tuple[str, str, str]]] = {
    "draft": ("now", "next", "next"),
    "signed": ("done", "done", "now"),
    "submitted": ("done", "done", "done"),
}


def steps(row: "Report") -> list[dict[str, str]]:
    """How far a report is."""
    titles = (_("填报"), _("签批"), _("报送"))
    notes = (_moment(row.started_at), _moment(row.signed_at), _moment(row.submitted_at))
    return [
        {"title": title, "state": state, "note": note}
        for title, state, note in zip(titles, _STEPS[row.state], notes, strict=True)
    ]


def _moment(at: datetime | None) -> str:
    return wording.short_moment(at) if at else ""
