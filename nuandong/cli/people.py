"""The register of persons: records that may be of one person, proposed for somebody to look at."""

import json
from dataclasses import asdict
from typing import Annotated

import typer
from django.utils.translation import gettext as _

from nuandong.cli._acting import As, acting
from nuandong.kernel.clock import SystemClock
from nuandong.org import scope
from nuandong.people.actions.propose_pairs import propose_pairs
from nuandong.relief.paying.registered import account_numbers

HELP = "人员登记：查找疑似重复的人"
DATABASE_ROLE = "worker"

app = typer.Typer(no_args_is_help=True)


@app.callback()
def group() -> None:
    """Commands of the register of persons."""


@app.command("pairs", help="比较一个地区登记的所有人，疑似同一人的列入待核对；每天夜里也会按县自动运行")
def pairs_command(
    region: Annotated[int, typer.Option("--region", metavar="CODE", help="12 位区划代码")],
    username: As,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
) -> None:
    now = SystemClock().now()
    by = acting(username, now)
    with scope.enter(by):
        done = asdict(propose_pairs(by=by, now=now, region=region, accounts=account_numbers(region)))
    words = _("比较了 %(persons)d 人：新列入 %(new)d 对，因信息有变重新核对 %(again)d 对，不再疑似而撤下 %(gone)d 对")
    typer.echo(json.dumps(done) if as_json else words % done)
