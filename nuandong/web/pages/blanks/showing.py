"""Blanks on a page: rows of a grid with their fields, states, reasons."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.forms import BoundField
from django.utils.translation import gettext as _

from nuandong.reports.blanks import composed
from nuandong.reports.blanks.grid import Cell, Grid, Place, gaps
from nuandong.reports.blanks.keeping import Held
from nuandong.reports.blanks.moving import Movement
from nuandong.reports.blanks.targets import FACTS, REASONS, Targets, targets_of
from nuandong.reports.library import all_definitions
from nuandong.web import wording


@dataclass(frozen=True, slots=True)
class Spot:
    """A place of a cell with its field; `proposed` marks what nobody has confirmed yet."""

    label: str
    field: BoundField | None
    words: str
    proposed: bool


@dataclass(frozen=True, slots=True)
class ShownCell:
    cell: Cell
    spots: list[Spot]

    @property
    def heading(self) -> bool:
        return self.cell.kind == "text"

    @property
    def computed(self) -> bool:
        return self.cell.kind == "formula"


def targets_for(report: str) -> Targets:
    """What places can be bound to, in the reader's language."""
    return targets_of(all_definitions()[report].definition, {title: _(title) for title in FACTS.values()})


def state_of(held: Held) -> tuple[str, str]:
    """Tone and words of how far a blank is."""
    if held.mapping is not None:
        return wording.OK, _("可以填表")
    return wording.SOON_TONE, _("新样式待核对") if held.edition.number > 1 else _("待对应")


def sheet_name(grid: Grid, number: int) -> str:
    """What a sheet is called: its name, or which table of a document it is."""
    if grid.sheets[number].name:
        return grid.sheets[number].name
    return _("正文") if number == 0 else _("表 %(n)d") % {"n": number}


def place_words(grid: Grid, address: str) -> str:
    """A place by the words around it, as people look for it on the paper."""
    place = grid.every_place().get(address)
    if place is None:
        return ""
    sheet, cell = grid.sheets[place.sheet], grid.cell(place)
    if place.slot is not None:
        return gaps(cell.text)[place.slot].label.strip()
    return " · ".join(part for part in (*sheet.beside(cell)[:1], *sheet.above(cell)[:1]) if part)


def reasons(grid: Grid, empty: list[list[str]]) -> list[dict[str, str]]:
    """Every place that stayed empty, with the reason."""
    return [
        {"address": address, "words": place_words(grid, address), "why": _(REASONS[reason])}
        for address, reason in empty
    ]


def rows(
    grid: Grid, number: int, fields: Mapping[Place, BoundField], titles: Mapping[str, str], proposed: set[str]
) -> Iterator[list[ShownCell]]:
    """The rows of a sheet, each cell where it begins. `titles` says what stands in places that have no field here."""
    sheet = grid.sheets[number]
    by_row: dict[int, list[Cell]] = {}
    for cell in sheet.cells:
        by_row.setdefault(cell.row, []).append(cell)
    for row in range(max(by_row, default=-1) + 1):
        yield [
            ShownCell(cell, list(_spots(number, cell, fields, titles, proposed)))
            for cell in sorted(by_row.get(row, []), key=lambda one: one.column)
        ]


def _spots(
    number: int, cell: Cell, fields: Mapping[Place, BoundField], titles: Mapping[str, str], proposed: set[str]
) -> Iterator[Spot]:
    labels: list[tuple[int | None, str]] = [(None, "")]
    if cell.kind == "text":
        labels = [(slot, gap.label.strip()) for slot, gap in enumerate(gaps(cell.text))]
    for slot, label in labels:
        place = Place(number, cell.row, cell.column, slot)
        words = titles.get(place.address, "")
        if place in fields or words:
            yield Spot(label, fields.get(place), words, place.address in proposed)


def preview(
    before: Grid, after: Grid, bindings: Mapping[str, str], empty: list[list[str]], *, moved: int
) -> Iterator[dict[str, Any]]:
    """The sheets of a filled copy with the tone of each cell: filled from the report, left empty, or as it came.

    `moved`: paragraphs of a document that stand before its own, as the mark of a draft does.
    """
    places, why = before.every_place(), dict(empty)
    tones: dict[tuple[int, int, int], tuple[str, str]] = {}
    for address, place in places.items():
        row = place.row + (moved if not before.sheets[place.sheet].tabular else 0)
        if address in why:
            tones[(place.sheet, row, place.column)] = ("grid-empty", _(REASONS[why[address]]))
        elif bindings.get(address):
            tones.setdefault((place.sheet, row, place.column), ("grid-filled", ""))
    for number, sheet in enumerate(after.sheets):
        rows: dict[int, list[dict[str, Any]]] = {}
        for cell in sorted(sheet.cells, key=lambda one: (one.row, one.column)):
            tone, said = tones.get((number, cell.row, cell.column), ("grid-words" if cell.text else "", ""))
            rows.setdefault(cell.row, []).append({"cell": cell, "tone": tone, "why": said})
        if rows:
            lines = list(rows.values()) if not sheet.tabular else [rows.get(one, []) for one in range(max(rows) + 1)]
            yield {"name": sheet_name(after, number), "rows": lines}


def unbound(grid: Grid, bindings: Mapping[str, str]) -> list[dict[str, str]]:
    """The places that get nothing, with the words around them and whether somebody left them so."""
    return [
        {
            "address": address,
            "words": place_words(grid, address),
            "why": _("核对时留空") if left else _("还没有核对"),
        }
        for address, left in grid.unbound(bindings)
    ]


def movement_words(moved: Movement, grid: Grid, targets: Targets) -> dict[str, Any]:
    """What a new edition changes, in words, for the page that asks to confirm it."""
    return {
        "same": len(moved.same),
        "moved": [(composed.title_of(one.code, targets) or one.code, one.at, one.to) for one in moved.moved],
        "gone": [(composed.title_of(one.code, targets) or one.code, one.at) for one in moved.gone],
        "new": [(address, place_words(grid, address)) for address in moved.new],
    }
