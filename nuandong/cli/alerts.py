"""Weather warnings from files: what a mail filter, a download or a person hands in."""

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer
from django.utils.translation import gettext as _

from nuandong.alerts import selectors
from nuandong.alerts.actions import Receipt, receive
from nuandong.alerts.catalogue import catalogue
from nuandong.alerts.formats.parsed import NOTE_WORDS
from nuandong.alerts.levels import Level
from nuandong.alerts.states import State
from nuandong.cli._acting import As, acting
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import SHANGHAI, SystemClock
from nuandong.kernel.errors import Invalid
from nuandong.org import scope

if TYPE_CHECKING:
    from nuandong.alerts.models import WeatherWarning

HELP = "气象预警：从文件导入"
READ_LIMIT: Final = 20_000_000
"""Bytes read at most, of a file that never ends; what is above 1 MB is refused anyway."""

app = typer.Typer(no_args_is_help=True)


@app.callback()
def group() -> None:
    """Keep `ingest` a word of its own while it is the only command."""


@app.command("ingest", help="导入一条预警消息（CAP 1.2、国标 XML 或 JSON）；文件名写 - 时从标准输入读取")
def ingest_command(path: Annotated[str, typer.Argument(metavar="FILE|-")], username: As) -> None:
    now = SystemClock().now()
    for line in ingest(path, by=acting(username, now), now=now):
        typer.echo(line)


def ingest(path: str, *, by: Actor, now: datetime) -> list[str]:
    """Hand in the message in a file, or on standard input for "-"; returns in words what was understood.

    A refused message is kept and nothing else is written: its refusal (Invalid or Conflict) is raised after that.
    Raises Invalid for a file that cannot be read, Forbidden and OutOfScope as `receive`.
    """
    data = _read(path)
    with scope.enter(by):
        receipt = receive(by=by, now=now, data=data)
        lines = [] if receipt.refusal else _describe(receipt)
    if receipt.refusal is not None:
        raise receipt.refusal
    return lines


def _read(path: str) -> bytes:
    try:
        if path == "-":
            return sys.stdin.buffer.read(READ_LIMIT)
        with Path(path).open("rb") as file:
            return file.read(READ_LIMIT)
    except OSError as error:
        raise Invalid(
            "alerts.file_unreadable",
            _("读不了文件“%(path)s”：%(why)s。"),
            _("请核对文件名和读取权限。"),
            field="path",
            path=path[:200],
            why=error.strerror or type(error).__name__,
        ) from error


def _describe(receipt: Receipt) -> list[str]:
    message = receipt.message
    if message is None:
        return []
    head = _("收到过，没有变化") if receipt.repeated else _("已接收")
    lines = [
        _("%(head)s：%(format)s 消息 %(number)s，%(issuer)s，%(sent)s 发布")
        % {
            "head": head,
            "format": message.format.upper(),
            "number": message.identifier,
            "issuer": message.issuer,
            "sent": _moment(message.sent_at),
        }
    ]
    if message.status != "actual":
        lines.append(_("这是演练或测试消息，不会生效。"))
    if message.refers_to:
        lines.append(_("引用的预警：%(numbers)s") % {"numbers": " ".join(message.refers_to)})
    regions = selectors.areas(receipt.warnings)
    lines += [_warning(warning, regions[warning.id]) for warning in receipt.warnings]
    lines += [_("注意：") + _(NOTE_WORDS[code]) % {"detail": detail} for code, detail in message.notes]
    return lines


def _warning(warning: "WeatherWarning", regions: tuple[int, ...]) -> str:
    return _("  %(event)s %(level)s（%(state)s）：%(start)s 至 %(until)s，区划 %(regions)s") % {
        "event": _(catalogue().title_of(warning.event)),
        "level": _(Level(warning.level).label),
        "state": _(State(warning.state).label),
        "start": _moment(warning.starts_at),
        "until": _moment(warning.until),
        "regions": " ".join(map(str, regions)) or _("未知"),
    }


def _moment(at: datetime) -> str:
    return at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
