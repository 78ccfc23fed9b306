"""A ledger from its bytes to what it would do: read, laid out, checked, compared. Nothing is written here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.conf import settings

from nuandong.geo import selectors as divisions
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import local_date
from nuandong.org import scope
from nuandong.relief.checking.cells import Rules
from nuandong.relief.checking.households import Homes, Remark, households_of, remarks_of
from nuandong.relief.checking.places import Places
from nuandong.relief.checking.registry import Home, against, digest
from nuandong.relief.checking.table import Read, read_cells
from nuandong.relief.forms.library import form_of
from nuandong.relief.forms.shape import Form
from nuandong.relief.models import LedgerColumns
from nuandong.relief.reading.door import read_book
from nuandong.relief.reading.layout import Layout, columns_in, layout_of, proposed
from nuandong.relief.reading.opening import Book
from nuandong.relief.reading.rows import Rows, rows_of
from nuandong.relief.reading.units import check_units

STEPS: Final = 4
"""Read, laid out, checked, compared."""
_SAMPLED: Final = 100
"""Rows of a table that are kept as they were read, to say what its columns are about."""


@dataclass(slots=True)
class Understood:
    """A ledger as far as it was understood; without `homes`, its columns must be said first."""

    form: Form
    book: Book
    layout: Layout
    columns: dict[str, str]
    missing: tuple[str, ...] = ()
    """Required fields for which there is no column."""
    read: Read | None = None
    grouped: Homes | None = None
    homes: tuple[Home, ...] = ()
    remarks: tuple[Remark, ...] = ()
    found: str = ""

    @property
    def rows(self) -> int:
        return len(self.read.rows) if self.read else 0

    @property
    def rejected(self) -> int:
        return len(self.grouped.rejected) if self.grouped else 0

    @property
    def warned(self) -> int:
        """Accepted rows with a warning."""
        read, grouped = self.read, self.grouped
        return sum(row not in grouped.rejected for row in read.faults) if read and grouped else 0


def understand(
    data: bytes,
    *,
    form: str,
    region: int,
    season: int,
    by: Actor,
    now: datetime,
    columns: Mapping[str, str] | None = None,
    step: Callable[[int], object] = lambda _step: None,
) -> Understood:
    """What a ledger says and would do. `columns` is place → field as somebody confirmed; else remembered or proposed.

    `step` hears how far it is. The scope is entered only for what is read from the database. Raises Invalid for a file
    that cannot be read, Forbidden.
    """
    shape = form_of(form)
    with scope.enter(by):
        places = _places(region, now)
        remembered = dict(
            LedgerColumns.objects.filter(region=by.region, form=form).values_list("fingerprint", "columns")
        )
    book = read_book(data)
    step(1)
    layout = layout_of(book, form)
    chosen = dict(columns or remembered.get(layout.main.fingerprint) or proposed(layout.main.headings, form))
    made = Understood(shape, book, layout, chosen)
    told = set(chosen.values())
    made.missing = tuple(one.field for one in shape.columns if one.required and one.field not in told)
    if made.missing:
        return made
    check_units(book, layout, chosen, shape)
    rows: Rows = rows_of(book, layout, chosen, form)
    for table in layout.tables:
        # Their cells stand in the columns now; of what a hundred thousand rows take, half could be kept twice.
        del book.sheets[table.sheet].rows[table.first + _SAMPLED :]
    step(2)
    names = {table.sheet: table.name for table in layout.tables}
    rules = Rules(local_date(now), demo=settings.NUANDONG_DEMO)
    made.read = read_cells(rows, shape, rules, places, names)
    made.grouped = households_of(made.read, shape)
    made.remarks = tuple(remarks_of(made.read, made.grouped))
    rows.cells.clear()
    step(3)
    with scope.enter(by):
        compare(made, by=by, season=season)
    return made


def compare(made: Understood, *, by: Actor, season: int) -> None:
    """Look the households up in the register, in the entered scope."""
    if made.read is None or made.grouped is None:
        raise ValueError("not read yet")
    made.homes = tuple(against(made.read, made.grouped, by=by, season=season))
    made.found = digest(list(made.homes), made.grouped)


def layout_kept(made: Understood) -> dict[str, Any]:
    """What is kept of the layout with the file."""
    rows = made.read.rows if made.read else Rows()
    return {
        "sheets": {str(one.sheet): one.name for one in made.layout.tables},
        "places": {
            str(one.sheet): columns_in(one, made.layout.main, made.columns, made.form.form)
            for one in made.layout.tables
        },
        "headings": list(made.layout.main.headings),
        "fingerprint": made.layout.main.fingerprint,
        "ignored": list(made.layout.ignored),
        "hidden_sheets": made.book.hidden_sheets,
        "hidden": rows.hidden,
        "hides_known": made.book.hides_known,
        "skipped": dict(rows.skipped),
        "missing": list(made.missing),
        "remarks": [[one.sheet, one.number, one.field, one.said, one.found] for one in made.remarks],
        "samples": [_sample(made, place) for place in range(len(made.layout.main.headings))],
    }


def _sample(made: Understood, place: int) -> int:
    """How many of the first rows have something in a column: says which ones are worth a choice."""
    table = made.layout.main
    cells = made.book.sheets[table.sheet].rows[table.first : table.first + _SAMPLED]
    return sum(place < len(row) and bool(row[place].strip()) for row in cells)


def _places(region: int, now: datetime) -> Places:
    known = divisions.divisions_at(local_date(now), within=region).values_list("code", "name")
    return Places(region, dict(known))
