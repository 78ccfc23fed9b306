"""Look at what a season's destruction is about, at one destruction, at its register."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nuandong.geo import selectors as geo
from nuandong.geo.codes import Level
from nuandong.kernel.books import XLSX, book
from nuandong.kernel.clock import SHANGHAI, local_date
from nuandong.kernel.ids import time_of
from nuandong.org import permissions
from nuandong.relief import selectors_destruction as selectors
from nuandong.relief import selectors_season
from nuandong.relief.destroying.inventory import lines as inventory
from nuandong.relief.destroying.kinds import kinds
from nuandong.relief.destroying.ready import DECIDE, DRAFT, hindrances
from nuandong.relief.destroying.rows import family
from nuandong.web import wording
from nuandong.web.http import SignedRequest
from nuandong.web.pages.relief_deciding.seasons import crumbs
from nuandong.web.pages.relief_deciding.showing import title_of
from nuandong.web.pages.relief_destruction import showing
from nuandong.web.polling import read_anew

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nuandong.relief.models import Destruction

_VERSION = 7


@require_safe
def of_season(request: SignedRequest, season_id: UUID) -> HttpResponse:
    """What kinds of data there are now, what is in the way, and the destructions so far."""
    season = selectors_season.season(season_id, by=request.actor)
    rows = selectors.destructions(season, by=request.actor)
    open_one = next((one for one in rows if one.destroyed_at is None and one.dropped_at is None), None)
    them = family(season)
    ways = [wording.refusal(one) for one in hindrances(them)]
    counted = selectors.counts(season, by=request.actor)
    context = {
        "season": season,
        "season_title": title_of(season),
        "crumbs": crumbs(season),
        "rows": rows,
        "ways": ways,
        "lines": showing.lines([(code, n, how, kinds()[code].ground, "") for code, how, n in counted]),
        "may_draft": open_one is None and not ways and permissions.allows(request.actor, DRAFT, region=season.region),
        "open": open_one,
    }
    return render(request, "relief_destruction/season.html", context)


@require_safe
def one(request: SignedRequest, destruction_id: UUID) -> HttpResponse:
    """One destruction: its steps, what it covers, who; read anew by itself while the work goes on."""
    row = selectors.destruction(destruction_id, by=request.actor)
    return render(request, "relief_destruction/destruction.html", _context(request, row))


@require_safe
def one_now(request: SignedRequest, destruction_id: UUID) -> HttpResponse:
    """The progress alone."""
    context = _context(request, selectors.destruction(destruction_id, by=request.actor))
    return read_anew(request, "relief_destruction/_progress.html", context, under_way=bool(context["working"]))


@require_safe
def sheet(request: SignedRequest, destruction_id: UUID) -> HttpResponse:
    """The register on paper: nothing personal; its code brings the signed scan back."""
    row = selectors.destruction(destruction_id, by=request.actor)
    context = _context(request, row)
    return render(request, "relief_destruction/sheet.html", context)


@require_safe
def register(request: SignedRequest, destruction_id: UUID) -> FileResponse:
    """Every record of the inventory as a workbook: number, kind, table, id, day, digest."""
    row = selectors.destruction(destruction_id, by=request.actor)
    heads = (_("序号"), _("类别"), _("记录表"), _("记录编号"), _("形成时间"), _("内容摘要（加盐 SHA-256）"))
    name = f"destruction-{row.season.year}-{row.number}.xlsx"
    file = book(_("个人信息销毁清册")[:31], heads, _written(row))
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


def _written(row: "Destruction") -> "Iterator[tuple[str, ...]]":
    titles = {code: wording.said(kind.title) for code, kind in kinds().items()}
    for serial, kind, source, record, digest in inventory(row.id):
        made = f"{time_of(record).astimezone(SHANGHAI):%Y-%m-%d %H:%M}" if record.version == _VERSION else ""
        yield str(serial), titles.get(kind, kind), source, str(record), made, digest


def _context(request: SignedRequest, row: "Destruction") -> dict[str, Any]:
    actor = request.actor
    signed = selectors.register_signed(row)
    working = row.started_at is not None and row.destroyed_at is None and row.dropped_at is None and not row.trouble
    over = row.destroyed_at is not None or row.dropped_at is not None
    drafted = row.approved_at is None and not over
    named = actor.staff in (row.executor, row.witness)
    mine = row.executor_at if actor.staff == row.executor else row.witness_at
    needs = DRAFT if drafted else DECIDE
    return {
        "row": row,
        "season_title": title_of(row.season),
        "place": geo.name_path(row.region, local_date(request.now), top=Level.COUNTY),
        "crumbs": [
            *crumbs(row.season),
            (_("个人信息销毁"), reverse("relief-destructions", args=[row.season_id])),
        ],
        "lines": showing.lines(row.assessed),
        "destroyed_on": local_date(row.destroyed_at) if row.destroyed_at else None,
        "steps": showing.steps(row, signed=signed),
        "people": showing.people(row),
        "signed": signed,
        "working": working,
        "may_approve": drafted and permissions.allows(actor, DECIDE, region=row.region),
        "own": actor.staff == row.drafted_by,
        "may_attend": named and not over and not working and (mine is None or bool(row.trouble)),
        "may_drop": not over and not working and not row.done and permissions.allows(actor, needs, region=row.region),
        "may_change": drafted and permissions.allows(actor, DRAFT, region=row.region),
    }
