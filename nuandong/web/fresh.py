"""Parts of a page that stay fresh: answered with an ETag, and with 304 while nothing new was recorded."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from nuandong.journal import api as journal
from nuandong.web.http import SignedRequest


def fresh_part(request: SignedRequest, template: str, context: Callable[[], Mapping[str, Any]]) -> HttpResponse:
    """Render a part unless the browser's copy is of this moment of the journal. `context` is asked only when needed.

    What is open becomes late by the clock alone, so the minute belongs to the tag; and the person, for two share a
    browser. The tag is read before the part is made: what happens in between is asked for again.
    """
    etag = f'"{journal.version()}-{request.now:%d%H%M}-{request.actor.staff.hex[-12:]}-{get_language()}"'
    if request.headers.get("If-None-Match") == etag:
        response = HttpResponse(status=304)
    else:
        response = render(request, template, dict(context()))
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    return response
