"""The people offered as signers while somebody types a name."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nuandong.org import signing
from nuandong.web.http import SignedRequest


@require_safe
def signers(request: SignedRequest) -> HttpResponse:
    """Options of a datalist: names with units that hold what was typed."""
    found = signing.signers(request.actor, text=request.GET.get("signer", ""))
    return render(request, "behalf/_signers.html", {"signers": found})
