"""Sheets that the county signs and seals: a list of households, a payout village by village; their scans come back."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nuandong.geo import selectors as geo
from nuandong.geo.codes import Level
from nuandong.kernel.clock import local_date
from nuandong.relief.lookups import decision_of
from nuandong.relief.papers.filling import MOST_PRINTED
from nuandong.relief.papers.registers import approval
from nuandong.relief.policies_payout import payout_of
from nuandong.web.http import SignedRequest
from nuandong.web.pages.relief_deciding.showing import title_of
from nuandong.web.pages.relief_payouts.showing import title


@require_safe
def decision(request: SignedRequest, decision_id: UUID) -> HttpResponse:
    """The list on paper, masked; of a very long one the first households and the sums."""
    row = decision_of(decision_id)
    today = local_date(request.now)
    homes = list(row.applications.order_by("region", "id")[:MOST_PRINTED])
    places = geo.name_paths({one.region for one in homes}, today, top=Level.TOWNSHIP) if homes else {}
    context = {
        "row": row,
        "season": title_of(row.season),
        "county": geo.names({row.region}, today).get(row.region, ""),
        "lines": [(one, places.get(one.region, str(one.region)).replace("/", "")) for one in homes],
        "left_out": max(0, row.households - len(homes)),
    }
    return render(request, "relief_papers/decision_sheet.html", context)


@require_safe
def payout(request: SignedRequest, payout_id: UUID) -> HttpResponse:
    """The approval of a payout on paper: nothing personal."""
    row = payout_of(payout_id, by=request.actor)
    context = {"row": row, "table": approval(row, request.now), "title": title(row), "funds": row.tranche.funds.number}
    return render(request, "relief_papers/payout_sheet.html", context)
