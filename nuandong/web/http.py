"""The requests our views get, for the type checker: Django's own, with what the middleware added."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from nuandong.kernel.actors import Actor

if TYPE_CHECKING:
    from nuandong.org.models import End, SignedSession


class Request(HttpRequest):
    """A request that has passed the middleware."""

    id: str
    now: datetime
    actor: Actor | None
    signed: "SignedSession | None"
    ended: "End | None"
    htmx: HtmxDetails


class SignedRequest(Request):
    """A request behind a guard: somebody is signed in."""

    actor: Actor
    signed: "SignedSession"
