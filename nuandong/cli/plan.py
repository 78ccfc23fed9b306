"""Plan files: check one, publish their schema, put one in force."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from django.utils.translation import gettext as _

from nuandong.cli import _calendar
from nuandong.cli import _plan_import as plan_import
from nuandong.cli._acting import As, acting
from nuandong.duty.kinds import TeamKind
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import SystemClock, local_date
from nuandong.kernel.errors import Invalid
from nuandong.org import scope
from nuandong.plans.actions.activate_plan import activate_plan
from nuandong.plans.loader import LoadedPlan, json_schema, load
from nuandong.plans.policies import not_open
from nuandong.plans.problems import PlanFileError
from nuandong.plans.schema.plan import season_year
from nuandong.plans.vocabulary import LIBRARY, vocabulary

if TYPE_CHECKING:
    from nuandong.plans.models import Activation

HELP = "方案：检查文件、导入文档、启用"

app = typer.Typer(no_args_is_help=True)
Fill = Annotated[
    list[str] | None,
    typer.Option("--fill", metavar="NAME=DATE", help="原文隐去的日期，可以写几次，如 season.from=2026-11-15"),
]
PlanFile = Annotated[str, typer.Argument(metavar="FILE", help="方案文件，或随产品提供的方案编号")]


@app.command("check", help="检查一份或多份方案文件：写法，以及日期、金额有没有自相矛盾；有错或有矛盾时返回 1")
def check_command(
    files: Annotated[list[str], typer.Argument(metavar="FILE...")],
    season: Annotated[int | None, typer.Option("--season", help="季节开始的年份，默认为当前季节")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
    fill: Fill = None,
) -> None:
    days = filled(fill or ())
    year = season or season_year(local_date(SystemClock().now()))
    failing = 0
    found = []
    for name in files:
        try:
            loaded = read(name)
        except PlanFileError as error:
            failing += len(error.problems)
            for line in error.lines():
                typer.echo(line, err=True)
            continue
        for one in days:
            if one not in loaded.plan.unknowns():
                raise not_open(one, loaded.plan.unknowns())
        result = _calendar.checked(loaded, year, days)
        failing += len(result.contradictions)
        found.append(_calendar.as_json(loaded, name, result))
        for line in () if as_json else (described(loaded), *_calendar.lines(loaded, name, result)):
            typer.echo(line)
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False, indent=2))
    if failing:
        raise typer.Exit(1)


@app.command("schema", help="输出方案文件的 JSON Schema，供编辑器使用")
def schema_command() -> None:
    typer.echo(json_schema(), nl=False)


@app.command("activate", help="在一个地区启用一份方案")
def activate_command(
    file: PlanFile,
    region: Annotated[int, typer.Option("--region", help="12 位区划代码")],
    username: As,
    starts_on: Annotated[str | None, typer.Option("--from", metavar="DATE", help="开始日期，如 2026-11-15")] = None,
    ends_on: Annotated[str | None, typer.Option("--until", metavar="DATE", help="结束日期，当天计入")] = None,
    reason: Annotated[str | None, typer.Option("--reason", help="依据，例如文号")] = None,
    contradictions_seen: Annotated[
        bool, typer.Option("--contradictions-seen", help="已看到 plan check 列出的矛盾，仍要启用")
    ] = False,
    fill: Fill = None,
) -> None:
    now = SystemClock().now()
    activation = activate(
        file,
        by=acting(username, now),
        now=now,
        region=region,
        starts_on=starts_on,
        ends_on=ends_on,
        reason=reason,
        contradictions_seen=contradictions_seen,
        days=filled(fill or ()),
    )
    typer.echo(
        _("已启用：%(plan)s，%(first)s 至 %(last)s，区划 %(region)d，编号 %(id)s")
        % {
            "plan": activation.plan,
            "first": activation.starts_on,
            "last": activation.ends_on,
            "region": activation.region,
            "id": activation.id,
        }
    )


@app.command("import", help="读方案文档（docx、pdf、txt），列出读到的内容和没有读懂的段落")
def import_command(
    file: Annotated[str, typer.Argument(metavar="FILE", help="方案文档")],
    json_: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
    draft: Annotated[bool, typer.Option("--draft", help="输出方案文件草稿")] = False,
    number: Annotated[int, typer.Option("--plan", min=1, help="文档里有几份方案时，草稿取第几份")] = 1,
) -> None:
    read_from = plan_import.document(file)
    if json_:
        typer.echo(plan_import.as_json(read_from))
    elif draft:
        typer.echo(plan_import.as_draft(read_from, number), nl=False)
    else:
        for line in plan_import.as_text(read_from):
            typer.echo(line)


def activate(
    file: str,
    *,
    by: Actor,
    now: datetime,
    region: int,
    starts_on: str | None = None,
    ends_on: str | None = None,
    reason: str | None = None,
    contradictions_seen: bool = False,
    days: Mapping[str, date] | None = None,
) -> "Activation":
    """Check a plan file and put it in force; raises what `load` and `activate_plan` raise."""
    loaded = read(file)
    with scope.enter(by):
        return activate_plan(
            by=by,
            now=now,
            loaded=loaded,
            region=region,
            starts_on=_day(starts_on, "starts_on"),
            ends_on=_day(ends_on, "ends_on"),
            filled=days,
            reason=reason,
            contradictions_seen=contradictions_seen,
        )


def read(name: str) -> LoadedPlan:
    """A plan file by its path, or one of the library by its id."""
    path = Path(name)
    if not path.exists() and (LIBRARY / f"{name}.yaml").is_file():
        path = LIBRARY / f"{name}.yaml"
    with plan_import.readable(name):
        return load(path.read_bytes(), name, vocabulary(teams=TeamKind.values))


def described(loaded: LoadedPlan) -> str:
    return _("%(plan)s：正确，%(count)d 项义务，摘要 %(hash)s") % {
        "plan": loaded.plan.plan,
        "count": len(loaded.plan.duties),
        "hash": loaded.hash[:12],
    }


def filled(written: Sequence[str]) -> dict[str, date]:
    """Days for what a plan masks, written `name=2026-12-20`."""
    found: dict[str, date] = {}
    for text in written:
        name, _sign, day = text.partition("=")
        found[name.strip()] = _day_of(day.strip(), "fill")
    return found


def _day(text: str | None, field: str) -> date | None:
    return None if text is None else _day_of(text, field)


def _day_of(text: str, field: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Invalid(
            "plans.day_unreadable",
            _("日期写法不对：%(text)s。"),
            _("请写成 2026-11-15 这样。"),
            field=field,
            text=text[:20],
        ) from None
