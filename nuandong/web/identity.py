"""Who sits at the screen: from the web session to the actor, once per request."""

from datetime import datetime
from uuid import UUID

from nuandong.kernel.actors import Actor
from nuandong.org import sessions
from nuandong.org.actors import actor_for
from nuandong.web.http import Request

SESSION = "signed_session"


def actor_of(request: Request, now: datetime) -> Actor | None:
    """The actor of a living session, or None; leaves `signed` (the session) and `ended` (why not) on the request."""
    request.signed = None
    request.ended = None
    stored = request.session.get(SESSION)
    if stored is None:
        return None
    standing = sessions.check(UUID(stored), now=now)
    if standing.session is None:
        request.ended = standing.end
        request.session.flush()
        return None
    request.signed = standing.session
    return actor_for(
        standing.session.account,
        now=now,
        second_factor=standing.session.second_factor_at is not None,
    )
