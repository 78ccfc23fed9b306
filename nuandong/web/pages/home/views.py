"""Home: what is due now, and what changed since one last looked."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from nuandong.journal import api as journal
from nuandong.machine.together import together
from nuandong.org import scope
from nuandong.org import selectors as org
from nuandong.web.fresh import fresh_part
from nuandong.web.http import SignedRequest
from nuandong.web.pages.home.todo import ordered, reads
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
    """What waits, the warnings and the names are read together; only the acts come first, whose names are asked."""
    actor, now = request.actor, request.now
    events = _recent(request) if actor.may("journal.see") else []
    waiting = reads(actor, now)
    warned = partial(warnings_in_force, actor, now)
    *lines, warnings, people = together(
        [*waiting, warned, lambda: org.names_of([event.actor for event in events]).items()]
    )
    found, names = ordered(lines, actor, now), dict(people)
    return {
        "todo": found,
        "late": sum(item.tone == LATE for item in found),
        "soon": sum(item.tone == SOON_TONE for item in found),
        "warnings": warnings,
        "recent": [
            {
                "at": event.acted_at,
                "title": _(journal.kind_of(event.kind).title),
                "who": names.get(event.actor, ""),
                "belated": event.late_entry,
            }
            for event in events
        ],
    }


def _recent(request: SignedRequest) -> list[journal.Event]:
    """The latest acts of one's regions."""
    with scope.where(request.actor, "journal.see") as here:
        return journal.history(kinds=set(journal.registered()) - QUIET, spans=here.spans, limit=RECENT)
