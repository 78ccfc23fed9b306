"""`make test` runs the suite in two halves: each test is in one of them, and a half that fails makes the whole fail."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tools.test import ROOT, WAITING, Half, halves


def test_each_folder_is_in_one_half() -> None:
    apart = halves()
    for name in WAITING:
        assert (ROOT / "tests" / name).is_dir()
        assert f"tests/{name}" in apart["waiting"]
        assert f"--ignore=tests/{name}" in apart["rest"]


@pytest.fixture
def bare(tmp_path: Path) -> list[str]:
    """Pytest without our settings, which take their time."""
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    return ["-c", str(tmp_path / "pytest.ini"), "-p", "no:django", "--noconftest"]


@pytest.mark.parametrize(("body", "status"), [("pass", 0), ("assert False", 1)])
def test_a_half_says_how_it_came_out(
    body: str, status: int, bare: list[str], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "test_it.py").write_text(f"def test_it():\n    {body}\n")
    half = Half("rest", [*bare, str(tmp_path)])
    assert half.end() == status
    assert "rest | " in capfd.readouterr().out


def test_an_interrupted_run_ends_both_halves(bare: list[str], tmp_path: Path) -> None:
    sleeper = tmp_path / "test_sleeper.py"
    sleeper.write_text("import time\n\n\ndef test_it():\n    print('sleeping', flush=True)\n    time.sleep(60)\n")
    words = [*bare, "-s", str(sleeper)]
    # Also where this suite itself runs in one go: nothing here needs a server.
    code = (
        # Whoever starts this suite in the background leaves it deaf to interrupts.
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
        "import tools.test as run; run.in_one = lambda: False; "
        f"run.halves = lambda: dict.fromkeys(['rest', 'waiting'], {words!r}); raise SystemExit(run.main())"
    )
    runner = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert runner.stdout is not None
    asleep = 0
    while asleep < 2:
        line = runner.stdout.readline()
        assert line, "the run ended before both halves slept"
        asleep += "sleeping" in line
    runner.send_signal(signal.SIGINT)
    output, _ = runner.communicate(timeout=120)
    assert runner.returncode == 130, output
    assert output.count("KeyboardInterrupt") >= 2
