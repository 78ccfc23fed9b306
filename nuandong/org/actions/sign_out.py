from datetime import datetime
from uuid import UUID

from nuandong.org import sessions


def sign_out(*, session: UUID, now: datetime) -> bool:
    """End the present session; the PIN does not open this machine again until the next password.

    False if the session was over already.
    """
    return sessions.leave_machine(session, now=now)
