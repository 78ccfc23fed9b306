"""The stage of the supplies tests: items, staff of the cast, stores with goods."""

from datetime import date

from nuandong.kernel.actors import Actor
from nuandong.supplies.actions.open_store import open_store
from nuandong.supplies.actions.receive_goods import receive_goods
from nuandong.supplies.actions.sync_items import sync_items
from nuandong.supplies.goods import Lot, Part
from nuandong.supplies.models import Balance, Movement, Store
from tests.cast import COUNTY, NOW
from tests.databases import as_role
from tests.duty.setting import enrol

SOON, LATER, PAST = date(2026, 12, 20), date(2027, 6, 1), date(2026, 11, 30)


def furnish(cast) -> None:
    """Items and kits in their tables, and the staff whom the tests name."""
    with as_role("owner"):
        sync_items(now=NOW)
    enrol(cast.storekeeper, cast.head, cast.crew, cast.station, cast.clerk_a)


def store(by: Actor, *, name: str = "县级仓库", region: int = COUNTY, kind: str = "warehouse", **more) -> Store:
    return open_store(by=by, now=NOW, region=region, name=name, kind=kind, keeper=more.pop("keeper", by.staff), **more)


def part(item: str, quantity: int, *, size: str = "", batch: str = "", expiry: date | None = None) -> Part:
    return Part(Lot(item, size, batch, expiry), quantity)


def stocked(by: Actor, *parts: Part, **more) -> Store:
    made = store(by, **more)
    if parts:
        receive_goods(by=by, now=NOW, store=made.id, parts=parts, source="purchase")
    return made


WARM = (
    part("cotton_coat", 3, size="L"),
    part("cotton_coat", 1, size="M"),
    part("quilt", 5),
    part("dry_food", 4, expiry=LATER, batch="F2"),
    part("dry_food", 3, expiry=SOON, batch="F1"),
    part("water", 10, expiry=LATER),
    part("leaflet", 50),
)
"""Enough for at most three warm kits: seven portions of food, four coats."""


def stock(place: Store) -> dict[tuple[str, str, str], int]:
    """(item, size, batch) → pieces in the store, empty lots left out."""
    rows = Balance.objects.filter(store=place, quantity__gt=0)
    return {(row.item_id, row.size, row.batch): row.quantity for row in rows}


def summed(place: Store) -> dict[tuple[str, str, str], int]:
    """The same from the movements alone."""
    sums: dict[tuple[str, str, str], int] = {}
    for row in Movement.objects.filter(store=place):
        key = (row.item_id, row.size, row.batch)
        sums[key] = sums.get(key, 0) + row.sign * row.quantity
    return {key: quantity for key, quantity in sums.items() if quantity}
