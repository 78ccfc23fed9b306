"""Reads of one thing for its page: a store, a transfer, an act of the ledger, an item."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet, Sum

from nuandong.kernel.actors import Actor
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.org.rows import only
from nuandong.supplies.errors import no_such
from nuandong.supplies.models import Balance, Item, Minimum, Movement, Store, Transfer
from nuandong.supplies.states import TransferState


@dataclass(frozen=True, slots=True)
class Shelf:
    """Pieces of one item and size in a store that can be given out: batches together, nothing past its day."""

    item: str
    item_name: str
    unit: str
    category: str
    size: str
    quantity: int


def store(identity: UUID, *, by: Actor) -> Store:
    """A store with its keeper and place. Raises Forbidden, NotFound."""
    permissions.check(by, "supplies.stock.see")
    return only(Store.objects.select_related("keeper", "place").filter(id=identity, active=True), no_such(_("存放点")))


def shelves(identity: UUID, *, by: Actor, today: date) -> list[Shelf]:
    """What can be given out of a store, by category, item and size. Raises Forbidden."""
    permissions.check(by, "supplies.stock.see")
    rows = Balance.objects.filter(
        Q(expiry__isnull=True) | Q(expiry__gte=today), store=identity, quantity__gt=0
    ).order_by("item__category", "item__name", "item", "size")
    keys = ("item", "item__name", "item__unit", "item__category", "size")
    return [Shelf(*row) for row in rows.values_list(*keys).annotate(pieces=Sum("quantity"))]


def lots_to_count(identity: UUID, *, by: Actor, keep: Collection[UUID] = ()) -> list[Balance]:
    """Every lot of which the books of a store know pieces, and those of `keep` all the same. Raises Forbidden."""
    permissions.check(by, "supplies.stock.see")
    held = Q(quantity__gt=0) | Q(id__in=keep)
    rows = Balance.objects.filter(held, store=identity).select_related("item")
    return list(rows.order_by("item__category", "item__name", "size", F("expiry").asc(nulls_last=True), "batch"))


def kinds_by_store(*, by: Actor) -> dict[UUID, int]:
    """How many kinds of goods lie in each store. Raises Forbidden."""
    permissions.check(by, "supplies.stock.see")
    rows = Balance.objects.filter(quantity__gt=0).values("store").annotate(kinds=Count("item", distinct=True))
    return dict(rows.values_list("store", "kinds"))


def minimums(identity: UUID, *, by: Actor) -> list[Minimum]:
    """The minimums of a store, by item. Raises Forbidden."""
    permissions.check(by, "supplies.stock.see")
    return list(Minimum.objects.filter(store=identity).select_related("item").order_by("item__name"))


def transfer(identity: UUID, *, by: Actor) -> Transfer:
    """A transfer with its lines and the receiving store. Raises Forbidden, NotFound."""
    permissions.check(by, "supplies.stock.see")
    rows = Transfer.objects.select_related("to_store__keeper").prefetch_related("lines__item")
    return only(rows.filter(id=identity), no_such(_("调拨单")))


def transfers_sent(identity: UUID, *, by: Actor) -> list[Transfer]:
    """Transfers on their way from a store, longest first. Raises Forbidden."""
    permissions.check(by, "supplies.stock.see")
    rows = Transfer.objects.filter(from_store=identity, state=TransferState.SENT)
    return list(rows.select_related("to_store").prefetch_related("lines__item").order_by("sent_at", "id"))


def act(identity: UUID, *, by: Actor) -> list[Movement]:
    """The movements of one act in the order they were written. Raises Forbidden, NotFound."""
    permissions.check(by, "supplies.stock.see")
    rows = list(Movement.objects.filter(act=identity).select_related("item", "store", "person").order_by("id"))
    if not rows:
        raise no_such(_("出入库记录"))
    return rows


def returns_of(identity: UUID) -> list[Movement]:
    """What was taken back of an issue, in the order it came."""
    return list(Movement.objects.filter(undoes=identity).select_related("item").order_by("id"))


def all_items(*, by: Actor) -> QuerySet[Item]:
    """Every item, those out of use last. Raises Forbidden."""
    permissions.check(by, "supplies.stock.see")
    return Item.objects.order_by("-active", "category", "name")


def item(code: str, *, by: Actor) -> Item:
    """One item. Raises Forbidden, NotFound."""
    permissions.check(by, "supplies.stock.see")
    return only(Item.objects.filter(code=code), no_such(_("物资")))
