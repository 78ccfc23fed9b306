"""Telephone numbers in full: the caller's, and that of the next leader to ring up. Each look is on record."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from nuandong.duty.actions.reveal_phone import reveal_phone
from nuandong.kernel.errors import DomainError
from nuandong.rescue import selectors_clue
from nuandong.rescue.actions.reveal_caller import reveal_caller
from nuandong.web.acting import STATUS_REFUSED
from nuandong.web.browser import BY_SCRIPT
from nuandong.web.http import SignedRequest
from nuandong.web.pages.clues import showing
from nuandong.web.pages.clues.forms import RevealForm


@never_cache
@require_http_methods(["GET", "POST"])
def caller(request: SignedRequest, clue_id: UUID) -> HttpResponse:
    """The caller's number, for whoever handles the clue."""
    return _reveal(
        request,
        clue_id,
        _("来电号码"),
        lambda _why: reveal_caller(by=request.actor, now=request.now, clue=clue_id),
    )


@never_cache
@require_http_methods(["GET", "POST"])
def leader(request: SignedRequest, clue_id: UUID, staff: UUID) -> HttpResponse:
    """The number of a leader whom an escalation rings up."""
    return _reveal(
        request,
        clue_id,
        _("领导电话"),
        lambda why: reveal_phone(by=request.actor, now=request.now, staff=staff, reason=why),
    )


def _reveal(request: SignedRequest, clue: UUID, what: str, read: Callable[[str], str]) -> HttpResponse:
    """Every look is an act of its own: no command key, a second press is a second look."""
    row = selectors_clue.get(clue)
    form = RevealForm(request.POST if request.method == "POST" else None)
    digits = ""
    if request.method == "POST" and form.is_valid():
        why = _("线索 %(number)s") % {"number": row.number}
        try:
            digits = read(f"{why} {form.cleaned_data['note']}".strip())
        except DomainError as error:
            # The dialog of the page reads the words of the error page; without scripts the form is shown again.
            if BY_SCRIPT in request.headers:
                raise
            form.refuse(error)
    if digits and BY_SCRIPT in request.headers:
        return JsonResponse({"value": digits})
    context = {"form": form, "what": what, "value": digits, "number": row.number, "back": showing.url_of(clue)}
    return render(request, "clues/reveal.html", context, status=STATUS_REFUSED if form.errors else 200)
