"""The auditor's queries at the browser: asked for a place and a season, every query with what it names."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nuandong.geo.codes import Level
from nuandong.kernel.clock import local_date
from nuandong.plans.schema.plan import season_year
from nuandong.relief.auditing.catalogue import queries
from nuandong.relief.auditing.running import audit
from nuandong.relief.integrity.looking import Look
from nuandong.web import wording
from nuandong.web.form_page import select_box
from nuandong.web.http import SignedRequest
from nuandong.web.pages.relief_findings import showing
from nuandong.web.pages.relief_findings.views import tabs
from nuandong.web.regions import code_of, region_choices

_SHOWN = 50


@require_safe
def audits(request: SignedRequest) -> HttpResponse:
    """The list of queries; with a region in the address they are run, which writes nothing."""
    by, year = request.actor, season_year(local_date(request.now))
    seasons = [(str(one), _("%(year)d 年冬季") % {"year": one}) for one in range(year, year - 5, -1)]
    season = request.GET.get("season", "")
    chosen = int(season) if season in dict(seasons) else year
    region = code_of(request.GET.get("region"))
    found = _run(request, Look(region, chosen, request.now)) if region is not None else None
    context = {
        "lines": found if found is not None else _listed(),
        "ran": found is not None,
        "named": sum(bool(line["rows"]) for line in found or ()),
        "season_box": select_box("season", seasons, str(chosen)),
        "region": str(region or by.region),
        "regions": region_choices(by, local_date(request.now), deepest=Level.TOWNSHIP, whole=True),
        **tabs(request),
    }
    return render(request, "relief_findings/audit.html", context)


def _listed() -> list[dict[str, Any]]:
    return [
        {"code": code, "title": wording.said(one.title), "forbidden": one.forbidden, "rows": []}
        for code, one in queries().items()
    ]


def _run(request: SignedRequest, look: Look) -> list[dict[str, Any]]:
    done = list(audit(look, by=request.actor))
    paths = showing.paths_of((row.region for one in done for row in one.rows[:_SHOWN]), request.now)
    return [
        line
        | {
            "rows": showing.audit_rows(one.rows[:_SHOWN], queries()[one.code].says, paths),
            "count": f"{len(one.rows)}+" if one.more else str(len(one.rows)),
            "hidden": max(len(one.rows) - _SHOWN, 0),
        }
        for line, one in zip(_listed(), done, strict=True)
    ]
