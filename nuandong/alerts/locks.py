"""One writer of warnings at a time: messages are few, and what an update does depends on all others of its sender."""

from typing import Final

from django.db import connection

_KEY: Final = 0x616C6572  # "aler"


def lock_warnings() -> None:
    """Wait for the right to write warnings; held to the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_KEY])
