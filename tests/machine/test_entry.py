"""The command line: how it finds commands, what it says when something is wrong, and its exit codes."""

import os
from pathlib import Path

import pytest

import nuandong.cli
from nuandong.config import check, entry
from nuandong.config.check import check_config
from nuandong.config.secrets import ensure_secret_key
from nuandong.kernel.keyring import Keyring
from nuandong.reports.papers import compiling


@pytest.fixture(autouse=True)
def own_environment(monkeypatch: pytest.MonkeyPatch, short_path: Path) -> None:
    """The entry point writes into the environment; each test gets its own."""
    monkeypatch.setattr(os, "environ", {k: v for k, v in os.environ.items() if not k.startswith("NUANDONG_")})
    os.environ["NUANDONG_DATA"] = str(short_path / "d")
    os.environ.pop("DATABASE_URL", None)


def test_every_command_says_what_it_is_and_has_something_to_run() -> None:
    found = entry.commands()
    assert {"db", "serve", "web", "worker", "scheduler", "backup", "restore", "keys"} <= set(found)
    for command in found.values():
        assert command.help, f"{command.module} has no HELP"
        source = Path(nuandong.cli.__path__[0], command.module.rpartition(".")[2] + ".py").read_text()
        assert "\napp = " in source or "\ndef command(" in source


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--version"], 0, "0.1.0"),
        ([], 2, "serve"),
        (["--help"], 0, "check-config"),
        (["db", "--help"], 0, "migrate"),
        (["nothing"], 2, "nothing"),
        (["db", "status", "--bad"], 2, "--bad"),
        (["db", "status"], 1, "尚未建立"),
        (["db", "stop"], 0, "没有运行"),
        (["db", "url", "--role", "boss"], 1, "boss"),
        (["db", "roles-sql"], 0, "nuandong_auditor"),
        (["restore", "/nowhere"], 1, "/nowhere"),
        (["check-config"], 1, "NUANDONG_HOSTS"),
    ],
)
def test_words_and_exit_codes(
    arguments: list[str], code: int, words: str, capfd: pytest.CaptureFixture[str], short_path: Path
) -> None:
    assert entry.main(arguments) == code
    said = "".join(capfd.readouterr())
    assert words in said
    assert "Traceback" not in said
    assert not (short_path / "d").exists(), "looking changes nothing"


def test_a_real_server_is_not_ours_to_start(capfd: pytest.CaptureFixture[str]) -> None:
    os.environ["DATABASE_URL"] = "postgresql://u:h1dden@db.example/d"
    assert entry.main(["db", "start"]) == 1
    said = capfd.readouterr().err
    assert "DATABASE_URL" in said
    assert "h1dden" not in said


