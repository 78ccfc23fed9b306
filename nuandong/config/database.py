"""Bringing a database up to date: schema, journal partitions, grants and policies. Runs as the owner role."""

from datetime import datetime

from django.core.management import call_command
from django.db import connection

from nuandong.config.tables import FOREIGN
from nuandong.journal.partitions import ensure_partitions
from nuandong.machine.access import apply_access
from nuandong.org.actions.define_role import sync_roles
from nuandong.supplies.actions.sync_items import sync_items
from nuandong.vault.sealing import create_key_file

_LOCK = 0x4E55414E  # one migration at a time


def migrate(now: datetime, *, since: datetime | None = None, verbosity: int = 0) -> list[str]:
    """Migrate, make missing journal partitions (from the month of `since`), bring in defaults, apply access.

    Returns the tables. Defaults are roles, items and kits; those changed locally stay.

    Safe to run again and from two processes at once. New installations get their key file here.
    """
    create_key_file()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
    try:
        call_command("migrate", interactive=False, verbosity=verbosity)
        ensure_partitions(now, since=since)
        sync_roles(now=now)
        sync_items(now=now)
        return apply_access(FOREIGN)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])
