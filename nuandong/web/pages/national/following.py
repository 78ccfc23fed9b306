"""What follows from decisions: corrections looked at again, the list for the system, the export with results."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from nuandong.geo import selectors as divisions
from nuandong.kernel.clock import local_date
from nuandong.org import permissions
from nuandong.org import selectors as org
from nuandong.reports.actions.record_serial import RECORD
from nuandong.reports.actions.settle_differences import settle_differences
from nuandong.reports.national import exports
from nuandong.web.form_page import form_page, posted
from nuandong.web.forms import PageForm
from nuandong.web.http import SignedRequest
from nuandong.web.pages.national.choosing import known
from nuandong.web.pages.national.exports import crumbs
from nuandong.web.pages.national.lines import row_words, shown_lines
from nuandong.web.pages.tasks.exporting import XLSX, book

if TYPE_CHECKING:
    from nuandong.reports.models import NationalDifference


@require_http_methods(["GET", "POST"])
def settle(request: SignedRequest, export: UUID) -> HttpResponse:
    """Look again at every line where our record was to be corrected."""
    row = exports.export_of(export)
    asked = known(request, row.system)
    left: list[tuple[str, ...]] = []

    def do(_data: dict[str, Any]) -> UUID:
        left.extend(settle_differences(by=request.actor, now=request.now, export=row.id).values())
        return row.id

    def after(_made: UUID) -> str:
        closed = sum(not fields for fields in left)
        words = _("办结 %(closed)d 条，还不一致 %(open)d 条。") % {"closed": closed, "open": len(left) - closed}
        messages.info(request, words)
        return reverse("national-export", args=[row.id])

    return form_page(
        request,
        PageForm(posted(request)),
        "reports.settle_differences",
        do,
        title=_("重新核对"),
        lead=_("逐条对照现在的登记；已与系统一致的，差异办结。"),
        back=reverse("national-export", args=[row.id]),
        leads_to=after,
        done=_("已重新核对。"),
        submit=_("重新核对"),
        icon="arrows-exchange",
        crumbs=crumbs(asked),
    )


@require_safe
def take_up(request: SignedRequest, export: UUID) -> HttpResponse:
    """On paper: the lines where ours is right, to be taken up with whoever keeps the system."""
    row = exports.export_of(export)
    asked = known(request, row.system)
    permissions.check(request.actor, RECORD, region=row.region)
    context = {
        "row": row,
        "system": asked,
        "lines": shown_lines(request, asked, exports.to_take_up(row)),
        "place": divisions.name_path(row.region, local_date(request.now)).rpartition("/")[2],
        "unit": org.unit_names([request.actor.unit]).get(request.actor.unit, "") if request.actor.unit else "",
    }
    return render(request, "national/take_up.html", context)


@require_safe
def copy(request: SignedRequest, export: UUID) -> FileResponse:
    """The uploaded table once more, with what came of each row beside it; every cell text."""
    row = exports.export_of(export)
    asked = known(request, row.system)
    permissions.check(request.actor, RECORD, region=row.region)
    said = {one.row: (row_words(asked, one), _closed(one)) for one in exports.every_row(row)}
    table = exports.table_in(row)
    width = len(table.headings)
    # A workbook of ours needs a name for each column, and no two alike.
    titles = [f"{place}. {heading}" for place, heading in enumerate(table.headings, start=1)]
    lines = []
    for number, cells in table.rows():
        written = [cells[place] if place < len(cells) else "" for place in range(width)]
        lines.append([*written, str(number), *said.get(number, (_("一致"), ""))])
    file = book(_("比对结果"), [*titles, _("行号"), _("比对结果"), _("办结时间")], lines)
    name = f"{asked.title}-{_('比对结果')}-{row.uploaded_at:%Y%m%d}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


def _closed(row: "NationalDifference") -> str:
    """The day on which our record said the same."""
    return local_date(row.agreed_at).isoformat() if row.agreed_at else ""
