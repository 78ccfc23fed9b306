"""House rules that no linter knows."""

import ast
from pathlib import Path

import pytest

from tools import check

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted(p for p in (ROOT / "nuandong").rglob("*.py") if "migrations" not in p.parts)


@pytest.mark.parametrize(
    "rule", [check.field_classes, check.table_access, check.key_directions, check.secrets_of_place]
)
def test_declarations_are_complete(rule):
    assert list(rule()) == []


def test_files_stay_small():
    assert [f"{p.relative_to(ROOT)}: {n}" for p in SOURCES if (n := len(p.read_text("utf-8").splitlines())) > 500] == []


def test_no_import_of_our_own_code_hides_in_a_function():
    hidden = []
    for path in SOURCES:
        if (
            path.name == "entry.py"
        ):  # the door of the program: Django must be set up before anything of ours is imported
            continue
        for function in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                hidden += [
                    f"{path.relative_to(ROOT)}:{node.lineno}"
                    for node in ast.walk(function)
                    if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("nuandong")
                ]
    assert hidden == []


def test_nothing_reads_the_clock_but_the_edge():
    """`now` is a parameter; only the web's middleware, the jobs, the command line and the clock itself read it."""
    edge = {"nuandong/web/middleware.py", "nuandong/web/context.py", "nuandong/kernel/clock.py"}
    readers = []
    for path in SOURCES:
        name = str(path.relative_to(ROOT))
        if name in edge or name.startswith(
            ("nuandong/cli/", "nuandong/jobs/", "nuandong/config/", "nuandong/machine/")
        ):
            continue
        text = path.read_text("utf-8")
        readers += [name for word in ("datetime.now(", "timezone.now(", "date.today(", "utcnow(") if word in text]
    assert readers == []


def test_no_signals_and_no_rules_in_save():
    offenders = []
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name in {"save", "delete"} and "models" in path.parts:
                offenders.append(f"{path.relative_to(ROOT)}:{node.lineno}")
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(
                ("django.db.models.signals", "django.dispatch")
            ):
                offenders.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert offenders == []
