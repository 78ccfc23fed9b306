"""The only writer of movements and balances: both in one transaction, one store at a time.

Whoever moves goods first locks the store's row, so acts on one store follow each other and cannot block each other in
a circle. Below that the database itself refuses a balance under zero.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import F, Q

from nuandong.kernel.clock import local_date
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import gettext_noop as _
from nuandong.supplies.errors import no_such, short
from nuandong.supplies.goods import Lot, Part, Wanted
from nuandong.supplies.kinds import SIGNS, MovementKind
from nuandong.supplies.models import Balance, Item, Movement, Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What the movements of one act have in common."""

    act: UUID
    kind: MovementKind
    now: datetime
    acted_at: datetime
    cause: str = ""
    undoes: UUID | None = None
    person: UUID | None = None
    encounter: UUID | None = None
    team: UUID | None = None
    signed: bool = False


def lock_store(identity: UUID) -> Store:
    """The open store; whoever else moves its goods waits until this transaction ends. Raises NotFound."""
    return lock_stores([identity])[identity]


def lock_stores(identities: Collection[UUID]) -> dict[UUID, Store]:
    """Several open stores, always locked in one order."""
    rows = Store.objects.select_for_update(no_key=True).filter(id__in=identities, active=True).order_by("id")
    found = {store.id: store for store in rows}
    if set(identities) - set(found):
        raise no_such(_("存放点"))
    return found


def put_in(store: Store, parts: Sequence[Part], act: Act) -> None:
    """Add the parts to a locked store."""
    Balance.objects.bulk_create(
        [Balance(id=new_id(act.now), region=store.region, store=store, quantity=0, **_lot(part.lot)) for part in parts],
        ignore_conflicts=True,
    )
    for part in parts:
        Balance.objects.filter(_is(part.lot), store=store).update(quantity=F("quantity") + part.quantity)
    _write(store, parts, act)


def take_out(store: Store, parts: Sequence[Part], act: Act) -> None:
    """Take the parts out of a locked store. Raises Conflict when a lot holds fewer."""
    for part in parts:
        lots = Balance.objects.filter(_is(part.lot), store=store)
        if lots.filter(quantity__gte=part.quantity).update(quantity=F("quantity") - part.quantity) != 1:
            there = lots.values_list("quantity", flat=True).first() or 0
            name = Item.objects.values_list("name", flat=True).get(code=part.lot.item)
            raise short(name, part.quantity, there, store.name)
    _write(store, parts, act)


def choose(store: Store, lines: Iterable[Wanted], *, on: datetime, names: Mapping[str, str]) -> list[Part]:
    """Lots of a locked store that fill the lines: what expires first goes first, nothing past its day is given.

    Raises Conflict naming the first item there is too little of. `names` are names of items by code.
    """
    wanted = list(lines)
    parts, filled = _fill(store, wanted, local_date(on))
    for line, got in zip(wanted, filled, strict=True):
        if got < line.quantity:
            raise short(names[line.item], line.quantity, got, store.name)
    return parts


def choose_what_is_there(store: Store, lines: Iterable[Wanted], *, on: datetime) -> tuple[list[Part], list[str]]:
    """As `choose`, but a line is filled as far as it goes; the codes of the items short come second."""
    wanted = list(lines)
    parts, filled = _fill(store, wanted, local_date(on))
    lacking = [line.item for line, got in zip(wanted, filled, strict=True) if got < line.quantity]
    return parts, sorted(set(lacking))


def _fill(store: Store, lines: Sequence[Wanted], today: date) -> tuple[list[Part], list[int]]:
    """Parts for the lines, and how many pieces each line got. Lines that name a size choose first."""
    left = _usable(store, {line.item for line in lines}, today)
    taken: dict[Lot, int] = {}
    filled = [0] * len(lines)
    for place in sorted(range(len(lines)), key=lambda n: lines[n].size == ""):
        line = lines[place]
        for lot in [lot for lot in left if lot.item == line.item and line.size in ("", lot.size)]:
            some = min(line.quantity - filled[place], left[lot])
            left[lot] -= some
            filled[place] += some
            taken[lot] = taken.get(lot, 0) + some
    return [Part(lot, quantity) for lot, quantity in taken.items() if quantity], filled


def books(store: Store, lots: Iterable[Lot]) -> dict[Lot, int]:
    """How many pieces the books say there are; lots never held are left out."""
    wanted = set(lots)
    rows = Balance.objects.filter(store=store, item__in={lot.item for lot in wanted})
    found = {Lot(row.item_id, row.size, row.batch, row.expiry): row.quantity for row in rows}
    return {lot: quantity for lot, quantity in found.items() if lot in wanted}


def lot_ids(store: Store, parts: Iterable[Part]) -> list[UUID]:
    """The ids of lots that carry a batch number: the cases in which receiving and counting are kept apart."""
    found = (Balance.objects.filter(_is(part.lot), store=store) for part in parts if part.lot.batch)
    return [identity for lots in found for identity in lots.values_list("id", flat=True)]


def _usable(store: Store, items: Collection[str], today: date) -> dict[Lot, int]:
    rows = Balance.objects.filter(
        Q(expiry__isnull=True) | Q(expiry__gte=today), store=store, item__in=items, quantity__gt=0
    )
    ordered = rows.order_by(F("expiry").asc(nulls_last=True), "batch", "size", "id")
    return {Lot(row.item_id, row.size, row.batch, row.expiry): row.quantity for row in ordered}


def _write(store: Store, parts: Sequence[Part], act: Act) -> None:
    Movement.objects.bulk_create(
        Movement(
            id=new_id(act.now),
            region=store.region,
            act=act.act,
            kind=act.kind,
            sign=SIGNS[act.kind],
            store=store,
            quantity=part.quantity,
            cause=act.cause,
            undoes=act.undoes,
            person_id=act.person,
            encounter=act.encounter,
            team=act.team,
            signed=act.signed,
            acted_at=act.acted_at,
            recorded_at=act.now,
            **_lot(part.lot),
        )
        for part in parts
    )


def _lot(lot: Lot) -> dict[str, object]:
    return {"item_id": lot.item, "size": lot.size, "batch": lot.batch, "expiry": lot.expiry}


def _is(lot: Lot) -> Q:
    return Q(item=lot.item, size=lot.size, batch=lot.batch, expiry=lot.expiry)
