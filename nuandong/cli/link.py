"""Records of a list that may be about the same person: proposals for somebody to look at, with weights."""

import sys
import time
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from django.utils.translation import gettext as _

from nuandong.batch.linkage import columns, model
from nuandong.batch.linkage.linking import Linked, linked_by
from nuandong.batch.linkage.model import Verdict
from nuandong.batch.tables import SUFFIXES, read_table, write_table
from nuandong.cli._refusing import dumped, refusals, unused_line

HELP = "疑似重复：找出一张表里可能是同一个人的记录，给出概率和各栏的权重"
DATABASE_ROLE = ""
_INPUT: Final = (
    "每人一行，.csv 或 .parquet。要有 "
    + "、".join(f"{name} {columns.HEADINGS[name][1]}" for name in columns.REQUIRED)
    + "，至少还有一列："
    + "、".join(f"{name} {columns.HEADINGS[name][1]}" for name in columns.TELLING)
    + "；可以有：sex 性别、region 区划代码"
)


class Engine(StrEnum):
    DUCKDB = "duckdb"
    SPARK = "spark"


def command(
    source: Annotated[Path, typer.Option("--input", metavar="FILE", help=_INPUT)],
    target: Annotated[Path, typer.Option("--output", metavar="FILE", help="疑似重复的对，.csv 或 .parquet")],
    engine: Annotated[Engine, typer.Option("--engine", help="计算引擎")] = Engine.DUCKDB,
    weights: Annotated[str, typer.Option("--weights", metavar="VERSION", help="权重的版本")] = model.CURRENT,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
) -> None:
    if source.resolve() == target.resolve():
        raise typer.BadParameter(_("结果不能写在原来的表上。"), param_hint="--output")
    if target.suffix.lower() not in SUFFIXES:
        raise typer.BadParameter(_("请用 .csv 或 .parquet。"), param_hint="--output")
    if weights not in (versions := model.versions()):
        known = _("没有这个版本，可以写：%(known)s。") % {"known": "、".join(versions)}
        raise typer.BadParameter(known, param_hint="--weights")
    began = time.monotonic()
    with refusals(as_json=as_json):
        given = read_table(source)
        unused = columns.unused(given.column_names)
        linked = linked_by(engine.value)(columns.checked(given), model.load(weights), progress=_told)
        write_table(linked.pairs, target)
    said = summary(linked, engine, weights, target, time.monotonic() - began) | {"unused": unused}
    typer.echo(dumped(said) if as_json else "\n".join(lines(said)))


def summary(linked: Linked, engine: Engine, weights: str, target: Path, seconds: float) -> dict[str, Any]:
    """What was looked at and what is proposed."""
    proposals = linked.pairs["proposal"].to_pylist()
    return {
        "records": linked.records,
        "compared": linked.compared,
        "proposals": {one.value: proposals.count(one.value) for one in Verdict},
        "unread": {name: {"values": count, "first_row": row} for name, (count, row) in linked.unread.items()},
        "engine": engine.value,
        "weights": weights,
        "seconds": round(seconds, 1),
        "output": str(target),
    }


def lines(said: dict[str, Any]) -> list[str]:
    """The summary in words."""
    counts = {**said["proposals"], "records": said["records"], "file": said["output"]}
    words = _("%(records)d 条记录：很可能是同一人的 %(sure)d 对，存疑的 %(doubtful)d 对，都请人工核对；见 %(file)s")
    missed = _("“%(column)s”有 %(values)d 个值读不懂，按没有填处理，第一个在第 %(first_row)d 行")
    return [
        words % counts,
        *(missed % {"column": columns.HEADINGS[name][1], **one} for name, one in said["unread"].items()),
        *unused_line(said["unused"]),
    ]


_LONG: Final = 50_000
"""Records from which somebody wants to hear how far it is."""


def _told(stage: str, count: int) -> None:
    if count >= _LONG:
        typer.echo(f"{_(stage)} {count}", file=sys.stderr)
