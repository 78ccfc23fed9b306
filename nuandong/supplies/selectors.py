"""Reads of stock: what lies where, what runs low or out of date, what moved. The caller has entered a scope."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet, Sum

from nuandong.geo.areas import in_region
from nuandong.kernel.actors import Actor
from nuandong.machine.together import listed
from nuandong.org import permissions
from nuandong.supplies.kinds import MovementKind
from nuandong.supplies.models import Balance, Item, Kit, KitLine, Minimum, Movement, Store, Transfer
from nuandong.supplies.states import TransferState


@dataclass(frozen=True, slots=True)
class Stock:
    """So many pieces of an item, sizes and batches together, in a store."""

    store: UUID
    store_name: str
    item: str
    item_name: str
    unit: str
    quantity: int


@dataclass(frozen=True, slots=True)
class Low:
    """An item of which a store holds fewer than its minimum."""

    store: UUID
    store_name: str
    item: str
    item_name: str
    quantity: int
    minimum: int


def items() -> QuerySet[Item]:
    """The goods that can be received and given out, by category and name."""
    return Item.objects.filter(active=True).order_by("category", "name")


def kits() -> list[tuple[Kit, list[KitLine]]]:
    """The kits with their lines, by name."""
    lines: dict[str, list[KitLine]] = {}
    for line in KitLine.objects.select_related("item").order_by("item__name"):
        lines.setdefault(line.kit_id, []).append(line)
    return [(kit, lines.get(kit.code, [])) for kit in Kit.objects.filter(active=True).order_by("name")]


def stores(*, by: Actor, region: int | None = None, kind: str | None = None) -> QuerySet[Store]:
    """Open stores of a region (12-digit code) and inside it, by name. Raises Forbidden."""
    permissions.check(by, "supplies.stock.see")
    rows = Store.objects.filter(in_region(region), active=True).select_related("keeper", "place")
    return (rows.filter(kind=kind) if kind is not None else rows).order_by("name", "id")


def store_names(stores: Collection[UUID]) -> dict[UUID, str]:
    """Names by id, for timelines; those out of the scope are left out."""
    return dict(Store.objects.filter(id__in=set(stores)).values_list("id", "name"))


def carried_by(holders: Collection[UUID]) -> list[Store]:
    """The open stores of vehicles and teams, by their ids: what a crew can give out without going back."""
    return list(Store.objects.filter(holder__in=holders, active=True).order_by("name", "id"))


def stock(*, by: Actor, region: int | None = None, store: UUID | None = None, item: str | None = None) -> list[Stock]:
    """Pieces by store and item, those of which there are any. Raises Forbidden."""
    permissions.check(by, "supplies.stock.see")
    rows = Balance.objects.filter(in_region(region), quantity__gt=0, store__active=True)
    if store is not None:
        rows = rows.filter(store=store)
    if item is not None:
        rows = rows.filter(item=item)
    keys = ("store", "store__name", "item", "item__name", "item__unit")
    sums = rows.values_list(*keys).annotate(pieces=Sum("quantity")).order_by("store__name", "store", "item__name")
    return [Stock(*row) for row in listed(sums)]


def lots(store: UUID, *, by: Actor) -> list[Balance]:
    """Every lot that lies in a store, by item and day of expiry. Raises Forbidden."""
    permissions.check(by, "supplies.stock.see")
    rows = Balance.objects.filter(store=store, quantity__gt=0).select_related("item")
    return list(rows.order_by("item__category", "item__name", "size", "expiry", "batch"))


def low_stock(*, by: Actor, region: int | None = None) -> list[Low]:
    """Items below the minimum of their store, the emptiest first; none at all counts too. Raises Forbidden."""
    minimums = minimums_rows(by=by, region=region).select_related("store", "item")
    held: dict[tuple[UUID, str], int] = {(one.store, one.item): one.quantity for one in stock(by=by, region=region)}
    found = [
        Low(m.store_id, m.store.name, m.item_id, m.item.name, held.get((m.store_id, m.item_id), 0), m.quantity)
        for m in listed(minimums)
    ]
    low = [one for one in found if one.quantity < one.minimum]
    return sorted(low, key=lambda one: (one.quantity / one.minimum, one.store_name, one.item_name))


def minimums_rows(*, by: Actor, region: int | None = None) -> QuerySet[Minimum]:
    """What stores must always have, not asked for yet. Raises Forbidden."""
    permissions.check(by, "supplies.stock.see")
    return Minimum.objects.filter(in_region(region), store__active=True)


def expiring(*, by: Actor, until: date, region: int | None = None) -> list[Balance]:
    """Lots whose last day is `until` or before, soonest first, those past it included. Raises Forbidden."""
    permissions.check(by, "supplies.stock.see")
    rows = Balance.objects.filter(in_region(region), quantity__gt=0, expiry__lte=until, store__active=True)
    return list(rows.select_related("item", "store").order_by("expiry", "store__name", "item__name"))


def movements(
    *,
    by: Actor,
    store: UUID | None = None,
    item: str | None = None,
    person: UUID | None = None,
    encounter: UUID | None = None,
    before: UUID | None = None,
    limit: int = 50,
) -> list[Movement]:
    """Movements, newest first; page on with `before` = the last id shown. Raises Forbidden."""
    permissions.check(by, "supplies.stock.see")
    rows = Movement.objects.select_related("item", "store")
    asked = {"store": store, "item": item, "person": person, "encounter": encounter, "id__lt": before}
    rows = rows.filter(**{name: value for name, value in asked.items() if value is not None})
    return list(rows.order_by("-id")[:limit])


def given(*, encounter: UUID | None = None, person: UUID | None = None) -> dict[str, int]:
    """Pieces by code of item that an encounter or a person got and did not give back."""
    rows = Movement.objects.filter(kind__in=[MovementKind.ISSUE, MovementKind.RETURN])
    rows = rows.filter(encounter=encounter) if encounter is not None else rows.filter(person=person)
    sums: dict[str, int] = {}
    for row in rows:
        sums[row.item_id] = sums.get(row.item_id, 0) - row.sign * row.quantity
    return {item: quantity for item, quantity in sums.items() if quantity}


def transfers_coming(*, by: Actor, store: UUID | None = None, region: int | None = None) -> list[Transfer]:
    """Transfers on their way, longest first. Raises Forbidden."""
    rows = transfers_coming_rows(by=by, region=region)
    if store is not None:
        rows = rows.filter(to_store=store)
    return list(rows.select_related("to_store").prefetch_related("lines__item").order_by("sent_at", "id"))


def transfers_announced(*, by: Actor, limit: int) -> list[Transfer]:
    """The first of them without what is in them. Raises Forbidden."""
    return listed(transfers_coming_rows(by=by).select_related("to_store").order_by("sent_at", "id")[:limit])


def transfers_coming_rows(*, by: Actor, region: int | None = None) -> QuerySet[Transfer]:
    """The same, not asked for yet. Raises Forbidden."""
    permissions.check(by, "supplies.stock.see")
    return Transfer.objects.filter(in_region(region), state=TransferState.SENT)
