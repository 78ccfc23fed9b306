"""Every ledger, and one of them."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nuandong.kernel.clock import local_date
from nuandong.kernel.money import format_yuan
from nuandong.org import permissions
from nuandong.plans.schema.plan import season_year
from nuandong.relief import rules, selectors
from nuandong.relief.states import UNDER_WAY
from nuandong.web.http import SignedRequest
from nuandong.web.pages.relief import showing
from nuandong.web.paging import SIZE, Page, page_of, uuid_cursor
from nuandong.web.polling import read_anew


@require_safe
def overview(request: SignedRequest) -> HttpResponse:
    """Ledgers of one's regions, and what they add up to this season."""
    season = season_year(local_date(request.now))
    standing = selectors.standing(request.actor, region=request.actor.region, season=season)
    context = _list(request) | {
        "season": season,
        "standing": standing,
        "cash": format_yuan(standing.cash),
        "goods": format_yuan(standing.goods),
        "region": request.actor.region,
        "may_import": permissions.allows(request.actor, rules.IMPORT),
        "may_unmask": permissions.allows(request.actor, rules.UNMASK),
    }
    return render(request, "relief/list.html", context)


@require_safe
def overview_now(request: SignedRequest) -> HttpResponse:
    """The list alone. How far a ledger is no event says: it is read anew each time."""
    return read_anew(request, "relief/_list.html", _list(request))


@require_safe
def ledger(request: SignedRequest, ledger_id: UUID) -> HttpResponse:
    """One ledger: how far it is, what is wrong, what it would do."""
    row = selectors.ledger(ledger_id, by=request.actor)
    context = showing.ledger(request, row) | {"crumbs": _crumbs(), "query": request.GET.urlencode()}
    return render(request, "relief/ledger.html", context)


@require_safe
def ledger_now(request: SignedRequest, ledger_id: UUID) -> HttpResponse:
    """The changing part of it alone; X-Settled once the worker is done with it."""
    row = selectors.ledger(ledger_id, by=request.actor)
    context = showing.ledger(request, row)
    return read_anew(request, "relief/_ledger.html", context, under_way=context["under_way"] or context["copying"])


def _list(request: SignedRequest) -> dict[str, Any]:
    cursor = uuid_cursor(request.GET.get("after"))
    found = selectors.ledgers(request.actor, after=cursor, limit=SIZE + 1)
    page = page_of(found, key=lambda row: row.id, cursor=cursor)
    return {
        "page": Page(showing.lines(request, page.rows), page.next, page.first),
        "under_way": any(row.state in UNDER_WAY for row in page.rows),
        "query": request.GET.urlencode(),
    }


def _crumbs() -> list[tuple[str, str]]:
    return [(_("救助台账"), reverse("relief-ledgers"))]
