"""The demo season: load it, and print the one-time code of a demo login."""

import json
import os
from datetime import datetime, time
from pathlib import Path
from typing import Annotated

import typer
from django.conf import settings

from nuandong.demo.catching_up import catch_up
from nuandong.demo.load import Loaded, is_loaded, load
from nuandong.demo.logins import PASSWORD
from nuandong.demo.office import one_time_code
from nuandong.demo.size import SIZES
from nuandong.kernel.clock import SystemClock, combine
from nuandong.kernel.errors import Forbidden, Invalid, NotFound
from nuandong.kernel.text import gettext_noop as _

HELP = "演示数据：装入一个县的演示冬季"
DATABASE_ROLE = "owner"

app = typer.Typer(no_args_is_help=True)


@app.command("load", help="装入演示数据，打印各岗位的登录名")
def load_command(
    size: Annotated[str, typer.Option(help="small 或 county")] = "small",
    as_of: Annotated[str, typer.Option("--as-of", metavar="DATE", help="演示停在哪一天的 20:00；默认现在")] = "",
    if_empty: Annotated[bool, typer.Option("--if-empty", help="已有数据时什么也不做")] = False,
) -> None:
    _only_in_demo()
    now = SystemClock().now()
    if is_loaded():
        if not if_empty:
            raise Forbidden(
                "demo.not_empty", _("数据库里已有数据。"), _("演示数据只装入空的数据库；请换一个数据文件夹。")
            )
        _print_logins()
        return
    if size not in SIZES:
        raise Invalid("demo.size", _("没有这种规模。"), _("请用 small 或 county。"), field="size")
    moment = _moment(as_of, now)
    loaded = load(SIZES[size], as_of=moment, say=typer.echo)
    _keep_logins(loaded)
    typer.echo("核算：方案落实情况、统计数、流水账")
    catch_up(moment, settings.NUANDONG_ANCHOR_FILE)
    typer.echo(f"已装入 {loaded.persons} 人、{loaded.households} 户")
    _print_logins()


@app.command("code", help="打印演示账号当前的动态口令")
def code_command(username: str) -> None:
    _only_in_demo()
    for login in _logins():
        if login["username"] == username:
            typer.echo(one_time_code(login["totp_key"], SystemClock().now()))
            return
    raise NotFound("demo.no_login", _("没有这个演示账号。"), _("请从打印的登录名中选择。"))


def _only_in_demo() -> None:
    if not settings.NUANDONG_DEMO:
        raise Forbidden("demo.off", _("不在演示模式。"), _("请设置 NUANDONG_DEMO=1；正式系统不要装入演示数据。"))


def _moment(as_of: str, now: datetime) -> datetime:
    if not as_of:
        return now
    try:
        return combine(datetime.strptime(as_of, "%Y-%m-%d").date(), time(20))  # noqa: DTZ007  a day, made a moment by combine
    except ValueError:
        raise Invalid("demo.as_of", _("日期写法不对。"), _("请写成 2026-12-01。"), field="as_of") from None


def _file() -> Path:
    return Path(settings.NUANDONG_DATA) / "secrets" / "demo-logins.json"


def _keep_logins(loaded: Loaded) -> None:
    rows = [
        {"username": login.username, "title": login.title, "name": login.name, "totp_key": login.totp_key}
        for login in loaded.logins
    ]
    with os.fdopen(os.open(_file(), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        json.dump(rows, file, ensure_ascii=False, indent=1)


def _logins() -> list[dict[str, str]]:
    try:
        rows: list[dict[str, str]] = json.loads(_file().read_text("utf-8"))
    except FileNotFoundError:
        return []
    return rows


def _print_logins() -> None:
    typer.echo(f"登录名（密码都是 {PASSWORD}；动态口令用 nuandong demo code 登录名）：")
    for login in _logins():
        typer.echo(f"  {login['username']:<12} {login['title']}  {login['name']}")
