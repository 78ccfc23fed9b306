"""The journal's hash chain from the command line: prove it, close it up to now, copy its head elsewhere."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer
from django.conf import settings
from django.utils.translation import gettext as _

from nuandong.journal import api as journal
from nuandong.journal.manifests import Flaw, Manifest, check_manifest
from nuandong.journal.sealing import seal_all
from nuandong.journal.standing import Standing, standing
from nuandong.journal.verification import TROUBLE_WORDS, Finding, Report, verify
from nuandong.kernel.actors import SYSTEM
from nuandong.kernel.clock import SHANGHAI, SystemClock
from nuandong.kernel.text import gettext_noop
from nuandong.org import scope

HELP = "工作日志：校验链条、封存、查看链头"
DATABASE_ROLE = "worker"

app = typer.Typer(no_args_is_help=True)


@app.command("verify", help="逐条校验已封存的记录；发现问题时退出码为 1")
def verify_command(
    texts: Annotated[bool, typer.Option("--texts", help="同时解密核对每条记录的文字，慢得多")] = False,
    manifest: Annotated[Path | None, typer.Option("--manifest", help="同时核对一份取走的档案（.zip）")] = None,
) -> None:
    with scope.enter(SYSTEM):
        report = verify(anchor_file=settings.NUANDONG_ANCHOR_FILE, texts=texts)
        flaws = _pack_flaws(manifest) if manifest is not None else ()
    for line in describe(report):
        typer.echo(line)
    for flaw in flaws:
        typer.echo("  " + _(flaw.words) % {"of": flaw.of})
    if manifest is not None and not flaws:
        typer.echo(_("压缩包与清单、封条和生成记录一致。"))
    if flaws or not report.sound:
        raise typer.Exit(1)


@app.command("seal", help="立即封存已经落定的记录，并把链头写到库外文件")
def seal_command() -> None:
    with scope.enter(SYSTEM):
        sealed = seal_all(now=SystemClock().now(), anchor_file=settings.NUANDONG_ANCHOR_FILE)
        end = standing()
    typer.echo(_("封存了 %(n)d 条记录。") % {"n": sealed})
    typer.echo(_head_words(end))


@app.command("head", help="最后一次封存的编号、时间和链头，可抄存在别处备查")
def head_command() -> None:
    with scope.enter(SYSTEM):
        typer.echo(_head_words(standing()))


def _pack_flaws(path: Path) -> tuple[Flaw, ...]:
    try:
        found = check_manifest(path)
    except OSError as error:
        return (Flaw(gettext_noop("不能读取文件：%(of)s"), str(error)),)
    if found.told and not _made_here(found):
        return (*found.flaws, Flaw(gettext_noop("工作日志中没有生成这份文件的记录")))
    return found.flaws


def _made_here(found: Manifest) -> bool:
    """Whether an event about its subject names the sum of just this file."""
    try:
        subject = UUID(str(found.told.get("archive")))
    except ValueError:
        return False
    return any(one.payload.get("digest") == found.digest for one in journal.history(subject=subject))


def describe(report: Report) -> Iterable[str]:
    """The outcome of a check in lines a person reads: the counts first, then each finding."""
    yield _("校验了 %(seals)d 个封条、%(events)d 条记录；另有 %(unsealed)d 条尚未封存。") % {
        "seals": report.seals,
        "events": report.sealed,
        "unsealed": report.unsealed,
    }
    if report.sound:
        yield _("链条完整，没有发现改动。")
        return
    yield _("发现 %(n)d 处问题：") % {"n": len(report.findings)}
    for finding in report.findings:
        yield "  " + finding_words(finding)


def finding_words(finding: Finding) -> str:
    """One finding: what is wrong, with which seal and which event."""
    place = _("封条 %(seal)s") % {"seal": finding.seal} if finding.seal is not None else ""
    event = _("记录 %(event)s") % {"event": finding.event} if finding.event is not None else ""
    return "，".join(part for part in (place, event, _(TROUBLE_WORDS[finding.trouble])) if part)


def _head_words(end: Standing) -> str:
    if end.sealed_at is None:
        return _("还没有封存过；%(unsealed)d 条记录等待封存。") % {"unsealed": end.unsealed}
    return _("第 %(number)d 号封条，%(at)s，链头 %(head)s；%(unsealed)d 条记录等待封存。") % {
        "number": end.number,
        "at": f"{end.sealed_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}",
        "head": end.head,
        "unsealed": end.unsealed,
    }
