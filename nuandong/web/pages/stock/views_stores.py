"""All stores at a glance; one store; opening, changing and minimums."""

from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from nuandong.geo.selectors import name_path, names
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import local_date
from nuandong.org import permissions
from nuandong.supplies import details, policies, selectors
from nuandong.supplies.actions.change_store import change_store
from nuandong.supplies.actions.open_store import open_store
from nuandong.supplies.actions.set_minimum import set_minimum
from nuandong.supplies.kinds import StoreKind
from nuandong.web.form_page import form_page, posted, select_box
from nuandong.web.http import SignedRequest
from nuandong.web.pages.stock import choices
from nuandong.web.pages.stock.forms import ChangeStoreForm, MinimumForm, StoreForm
from nuandong.web.paging import SIZE, page_of, uuid_cursor
from nuandong.web.regions import code_of, region_choices

SOON: Final = timedelta(days=30)
"""Lots whose last day is nearer than this are shown as expiring."""


@require_GET
def stock(request: SignedRequest) -> HttpResponse:
    """Stores with what they hold; what runs low, what runs out of date, what is on its way."""
    by, today = request.actor, local_date(request.now)
    region, kind = code_of(request.GET.get("region")), request.GET.get("kind", "")
    rows = list(selectors.stores(by=by, region=region, kind=kind if kind in StoreKind.values else None))
    low = selectors.low_stock(by=by, region=region)
    old = selectors.expiring(by=by, until=today + SOON, region=region)
    kinds, places = details.kinds_by_store(by=by), names({one.region for one in rows}, today)
    context = {
        "stores": [
            {
                "store": one,
                "place": places.get(one.region, one.region),
                "kinds": kinds.get(one.id, 0),
                "low": sum(1 for each in low if each.store == one.id),
                "old": sum(1 for each in old if each.store_id == one.id),
            }
            for one in rows
        ],
        "low": low,
        "expiring": [(one, one.expiry is not None and one.expiry < today) for one in old],
        "coming": selectors.transfers_coming(by=by, region=region),
        "regions": select_box(
            "region", region_choices(by, today, blank=_("全部"), whole=True), request.GET.get("region", "")
        ),
        "kinds": select_box("kind", [("", _("全部")), *StoreKind.choices], kind),
        "may_open": permissions.allows(by, "supplies.stock.move"),
        "tab": "stock",
    }
    return render(request, "stock/stock.html", context)


@require_GET
def store(request: SignedRequest, store: UUID) -> HttpResponse:
    """One store: by item and size, lots, minimums, transfers, movements."""
    by, today = request.actor, local_date(request.now)
    found = details.store(store, by=by)
    cursor = uuid_cursor(request.GET.get("before"))
    moved = selectors.movements(by=by, store=store, before=cursor, limit=SIZE + 1)
    lots = selectors.lots(store, by=by)
    sums: dict[str, int] = {}
    for lot in lots:
        sums[lot.item_id] = sums.get(lot.item_id, 0) + lot.quantity
    context = {
        "store": found,
        "place": name_path(found.region, today),
        "lots": [(lot, _age(lot.expiry, today)) for lot in lots],
        "minimums": [(one, sums.get(one.item_id, 0)) for one in details.minimums(store, by=by)],
        "kinds": len(sums),
        "coming": selectors.transfers_coming(by=by, store=store),
        "sent": details.transfers_sent(store, by=by),
        "page": page_of(moved, key=lambda one: one.id, cursor=cursor),
        "acts": _acts(by, found.region),
        "may_confirm": policies.can_confirm(by, found),
        "crumbs": _crumbs(),
    }
    return render(request, "stock/store.html", context)


def _age(expiry: Any, today: Any) -> str:
    """late for what is out of date, soon for what will be within a month, empty else."""
    if expiry is None or expiry > today + SOON:
        return ""
    return "late" if expiry < today else "soon"


def _acts(by: Actor, region: int) -> dict[str, bool]:
    """Which acts the actor may do in a store of a region."""
    return {
        act: permissions.allows(by, f"supplies.stock.{act}", region=region)
        for act in ("receive", "move", "issue", "count")
    }


@require_http_methods(["GET", "POST"])
def new(request: SignedRequest) -> HttpResponse:
    """Somewhere goods will lie."""
    by = request.actor
    form = StoreForm(
        posted(request),
        choices={
            "holder": choices.holders(by),
            "region": region_choices(by, local_date(request.now)),
            "keeper": choices.keepers(by, request.now),
        },
        initial={"region": by.region, "keeper": str(by.staff)},
    )

    def do(data: dict[str, Any]) -> UUID:
        return open_store(
            by=by,
            now=request.now,
            region=data["region"],
            name=data["name"],
            kind=data["kind"],
            keeper=UUID(data["keeper"]),
            holder=UUID(data["holder"]) if data["holder"] else None,
        ).id

    return form_page(
        request,
        form,
        "supplies.open_store",
        do,
        title=_("设存放点"),
        back=reverse("stock"),
        leads_to=store_url,
        done=_("已设好，接着办理入库或调入。"),
        crumbs=_crumbs(),
    )


@require_http_methods(["GET", "POST"])
def change(request: SignedRequest, store: UUID) -> HttpResponse:
    """Another keeper, or the end of a store."""
    by = request.actor
    found = details.store(store, by=by)
    permissions.check(by, "supplies.stock.move", region=found.region)
    form = ChangeStoreForm(
        posted(request),
        choices={"keeper": choices.keepers(by, request.now)},
        initial={"keeper": str(found.keeper_id)},
    )

    def do(data: dict[str, Any]) -> UUID:
        return change_store(
            by=by,
            now=request.now,
            store=store,
            keeper=UUID(data["keeper"]),
            active=not data["close"],
            reason=data["reason"],
        ).id

    return form_page(
        request,
        form,
        "supplies.change_store",
        do,
        title=_("保管人和停用"),
        lead=found.name,
        back=store_url(store),
        leads_to=lambda made: reverse("stock") if form.cleaned_data["close"] else store_url(made),
        crumbs=crumbs_of(found),
    )


@require_http_methods(["GET", "POST"])
def minimum(request: SignedRequest, store: UUID) -> HttpResponse:
    """How few pieces of an item are too few."""
    by = request.actor
    found = details.store(store, by=by)
    permissions.check(by, "supplies.stock.count", region=found.region)
    form = MinimumForm(
        posted(request),
        choices={"item": choices.goods(sizes=False)},
        initial={"item": request.GET.get("item", ""), "quantity": request.GET.get("quantity", "")},
    )

    def do(data: dict[str, Any]) -> UUID:
        set_minimum(by=by, now=request.now, store=store, item=data["item"], quantity=data["quantity"])
        return store

    return form_page(
        request,
        form,
        "supplies.set_minimum",
        do,
        title=_("最低库存"),
        lead=found.name,
        back=store_url(store),
        crumbs=crumbs_of(found),
    )


def store_url(store: UUID) -> str:
    """The page of a store."""
    return reverse("store", args=[store])


def crumbs_of(store: Any) -> list[tuple[str, str]]:
    """The way back to a store."""
    return [*_crumbs(), (store.name, store_url(store.id))]


def _crumbs() -> list[tuple[str, str]]:
    return [(_("物资"), reverse("stock"))]
