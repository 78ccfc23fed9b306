"""Home: what is due now, and what changed since one last looked."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from nuandong.journal import api as journal
from nuandong.org import scope
from nuandong.org import selectors as org
from nuandong.web.fresh import fresh_part
from nuandong.web.http import SignedRequest
from nuandong.web.pages.home.todo import items
from nuandong.web.pages.warnings.presenting import warnings_in_force
from nuandong.web.wording import LATE, SOON_TONE

RECENT = 12
QUIET = frozenset({"duty.shift_planned", "org.signed_in", "org.signed_out", "org.person_switched"})
"""Acts that change nothing for anybody else: they stand in the journal, not among the news."""


def home(request: SignedRequest) -> HttpResponse:
    return render(request, "home/home.html", _context(request))


def fresh(request: SignedRequest) -> HttpResponse:
    return fresh_part(request, "home/_fresh.html", lambda: _context(request))


def _context(request: SignedRequest) -> dict[str, Any]:
    found = items(request.actor, request.now)
    return {
        "todo": found,
        "late": sum(item.tone == LATE for item in found),
        "soon": sum(item.tone == SOON_TONE for item in found),
        "warnings": warnings_in_force(request.actor, request.now),
        "recent": _recent(request) if request.actor.may("journal.see") else [],
    }


def _recent(request: SignedRequest) -> list[dict[str, Any]]:
    """The latest acts of one's regions, in the words of their kinds."""
    with scope.where(request.actor, "journal.see") as here:
        events = journal.history(kinds=set(journal.registered()) - QUIET, spans=here.spans, limit=RECENT)
    names = org.names_of([event.actor for event in events])
    return [
        {
            "at": event.acted_at,
            "title": _(journal.kind_of(event.kind).title),
            "who": names.get(event.actor, ""),
            "belated": event.late_entry,
        }
        for event in events
    ]
