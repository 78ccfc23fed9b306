"""Everything at once: database, web server, worker and scheduler under one supervisor."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

import nuandong
from nuandong.kernel.text import gettext_noop as _
from nuandong.machine.children import Child
from nuandong.machine.dsn import is_embedded
from nuandong.machine.errors import MachineError
from nuandong.machine.folders import DataFolder, default_data_folder, make_folders
from nuandong.machine.postgres import Cluster
from nuandong.machine.process import port_is_free
from nuandong.machine.supervisor import Supervisor

HELP = "运行全部：数据库、网页、任务、定时"
DATABASE_ROLE = ""
FRAMEWORK = False

# The same program again, whether or not it is installed as a package.
_PROGRAM = (sys.executable, "-c", "import sys; from nuandong.config.entry import main; sys.exit(main())")


def command(
    host: Annotated[str, typer.Option(envvar="NUANDONG_HOST", help="监听地址；0.0.0.0 为所有网卡")] = "127.0.0.1",
    port: Annotated[int, typer.Option(envvar="NUANDONG_PORT", min=1, max=65535, help="监听端口")] = 8000,
    tls: Annotated[bool, typer.Option("--tls", envvar="NUANDONG_TLS", help="用自签证书提供 HTTPS，手机需要")] = False,
    workers: Annotated[int, typer.Option(envvar="NUANDONG_WORKERS", min=1, max=64, help="网页进程数")] = 2,
    migrate: Annotated[bool, typer.Option(help="启动时升级表结构")] = True,
    demo: Annotated[bool, typer.Option("--demo", envvar="NUANDONG_DEMO", help="演示模式，库空时装入演示数据")] = False,
) -> None:
    if demo:
        os.environ["NUANDONG_DEMO"] = "1"
    folder = DataFolder(default_data_folder(os.environ))
    port_is_free(host, port)
    make_folders(folder.run)
    web = ("web", "--host", host, "--port", str(port), "--workers", str(workers), *(["--tls"] if tls else []))
    children = [
        _child("web", *web, NUANDONG_TLS="1" if tls else ""),
        _child("worker", "worker"),
        _child("scheduler", "scheduler"),
    ]
    address = f"{'https' if tls else 'http'}://{f'[{host}]' if ':' in host else host}:{port}/"
    supervisor = Supervisor(
        children,
        run_folder=folder.run,
        database=Cluster(folder.path) if is_embedded(os.environ) else None,
        say=_say,
        prepare=lambda: _prepare(migrate=migrate, demo=demo),
        facts={"host": host, "port": port, "tls": tls, "address": address},
    )
    _say(f"服务地址 {address}，按 Ctrl+C 停止")
    supervisor.run()


def _child(name: str, *arguments: str, **environ: str) -> Child:
    return Child(name, (*_PROGRAM, *arguments), {**environ, **_import_path()})


def _prepare(*, migrate: bool, demo: bool) -> None:
    # Processes of their own: they need the owner role, which nothing else here has.
    if migrate and _run("db", "migrate") != 0:
        raise MachineError(
            "serve.migration_failed",
            _("升级表结构没有成功，服务没有启动。"),
            _("请按上面的提示处理，再重新启动；数据没有改动。"),
        )
    if demo and _run("demo", "load", "--if-empty") != 0:
        raise MachineError(
            "serve.demo_failed",
            _("装入演示数据没有成功，服务没有启动。"),
            _("请按上面的提示处理，或不带 --demo 启动。"),
        )


def _run(*arguments: str) -> int:
    return subprocess.run([*_PROGRAM, *arguments], env={**os.environ, **_import_path()}, check=False).returncode  # noqa: S603


def _import_path() -> dict[str, str]:
    root = str(Path(nuandong.__file__).resolve().parents[1])
    return {"PYTHONPATH": os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH", "")]))}


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201  the log of serve is its standard output
