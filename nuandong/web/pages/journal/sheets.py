"""The signed paper behind an event that was typed for somebody else."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from nuandong.files.storing import read
from nuandong.journal import api as journal
from nuandong.org import permissions
from nuandong.web.http import SignedRequest

NEEDS = "people.person.unmask"


@require_safe
def sheet(request: SignedRequest, event_id: UUID) -> HttpResponse:
    """The photo of what was signed: it may name people, so it needs what a masked field needs."""
    found = journal.get(event_id)
    if found is None:
        raise Http404
    permissions.check(request.actor, NEEDS, region=found.region)
    photo = journal.sheet_of(event_id)
    if photo is None:
        raise Http404
    content, mime = read(photo)
    response = HttpResponse(content, content_type=mime)
    response["Cache-Control"] = "private, no-store"
    return response
