"""The web server alone, for machines that run many of them behind a proxy."""

import importlib
import os
from collections.abc import Callable
from typing import Annotated

import typer
from granian import Granian
from granian.constants import Interfaces

from nuandong.kernel.clock import SystemClock
from nuandong.machine.certificate import ensure_certificate
from nuandong.machine.folders import DataFolder, default_data_folder
from nuandong.machine.process import die_with_parent, port_is_free

HELP = "只运行网页服务"
DATABASE_ROLE = "web"
FRAMEWORK = False

# Each thread may hold a database connection: together they stay below what the embedded server grants.
_CONNECTIONS = 40
_THREADS = 8
_WAITING = 256


def command(
    host: Annotated[str, typer.Option(envvar="NUANDONG_HOST", help="监听地址")] = "127.0.0.1",
    port: Annotated[int, typer.Option(envvar="NUANDONG_PORT", min=1, max=65535, help="监听端口")] = 8000,
    tls: Annotated[bool, typer.Option("--tls", envvar="NUANDONG_TLS", help="用自签证书提供 HTTPS")] = False,
    workers: Annotated[int, typer.Option(envvar="NUANDONG_WORKERS", min=1, max=64, help="进程数")] = 2,
) -> None:
    port_is_free(host, port)
    secrets = DataFolder(default_data_folder(os.environ)).secrets
    certificate, key = ensure_certificate(secrets, host, SystemClock().now()) if tls else (None, None)
    Granian(
        "nuandong.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=max(1, min(_THREADS, 2 * (os.cpu_count() or 1) + 1, _CONNECTIONS // workers)),
        backpressure=_WAITING,
        respawn_failed_workers=True,
        respawn_interval=1.0,
        workers_kill_timeout=10,
        ssl_cert=certificate,
        ssl_key=key,
        websockets=False,
    ).serve(target_loader=_load)


def _load(target: str) -> Callable[..., object]:
    """Runs in each worker process: it shall not outlive the server that shares its socket with it."""
    die_with_parent()
    module, _colon, name = target.partition(":")
    application: Callable[..., object] = getattr(importlib.import_module(module), name)
    return application
