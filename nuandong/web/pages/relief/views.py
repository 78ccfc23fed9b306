"""Every ledger, one of them, and what is taken away as a file."""

from io import BytesIO
from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nuandong.geo import selectors as divisions
from nuandong.geo.codes import Level
from nuandong.kernel.clock import local_date
from nuandong.kernel.money import format_yuan
from nuandong.org import permissions
from nuandong.plans.schema.plan import season_year
from nuandong.relief import rules, selectors, telling
from nuandong.relief.exporting import official_ledger
from nuandong.relief.forms.library import OFFICIAL, forms
from nuandong.relief.states import UNDER_WAY
from nuandong.web.http import SignedRequest
from nuandong.web.pages.relief import showing
from nuandong.web.pages.relief.forms import TakeForm
from nuandong.web.pages.tasks.exporting import XLSX
from nuandong.web.paging import SIZE, Page, page_of, uuid_cursor
from nuandong.web.regions import region_choices


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
    answer = render(request, "relief/_list.html", _list(request))
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_safe
def ledger(request: SignedRequest, ledger_id: UUID) -> HttpResponse:
    """One ledger: how far it is, what is wrong, what it would do."""
    row = selectors.ledger(ledger_id, by=request.actor)
    context = showing.ledger(request, row) | {"crumbs": _crumbs(), "query": request.GET.urlencode()}
    return render(request, "relief/ledger.html", context)


@require_safe
def ledger_now(request: SignedRequest, ledger_id: UUID) -> HttpResponse:
    """The changing part of it alone."""
    row = selectors.ledger(ledger_id, by=request.actor)
    answer = render(request, "relief/_ledger.html", showing.ledger(request, row))
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_safe
def copy(request: SignedRequest, ledger_id: UUID) -> FileResponse:
    """The uploaded sheet with what is wrong beside each cell."""
    row, data = telling.annotated_copy(by=request.actor, now=request.now, ledger=ledger_id)
    name = f"{row.name.rpartition('.')[0] or row.name}-{_('核对结果')}.xlsx"
    return FileResponse(BytesIO(data), as_attachment=True, filename=name, content_type=XLSX)


@require_safe
def written(request: SignedRequest) -> HttpResponse | FileResponse:
    """The official ledger of a region and season, masked unless asked for plain by somebody who may."""
    form = TakeForm(request.GET)
    today = local_date(request.now)
    form.fields["region"].choices = region_choices(  # type: ignore[attr-defined]
        request.actor, today, deepest=Level.VILLAGE, whole=True
    )
    if not form.is_valid():
        return redirect("relief-ledgers")
    asked = form.cleaned_data
    file = official_ledger(
        by=request.actor, now=request.now, region=asked["region"], season=asked["season"], plain=asked["plain"]
    )
    place = divisions.name_path(asked["region"], today, top=Level.COUNTY).replace("/", "")
    name = f"{forms()[OFFICIAL].title}-{place}-{asked['season']}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


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
