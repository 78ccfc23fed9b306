"""The counter: giving goods to somebody, what one act moved, taking goods back. And the count."""

from contextlib import suppress
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import local_date
from nuandong.kernel.errors import DomainError
from nuandong.org import permissions
from nuandong.people import selectors as people
from nuandong.supplies import details
from nuandong.supplies.actions.count_stock import count_stock
from nuandong.supplies.actions.issue_kit import issue_kit
from nuandong.supplies.actions.return_goods import return_goods
from nuandong.supplies.goods import Lot
from nuandong.supplies.kinds import Loss, MovementKind, Source, StoreKind
from nuandong.web import behalf
from nuandong.web.fields import uploads
from nuandong.web.form_page import form_page, posted
from nuandong.web.http import SignedRequest
from nuandong.web.pages.stock import choices
from nuandong.web.pages.stock.forms import CountForm, IssueForm, ReturnForm, Row
from nuandong.web.pages.stock.views_moving import act_url
from nuandong.web.pages.stock.views_stores import crumbs_of, store_url
from nuandong.web.paging import uuid_cursor
from nuandong.web.wording import said

SEES_PEOPLE = "people.person.see"
MOST_FOUND = 8


@require_http_methods(["GET", "POST"])
def issue(request: SignedRequest, store: UUID) -> HttpResponse:
    """Give a kit or single items to somebody: found by name or number, or nobody known."""
    by = request.actor
    found = details.store(store, by=by)
    permissions.check(by, "supplies.stock.issue", region=found.region)
    kits, sized, contents = choices.kits()
    form = IssueForm(
        posted(request),
        uploads(request),
        rows=choices.shelf_rows(store, by=by, today=local_date(request.now), asked=posted(request)),
        sized=sized,
        choices={"kit": kits},
        initial={name: uuid_cursor(request.GET.get(name)) for name in ("person", "encounter")},
    )

    def do(data: dict[str, Any]) -> UUID:
        return issue_kit(
            by=behalf.actor(request, data, region=found.region),
            now=request.now,
            store=store,
            kit=data["kit"],
            lines=form.wanted(),
            sizes=form.sizes(),
            person=data["person"],
            encounter=data["encounter"],
            team=found.holder if found.kind == StoreKind.TEAM else None,
            signed=data["signed"],
            without_missing=data["without_missing"],
            acted_at=data["acted_at"],
            reason=data["reason"],
        ).act

    return form_page(
        request,
        behalf.offer(request, form),
        "supplies.issue_kit",
        do,
        title=_("发放物资"),
        lead=found.name,
        back=store_url(store),
        leads_to=act_url,
        done=_("已发放。"),
        template="stock/issue.html",
        submit=_("发放"),
        icon="gift",
        contents=contents,
        receiver=_receiver(by, form["person"].value()),
        crumbs=crumbs_of(found),
        **_people(by, request.GET.get("q", "").strip()),
    )


def _receiver(by: Actor, value: Any) -> Any:
    """The card of the person who gets the goods; None while nobody was chosen."""
    person = uuid_cursor(str(value)) if value else None
    if person is None or not by.may(SEES_PEOPLE):
        return None
    return people.card(person, by=by)


def _people(by: Actor, words: str) -> dict[str, Any]:
    """Whom the search box found, for those who may look for people."""
    may, found = by.may(SEES_PEOPLE), []
    if words and may:
        # Too short a text is refused; on this page it simply finds nobody.
        with suppress(DomainError):
            found = [one.card for one in people.search(words, by=by, limit=MOST_FOUND).people]
    return {"words": words, "people": found, "may_search": may}


@require_GET
def act(request: SignedRequest, act: UUID) -> HttpResponse:
    """What one act moved, and where it may be taken back."""
    context = _act(request, act)
    return render(request, "stock/act_page.html", {**context, "crumbs": crumbs_of(context["store"])})


