"""Counting failures of passwords, codes and PINs, so that guessing stops after five tries.

A try is counted before the secret is compared and given back when it was right. Counting afterwards would let a hundred
tries sent at once all be compared; this way the sixth is refused whatever the timing.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Final
from uuid import UUID

from django.db import connection
from psycopg import sql

MAX_FAILURES: Final = 5
LOCK_TIME: Final = timedelta(minutes=15)


class Lock(Enum):
    """What is locked: its counter and its time of locking are columns of the account."""

    PASSWORD = ("failed_count", "locked_at")
    TOTP = ("totp_failed_count", "totp_locked_at")
    PIN = ("pin_failed_count", "pin_locked_at")

    @property
    def word(self) -> str:
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Claim:
    """One counted try. `allowed` is false while the lock holds; `last` is the try that closed it."""

    allowed: bool
    failures: int

    @property
    def last(self) -> bool:
        return self.allowed and self.failures >= MAX_FAILURES


_CLAIM = """
UPDATE org_account
   SET {count} = CASE WHEN {at} IS NULL THEN {count} + 1 ELSE 1 END,
       {at} = CASE WHEN {at} IS NULL AND {count} + 1 >= %(limit)s THEN %(now)s::timestamptz END
 WHERE id = %(account)s AND ({at} IS NULL OR ({at} <= %(lapsed)s AND %(lapses)s))
RETURNING {count}
"""
_RELEASE = (
    "UPDATE org_account SET {count} = 0, {at} = NULL WHERE id = %(account)s AND ({count} > 0 OR {at} IS NOT NULL)"
)


def claim(account: UUID, lock: Lock, *, now: datetime) -> Claim:
    """Count one try in one conditional update; must be committed whatever comes of the try.

    Locks of password and second factor lapse after fifteen minutes. The PIN's does not: the password opens it again.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _statement(_CLAIM, lock),
            {
                "limit": MAX_FAILURES,
                "now": now,
                "account": account,
                "lapsed": now - LOCK_TIME,
                "lapses": lock is not Lock.PIN,
            },
        )
        row = cursor.fetchone()
    return Claim(allowed=row is not None, failures=row[0] if row else MAX_FAILURES)


def release(account: UUID, lock: Lock) -> bool:
    """Give the tries back and open the lock; true if there was anything to give back."""
    with connection.cursor() as cursor:
        cursor.execute(_statement(_RELEASE, lock), {"account": account})
        return bool(cursor.rowcount == 1)


def is_locked(locked_at: datetime | None, *, now: datetime) -> bool:
    """Whether a lock that lapses still holds."""
    return locked_at is not None and locked_at > now - LOCK_TIME


def _statement(template: str, lock: Lock) -> str:
    count, at = lock.value
    return sql.SQL(template).format(count=sql.Identifier(count), at=sql.Identifier(at)).as_string()
