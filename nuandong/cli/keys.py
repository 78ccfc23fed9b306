"""The master keys: a copy for the safe, back again, and a new one."""

import os
from pathlib import Path
from typing import Annotated

import typer
from django.conf import settings

from nuandong.kernel.keyring import Keyring
from nuandong.kernel.text import gettext_noop as _
from nuandong.machine.errors import MachineError

HELP = "导出、放回、更换主密钥文件"
DATABASE_ROLE = ""

app = typer.Typer(no_args_is_help=True)


@app.command("export", help="把密钥文件抄一份，交两人分别保管；有它和备份就能读出一切")
def export_keys(target: Annotated[Path, typer.Argument(metavar="FILE", help="尚不存在的文件")]) -> None:
    _copy(settings.NUANDONG_KEY_FILE, target)
    typer.echo(f"密钥已抄到 {target}。请与备份分开存放；密钥丢失后，个人信息无法恢复。")


@app.command("import", help="恢复备份之后放回密钥文件")
def import_keys(source: Annotated[Path, typer.Argument(metavar="FILE", help="导出的密钥文件")]) -> None:
    settings.NUANDONG_KEY_FILE.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _copy(source, settings.NUANDONG_KEY_FILE)
    typer.echo(f"密钥已放回 {settings.NUANDONG_KEY_FILE}。")


@app.command("rotate", help="换用新密钥：新数据用新密钥加密，旧密钥留着读旧数据")
def rotate_keys() -> None:
    Keyring.load(settings.NUANDONG_KEY_FILE).rotate()
    typer.echo(f"已换用新密钥，写在 {settings.NUANDONG_KEY_FILE}；正在运行的程序重启后用它加密。")
    typer.echo("以前导出的密钥文件打不开新数据：请用 nuandong keys export 重新抄一份另存。")


def _copy(source: Path, target: Path) -> None:
    # Loading it first tells a damaged or foreign file from keys.
    Keyring.load(source)
    try:
        fd = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    except FileExistsError:
        raise MachineError(
            "keys.file_exists",
            _("%(path)s 已经存在，没有覆盖。"),
            _("请换一个文件名；若要更换密钥文件，请先把旧的移到别处保存。"),
            path=str(target),
        ) from None
    with os.fdopen(fd, "wb") as file:
        file.write(source.read_bytes())
        file.flush()
        os.fsync(fd)
