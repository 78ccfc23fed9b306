"""How long the traces of signing in are kept, and their removal afterwards."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from nuandong.org.models import LoginAttempt, SignedSession

KEPT: Final = timedelta(days=190)
"""网络安全法 Art. 21: network logs for no less than six months, which are up to 184 days; rounded up."""


@dataclass(frozen=True, slots=True)
class Purged:
    """How many rows went."""

    attempts: int
    sessions: int


@transaction.atomic
def purge_sessions(*, now: datetime) -> Purged:
    """Delete tries to sign in, and sessions over for good, that are older than 190 days.

    Runs as the worker, which alone may delete them. Who signed in when also stands in the journal, which stays.
    """
    before = now - KEPT
    attempts, _by_table = LoginAttempt.objects.filter(at__lt=before).delete()
    sessions, _by_table = SignedSession.objects.filter(opened_at__lt=before, expires_at__lt=before).delete()
    return Purged(attempts, sessions)
