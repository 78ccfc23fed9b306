"""Messages as they came in: what was understood, the raw text for those who may, and the refused ones."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nuandong.alerts import errors, selectors
from nuandong.alerts.formats.decode import decode
from nuandong.alerts.kinds import Outcome, Source
from nuandong.kernel.errors import DomainError
from nuandong.org import permissions
from nuandong.org import selectors as org
from nuandong.web.http import SignedRequest
from nuandong.web.pages.warnings import choosing
from nuandong.web.pages.warnings.presenting import kind_words, notes, shown, source_words
from nuandong.web.pages.warnings.refusals import refusal_words
from nuandong.web.paging import Page, page_of, uuid_cursor

if TYPE_CHECKING:
    from nuandong.alerts.models import RawMessage

SHOWN_CHARACTERS = 60_000


@dataclass(frozen=True, slots=True)
class Refused:
    """A refused file in words."""

    id: UUID
    at: datetime
    why: str
    size: int
    source: str
    who: str
    unit: str


@require_safe
def message(request: SignedRequest, message_id: UUID) -> HttpResponse:
    """What was understood of a message, what was not, and its text as it arrived."""
    actor = request.actor
    found = selectors.message(message_id)
    may_read = permissions.allows(actor, "alerts.warning.record", region=found.received_in)
    raw = found.raw if may_read else None
    context = {
        "message": found,
        "warnings": shown(selectors.brought(found), region=actor.region, now=request.now),
        "kind_words": kind_words(found),
        "source_words": source_words(found),
        "notes": notes(found),
        "receiver": org.names_of([found.received_by]).get(found.received_by, ""),
        "raw": raw,
        "text": readable(selectors.raw_body(raw.id)) if raw is not None else "",
    }
    return render(request, "warnings/message.html", context)


@require_safe
def refused(request: SignedRequest) -> HttpResponse:
    """Files that were refused: somebody has to ask the issuer or type the warning in."""
    cursor = uuid_cursor(request.GET.get("before"))
    units = choosing.receiving_units(request.actor)
    rows = selectors.refused(units=units, before=cursor, limit=51)
    page = page_of(rows, key=lambda row: row.id, cursor=cursor)
    words = Page(_described(page.rows), page.next, page.first)
    return render(request, "warnings/refused.html", {"page": words})


@require_safe
def refused_file(request: SignedRequest, raw_id: UUID) -> HttpResponse:
    """One refused file, with its text as far as it was kept."""
    raw = selectors.raw_message(raw_id)
    if raw.outcome != Outcome.REFUSED or raw.unit not in choosing.receiving_units(request.actor):
        raise errors.not_found()
    (words,) = _described([raw])
    text = readable(selectors.raw_body(raw.id))
    return render(request, "warnings/refused_file.html", {"file": words, "raw": raw, "text": text})


def readable(body: bytes) -> str:
    """The text of a message, or of a broken one whatever of it can be read; at most 60,000 characters."""
    try:
        text = decode(body)
    except DomainError:
        text = body.decode("utf-8", errors="replace").replace("\x00", "\ufffd")
    return text if len(text) <= SHOWN_CHARACTERS else text[:SHOWN_CHARACTERS] + _("……（后面省略）")


def _described(rows: list["RawMessage"]) -> list[Refused]:
    people = org.names_of([row.received_by for row in rows])
    units = org.unit_names([row.unit for row in rows])
    return [
        Refused(
            id=row.id,
            at=row.received_at,
            why=refusal_words(row.refusal_code),
            size=row.size,
            source=str(Source(row.source).label),
            who=people.get(row.received_by, ""),
            unit=units.get(row.unit, ""),
        )
        for row in rows
    ]
