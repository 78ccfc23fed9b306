"""Lists of relief as workbooks to download; the journal keeps who took them."""

from collections.abc import Iterable, Sequence

from django.http import FileResponse
from django.utils.translation import gettext as _

from nuandong.kernel.books import XLSX
from nuandong.kernel.clock import local_date
from nuandong.relief.forms.library import choices
from nuandong.relief.papers.lists import List, take_list
from nuandong.web import wording
from nuandong.web.http import SignedRequest


def category_of(code: str) -> str:
    """The type of a household in words; empty for one that is not known."""
    found = choices("household_types").get(code)
    return wording.said(found.title) if found else ""


def workbook(
    request: SignedRequest,
    what: List,
    title: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[str]],
    region: int | None,
) -> FileResponse:
    """The rows of a list under its headings, in the reader's language."""
    heads = [_(column) for column in columns]
    file = take_list(what, title, heads, rows, by=request.actor, now=request.now, region=region)
    name = f"{title}-{local_date(request.now).isoformat()}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)