@require_GET
def act_sheet(request: SignedRequest, act: UUID) -> HttpResponse:
    """The same on paper, to be signed."""
    return render(request, "stock/act_sheet.html", _act(request, act))


def _act(request: SignedRequest, act: UUID) -> dict[str, Any]:
    by = request.actor
    rows = details.act(act, by=by)
    first = rows[0]
    causes = {**dict(Source.choices), **dict(Loss.choices)}
    is_issue = first.kind == MovementKind.ISSUE
    still_out = _still_out(act, rows) if is_issue else []
    return {
        "act": act,
        "first": first,
        "store": first.store,
        "rows": rows,
        "cause": causes.get(first.cause, ""),
        "back": details.returns_of(act) if is_issue else [],
        "person": first.person if by.may(SEES_PEOPLE) else None,
        "may_return": bool(still_out) and permissions.allows(by, "supplies.stock.issue", region=first.region),
    }


@require_http_methods(["GET", "POST"])
def take_back(request: SignedRequest, act: UUID) -> HttpResponse:
    """Goods come back from an issue; nothing typed means all of it."""
    by = request.actor
    rows = details.act(act, by=by)
    permissions.check(by, "supplies.stock.issue", region=rows[0].region)
    form = ReturnForm(posted(request), rows=choices.with_asked(_still_out(act, rows), posted(request)))

    def do(data: dict[str, Any]) -> UUID:
        return return_goods(by=by, now=request.now, issue=act, lines=form.wanted(), reason=data["reason"]).act

    return form_page(
        request,
        form,
        "supplies.return_goods",
        do,
        title=_("退回物资"),
        lead=_("都不填就是全部退回。"),
        back=act_url(act),
        done=_("已退回入库。"),
        template="stock/pieces.html",
        submit=_("退回"),
        icon="arrow-back-up",
        crumbs=crumbs_of(rows[0].store),
    )


def _still_out(act: UUID, rows: list[Any]) -> list[Row]:
    """What an issue gave out and did not get back, by item and size."""
    out: dict[Lot, int] = {}
    items = {row.item_id: row.item for row in rows}
    for row in [*rows, *details.returns_of(act)]:
        lot = Lot(row.item_id, row.size)
        out[lot] = out.get(lot, 0) - row.sign * row.quantity
    return [
        Row(f"{lot.item}__{lot.size}", lot, said(items[lot.item].name), said(items[lot.item].unit), pieces)
        for lot, pieces in out.items()
        if pieces > 0
    ]


@require_http_methods(["GET", "POST"])
def count(request: SignedRequest, store: UUID) -> HttpResponse:
    """What was counted beside what the books say; a difference needs its reason."""
    by = request.actor
    found = details.store(store, by=by)
    permissions.check(by, "supplies.stock.count", region=found.region)
    form = CountForm(
        posted(request),
        rows=choices.lot_rows(store, by=by, today=local_date(request.now), asked=posted(request)),
        goods=choices.goods(),
    )

    def do(data: dict[str, Any]) -> UUID:
        return count_stock(by=by, now=request.now, store=store, counted=form.counted(), reason=data["reason"]).act

    return form_page(
        request,
        form,
        "supplies.count_stock",
        do,
        title=_("盘点"),
        lead=found.name,
        back=store_url(store),
        done=_("盘点已入账。"),
        template="stock/count.html",
        submit=_("提交盘点"),
        icon="clipboard-check",
        store=found,
        crumbs=crumbs_of(found),
    )


@require_GET
def count_sheet(request: SignedRequest, store: UUID) -> HttpResponse:
    """The sheet to count with; `?blind=1` leaves the books' figures out."""
    by = request.actor
    context = {
        "store": details.store(store, by=by),
        "rows": choices.lot_rows(store, by=by, today=local_date(request.now)),
        "blind": request.GET.get("blind") == "1",
        "back": reverse("stock-count", args=[store]),
    }
    return render(request, "stock/count_sheet.html", context)
