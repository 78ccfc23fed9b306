"""Reports at the command line: the inspection pack as one archive."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from django.utils.translation import gettext as _

from nuandong.cli._acting import As, acting
from nuandong.kernel.clock import SystemClock, local_date
from nuandong.reports.inspection.making import made_at_once
from nuandong.reports.inspection.packing import STEPS

HELP = "报表：迎检材料"
DATABASE_ROLE = "worker"

app = typer.Typer(no_args_is_help=True)


@app.callback()
def group() -> None:
    """Commands of reports."""


@app.command("pack", help="生成一个地区、一段日期的迎检材料，写成一个压缩包")
def pack_command(
    username: As,
    region: Annotated[int, typer.Option("--region", help="12 位区划代码")],
    first: Annotated[datetime, typer.Option("--from", formats=["%Y-%m-%d"], help="开始日期")],
    last: Annotated[datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help="结束日期；默认今天")] = None,
    output: Annotated[Path, typer.Option("--output", "-o", help="写到哪个文件")] = Path("pack.zip"),
) -> None:
    now = SystemClock().now()

    def done(step: int) -> None:
        typer.echo(_("第 %(step)d 步，共 %(steps)d 步") % {"step": step, "steps": STEPS}, err=True)

    archive, digest = made_at_once(
        by=acting(username, now),
        now=now,
        region=region,
        first=first.date(),
        last=last.date() if last else local_date(now),
        done=done,
    )
    output.write_bytes(archive)
    typer.echo(f"{digest}  {output}")
