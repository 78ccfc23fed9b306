"""The official ledger written: its columns in their order, batch by batch, every cell text that cannot run."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from itertools import islice
from operator import attrgetter
from typing import Any, BinaryIO, Final
from uuid import UUID

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.books import book
from nuandong.kernel.ids import new_id
from nuandong.kernel.money import format_yuan
from nuandong.kernel.sheets import inert
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.people.reasons import stated
from nuandong.people.selectors.written import UNMASK, Head, heads_of
from nuandong.relief.events.ledger import LedgerTaken
from nuandong.relief.forms.library import OFFICIAL, choices, forms
from nuandong.relief.rules import SEE
from nuandong.relief.selectors import needs_of

_BATCH: Final = 5000


@dataclass(frozen=True, slots=True)
class Taken:
    """The ledger as a workbook, at its beginning; `id` is what the event is about."""

    id: UUID
    file: BinaryIO


def masked_ledger(*, by: Actor, now: datetime, region: int, season: int) -> Taken:
    """The official ledger of a region and season, masked; the journal keeps who took it.

    Raises Forbidden, OutOfScope. Source: facts 3.2.
    """
    permissions.check(by, SEE, region=region)
    return _taken(by, now, region, season, plain=False)


def plain_ledger(*, by: Actor, now: datetime, region: int, season: int, reason: str) -> Taken:
    """The official ledger with names and numbers in full; the journal keeps who took it and why.

    Raises Forbidden without the right to see them or the second factor, OutOfScope, Invalid without a reason.
    """
    permissions.check(by, SEE, region=region)
    permissions.check(by, UNMASK, region=region)
    why = stated(reason, _("请写明用途，例如“上报县应急局”。"))
    return _taken(by, now, region, season, plain=True, reason=why)


def _taken(by: Actor, now: datetime, region: int, season: int, *, plain: bool, reason: str | None = None) -> Taken:
    form = forms()[OFFICIAL]
    fields = [column.field for column in form.written]
    counted = 0

    def lines() -> Iterator[tuple[str, ...]]:
        nonlocal counted
        for needs, heads in _needs(by, region, season, plain):
            counted += len(needs)
            yield from zip(*(_cells(field, needs, heads) for field in fields), strict=True)

    file = book(form.number, [column.title for column in form.written], lines())
    identity = new_id(now)
    payload = LedgerTaken(what=OFFICIAL, rows=counted, plain=plain)
    journal.record(payload, by=by, now=now, region=region, subject=identity, reason=reason)
    return Taken(identity, file)


def _needs(by: Actor, region: int, season: int, plain: bool) -> Iterator[tuple[list[Any], list[Head]]]:
    # One walk, sorted once: of a ledger that was just imported no statistics lead piece after piece along an index.
    rows = needs_of(region, season).order_by("region", "id").values_list(*_COLUMNS, named=True).iterator(_BATCH)
    while batch := list(islice(rows, _BATCH)):
        heads = heads_of([one.household_id for one in batch], by=by, plain=plain)
        yield batch, [heads.get(one.household_id, _NOBODY) for one in batch]


_NOBODY: Final = Head()
_COLUMNS: Final = (
    "id", "region", "household_id", "household_type", "size", "persons", "cash_fen", "goods_fen", "payment_form",
)  # fmt: skip


def _title(name: str, code: str) -> str:
    return choices(name)[code].title if code else ""


_HEADS: Final[Mapping[str, str]] = {
    "head_name": "name",
    "head_id_no": "number",
    "head_phone": "phone",
    "address": "address",
}
"""Columns of the official ledger that tell of the head."""
_NEEDS: Final[Mapping[str, tuple[str, Callable[[Any], str]]]] = {
    "household_type": ("household_type", partial(_title, "household_types")),
    "household_size": ("size", str),
    "persons_in_need": ("persons", str),
    "cash_paid": ("cash_fen", format_yuan),
    "goods_value": ("goods_fen", format_yuan),
    "payment_form": ("payment_form", partial(_title, "payment_forms")),
}
"""The others, of a need: which of _COLUMNS, and how it is written."""


def _cells(field: str, needs: Sequence[Any], heads: Sequence[Head]) -> list[str]:
    """One column; what comes again is written once."""
    if field in _HEADS:
        return _each(inert, map(attrgetter(_HEADS[field]), heads))
    name, written = _NEEDS[field]
    return _each(lambda value: inert(written(value)), map(attrgetter(name), needs))


def _each(written: Callable[[Any], str], values: Iterable[Any]) -> list[str]:
    known = cache(written)
    return [known(value) for value in values]
