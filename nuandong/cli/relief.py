"""Winter-spring relief: import a ledger or make one to practise with, run the checks and the auditor's queries,
have archives made, count what is to be destroyed."""

import json
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from django.utils.translation import gettext as _

from nuandong.cli import _ledger, _relief_archive, _relief_checks, _relief_destruction
from nuandong.cli._acting import As, AsOrMachine, acting, acting_or_machine
from nuandong.cli._refusing import refusals
from nuandong.demo.ledger import practice_ledger
from nuandong.kernel.clock import SystemClock, local_date
from nuandong.org import scope
from nuandong.plans.schema.plan import season_year
from nuandong.plans.vocabulary import calendar
from nuandong.relief.actions.check_integrity import check_integrity
from nuandong.relief.auditing.running import audit_places
from nuandong.relief.calendars import days_of
from nuandong.relief.forms.library import OFFICIAL
from nuandong.relief.integrity.looking import Look
from nuandong.relief.integrity.running import missing
from nuandong.relief.procedures import procedure_named
from nuandong.relief.selectors_findings import counties_helped

HELP = "冬春救助：导入台账，检查疑点，审计查询，归档"

app = typer.Typer(no_args_is_help=True)


@app.command("import", help="导入一份台账（.xlsx、.xls、.csv）；有不合格的行时全部不导入，退出码为 1")
def import_command(
    file: Annotated[str, typer.Argument(metavar="FILE")],
    region: Annotated[int, typer.Option("--region", metavar="CODE", help="12 位区划代码：县、乡镇或村")],
    username: AsOrMachine = None,
    template: Annotated[str, typer.Option("--template", help="表样，见 library/forms")] = OFFICIAL,
    season: Annotated[int | None, typer.Option("--season", help="冬季开始的年份，默认为当前季节")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只核对，不写入")] = False,
    partial: Annotated[bool, typer.Option("--partial", help="有不合格的行时，只导入合格的")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
) -> None:
    now = SystemClock().now()
    year = season or season_year(local_date(now))
    with refusals(as_json=as_json):
        by = acting_or_machine(username, now)
        data = _ledger.content(file)
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
    if not _ledger.done(result, partial=partial):
        raise typer.Exit(1)


@app.command("sample", help="写出一份有几处错误的练习台账（虚构的人，只能导入演示数据）")
def sample_command(
    file: Annotated[str, typer.Argument(metavar="FILE.xlsx")],
    village: Annotated[str, typer.Option("--village", help="村名，写在表里")] = "演示村",
) -> None:
    Path(file).write_bytes(practice_ledger(village, number=2, faulty=True))


@app.command("check", help="检查一个县、乡镇或村的疑点（DIS-034）；每天夜里按县自动运行；疑点由人核实")
def check_command(
    username: As,
    region: Annotated[int | None, typer.Option("--region", metavar="CODE", help="12 位区划代码，默认本单位的")] = None,
    season: Annotated[int | None, typer.Option("--season", help="冬季开始的年份，默认为当前季节")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
) -> None:
    now = SystemClock().now()
    with refusals(as_json=as_json):
        by = acting(username, now)
        look = Look(region or by.region, season or season_year(local_date(now)), now)
        with scope.enter(by):
            done = check_integrity(by=by, now=now, region=look.region, season=look.season)
            lacking = missing(look)
    if as_json:
        typer.echo(_relief_checks.check_json(done, lacking))
    else:
        for line in _relief_checks.check_lines(done, lacking):
            typer.echo(line)


@app.command("audit", help="审计查询：每条都应当查不出；退出码 0 没有、1 有（逐行列出）或被拒绝、2 用法不对")
def audit_command(
    username: AsOrMachine = None,
    region: Annotated[
        int | None, typer.Option("--region", metavar="CODE", help="12 位区划代码，默认本单位的；由本机办理时默认全部")
    ] = None,
    season: Annotated[int | None, typer.Option("--season", help="冬季开始的年份，默认为当前季节")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
) -> None:
    now = SystemClock().now()
    with refusals(as_json=as_json):
        by = acting_or_machine(username, now)
        year = season or season_year(local_date(now))
        with scope.enter(by):
            places = [region or by.region] if region or username else counties_helped(year)
            done = audit_places([Look(place, year, now) for place in places], by=by)
    if as_json:
        typer.echo(_relief_checks.audit_json(done, {"region": places[0] if len(places) == 1 else None, "season": year}))
    else:
        for line in _relief_checks.audit_lines(done):
            typer.echo(line)
    if any(one.rows for one in done):
        raise typer.Exit(1)


@app.command("archive", help="生成一个地区一个年度的档案；退出码 0 齐全、1 未齐（逐项列出）或没有生成")
def archive_command(
    username: As,
    region: Annotated[int, typer.Option("--region", "--village", metavar="CODE", help="12 位区划代码：县、乡镇或村")],
    season: Annotated[int | None, typer.Option("--season", help="冬季开始的年份，默认为当前季节")] = None,
    title: Annotated[str, typer.Option("--title", help="年度的名称；同一年度另有灾后应急救助时写明")] = "",
    wait: Annotated[int, typer.Option("--wait", min=0, max=3600, help="等后台生成，最多几秒")] = 600,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
) -> None:
    now = SystemClock().now()
    year = season or season_year(local_date(now))
    with refusals(as_json=as_json):
        by = acting(username, now)
        row = _relief_archive.made(by=by, now=now, year=year, region=region, title=title, wait=wait)
    if as_json:
        typer.echo(_relief_archive.as_json(row, year))
    else:
        for line in _relief_archive.as_lines(row):
            typer.echo(line)
    if row.missing:
        raise typer.Exit(1)


@app.command("destroy", help="个人信息销毁前的清点：每一类多少条、怎么处理、还缺什么；退出码 0 可以起草、1 还不可以")
def destroy_command(
    username: As,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只清点；评估、审批和到场确认在页面上办理")] = False,
    region: Annotated[int | None, typer.Option("--region", metavar="CODE", help="12 位区划代码，默认本单位的")] = None,
    season: Annotated[int | None, typer.Option("--season", help="冬季开始的年份，默认为当前季节")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
) -> None:
    now = SystemClock().now()
    if not dry_run:
        typer.echo(_("销毁要有人评估、审批、执行和监销，请在页面上办理；这里只能用 --dry-run 清点。"), err=True)
        raise typer.Exit(2)
    with refusals(as_json=as_json):
        by = acting(username, now)
        with scope.enter(by):
            told = _relief_destruction.counted(
                by=by, year=season or season_year(local_date(now)), region=region or by.region
            )
    typer.echo(_relief_destruction.as_json(told) if as_json else "\n".join(_relief_destruction.as_lines(told)))
    if told["hindrances"]:
        raise typer.Exit(1)


@app.command("calendar", help="推算一个年度的公示、上报、审定和发放日期，每一步都在最早的一天办理")
def calendar_command(
    begins: Annotated[
        datetime, typer.Option("--from", metavar="YYYY-MM-DD", formats=["%Y-%m-%d"], help="第一份公示张贴的日期")
    ],
    procedure: Annotated[
        str, typer.Option("--procedure", metavar="ID", help="程序，见 library/relief/procedures.yaml")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
) -> None:
    rows = days_of(procedure_named(procedure), begins.date(), calendar())
    if as_json:
        found = [
            {"code": one.code, "title": _(one.title), "begins": f"{one.begins}", "ends": f"{one.ends}"} for one in rows
        ]
        typer.echo(json.dumps(found, ensure_ascii=False))
        return
    for one in rows:
        span = f"{one.begins}" if one.begins == one.ends else f"{one.begins} – {one.ends}"
        typer.echo(f"{span:<25}{_(one.title)}")
