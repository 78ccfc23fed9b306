"""For the supervisor and for a load balancer: does this process live, and can it serve?"""

import os
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse

from nuandong.machine.heartbeat import silence

CHILDREN: Final = ("worker", "scheduler")
SILENT_AFTER: Final = 60.0
"""Seconds without a sign of life after which a child counts as hanging."""


def alive(request: HttpRequest) -> JsonResponse:
    """200 as long as the process answers; touches nothing."""
    return JsonResponse({"status": "alive"})


def ready(request: HttpRequest) -> JsonResponse:
    """200 when database and background processes answer, else 503 with what does not."""
    state = {"database": _database(), **{child: _child(child) for child in CHILDREN}}
    fit = all(part in {"ok", "unsupervised"} for part in state.values())
    return JsonResponse({"status": "ready" if fit else "unfit", **state}, status=200 if fit else 503)


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "down"
    return "ok"


def _child(name: str) -> str:
    # Where the processes run under another supervisor there are no heartbeat files to look at.
    if "NUANDONG_HEARTBEAT" not in os.environ:
        return "unsupervised"
    quiet = silence(Path(settings.NUANDONG_DATA) / "run", name)
    return "ok" if quiet is not None and quiet < SILENT_AFTER else "silent"
