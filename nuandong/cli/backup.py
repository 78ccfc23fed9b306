"""A backup of the running database, without the keys."""

import os
from pathlib import Path
from typing import Annotated

import typer

from nuandong.kernel.clock import SystemClock
from nuandong.machine.backup import back_up
from nuandong.machine.dsn import database_for
from nuandong.machine.folders import default_data_folder

HELP = "备份数据库到一个空文件夹（不含密钥）"
DATABASE_ROLE = "backup"
FRAMEWORK = False


def command(target: Annotated[Path, typer.Argument(metavar="DIR", help="空的或尚不存在的文件夹")]) -> None:
    manifest = back_up(
        dsn=database_for("backup", os.environ),
        data_folder=default_data_folder(os.environ),
        target=target,
        now=SystemClock().now(),
    )
    size = sum(file.size for file in manifest.files)
    typer.echo(f"已备份到 {target}：{len(manifest.files)} 个文件，共 {size / 1_000_000:.1f} MB")
    typer.echo("备份不含密钥。请用 nuandong keys export 导出密钥，存放在另一个地方。")
