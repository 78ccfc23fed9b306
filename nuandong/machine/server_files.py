"""The configuration files the embedded server reads; written anew before every start."""

import os
import pwd
from collections.abc import Mapping
from pathlib import Path

from nuandong.machine.roles import LOGIN_ROLES

_ORDINARY = ",".join(LOGIN_ROLES.values())

# Personal data never reaches the log: no statements, no parameters, no DETAIL lines (they quote key values).
_SETTINGS: Mapping[str, str] = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "random_page_cost": "1.1",
    "fsync": "on",
    "synchronous_commit": "on",
    "wal_level": "replica",
    "max_wal_senders": "4",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "10min",
    "wal_compression": "on",
    "password_encryption": "scram-sha-256",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "lc_messages": "C",
    "logging_collector": "on",
    "log_filename": "postgres-%a.log",
    "log_truncate_on_rotation": "on",
    "log_rotation_age": "1d",
    "log_rotation_size": "0",
    "log_line_prefix": "%m [%p] %u ",
    "log_statement": "none",
    "log_min_error_statement": "panic",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_error_verbosity": "terse",
}


def settings_text(*, socket: Path, log: Path, changes: Mapping[str, str]) -> str:
    """nuandong.conf; `changes` override single settings (tests turn fsync off)."""
    values = {
        **_SETTINGS,
        "unix_socket_directories": str(socket),
        "log_directory": str(log),
        **changes,
    }
    return "".join(f"{name} = '{_quoted(value)}'\n" for name, value in sorted(values.items()))


def access_text() -> str:
    """pg_hba.conf of ordinary use: the login roles by password over the socket, nobody else, no superuser."""
    return f"local all {_ORDINARY} scram-sha-256\nlocal replication {LOGIN_ROLES['backup']} scram-sha-256\n"


def set_up_access_text() -> str:
    """pg_hba.conf while roles are made: the operating system vouches for the one user who starts the server."""
    return "local all postgres peer map=setup\n"


def set_up_ident_text() -> str:
    """pg_ident.conf: the user of this very process may act as the superuser under the map `setup`."""
    return f'setup "{pwd.getpwuid(os.geteuid()).pw_name}" postgres\n'


def _quoted(value: str) -> str:
    return value.replace("\\", "\\\\").replace("'", "''")
