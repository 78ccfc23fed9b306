"""What benches of one table share: a server of their own, and somebody who sees one region."""

import os
from pathlib import Path

import django

from nuandong.config import memory
from nuandong.kernel.actors import SYSTEM, Actor, Span
from nuandong.machine.postgres import Cluster

ROOT = Path(__file__).resolve().parent.parent


def set_up(folder: str) -> None:
    """Make Django ready on a data folder of the bench's own; before anything is imported that needs it."""
    os.environ.setdefault("NUANDONG_DATA", str(ROOT / "data" / folder))
    os.environ.setdefault("NUANDONG_DEMO", "1")
    os.environ.setdefault("NUANDONG_LOG_LEVEL", "ERROR")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nuandong.config.settings")
    django.setup()
    memory.patient()


def start_server() -> None:
    from nuandong.vault.sealing import create_key_file  # noqa: PLC0415  needs Django set up

    Cluster(Path(os.environ["NUANDONG_DATA"])).ensure_running()
    create_key_file()


def reader(span: Span) -> Actor:
    """Somebody with every permission in one span of regions."""
    return Actor(
        staff=SYSTEM.staff,
        typist=SYSTEM.typist,
        unit=SYSTEM.unit,
        region=span.lo,
        spans=(span,),
        permissions=SYSTEM.permissions,
    )
