"""Who sits at the screen: from the web session to the actor, once per request."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest

from nuandong.kernel.actors import Actor
from nuandong.org import sessions
from nuandong.org.actors import actor_for

SESSION = "signed_session"


def actor_of(request: HttpRequest, now: datetime) -> Actor | None:
    """The actor of a living session, or None. Leaves `request.signed` (the session row) and `request.ended` (why not)."""
    request.signed = None  # type: ignore[attr-defined]
    request.ended = None  # type: ignore[attr-defined]
    stored = request.session.get(SESSION)
    if stored is None:
        return None
    standing = sessions.check(UUID(stored), now=now)
    if standing.session is None:
        request.ended = standing.end  # type: ignore[attr-defined]
        request.session.flush()
        return None
    request.signed = standing.session  # type: ignore[attr-defined]
    return actor_for(
        standing.session.account,
        now=now,
        second_factor=standing.session.second_factor_at is not None,
    )
