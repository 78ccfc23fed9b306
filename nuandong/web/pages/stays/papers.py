"""The five official papers as sheets to print, sign and seal."""

from collections.abc import Sequence
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nuandong.rescue.papers import Line, paper
from nuandong.rescue.reference_station import asked_fields, forms
from nuandong.web.http import SignedRequest


@require_safe
def sheet(request: SignedRequest, stay_id: UUID, code: str) -> HttpResponse:
    """One paper; names stay masked until somebody opens the full one, which is logged."""
    if code not in forms():
        raise Http404
    found = paper(code, stay=stay_id, by=request.actor, now=request.now)
    context = {
        "title": _(found.title),
        "rows": _rows([one for one in found.lines if one.code not in _SIGNED]),
        "signatures": [_(one.title) for one in found.lines if one.code in _SIGNED],
        "stay_id": stay_id,
    }
    return render(request, "stays/sheet.html", context)


def _rows(lines: Sequence[Line]) -> list[list[tuple[str, str]]]:
    """Two short fields to a line, as the offices' papers have it; a long one, or the last of an odd number, alone."""
    rows: list[list[tuple[str, str]]] = []
    half = False
    for one in lines:
        long = len(one.value) > _SHORT or _asked_limit(one.code) > _SHORT_LIMIT
        cell = (_(one.title), one.value)
        if half and not long:
            rows[-1].append(cell)
            half = False
        else:
            rows.append([cell])
            half = not long
    return rows


def _asked_limit(code: str) -> int:
    """How much room an answer wants: its limit in the form, 0 for what comes from the records."""
    found = asked_fields().get(code)
    return found.limit if found else 0


_SHORT = 18
"""Longer values than this take a line of their own."""
_SHORT_LIMIT = 200
_SIGNED = frozenset({"signature", "witness"})
"""Fields that are lines to sign on, at the foot of the paper."""
