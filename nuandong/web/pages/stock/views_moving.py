"""Goods come in, go to another store or a team, arrive there, are written off."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from nuandong.kernel.clock import local_date
from nuandong.org import permissions
from nuandong.org.selectors import names_of
from nuandong.supplies import details, policies
from nuandong.supplies.actions.confirm_transfer import confirm_transfer
from nuandong.supplies.actions.dispatch_goods import dispatch_goods
from nuandong.supplies.actions.hand_to_team import hand_to_team
from nuandong.supplies.actions.receive_goods import receive_goods
from nuandong.supplies.actions.write_off import write_off as strike_off
from nuandong.supplies.states import TransferState
from nuandong.web import behalf
from nuandong.web.fields import uploads
from nuandong.web.form_page import form_page, posted, why_not
from nuandong.web.http import SignedRequest
from nuandong.web.pages.stock import choices
from nuandong.web.pages.stock.forms import ConfirmForm, HandForm, ReceiveForm, SendForm, WriteOffForm
from nuandong.web.pages.stock.views_stores import crumbs_of, store_url
from nuandong.web.wording import said


@require_http_methods(["GET", "POST"])
def receive(request: SignedRequest, store: UUID) -> HttpResponse:
    """Delivered goods, by item, size, batch and day of expiry."""
    by = request.actor
    found = details.store(store, by=by)
    permissions.check(by, "supplies.stock.receive", region=found.region)
    form = ReceiveForm(posted(request), goods=choices.goods())

    def do(data: dict[str, Any]) -> UUID:
        return receive_goods(
            by=by,
            now=request.now,
            store=store,
            parts=form.lots.parts(),
            source=data["source"],
            acted_at=data["acted_at"],
            reason=data["reason"],
        ).act

    return form_page(
        request,
        form,
        "supplies.receive_goods",
        do,
        title=_("入库"),
        lead=found.name,
        back=store_url(store),
        leads_to=act_url,
        done=_("已入库。"),
        template="stock/receive.html",
        submit=_("入库"),
        crumbs=crumbs_of(found),
    )


@require_http_methods(["GET", "POST"])
def send(request: SignedRequest, store: UUID) -> HttpResponse:
    """Off to another store; it counts there once it is confirmed."""
    by = request.actor
    form = SendForm(
        posted(request),
        rows=choices.shelf_rows(store, by=by, today=local_date(request.now), asked=posted(request)),
        choices={"to_store": choices.stores(by, but=store, carried=False)},
    )

    def do(data: dict[str, Any]) -> UUID:
        return dispatch_goods(
            by=by,
            now=request.now,
            from_store=store,
            to_store=UUID(data["to_store"]),
            lines=form.wanted(),
            reason=data["reason"],
        ).id

    return _pieces(
        request,
        store,
        form,
        "supplies.dispatch_goods",
        do,
        needs="move",
        title=_("调拨"),
        done=_("已调出，等对方签收。"),
        icon="package-export",
        leads_to=transfer_url,
    )


@require_http_methods(["GET", "POST"])
def hand(request: SignedRequest, store: UUID) -> HttpResponse:
    """To a team or into a vehicle, counted on the spot."""
    by = request.actor
    form = HandForm(
        posted(request),
        uploads(request),
        rows=choices.shelf_rows(store, by=by, today=local_date(request.now), asked=posted(request)),
        choices={"to_store": choices.stores(by, but=store, carried=True)},
    )

    def do(data: dict[str, Any]) -> UUID:
        return hand_to_team(
            by=behalf.actor(request, data),
            now=request.now,
            from_store=store,
            to_store=UUID(data["to_store"]),
            lines=form.wanted(),
            reason=data["reason"],
        ).id

    return _pieces(
        request,
        store,
        behalf.offer(request, form),
        "supplies.hand_to_team",
        do,
        needs="move",
        title=_("交给队伍"),
        done=_("已交给队伍。"),
        icon="truck",
        leads_to=transfer_url,
    )


@require_http_methods(["GET", "POST"])
def write_off(request: SignedRequest, store: UUID) -> HttpResponse:
    """Off the books: out of date, damaged, lost."""
    by = request.actor
    form = WriteOffForm(
        posted(request), rows=choices.lot_rows(store, by=by, today=local_date(request.now), asked=posted(request))
    )

    def do(data: dict[str, Any]) -> UUID:
        return strike_off(
            by=by, now=request.now, store=store, parts=form.parts(), cause=data["cause"], reason=data["reason"]
        ).act

    return _pieces(
        request,
        store,
        form,
        "supplies.write_off",
        do,
        needs="count",
        title=_("报损"),
        done=_("已报损。"),
        icon="trash",
        danger=True,
        by_lot=True,
        leads_to=act_url,
    )


def _pieces(
    request: SignedRequest,
    store: UUID,
    form: Any,
    name: str,
    do: Callable[[dict[str, Any]], UUID],
    *,
    needs: str,
    **context: Any,
) -> HttpResponse:
    found = details.store(store, by=request.actor)
    permissions.check(request.actor, f"supplies.stock.{needs}", region=found.region)
    return form_page(
        request,
        form,
        name,
        do,
        lead=found.name,
        back=store_url(store),
        template="stock/pieces.html",
        submit=context["title"],
        crumbs=crumbs_of(found),
        **context,
    )


@require_http_methods(["GET", "POST"])
def transfer(request: SignedRequest, transfer: UUID) -> HttpResponse:
    """One transfer; the receiving store counts it in here."""
    by = request.actor
    found = details.transfer(transfer, by=by)
    lines = sorted(found.lines.all(), key=lambda line: line.id)
    form = ConfirmForm(
        posted(request), lines=[(line.id, f"{said(line.item.name)} {line.size}".strip(), line.sent) for line in lines]
    )

    def do(data: dict[str, Any]) -> UUID:
        return confirm_transfer(
            by=by, now=request.now, transfer=transfer, arrived=form.arrived(), reason=data["reason"]
        ).id

    return form_page(
        request,
        form,
        "supplies.confirm_transfer",
        do,
        title=_("调拨单"),
        lead=_("%(giver)s → %(taker)s") % {"giver": found.from_name, "taker": found.to_store.name},
        back=transfer_url(transfer),
        done=_("已签收入库。"),
        template="stock/transfer.html",
        transfer=found,
        on_its_way=found.state == TransferState.SENT,
        sender=names_of([found.sent_by]).get(found.sent_by, ""),
        lines=list(zip(lines, form.boxes, strict=True)),
        why=why_not(lambda: policies.check_may_confirm(by, found.to_store)),
        submit=_("签收"),
        crumbs=[(_("物资"), reverse("stock")), (found.to_store.name, store_url(found.to_store_id))],
    )


@require_GET
def transfer_sheet(request: SignedRequest, transfer: UUID) -> HttpResponse:
    """The transfer on paper, for three signatures."""
    found = details.transfer(transfer, by=request.actor)
    context = {
        "transfer": found,
        "lines": sorted(found.lines.all(), key=lambda line: line.id),
        "sender": names_of([found.sent_by]).get(found.sent_by, ""),
    }
    return render(request, "stock/transfer_sheet.html", context)


def act_url(act: UUID) -> str:
    """The page of an act of the ledger."""
    return reverse("stock-act", args=[act])


def transfer_url(transfer: UUID) -> str:
    """The page of a transfer."""
    return reverse("transfer", args=[transfer])