def test_an_unforeseen_error_is_one_sentence_unless_debugging(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def broken() -> dict[str, entry.Command]:
        raise RuntimeError("first line\nsecond line")

    monkeypatch.setattr(entry, "commands", broken)
    assert entry.main(["db"]) == 1
    said = capfd.readouterr().err
    assert "first line" in said
    assert "second line" not in said
    os.environ["NUANDONG_DEBUG"] = "1"
    assert entry.main(["db"]) == 1
    assert "Traceback" in capfd.readouterr().err


def test_the_session_secret_is_made_once_and_a_given_one_wins(short_path: Path) -> None:
    first: dict[str, str] = {}
    second: dict[str, str] = {}
    ensure_secret_key(first, short_path / "d")
    ensure_secret_key(second, short_path / "d")
    assert first == second
    assert len(first["NUANDONG_SECRET_KEY"]) >= 50
    given = {"NUANDONG_SECRET_KEY": "given"}
    ensure_secret_key(given, short_path / "d")
    assert given == {"NUANDONG_SECRET_KEY": "given"}


def production(data: Path) -> dict[str, str]:
    keys = data.parent / "keys.json"
    Keyring.create(keys)
    return {
        "NUANDONG_DATA": str(data),
        "NUANDONG_HOSTS": "relief.example",
        "NUANDONG_TLS": "1",
        "NUANDONG_BEHIND_PROXY": "1",
        "NUANDONG_HOTLINE": "0851-00000000",
        "NUANDONG_LODGING_PHONE": "0851-00000001",
        "NUANDONG_NOTICE_URLS": "json://relief.example",
        "NUANDONG_REGION": "520102000000",
        "NUANDONG_KEY_FILE": str(keys),
        "NUANDONG_ANCHOR_FILE": "/mnt/anchor/heads.log",
    }


@pytest.mark.parametrize(
    ("change", "blocking", "words"),
    [
        ({}, False, "内置数据库"),
        ({"NUANDONG_DEBUG": "1"}, True, "NUANDONG_DEBUG"),
        ({"NUANDONG_DEMO": "1"}, True, "NUANDONG_DEMO"),
        ({"NUANDONG_SECRET_KEY": "short"}, True, "NUANDONG_SECRET_KEY"),
        ({"NUANDONG_HOSTS": ""}, True, "NUANDONG_HOSTS"),
        ({"NUANDONG_TLS": ""}, True, "NUANDONG_TLS"),
        ({"NUANDONG_BEHIND_PROXY": ""}, False, "NUANDONG_BEHIND_PROXY"),
        ({"NUANDONG_HOTLINE": ""}, False, "NUANDONG_HOTLINE"),
        ({"NUANDONG_NOTICE_URLS": ""}, False, "NUANDONG_NOTICE_URLS"),
        ({"NUANDONG_REGION": ""}, False, "NUANDONG_REGION"),
        ({"NUANDONG_KEY_FILE": ""}, True, "keys.json"),
        ({"NUANDONG_ANCHOR_FILE": ""}, False, "NUANDONG_ANCHOR_FILE"),
        ({"DATABASE_URL": "postgresql://u:h1dden@127.0.0.1:1/d"}, True, "连不上"),
        ({"DATABASE_URL": "postgresql://u:h1dden@127.0.0.1:1/d"}, False, "DATABASE_URL_WEB"),
    ],
)
def test_what_is_missing_for_production(short_path: Path, change: dict[str, str], blocking: bool, words: str) -> None:
    findings = check_config({**production(short_path / "d"), **change})
    assert any(words in finding.words and finding.blocking is blocking for finding in findings)
    assert "h1dden" not in "".join(map(str, findings))
    if not change:
        # Which typefaces are installed is the machine's business.
        assert len([one for one in findings if "字体" not in one.words]) == 1


_EVERY = {names[-1] for names in compiling.OFFICIAL.values()}


@pytest.mark.parametrize(
    ("installed", "said"),
    [
        ({compiling.SHIPPED, *_EVERY}, []),
        (
            {compiling.SHIPPED},
            [(False, "仿宋（FangSong_GB2312）、黑体（SimHei）、小标宋（FZXiaoBiaoSong-B05S）、宋体（SimSun）")],
        ),
        ({compiling.SHIPPED, *_EVERY} - {"STHeiti"}, [(False, "公文字体 黑体（SimHei），")]),
        (_EVERY, [(True, "运行 make setup，或把 NotoSerifSC-Regular.ttf")]),
    ],
)
def test_missing_typefaces_are_named_with_what_to_do(short_path: Path, monkeypatch, installed, said) -> None:
    monkeypatch.setattr(check, "typefaces", lambda _folder: frozenset(installed))
    found = [one for one in check_config(production(short_path / "d")) if "字体" in one.words]
    assert [one.blocking for one in found] == [blocking for blocking, _words in said]
    assert all(words in one.words for one, (_blocking, words) in zip(found, said, strict=True))


def test_the_typefaces_named_are_those_the_layouts_ask_for(tmp_path: Path) -> None:
    layout = (compiling.LAYOUT / "common.typ").read_text(encoding="utf-8")
    for names in compiling.OFFICIAL.values():
        quoted = ", ".join(f'"{name}"' for name in (*names, compiling.SHIPPED))
        assert f"({quoted})" in layout
    assert compiling.SHIPPED in compiling.typefaces()
    assert compiling.SHIPPED not in compiling.typefaces(tmp_path)
