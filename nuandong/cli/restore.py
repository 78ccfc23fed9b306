"""Putting a backup into an empty data folder."""

import os
from pathlib import Path
from typing import Annotated

import typer

from nuandong.machine.backup import restore
from nuandong.machine.folders import default_data_folder

HELP = "把备份恢复到一个空的数据文件夹"
DATABASE_ROLE = ""
FRAMEWORK = False


def command(
    source: Annotated[Path, typer.Argument(metavar="DIR", help="备份文件夹")],
    to: Annotated[Path | None, typer.Option(help="数据文件夹；不写则为本程序的数据文件夹")] = None,
) -> None:
    data_folder = to or default_data_folder(os.environ)
    manifest = restore(source=source, data_folder=data_folder)
    typer.echo(f"已恢复 {manifest.made_at} 的备份到 {data_folder}。")
    typer.echo("请用 nuandong keys import 放回密钥文件，然后启动。")
