"""Lists of the pages taken as workbooks: masked as they are shown, every cell text, told by the journal."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import BinaryIO, Final, Literal

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.books import book
from nuandong.kernel.ids import new_id
from nuandong.kernel.sheets import inert
from nuandong.relief.events.papers import ListTaken

MOST_LISTED: Final = 20_000
List = Literal["notices", "objections", "payouts", "entitlements", "findings"]


def take_list(
    what: List,
    sheet: str,
    titles: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    by: Actor,
    now: datetime,
    region: int | None,
) -> BinaryIO:
    """A workbook of the rows, which their selector let the actor see; the event says which list and how many rows."""
    counted = 0

    def lines() -> Iterator[tuple[str, ...]]:
        nonlocal counted
        for row in rows:
            counted += 1
            yield tuple(map(inert, row))

    file = book(sheet, titles, lines())
    where = by.region if region is None else region
    journal.record(ListTaken(what=what, rows=counted), by=by, now=now, region=where, subject=new_id(now))
    return file
