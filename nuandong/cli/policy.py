"""Standards and what follows from them: list, describe, check files, calculate lists of households, share a budget."""

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Final

import pyarrow as pa
import typer
from django.utils.translation import gettext as _

from nuandong.batch import engines
from nuandong.batch.counting import counted
from nuandong.batch.tables import SUFFIXES, digest, read_table, table_of, write_table
from nuandong.cli import _policy_output as output
from nuandong.cli._plan_import import readable
from nuandong.cli._refusing import dumped, refusals, unused_line
from nuandong.kernel.clock import SystemClock, local_date
from nuandong.kernel.money import format_yuan
from nuandong.plans.problems import PlanFileError
from nuandong.plans.standard_files import load_standard, standard_schema
from nuandong.policy.editions import Edition, edition
from nuandong.policy.library import standards, version
from nuandong.policy.sharing import BOUNDS, COLUMNS, Bound, Place, Share, Shared, read_bounds, read_needs, share_out

HELP = "救助标准：列出、说明、检查文件、按户计算、分配资金"
DATABASE_ROLE = ""

app = typer.Typer(no_args_is_help=True)
Json = Annotated[bool, typer.Option("--json", help="输出 JSON")]
Day = Annotated[str | None, typer.Option("--on", metavar="DATE", help="按哪一天的数额，如 2026-12-01，默认今天")]
_BUDGET_MOST: Final = 10**15


class Engine(StrEnum):
    REFERENCE = "reference"
    DUCKDB = "duckdb"
    SPARK = "spark"


@app.command("list", help="列出全部标准")
def list_command(as_json: Json = False) -> None:
    with refusals(as_json=as_json):
        found = [
            {"standard": code, "title": one.title, "version": version(code), "rules": len(one.rules)}
            for code, one in standards().items()
        ]
    if as_json:
        typer.echo(dumped(found))
        return
    for row in found:
        typer.echo(f"{row['standard']:<26}{row['version']}  {row['title']}")


@app.command("describe", help="一个标准要填哪些列、各项数额、日期和出处")
def describe_command(
    standard: Annotated[str, typer.Argument(metavar="STANDARD")], on: Day = None, as_json: Json = False
) -> None:
    with refusals(as_json=as_json):
        rules = edition(standard, _day(on))
    typer.echo(dumped(output.described(rules)) if as_json else "\n".join(output.described_lines(rules)))


@app.command("check", help="检查标准文件，逐行逐列指出错误；有错返回 1")
def check_command(files: Annotated[list[str], typer.Argument(metavar="FILE...")]) -> None:
    failing = 0
    for name in files:
        try:
            with readable(name):
                found = load_standard(Path(name).read_bytes(), name)
        except PlanFileError as error:
            failing += len(error.problems)
            for line in error.lines():
                typer.echo(line, err=True)
            continue
        typer.echo(_("%(standard)s：正确，%(count)d 条规则") % {"standard": found.standard, "count": len(found.rules)})
    if failing:
        raise typer.Exit(1)


@app.command("schema", help="输出标准文件的 JSON Schema，供编辑器使用")
def schema_command() -> None:
    typer.echo(standard_schema(), nl=False)


@app.command("benefit", help="按标准逐户计算：金额（分）和计算过程；有一处错误就不算")
def benefit_command(
    standard: Annotated[str, typer.Option("--standard", metavar="ID", help="标准编号")],
    source: Annotated[Path, typer.Option("--input", metavar="FILE", help="每户一行，.csv 或 .parquet")],
    target: Annotated[Path, typer.Option("--output", metavar="FILE", help="结果，.csv 或 .parquet")],
    engine: Annotated[Engine, typer.Option("--engine", help="计算引擎")] = Engine.DUCKDB,
    on: Day = None,
    constants: Annotated[
        list[str] | None, typer.Option("--set", metavar="COLUMN=VALUE", help="表里没有的列，各户都用这个值；可以写几次")
    ] = None,
    people: Annotated[
        Path | None, typer.Option("--persons", metavar="FILE", help="每人一行：由它数出各户人数和各项人数")
    ] = None,
    words: Annotated[bool, typer.Option("--words/--no-words", help="结果里写不写计算过程的文字")] = True,
    as_json: Json = False,
) -> None:
    _different(source, target)
    day, given = _day(on), _constants(constants or [])
    with refusals(as_json=as_json):
        rules = edition(standard, day)
        listed = read_table(source, repeating=True)
        asked = {column.name for column in rules.columns}
        unused = [name for name in listed.column_names if name not in asked]
        if people is not None:
            listed, wrong = counted(rules, listed, read_table(people))
            output.refuse(wrong, as_json=as_json)
        table = engines.prepared(rules, listed, given)
        outcome = engines.calculate(rules, table, engine.value)
        output.refuse(outcome.problems, as_json=as_json)
        rows = engines.with_words(rules, outcome.rows) if words else outcome.rows
        write_table(rows, target)
        said = _benefit(rules, rows, source, target, engine) | {"unused": unused}
    if as_json:
        typer.echo(dumped(said))
        return
    figures = {"rows": said["rows"], "yuan": format_yuan(said["amount_fen"]), "file": target}
    typer.echo(_("已计算 %(rows)d 户，现金合计 %(yuan)s 元，结果在 %(file)s") % figures)
    typer.echo("".join(f"{line}\n" for line in unused_line(unused)), nl=False)


