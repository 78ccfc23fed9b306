"""A report as a file: a workbook, a Word document or a PDF, laid out for signing and sealing."""

from io import BytesIO
from typing import Final
from uuid import UUID

from django.http import FileResponse, Http404
from django.views.decorators.http import require_safe

from nuandong.reports import keeping, selectors
from nuandong.reports.papers.composing import file_name, paper
from nuandong.reports.papers.document import document
from nuandong.reports.papers.typesetting import pdf
from nuandong.reports.papers.workbook import workbook
from nuandong.web.http import SignedRequest

_OFFICE: Final = "application/vnd.openxmlformats-officedocument"
FORMS: Final = {
    "xlsx": (workbook, f"{_OFFICE}.spreadsheetml.sheet"),
    "docx": (document, f"{_OFFICE}.wordprocessingml.document"),
    "pdf": (pdf, "application/pdf"),
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
    return FileResponse(file, as_attachment=True, filename=f"{file_name(content)}.{form}", content_type=mime)
