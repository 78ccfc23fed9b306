"""The public page of kin-search notices: nobody signs in, masked facts only."""

from typing import Final
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nuandong.files.storing import read
from nuandong.kernel.actors import SYSTEM
from nuandong.org import scope
from nuandong.rescue import selectors_kin
from nuandong.web.http import Request
from nuandong.web.pages.kin import showing
from nuandong.web.paging import page_of, uuid_cursor

SIZE: Final = 20
_MINUTES: Final = 5


@require_safe
def notices(request: Request) -> HttpResponse:
    """What is up now, newest first."""
    after = uuid_cursor(request.GET.get("after"))
    # Families look for somebody in the whole country; the selector hands out published, masked facts alone.
    with scope.enter(SYSTEM):
        rows = selectors_kin.published(after=after, limit=SIZE + 1)
    page = page_of(rows, key=lambda row: row.id, cursor=after, size=SIZE)
    lines = [
        {"row": row, "headline": showing.headline(row), "facts": showing.facts(row, row.features)} for row in page.rows
    ]
    return render(request, "kin/public.html", {"page": page, "lines": lines})


@require_safe
def photo(request: Request, file_id: UUID) -> HttpResponse:
    """The photo of a notice, as long as it is up."""
    with scope.enter(SYSTEM):
        if not selectors_kin.public_photo(file_id):
            raise Http404
        data, mime = read(file_id)
    response = HttpResponse(data, content_type=mime)
    response["Cache-Control"] = f"public, max-age={_MINUTES * 60}"
    return response
