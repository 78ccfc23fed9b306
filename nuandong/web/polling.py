"""Parts of a page that it reads anew while work goes on in the background, which no event tells of."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from nuandong.web.http import SignedRequest


def read_anew(
    request: SignedRequest, template: str, context: dict[str, Any], *, under_way: bool = True
) -> HttpResponse:
    """The part as it stands, kept by nobody; X-Settled once nothing is under way, so that the page stops asking."""
    answer = render(request, template, context)
    answer["Cache-Control"] = "private, no-store"
    if not under_way:
        answer["X-Settled"] = "1"
    return answer
