"""What callers say and get: lines of goods asked for, and lots that were moved."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from nuandong.kernel.errors import Invalid
from nuandong.kernel.text import clean_line
from nuandong.kernel.text import gettext_noop as _
from nuandong.supplies.errors import required
from nuandong.supplies.models import Item

MOST = 1_000_000
"""No line is longer than this: a slip of the finger, not a delivery."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """So many of an item are asked for; of which size, or of any."""

    item: str
    quantity: int
    size: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Lot:
    """One item of one size, batch and day of expiry. Empty size and batch mean there is none."""

    item: str
    size: str = ""
    batch: str = ""
    expiry: date | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """So many pieces of a lot."""

    lot: Lot
    quantity: int


@dataclass(frozen=True, slots=True)
class Moved:
    """What an act moved: `act` is the id its movements and its event share."""

    act: UUID
    store: UUID
    parts: tuple[Part, ...]
    missing: tuple[str, ...] = ()
    """Codes of items that were wanted and not there (only where the act goes on without them)."""


def check_wanted(lines: Sequence[Wanted]) -> dict[str, Item]:
    """The items of the lines by code. Raises Invalid for no line, a quantity below 1, an unknown item or size."""
    if not lines:
        raise required("lines", _("物资"))
    items = _items(line.item for line in lines)
    for line in lines:
        _check_quantity(items[line.item], line.quantity)
        if line.size:
            _check_size(items[line.item], line.size)
    return items


def check_parts(parts: Sequence[Part], *, least: int = 1, new: bool = False) -> list[Part]:
    """The parts of named lots, cleaned and in the order of lots, those of one lot added up.

    Raises Invalid for no part, a quantity below `least`, an unknown item or size, a size or a day of expiry missing;
    for `new` goods also for an item no longer in use.
    """
    if not parts:
        raise required("lines", _("物资"))
    items = _items((part.lot.item for part in parts), new=new)
    sums: dict[Lot, int] = {}
    for part in parts:
        item = items[part.lot.item]
        _check_quantity(item, part.quantity, least)
        _check_lot(item, part.lot)
        lot = replace(part.lot, batch=clean_line(part.lot.batch, 40, field="batch"))
        sums[lot] = sums.get(lot, 0) + part.quantity
    return [Part(lot, sums[lot]) for lot in sorted(sums, key=lot_order)]


def lot_order(lot: Lot) -> tuple[str, str, str, date]:
    """The order in which lots are shown and written: earliest expiry first within a batch."""
    return lot.item, lot.size, lot.batch, lot.expiry or date.max


def _items(codes: Iterable[str], *, new: bool = False) -> dict[str, Item]:
    wanted = set(codes)
    items = {item.code: item for item in Item.objects.filter(code__in=wanted) if item.active or not new}
    if unknown := sorted(wanted - set(items)):
        raise Invalid(
            "supplies.item_unknown",
            _("没有名为 %(item)s 的物资。"),
            _("请从物资目录中选择。"),
            field="lines",
            item=unknown[0][:40],
        )
    return items


def _check_quantity(item: Item, quantity: int, least: int = 1) -> None:
    if not least <= quantity <= MOST:
        raise Invalid(
            "supplies.quantity",
            _("%(item)s的数量不对：%(quantity)d。"),
            _("请填写 %(least)d 到 %(most)d 之间的整数。"),
            field="lines",
            item=item.name,
            quantity=quantity,
            least=least,
            most=MOST,
        )


def _check_lot(item: Item, lot: Lot) -> None:
    if item.sizes and not lot.size:
        raise required("size", _("尺码"))
    if lot.size:
        _check_size(item, lot.size)
    if item.perishable and lot.expiry is None:
        raise required("expiry", _("有效期"))


def _check_size(item: Item, size: str) -> None:
    if size not in item.sizes:
        raise Invalid(
            "supplies.size_unknown",
            _("%(item)s没有 %(size)s 这个尺码。"),
            _("请从列表中选择尺码。"),
            field="size",
            item=item.name,
            size=size[:10],
        )
