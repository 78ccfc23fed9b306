"""Structured logs: one JSON line per event, never a personal value.

Only names and numbers that code passes on purpose are written. What foreign packages log goes through the same
renderer, and digit runs long enough to be an identity, phone or account number are blanked before a line leaves.
"""

import logging
import re
import sys
from collections.abc import Mapping, MutableMapping
from typing import Any

import structlog

_LONG_DIGITS = re.compile(r"\d{11,}[Xx]?")


def blank_numbers(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Replace digit runs of eleven or more in every text of a log line."""
    for key, value in event.items():
        if isinstance(value, str) and key not in {"timestamp", "logger"}:
            event[key] = _LONG_DIGITS.sub("[number]", value)
    return event


def configure(options: Mapping[str, str]) -> None:
    """Called by Django with settings.LOGGING."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        blank_numbers,
    ]
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
            foreign_pre_chain=shared,
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(options["level"])
    for noisy in ("procrastinate", "django.db.backends", "PIL"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
