"""Which machine this is: a random id in a long-lived signed cookie. PIN switching is bound to it."""

from typing import Final
from uuid import UUID, uuid4

from django.conf import settings
from django.http import HttpResponse

from nuandong.web.http import Request

COOKIE: Final = "nd_machine"
_AGE: Final = 2 * 365 * 24 * 3600


def machine_of(request: Request) -> UUID:
    """The id in the cookie, or a new one; `remember` puts it into the answer."""
    stored = request.get_signed_cookie(COOKIE, default=None)
    try:
        return UUID(stored) if stored else uuid4()
    except ValueError:
        return uuid4()


def remember(response: HttpResponse, machine: UUID) -> HttpResponse:
    response.set_signed_cookie(
        COOKIE, str(machine), max_age=_AGE, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )
    return response
