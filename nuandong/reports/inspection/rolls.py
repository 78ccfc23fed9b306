"""Tables that may be very long: the book shows their beginning and says how long they are, a workbook has all rows."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import Final

from django.utils.translation import gettext as _

from nuandong.kernel.books import book
from nuandong.reports.inspection.shape import Attached, Chapter, Grid, Row

MOST: Final = 2000
"""Rows of one table of the book."""


@dataclass(frozen=True, slots=True)
class Roll:
    """A table of the book; `total` rows there are, all of them in `files` when the table has not room for them."""

    grid: Grid
    total: int
    files: tuple[Attached, ...] = ()

    @property
    def notes(self) -> tuple[str, ...]:
        """What the table leaves out, and where it stands."""
        words = _("“%(table)s”共 %(total)s 行，本册列前 %(most)s 行，全部见附件 %(file)s。")
        numbers = {"total": f"{self.total:,}", "most": f"{MOST:,}"}
        return tuple(words % {"table": self.grid.title, "file": one.name, **numbers} for one in self.files)


def roll(title: str, heads: Row, widths: tuple[int, ...], rows: Iterable[Row]) -> Roll:
    """A table out of rows that are read once, however many they are."""
    left = iter(rows)
    shown = tuple(islice(left, MOST))
    grid = Grid(title, heads, widths, shown)
    more = next(left, None)
    if more is None:
        return Roll(grid, len(shown))
    total = len(shown) + 1

    def rest() -> Iterator[Row]:
        nonlocal total
        for row in left:
            total += 1
            yield row

    data = book(title, heads, chain(shown, [more], rest())).read()
    return Roll(grid, total, (Attached(f"{_('清单')}/{title}.xlsx", data),))


def rolled(title: str, notes: tuple[str, ...], rolls: tuple[Roll, ...], *further: Grid) -> Chapter:
    """A chapter of such tables; the list of contents says what is cut."""
    cut = [one for one in rolls if one.files]
    if cut:
        numbers = _("、").join(f"{one.total:,}" for one in cut)
        title = _("%(title)s（共 %(total)s 行，列前 %(most)s 行）") % {
            "title": title,
            "total": numbers,
            "most": f"{MOST:,}",
        }
    said = tuple(note for one in rolls for note in one.notes)
    files = tuple(file for one in rolls for file in one.files)
    return Chapter(title, (*notes, *said), (*(one.grid for one in rolls), *further), files)
