"""Draws made again from the command line, so that anybody with the archive can check them."""

from typing import Annotated
from uuid import UUID

import typer
from django.utils.translation import gettext as _

from nuandong.kernel.actors import SYSTEM
from nuandong.org import scope
from nuandong.supervision.lookups import draw_of
from nuandong.supervision.repeating import Repeated, repeat

HELP = "督查：重新演算随机抽查"
DATABASE_ROLE = "worker"

app = typer.Typer(no_args_is_help=True)


@app.callback()
def group() -> None:
    """Commands of supervision."""


@app.command("repeat", help="用留存的名录和种子重新抽取一次，与留存的结果和工作日志比较；不一致时退出码为 1")
def repeat_command(draw_id: Annotated[UUID, typer.Argument(help="抽查编号，见抽查页")]) -> None:
    with scope.enter(SYSTEM):
        found = draw_of(draw_id)
        again = repeat(found)
    typer.echo(_("种子 %(seed)s") % {"seed": found.seed})
    typer.echo(_("名录摘要 %(digest)s") % {"digest": found.digest})
    for line in verdict(again):
        typer.echo(line)
    if not again.same:
        raise typer.Exit(1)


def verdict(again: Repeated) -> list[str]:
    """Whether it is the same, else what differs, in lines a person reads."""
    if again.same:
        return [_("重新演算的结果与留存的结果、工作日志完全一致。")]
    differs = (
        (again.digest, _("名录的摘要不符；")),
        (again.picks, _("抽中的对象或人员不符；")),
        (again.journal, _("与工作日志不符；")),
    )
    return [_("重新演算的结果不一致："), *("  " + words for same, words in differs if not same)]
