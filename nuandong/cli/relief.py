"""Ledgers of winter-spring relief: import one, or make one to practise with."""

from pathlib import Path
from typing import Annotated

import typer

from nuandong.cli import _ledger
from nuandong.cli._acting import As, acting
from nuandong.demo.ledger import practice_ledger
from nuandong.kernel.clock import SystemClock, local_date
from nuandong.plans.schema.plan import season_year
from nuandong.relief.forms.library import OFFICIAL

HELP = "冬春救助：导入台账"

app = typer.Typer(no_args_is_help=True)


@app.command("import", help="导入一份台账（.xlsx、.xls）；有不合格的行时全部不导入，退出码为 1")
def import_command(
    file: Annotated[str, typer.Argument(metavar="FILE")],
    region: Annotated[int, typer.Option("--region", metavar="CODE", help="12 位区划代码：县、乡镇或村")],
    username: As,
    template: Annotated[str, typer.Option("--template", help="表样，见 library/forms")] = OFFICIAL,
    season: Annotated[int | None, typer.Option("--season", help="冬季开始的年份，默认为当前季节")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只核对，不写入")] = False,
    partial: Annotated[bool, typer.Option("--partial", help="有不合格的行时，只导入合格的")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
) -> None:
    now = SystemClock().now()
    by = acting(username, now)
    data = _ledger.content(file)
    year = season or season_year(local_date(now))
    if dry_run:
        result = _ledger.tried(data, by=by, now=now, region=region, season=year, form=template)
    else:
        name = Path(file).name
        result = _ledger.taken(
            data, by=by, now=now, region=region, season=year, form=template, name=name, partial=partial
        )
    if as_json:
        typer.echo(_ledger.as_json(result))
    else:
        for line in _ledger.as_lines(result):
            typer.echo(line)
    if result["rejected"] and not partial:
        raise typer.Exit(1)


@app.command("sample", help="写出一份有几处错误的练习台账（虚构的人，只能导入演示数据）")
def sample_command(
    file: Annotated[str, typer.Argument(metavar="FILE.xlsx")],
    village: Annotated[str, typer.Option("--village", help="村名，写在表里")] = "演示村",
) -> None:
    Path(file).write_bytes(practice_ledger(village, number=2, faulty=True))
