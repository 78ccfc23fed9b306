# ruff: noqa: T201, PLC0415, S603 - a program for the terminal that sets Django up before importing
"""What `make check` looks at beyond style, types and layers: fields, access, catalogues, lengths, migrations.

Prints every finding in one line and exits with 1 if there is one.
"""

import ast
import os
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("en",)
FUNCTION_LINES = 50
FILE_LINES = 500


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nuandong.config.settings")
    django.setup()
    findings = [
        *field_classes(),
        *table_access(),
        *key_directions(),
        *lengths(),
        *migrations(),
        *catalogues(),
        *secrets_of_place(),
    ]
    for finding in findings:
        print(finding, file=sys.stderr)
    print(f"{len(findings)} findings")
    return 1 if findings else 0


def field_classes() -> Iterator[str]:
    """Every field of every model of ours stands in exactly one of `personal` and `harmless`."""
    from nuandong.config.tables import FOREIGN_FIELDS_HARMLESS
    from nuandong.machine.access import every_model

    for model in every_model():
        label = model._meta.label
        if label in FOREIGN_FIELDS_HARMLESS or model.__module__.startswith("procrastinate."):
            continue
        personal = set(getattr(model, "personal", ()))
        harmless = set(getattr(model, "harmless", ()))
        fields = {field.name for field in model._meta.local_fields}
        for name in sorted(fields - personal - harmless):
            yield f"{label}.{name}: neither personal nor harmless; say which in the model"
        for name in sorted(personal & harmless):
            yield f"{label}.{name}: both personal and harmless"
        for name in sorted((personal | harmless) - fields):
            yield f"{label}.{name}: classed, but there is no such field"


def table_access() -> Iterator[str]:
    """Every table says which database role may do what."""
    from nuandong.config.tables import FOREIGN
    from nuandong.machine.access import declared

    try:
        accesses = declared(FOREIGN)
    except LookupError as error:
        yield str(error)
        return
    yield from (f"{table}: unscoped without a reason" for table, a in accesses.items() if not a.scoped and not a.reason)


def key_directions() -> Iterator[str]:
    """Foreign keys point down the layers; the import linter cannot see them, as they name their target by string."""
    import tomllib

    from django.apps import apps

    layers = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"][0][
        "layers"
    ]
    height = {
        name.strip().strip("()"): place for place, line in enumerate(reversed(layers)) for name in line.split("|")
    }
    for model in apps.get_models():
        if not model.__module__.startswith("nuandong."):
            continue
        own = model._meta.app_label
        for field in model._meta.local_fields:
            target = getattr(field.remote_field, "model", None)
            if target is None or target._meta.app_label == own:
                continue
            other = target._meta.app_label
            if other not in height or height[other] >= height[own]:
                yield f"{model._meta.label}.{field.name}: points to {target._meta.label}, which is not below {own}"


def lengths() -> Iterator[str]:
    """Functions and files stay short enough to be read at once."""
    for path in sorted((ROOT / "nuandong").rglob("*.py")):
        if "migrations" in path.parts:
            continue
        text = path.read_text("utf-8")
        name = path.relative_to(ROOT)
        if len(text.splitlines()) > FILE_LINES:
            yield f"{name}: more than {FILE_LINES} lines"
        for one in ast.walk(ast.parse(text)):
            if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (one.end_lineno or one.lineno) - one.lineno + 1
                if length > FUNCTION_LINES:
                    yield f"{name}:{one.lineno}: {one.name} has {length} lines, more than {FUNCTION_LINES}"


def migrations() -> Iterator[str]:
    """The migrations say what the models say."""
    from django.core.management import call_command

    with tempfile.TemporaryFile("w+") as out, warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # no database is needed to compare
        try:
            call_command("makemigrations", check=True, dry_run=True, verbosity=1, stdout=out)
        except SystemExit:
            out.seek(0)
            yield "migrations are behind the models: " + " ".join(out.read().split())


def catalogues() -> Iterator[str]:
    """Every message of the sources stands translated in every catalogue."""
    from babel.messages.pofile import read_po

    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / "django.pot"
        try:
            subprocess.run([sys.executable, str(ROOT / "tools" / "messages.py"), "--to", str(fresh)], check=True)
        except subprocess.CalledProcessError:
            yield "messages could not be extracted; GNU gettext must be installed"
            return
        with fresh.open("rb") as file:
            wanted = {message.id for message in read_po(file) if message.id}
    for language in LANGUAGES:
        path = ROOT / "nuandong" / "locale" / language / "LC_MESSAGES" / "django.po"
        if not path.exists():
            yield f"{path.relative_to(ROOT)}: no catalogue"
            continue
        with path.open("rb") as file:
            catalogue = read_po(file)
        done = {
            m.id
            for m in catalogue
            if m.id and m.string and (all(m.string) if isinstance(m.string, tuple) else True) and not m.fuzzy
        }
        yield from (f"{language}: not translated: {message!r}" for message in sorted(wanted - done, key=str))
        yield from (f"{language}: no longer in the sources: {message!r}" for message in sorted(done - wanted, key=str))


def secrets_of_place() -> Iterator[str]:
    """No lock file names where its packages were fetched from."""
    for name in ("requirements.txt", "requirements-dev.txt", "requirements-node.txt", "package-lock.json"):
        text = (ROOT / name).read_text("utf-8")
        if "index-url" in text or '"resolved"' in text:
            yield f"{name}: names a package registry"


if __name__ == "__main__":
    raise SystemExit(main())
