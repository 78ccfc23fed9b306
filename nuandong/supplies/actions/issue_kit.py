from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Conflict, Invalid
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.people import lookups as people
from nuandong.plans.contents import goods_words, lacking_goods
from nuandong.supplies import events, ledger
from nuandong.supplies.errors import no_such
from nuandong.supplies.goods import Moved, Part, Wanted, check_wanted
from nuandong.supplies.kinds import MovementKind
from nuandong.supplies.ledger import Act
from nuandong.supplies.models import Item, Kit, KitLine, Store


@transaction.atomic
def issue_kit(
    *,
    by: Actor,
    now: datetime,
    store: UUID,
    kit: str = "",
    lines: Sequence[Wanted] = (),
    sizes: Mapping[str, str] | None = None,
    person: UUID | None = None,
    encounter: UUID | None = None,
    team: UUID | None = None,
    signed: bool = False,
    without_missing: bool = False,
    occasion: str = "",
    acted_at: datetime | None = None,
    reason: str = "",
) -> Moved:
    """Give a kit, or single items, or both out of a store to a person; pieces, whole numbers.

    `sizes` says which size of which item of the kit; without one any size serves. What expires first goes first. The
    person may be unknown (a rough sleeper who gives no name): then `encounter` tells to whom. `without_missing` gives
    what is there and names the rest in the event; otherwise a single piece short refuses the whole issue. `signed`:
    the receiver signed or thumb-printed. `occasion` is how the encounter ended: plans in force may demand goods for it,
    and what is lacking needs a `reason` then. `acted_at` for later entry (补录). Idempotent only through
    `commands.once`. Raises Forbidden, OutOfScope, NotFound (store, kit, person), Invalid (lines, a reason lacking),
    Conflict (too little). Source: RES-016, RES-017.
    """
    place = ledger.lock_store(store)
    permissions.check(by, "supplies.stock.issue", region=place.region)
    if person is not None:
        people.person_of(person)
    wanted = [*_lines_of(kit, sizes or {}), *lines]
    items = check_wanted(wanted)
    names = {code: item.name for code, item in items.items()}
    when = acted_at or now
    lacking = _lacking(place, items.values(), occasion, when, reason)
    parts, missing = _parts(place, wanted, names, when, without_missing)
    receiver: dict[str, Any] = {"person": person, "encounter": encounter, "team": team, "signed": signed}
    act = Act(act=new_id(now), kind=MovementKind.ISSUE, now=now, acted_at=when, **receiver)
    ledger.take_out(place, parts, act)
    payload = events.KitIssued(
        store=place.id, kit=kit, missing=missing, lacking=lacking, **receiver, **events.lines(parts)
    )
    journal.record(
        payload, by=by, now=now, acted_at=acted_at, region=place.region, subject=act.act, reason=reason or None
    )
    return Moved(act.act, place.id, tuple(parts), tuple(missing))


def _lines_of(kit: str, sizes: Mapping[str, str]) -> list[Wanted]:
    if not kit:
        return []
    if not Kit.objects.filter(code=kit, active=True).exists():
        raise no_such(_("救助包"))
    found = KitLine.objects.filter(kit=kit).order_by("item")
    return [Wanted(line.item_id, line.quantity, sizes.get(line.item_id, "")) for line in found]


def _lacking(place: Store, items: Iterable[Item], occasion: str, when: datetime, reason: str) -> list[str]:
    """Categories of goods that plans in force demand and that were not even asked for; Invalid without a reason.

    What was asked for and is out of stock stands in `missing`.
    """
    asked = {str(item.category) for item in items}
    lacks = lacking_goods(region=place.region, now=when, occasion=occasion, goods=asked)
    if lacks and not reason.strip():
        raise Invalid(
            "supplies.goods_lacking",
            _("《%(plan)s》要求发给%(names)s，这次没有。"),
            _("请补上，或写明没有发的原因。"),
            field="reason",
            plan=lacks[0].plan,
            names=goods_words(lacks[0].codes),
        )
    return list(dict.fromkeys(code for lack in lacks for code in lack.codes))


def _parts(
    store: Store, wanted: Sequence[Wanted], names: dict[str, str], when: datetime, without_missing: bool
) -> tuple[list[Part], list[str]]:
    if not without_missing:
        return ledger.choose(store, wanted, on=when, names=names), []
    parts, missing = ledger.choose_what_is_there(store, wanted, on=when)
    if not parts:
        raise Conflict(
            "supplies.nothing_there",
            _("%(store)s里没有这次要发的任何物资。"),
            _("请换一个存放点，或先补货。"),
            field="store",
            store=store.name,
        )
    return parts, missing
