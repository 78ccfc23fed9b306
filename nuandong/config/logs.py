"""Structured logs: one JSON line per event, never a personal value.

Only names and numbers that code passes on purpose are written. What foreign packages log goes through the same
renderer, and digit runs long enough to be an identity, phone or account number are blanked before a line leaves. Of an
exception the log keeps its kind and where it went through: its words may quote what somebody typed, or a whole row.
"""

import logging
import re
import sys
import traceback
from collections.abc import Iterator, Mapping, MutableMapping
from pathlib import Path
from typing import Any

import structlog

_LONG_DIGITS = re.compile(r"\d{11,}[Xx]?")
_MOST_CAUSES = 5
_MOST_FRAMES = 12


def blank_numbers(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Replace digit runs of eleven or more in every text of a log line."""
    for key, value in event.items():
        if isinstance(value, str) and key not in {"timestamp", "logger"}:
            event[key] = _LONG_DIGITS.sub("[number]", value)
    return event


def frames_only(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Replace an exception by its kinds, codes and frames, the innermost cause last."""
    given = event.pop("exc_info", None)
    error = sys.exc_info()[1] if given is True else given[1] if isinstance(given, tuple) else given
    if isinstance(error, BaseException):
        event["exception"] = list(_kinds(error))
    return event


def _kinds(error: BaseException) -> Iterator[str]:
    seen: BaseException | None = error
    for _depth in range(_MOST_CAUSES):
        if seen is None:
            return
        code = getattr(seen, "code", None)
        said = f" ({code})" if isinstance(code, str) else ""
        frames = traceback.extract_tb(seen.__traceback__)[-_MOST_FRAMES:]
        places = " < ".join(f"{Path(one.filename).name}:{one.lineno} {one.name}" for one in reversed(frames))
        yield f"{type(seen).__name__}{said}: {places}"
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)


def configure(options: Mapping[str, str]) -> None:
    """Called by Django with settings.LOGGING."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        frames_only,
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
