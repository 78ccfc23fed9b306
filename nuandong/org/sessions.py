"""Sessions: opened at signing in, checked on every request, ended by rest, by age, or because the password changed.

The web session keeps only the id of the row here. Whoever opens a session gets a new id (rotation); the web layer
cycles its own key at the same moment.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from nuandong.kernel.ids import new_id
from nuandong.org.models import Account, End, Means, SignedSession

IDLE: Final = timedelta(minutes=30)
IDLE_FIELD: Final = timedelta(hours=12)
"""Crews carry the phone in a pocket all night; a session that dies under a bridge costs a record."""
ABSOLUTE: Final = timedelta(hours=12)
SEEN_EVERY: Final = timedelta(minutes=1)
"""`seen_at` is written at most this often: a board that polls must not write on every poll."""
_REVIVABLE: Final = (End.IDLE, End.SWITCHED)
"""Ends after which the same person may come back to the machine by PIN."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The answer of `check`: the living session, or why it is over."""

    session: SignedSession | None
    end: End | None = None


def idle_limit(session: SignedSession) -> timedelta:
    """How long the session may rest."""
    return IDLE_FIELD if session.field else IDLE


def ends_at(session: SignedSession) -> datetime:
    """When the session ends if nobody touches it; shown as a countdown."""
    return min(session.seen_at + idle_limit(session), session.expires_at)


def open_session(
    account: Account,
    *,
    machine: UUID,
    means: Means,
    now: datetime,
    field: bool = False,
    expires_at: datetime | None = None,
    replaces: UUID | None = None,
) -> SignedSession:
    """Open a session of at most twelve hours and end the one it replaces on the same machine."""
    if replaces is not None:
        end_session(replaces, end=End.SWITCHED, now=now)
    latest = now + ABSOLUTE
    return SignedSession.objects.create(
        id=new_id(now),
        account=account,
        machine=machine,
        means=means,
        field=field,
        opened_at=now,
        seen_at=now,
        expires_at=min(expires_at, latest) if expires_at else latest,
    )


def check(session_id: UUID, *, now: datetime) -> Standing:
    """The session with its account and staff if it still lives; one query, and at most one write a minute.

    A session found dead by age or rest is closed here with its reason, so that the page can say why.
    """
    session = SignedSession.objects.select_related("account__staff__unit").filter(id=session_id).first()
    if session is None:
        return Standing(None, End.LOGOUT)
    if session.ended_at is not None:
        return Standing(None, End(session.end))
    if reason := _over(session, now):
        end_session(session.id, end=reason, now=now)
        return Standing(None, reason)
    if now - session.seen_at >= SEEN_EVERY:
        SignedSession.objects.filter(id=session.id, ended_at=None, seen_at__lt=now).update(seen_at=now)
        session.seen_at = now
    return Standing(session)


def end_session(session_id: UUID, *, end: End, now: datetime) -> bool:
    """End one session; false if it was over already."""
    return SignedSession.objects.filter(id=session_id, ended_at=None).update(ended_at=now, end=end) == 1


def end_all(account: UUID, *, end: End, now: datetime, keep: UUID | None = None) -> int:
    """End every living session of an account but `keep`, and let rested ones open no PIN; returns how many lived."""
    others = SignedSession.objects.filter(account=account)
    if keep is not None:
        others = others.exclude(id=keep)
    others.filter(expires_at__gt=now, end__in=_REVIVABLE).update(end=end)
    return others.filter(ended_at=None).update(ended_at=now, end=end)


def leave_machine(session_id: UUID, *, now: datetime) -> bool:
    """Sign out: end the session, and let the account's earlier sessions on this machine open no PIN any more."""
    session = SignedSession.objects.filter(id=session_id).first()
    if session is None or not end_session(session_id, end=End.LOGOUT, now=now):
        return False
    earlier = SignedSession.objects.filter(
        account=session.account_id, machine=session.machine, expires_at__gt=now, end__in=_REVIVABLE
    )
    earlier.update(end=End.LOGOUT)
    return True


def password_session(account: UUID, *, machine: UUID, now: datetime) -> SignedSession | None:
    """The session this account opened on this machine with its password in the running shift, unless it left since.

    A rested or switched-away session still counts: that is what the PIN is for. One ended by signing out does not.
    """
    return pin_grounds(machine, now=now).filter(account=account).order_by("-opened_at").first()


def pin_grounds(machine: UUID, *, now: datetime) -> QuerySet[SignedSession]:
    """The sessions on a machine that a PIN may stand on."""
    revivable = Q(ended_at=None) | Q(end__in=_REVIVABLE)
    return SignedSession.objects.filter(revivable, machine=machine, means=Means.PASSWORD, expires_at__gt=now)


def _over(session: SignedSession, now: datetime) -> End | None:
    if not (session.account.active and session.account.staff.active):
        return End.ACCOUNT
    if now >= session.expires_at:
        return End.EXPIRED
    if now - session.seen_at >= idle_limit(session):
        return End.IDLE
    return None
