"""Who acts at the command line: `--as USERNAME`, so that every act there has somebody who answers for it."""

from datetime import datetime
from typing import Annotated

import typer
from django.contrib.auth import get_user_model
from django.utils.translation import gettext

from nuandong.kernel.actors import SYSTEM, Actor
from nuandong.kernel.errors import NotFound
from nuandong.kernel.text import gettext_noop as _
from nuandong.org.actors import actor_for

As = Annotated[str, typer.Option("--as", envvar="NUANDONG_AS", help="以谁的账号办理（用户名）")]

AsOrMachine = Annotated[
    str | None, typer.Option("--as", envvar="NUANDONG_AS", help="以谁的账号办理（用户名），不写就记为本机办理")
]
"""For what scripts of the server do by themselves: nobody named means the machine, and the record says so."""


def acting_or_machine(username: str | None, now: datetime) -> Actor:
    """The actor of an account, or the machine where none is named, which is said beside the output."""
    if username is not None:
        return acting(username, now)
    typer.echo(gettext("没有写 --as，由本机办理，日志记为系统。"), err=True)
    return SYSTEM


def acting(username: str, now: datetime) -> Actor:
    """The actor of an open account; NotFound for a name nobody has or a closed account.

    Whoever may run commands on the server could read the database as well: no password is asked for. What needs a
    second factor is not done here.
    """
    account = get_user_model().objects.select_related("staff__unit").filter(username=username, active=True).first()
    if account is None:
        raise NotFound(
            "cli.no_account",
            _("没有可用的账号“%(username)s”。"),
            _("请在 --as 后面填写已开通的用户名。"),
            field="as",
            username=username[:40],
        )
    return actor_for(account, now=now)
