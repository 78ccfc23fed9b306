"""The lists that the forms of supplies choose from, and the rows of goods beside which quantities are typed."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from nuandong.duty import roster
from nuandong.kernel.actors import Actor
from nuandong.org import selectors as org
from nuandong.supplies import details, selectors
from nuandong.supplies.goods import Lot
from nuandong.supplies.kinds import CARRIED, Category
from nuandong.web.pages.stock.forms import Row
from nuandong.web.paging import uuid_cursor
from nuandong.web.wording import listing, said

Choice = tuple[str, str]
Grouped = list[tuple[str, str | list[Choice]]]
MOST = 500
Asked = Mapping[str, str] | None
"""What was posted, None before."""


def goods(*, sizes: bool = True) -> Grouped:
    """Items in use by category, as `code:size`, one choice per size; without `sizes` as plain codes."""
    groups: dict[str, list[Choice]] = {}
    for item in selectors.items():
        of = groups.setdefault(str(Category(item.category).label), [])
        if sizes and item.sizes:
            of += [(f"{item.code}:{size}", f"{said(item.name)} {size}") for size in item.sizes]
        else:
            of.append((f"{item.code}:" if sizes else item.code, said(item.name)))
    return [("", _("请选择")), *groups.items()]


def stores(by: Actor, *, but: UUID, carried: bool) -> list[Choice]:
    """The other stores: those that move about, or those that stay."""
    rows = [one for one in selectors.stores(by=by) if (one.kind in CARRIED) == carried and one.id != but]
    return [("", _("请选择")), *[(str(one.id), one.name) for one in rows]]


def keepers(by: Actor, now: datetime) -> Grouped:
    """People in office within the actor's regions, under the name of their unit."""
    groups: dict[str, list[Choice]] = {}
    for one in org.staff_page(by, now=now, limit=MOST).rows:
        groups.setdefault(one.unit.name, []).append((str(one.id), one.name))
    return [("", _("请选择")), *sorted(groups.items())]


def holders(by: Actor) -> Grouped:
    """Vehicles and teams that can carry goods."""
    cars = [(str(one.id), one.plate) for one in roster.vehicles(by=by)]
    teams = [(str(one.id), one.name) for one in roster.teams(by=by)]
    return [("", _("不选")), *[(title, rows) for title, rows in ((_("车辆"), cars), (_("队伍"), teams)) if rows]]


def shelf_rows(store: UUID, *, by: Actor, today: date, asked: Asked = None) -> list[Row]:
    """A box for each item and size that can be given out, and for what was asked for and is gone."""
    found = details.shelves(store, by=by, today=today)
    rows = [
        Row(f"{one.item}__{one.size}", Lot(one.item, one.size), said(one.item_name), said(one.unit), one.quantity)
        for one in found
    ]
    return with_asked(rows, asked)


def with_asked(rows: list[Row], asked: Asked) -> list[Row]:
    """The rows, and one for each box that was filled in and of which nothing is left: nothing asked gets lost."""
    gone = _filled(asked) - {row.key for row in rows}
    if not gone:
        return rows
    items = {item.code: item for item in selectors.items()}
    parts = [(key, *key.partition("__")[::2]) for key in sorted(gone)]
    return rows + [
        Row(key, Lot(code, size), said(items[code].name), said(items[code].unit), 0)
        for key, code, size in parts
        if code in items
    ]


def _filled(asked: Asked) -> set[str]:
    """The keys of the boxes that were filled in."""
    return {name[2:] for name, value in (asked or {}).items() if name.startswith("q_") and value}


def lot_rows(store: UUID, *, by: Actor, today: date, asked: Asked = None) -> list[Row]:
    """A box for each lot the books know, and for those asked for of which nothing is left."""
    keep = {identity for key in _filled(asked) if (identity := uuid_cursor(key)) is not None}
    return [
        Row(
            str(one.id),
            Lot(one.item_id, one.size, one.batch, one.expiry),
            said(one.item.name),
            said(one.item.unit),
            one.quantity,
            one.expiry is not None and one.expiry < today,
        )
        for one in details.lots_to_count(store, by=by, keep=keep)
    ]


def kits() -> tuple[list[Choice], dict[str, tuple[str, Any]], list[tuple[str, str]]]:
    """The kits to choose from; the sized items in them with their sizes; and what each kit holds, in words."""
    found = selectors.kits()
    sized = {
        line.item_id: (said(line.item.name), line.item.sizes)
        for _kit, lines in found
        for line in lines
        if line.item.sizes
    }
    words = [
        (said(kit.name), listing(f"{said(line.item.name)} {line.quantity} {said(line.item.unit)}" for line in lines))
        for kit, lines in found
    ]
    return [("", _("不发救助包")), *[(kit.code, said(kit.name)) for kit, _lines in found]], sized, words
