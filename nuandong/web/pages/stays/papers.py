"""The five official papers as sheets to print, sign and seal."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nuandong.rescue.papers import paper
from nuandong.rescue.reference_station import forms
from nuandong.web.http import SignedRequest


@require_safe
def sheet(request: SignedRequest, stay_id: UUID, code: str) -> HttpResponse:
    """One paper; names stay masked until somebody opens the full one, which is logged."""
    if code not in forms():
        raise Http404
    found = paper(code, stay=stay_id, by=request.actor, now=request.now)
    context = {
        "title": _(found.title),
        "lines": [(_(one.title), one.value) for one in found.lines if one.code not in _SIGNED],
        "signatures": [_(one.title) for one in found.lines if one.code in _SIGNED],
        "stay_id": stay_id,
    }
    return render(request, "stays/sheet.html", context)


_SIGNED = frozenset({"signature", "witness"})
"""Fields that are lines to sign on, at the foot of the paper."""
