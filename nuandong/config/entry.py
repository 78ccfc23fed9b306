"""The `nuandong` command: finds commands, brings up what each needs, and turns errors into one clear sentence."""

import ast
import importlib
import os
import pkgutil
import secrets
import sys
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import typer

import nuandong.cli
from nuandong import __version__
from nuandong.config import memory
from nuandong.config.secrets import VARIABLE as SECRET
from nuandong.config.secrets import ensure_secret_key
from nuandong.kernel.clock import SystemClock
from nuandong.kernel.errors import DomainError
from nuandong.machine.dsn import is_embedded
from nuandong.machine.folders import default_data_folder
from nuandong.machine.postgres import Cluster

_FAILED = 1
_INTERRUPTED = 130
# SQLSTATE of a table or column that is not there.
_OTHER_TABLES = ("42P01", "42703")


@dataclass(frozen=True, slots=True)
class Command:
    """What a file of nuandong/cli says about itself; see there."""

    name: str
    module: str
    help: str
    role: str
    framework: bool


def commands() -> dict[str, Command]:
    """Every command by name. Files are read, not imported: importing needs Django and a database."""
    found = {}
    for place in nuandong.cli.__path__:
        for info in pkgutil.iter_modules([place]):
            if not info.name.startswith("_"):
                said = _constants(Path(place) / f"{info.name}.py")
                name = info.name.replace("_", "-")
                found[name] = Command(
                    name=name,
                    module=f"nuandong.cli.{info.name}",
                    help=str(said.get("HELP", "")),
                    role=str(said.get("DATABASE_ROLE", "web")),
                    framework=bool(said.get("FRAMEWORK", True)),
                )
    return found


def prepare(role: str, *, framework: bool) -> None:
    """Bring up what a command stands on: secret, database, and Django in the given database role.

    `NUANDONG_DB_ROLE` in the environment wins over `role`, except over the owner's.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nuandong.config.settings")
    data_folder = default_data_folder(os.environ)
    if role or framework:
        ensure_secret_key(os.environ, data_folder)
    if role:
        if role == "owner" or not os.environ.get("NUANDONG_DB_ROLE", "").strip():
            os.environ["NUANDONG_DB_ROLE"] = role
        if is_embedded(os.environ):
            Cluster(data_folder).ensure_running()
    if framework:
        import django

        django.setup()
    memory.patient()


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code: 0 done, 1 failed, 2 wrong usage."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        _build(arguments)(args=arguments, prog_name="nuandong")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else _FAILED if end.code else 0
    except KeyboardInterrupt:
        return _INTERRUPTED
    except DomainError as refusal:
        return _fail(str(refusal))
    except BrokenPipeError:
        # Whoever read our output has gone; there is nobody left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _FAILED
    except Exception as trouble:  # noqa: BLE001  the last one to hear of it says it in a sentence
        return _fail(_sentence(trouble))
    return 0


def _build(arguments: Sequence[str]) -> typer.Typer:
    """The command line with the one command that is called; the others are named in the help only."""
    root = typer.Typer(add_completion=False, pretty_exceptions_enable=False, no_args_is_help=True, help="暖冬 Nuandong")
    root.callback()(_root)
    called = next((word for word in arguments if not word.startswith("-")), "")
    for command in commands().values():
        if command.name != called:
            root.command(command.name, help=command.help)(_not_loaded)
            continue
        if any(word in {"--help", "-h"} for word in arguments) and command.framework:
            prepare("", framework=True)
        else:
            prepare(command.role, framework=command.framework)
        _add(root, command, importlib.import_module(command.module))
    root.command("check-config", help="检查正式运行所需的配置，指出缺什么")(_check_config)
    return root


def _add(root: typer.Typer, command: Command, module: ModuleType) -> None:
    group = getattr(module, "app", None)
    if isinstance(group, typer.Typer):
        if command.name == "db":
            group.command("migrate", help="升级表结构、权限和分区")(_migrate)
        root.add_typer(group, name=command.name, help=command.help)
    else:
        root.command(command.name, help=command.help)(module.command)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(__version__)
        raise typer.Exit


def _root(
    version: bool = typer.Option(False, "--version", help="打印版本", is_eager=True, callback=_print_version),
) -> None:
    """The options of the command itself; `--version` is done before this runs."""
    del version


def _not_loaded() -> None:
    raise AssertionError("a command that was not called cannot run")


def _migrate() -> None:
    prepare("owner", framework=True)
    from nuandong.config import references
    from nuandong.config.database import migrate

    references.check()
    tables = migrate(SystemClock().now())
    typer.echo(f"表结构已是最新，共 {len(tables)} 张表")


def _check_config() -> None:
    given = dict(os.environ)
    # Looking makes no file: a secret for the length of a look, where there is none.
    os.environ.setdefault(SECRET, secrets.token_urlsafe(48))
    prepare("", framework=False)
    from nuandong.config import early

    broken = early.problems()
    # The other files of the library speak of events, whose kinds the application knows.
    prepare("", framework=True)
    from nuandong.config.check import check_config

    findings = check_config(given, broken)
    for finding in findings:
        typer.echo(str(finding))
    if any(finding.blocking for finding in findings):
        raise typer.Exit(_FAILED)
    typer.echo("可以正式运行" if not findings else "可以运行，建议处理以上各项")


def _constants(path: Path) -> dict[str, object]:
    """Plain constants at the top level of a source file."""
    found: dict[str, object] = {}
    for statement in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Constant):
            found.update({t.id: statement.value.value for t in statement.targets if isinstance(t, ast.Name)})
    return found


def _fail(words: str) -> int:
    if os.environ.get("NUANDONG_DEBUG"):
        traceback.print_exc()
    print(words, file=sys.stderr)  # noqa: T201  the error of a command goes to standard error
    return _FAILED


def _sentence(trouble: Exception) -> str:
    first = str(trouble).strip().splitlines()
    kind = type(trouble).__name__
    if kind == "OperationalError":
        return (
            f"连不上数据库或数据库中断：{first[0] if first else kind}。请检查数据库是否在运行（nuandong db status）。"
        )
    if getattr(trouble.__cause__, "sqlstate", None) in _OTHER_TABLES:
        return "数据库的表结构还没有建立，或者不是这个版本的。请先运行 nuandong db migrate。"
    return f"程序出错：{kind}：{first[0] if first else ''}。设置 NUANDONG_DEBUG=1 再运行可看到细节。"
