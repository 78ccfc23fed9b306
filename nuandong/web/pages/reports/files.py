"""A report as a file: a workbook or a Word document, laid out for signing and sealing."""

from io import BytesIO
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.http import FileResponse, Http404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nuandong.org import selectors as org
from nuandong.reports import keeping, selectors
from nuandong.reports.content import Content, Line
from nuandong.reports.papers.document import document
from nuandong.reports.papers.paper import Cell, Drawing, Labels, Paper, Sheet
from nuandong.reports.papers.paper import Line as PaperLine
from nuandong.reports.papers.workbook import workbook
from nuandong.web.http import SignedRequest
from nuandong.web.pages.reports import saying
from nuandong.web.wording import titled, written_day

if TYPE_CHECKING:
    from nuandong.reports.models import Report

_OFFICE: Final = "application/vnd.openxmlformats-officedocument"
FORMS: Final = {
    "xlsx": (workbook, f"{_OFFICE}.spreadsheetml.sheet"),
    "docx": (document, f"{_OFFICE}.wordprocessingml.document"),
}


@require_safe
def download(request: SignedRequest, report_id: UUID, form: str) -> FileResponse:
    """The report as it stands: a draft says so, a sealed one carries its digest."""
    row = selectors.report(report_id, by=request.actor)
    if form not in FORMS:
        raise Http404
    write, mime = FORMS[form]
    content = keeping.content_of(row)
    file = BytesIO(write(paper(content, row)))
    name = "-".join((content.title, content.place.replace("/", ""), content.first.isoformat()))
    name += _("-更正%(n)d") % {"n": content.version - 1} if content.version > 1 else ""
    return FileResponse(file, as_attachment=True, filename=f"{name}.{form}", content_type=mime)


def paper(content: Content, row: "Report") -> Paper:
    """The report in words."""
    names = org.names_of(list(saying.people_of(content, row)))
    draft = row.signed_by is None
    above = [
        titled(_("填报单位"), f"{content.submitted_by}　{content.place.replace('/', '')}"),
        titled(_("报送"), content.submitted_to),
        titled(_("报告期"), saying.term_words(content.first, content.last))
        + (_("　第 %(n)d 次更正") % {"n": content.version - 1} if content.version > 1 else ""),
    ]
    foot = [_("草稿，未签批")] if draft else [_("数据摘要（SHA-256）：%(digest)s") % {"digest": row.digest}]
    signed = row.signed_at.date() if row.signed_at else None
    return Paper(
        title=content.title,
        above=tuple(above),
        sheets=tuple(
            Sheet(
                title=sheet.title,
                heads=tuple(head.title for head in sheet.columns),
                lines=tuple(
                    PaperLine(block.title, line.title, line.unit, line.within, _cells(line))
                    for block in sheet.blocks
                    for line in block.lines
                ),
            )
            for sheet in content.sheets
        ),
        drawings=tuple(
            Drawing(one.title, one.kind, one.x, tuple((series.name, series.values) for series in one.series))
            for one in content.drawings
        ),
        passages=tuple((one.title, one.text) for one in content.passages if one.text),
        signatures=(
            titled(_("填报人"), names.get(row.author, "")),
            titled(_("签批人"), names.get(row.signed_by, "") if row.signed_by else ""),
            titled(_("单位（盖章）"), ""),
            written_day(signed) if signed else _("年　月　日"),
        ),
        foot=tuple(foot),
        labels=Labels(_("类别"), _("项目"), _("单位"), (_("第 "), _(" 页，共 "), _(" 页"))),
    )


def _cells(line: Line) -> tuple[Cell, ...]:
    return tuple(Cell(saying.ABSENT, cell.value, line.decimals) for cell in line.cells)
