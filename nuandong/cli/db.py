"""The embedded database: start, stop, look, connect."""

import os
from typing import Annotated

import typer

from nuandong.kernel.text import gettext_noop as _
from nuandong.machine.binaries import find_binaries
from nuandong.machine.dsn import database_for, is_embedded
from nuandong.machine.errors import MachineError
from nuandong.machine.folders import default_data_folder
from nuandong.machine.postgres import Cluster
from nuandong.machine.roles import LOGIN_ROLES, roles_sql

HELP = "管理数据库：启动、停止、查看、升级表结构"
DATABASE_ROLE = ""
FRAMEWORK = False

app = typer.Typer(no_args_is_help=True)
Role = Annotated[str, typer.Option(help="数据库角色：" + "、".join(LOGIN_ROLES))]
_WORDS = {"absent": "尚未建立", "stopped": "已停止", "starting": "正在启动", "running": "运行中"}


@app.command(help="启动内置数据库；第一次会先建立它")
def start() -> None:
    _embedded().ensure_running()
    status()


@app.command(help="停止内置数据库")
def stop() -> None:
    typer.echo("已停止" if _embedded().stop() else "本来就没有运行")


@app.command(help="数据库是否在运行；没有运行时退出码为 1")
def status() -> None:
    found = _embedded().status()
    typer.echo(f"状态：{_WORDS[found.state]}")
    typer.echo(f"数据文件夹：{found.data_folder}")
    if found.state != "absent":
        typer.echo(f"版本：PostgreSQL {found.version}")
    if found.pid is not None:
        typer.echo(f"进程：{found.pid}")
        typer.echo(f"套接字文件夹：{found.socket}")
    if found.state != "running":
        raise typer.Exit(1)


@app.command(help="打开 psql")
def shell(role: Role = "owner") -> None:
    if is_embedded(os.environ):
        _embedded().ensure_running()
    dsn = database_for(role, os.environ)
    psql = find_binaries().program("psql")
    # The password goes through the environment: arguments show in the list of processes.
    os.execve(psql, [str(psql), dsn.public_url], {**os.environ, "PGPASSWORD": dsn.password})  # noqa: S606  psql takes over


@app.command(help="打印数据库地址（含口令，请勿外传）")
def url(role: Role = "owner") -> None:
    typer.echo(database_for(role, os.environ).url)


@app.command("roles-sql", help="打印在自有服务器上建立角色和库的脚本，由管理员用 psql 运行")
def print_roles_sql() -> None:
    typer.echo(roles_sql(), nl=False)


def _embedded() -> Cluster:
    if not is_embedded(os.environ):
        raise MachineError(
            "database.not_ours",
            _("设置了 DATABASE_URL，数据库由外部服务器提供，不归本程序启停。"),
            _("请在那台服务器上操作，或去掉 DATABASE_URL 改用内置数据库。"),
        )
    return Cluster(default_data_folder(os.environ))
