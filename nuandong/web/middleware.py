"""Around every request: a request id for the logs; then who acts, and the scope of what he sees."""

from collections.abc import Callable
from uuid import uuid4

import structlog
from django.db import transaction
from django.http import HttpResponse
from django.urls import Resolver404, resolve
from django.utils import timezone

from nuandong.kernel.errors import DomainError
from nuandong.org import scope
from nuandong.web.errors import domain_error
from nuandong.web.http import Request
from nuandong.web.identity import actor_of

Handler = Callable[[Request], HttpResponse]


def request_id(get_response: Handler) -> Handler:
    """Give each request an id, shown on error pages and in every log line."""

    def middleware(request: Request) -> HttpResponse:
        request.id = uuid4().hex[:12]
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request=request.id)
        response = get_response(request)
        response["X-Request-Id"] = request.id
        return response

    return middleware


class ActorAndScope:
    """Read the clock once, find out who acts, and run the request inside his scope: one transaction.

    Without an actor no scope is entered: scoped tables then show nothing. Whatever a request wrote before it failed is
    rolled back, because Django turns the exception into a page before it gets here.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        request.now = timezone.now()
        request.actor = actor = actor_of(request, request.now)
        if actor is None or not _scoped(request.path_info):
            return self.get_response(request)
        with scope.enter(actor):
            response = self.get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
            return response

    def process_exception(self, request: Request, exception: Exception) -> HttpResponse | None:
        return domain_error(request, exception) if isinstance(exception, DomainError) else None


def _scoped(path: str) -> bool:
    try:
        return bool(getattr(resolve(path).func, "scoped", True))
    except Resolver404:
        return True