@app.command(
    "allocate",
    help="把资金分到乡镇、村和户：按需要、按优先顺序，逐笔说明",
    epilog="需要表的列：" + "；".join(f"{name} {title}" for name, title in COLUMNS.items()),
)
def allocate_command(
    budget: Annotated[int, typer.Option("--budget", metavar="FEN", min=0, max=_BUDGET_MOST, help="资金总额（分）")],
    source: Annotated[Path, typer.Option("--need", metavar="FILE", help="需要：每户或每村一行，.csv 或 .parquet")],
    target: Annotated[Path, typer.Option("--output", metavar="FILE", help="结果，.csv 或 .parquet")],
    limits: Annotated[
        Path | None, typer.Option("--bounds", metavar="FILE", help="各乡镇、各村最少最多给多少，.csv 或 .parquet")
    ] = None,
    as_json: Json = False,
) -> None:
    _different(source, target)
    with refusals(as_json=as_json):
        table = read_table(source)
        needs, wrong = read_needs(table.to_pylist(), table.column_names)
        output.refuse(wrong, as_json=as_json)
        unused = [name for name in table.column_names if name not in COLUMNS]
        bounds: dict[Place, Bound] = {}
        if limits is not None:
            bounded = read_table(limits)
            bounds, wrong = read_bounds(bounded.to_pylist(), bounded.column_names, needs)
            output.refuse(wrong, as_json=as_json)
            unused += [name for name in bounded.column_names if name not in BOUNDS]
        shared = share_out(budget, needs, bounds)
        write_table(_shares(shared), target)
    said = _allocation(shared, target) | {"unused": unused}
    if as_json:
        typer.echo(dumped(said))
        return
    figures = {name: format_yuan(said[f"{name}_fen"]) for name in ("budget", "need", "given", "left", "unfunded")}
    words = _("资金 %(budget)s 元，需要 %(need)s 元，分到 %(given)s 元，未分 %(left)s 元，缺口 %(unfunded)s 元")
    typer.echo(words % figures)
    typer.echo(_("缺口名单 %(count)d 个，结果在 %(file)s") % {"count": said["unfunded"], "file": target})
    typer.echo("".join(f"{line}\n" for line in unused_line(unused)), nl=False)


def _benefit(rules: Edition, rows: pa.Table, source: Path, target: Path, engine: Engine) -> dict[str, Any]:
    """What somebody needs to know to find the same figures again."""
    return {
        "standard": rules.standard.standard,
        "version": rules.version,
        "day": rules.day.isoformat(),
        "engine": engine.value,
        "rows": rows.num_rows,
        "amount_fen": sum(rows["amount_fen"].to_pylist()),
        "goods": {unit: sum(rows[unit].to_pylist()) for unit in rules.goods},
        "input_sha256": digest(source),
        "output": str(target),
        "output_sha256": digest(target),
    }


def _allocation(shared: Shared, target: Path) -> dict[str, Any]:
    return {
        "budget_fen": shared.budget,
        "need_fen": shared.need,
        "given_fen": shared.given,
        "left_fen": shared.left,
        "unfunded": len(shared.unfunded),
        "unfunded_fen": sum(one.need - one.share for one in shared.unfunded),
        "output": str(target),
        "output_sha256": digest(target),
    }


_SHARE_COLUMNS: Final = (
    "level", "township", "village", "household", "priority", "need_fen", "share_fen", "left_fen", "status", "trace",
)  # fmt: skip


def _shares(shared: Shared) -> pa.Table:
    return table_of(map(_share, shared.shares), list(_SHARE_COLUMNS))


def _share(one: Share) -> dict[str, object]:
    cells = (
        one.level, *one.place, one.household, one.priority, one.need, one.share, one.left, one.status, one.words(),
    )  # fmt: skip
    return dict(zip(_SHARE_COLUMNS, cells, strict=True))


def _day(text: str | None) -> date:
    if text is None:
        return local_date(SystemClock().now())
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(_("日期写法不对，请写成 2026-11-15 这样。"), param_hint="--on") from None


def _constants(written: list[str]) -> dict[str, str]:
    found = {}
    for text in written:
        name, sign, value = text.partition("=")
        if not sign:
            raise typer.BadParameter(_("请写成 列=值。"), param_hint="--set")
        found[name.strip()] = value
    return found


def _different(source: Path, target: Path) -> None:
    if source.resolve() == target.resolve():
        raise typer.BadParameter(_("结果不能写在原来的表上。"), param_hint="--output")
    if target.suffix.lower() not in SUFFIXES:
        raise typer.BadParameter(_("请用 .csv 或 .parquet。"), param_hint="--output")
