# ruff: noqa: T201, S603 - a program for the terminal
"""Extracts every message of the sources with GNU gettext and brings the catalogues up to date.

Messages stand in Python files, in page templates, and in the data files of `library` whose words are shown on pages.
New messages are added empty, gone ones removed, translations kept. `--to FILE` only writes the template.
"""

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize
from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "nuandong"
LANGUAGES = ("en",)
MADE = datetime(2026, 1, 1, tzinfo=UTC)
# Plans and reports are documents in the words of their office; the demo tells a story; calendars and travel times show
# no words.
LIBRARY = (
    "alerts",
    "integrity",
    "organisation",
    "people",
    "publicity",
    "rescue",
    "roles",
    "supervision",
    "supplies",
    "work",
)
FILES = ("relief/destruction.yaml",)
"""Single files of folders whose other words are not shown."""
UNSHOWN = {"names", "words"}
"""Keys whose words are compared with others', never shown."""
CHINESE = re.compile(r"[\u3400-\u9fff]")
KEYWORDS = ("gettext_noop", "gettext_lazy", "ngettext:1,2", "ngettext_lazy:1,2", "pgettext:1c,2", "_", "_now")


def extract(target: Path) -> None:
    """Write the template of all messages of Python files and page templates."""
    if shutil.which("xgettext") is None:
        raise SystemExit("xgettext is missing: install GNU gettext")
    with tempfile.TemporaryDirectory() as folder:
        sources = []
        for path in sorted(PACKAGE.rglob("*.py")):
            if "migrations" not in path.parts:
                sources.append(str(path.relative_to(ROOT)))
        for path in sorted(PACKAGE.rglob("*.html")):
            copy = Path(folder) / path.relative_to(ROOT).with_suffix(".html.py")
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_text(templatize(path.read_text("utf-8")), "utf-8")
            sources.append(str(copy))
        words = Path(folder) / "library.py"
        words.write_text("".join(f"_({json.dumps(text, ensure_ascii=False)})\n" for text in library_words()), "utf-8")
        sources.append(str(words))
        command = [
            "xgettext",
            "--language=Python",
            "--from-code=UTF-8",
            "--no-location",
            "--sort-output",
            "-o",
            str(target),
        ]
        command += [f"--keyword={word}" for word in KEYWORDS] + sources
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise SystemExit(done.stderr)
    # Without its header xgettext drops every word that is not ASCII; with it, its placeholder is no number to Babel.
    text = target.read_text("utf-8").replace("nplurals=INTEGER; plural=EXPRESSION;", "nplurals=2; plural=(n != 1);")
    target.write_text(text, "utf-8")


def library_words() -> Iterator[str]:
    """Every Chinese text of the library's data files that pages may show."""
    for name in FILES:
        yield from _texts(YAML(typ="safe", pure=True).load((ROOT / "library" / name).read_text("utf-8")))
    for folder in LIBRARY:
        for path in sorted((ROOT / "library" / folder).rglob("*.yaml")):
            if path != ROOT / "library" / "alerts" / "reading.yaml":
                yield from _texts(YAML(typ="safe", pure=True).load(path.read_text("utf-8")))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str) and CHINESE.search(value):
        yield value
    elif isinstance(value, dict):
        for key, one in value.items():
            if key not in UNSHOWN:
                yield from _texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)


def update(language: str, template: Catalog) -> int:
    """Bring one catalogue up to date; returns how many messages are still empty."""
    path = PACKAGE / "locale" / language / "LC_MESSAGES" / "django.po"
    old = Catalog(locale=language)
    if path.exists():
        with path.open("rb") as file:
            old = read_po(file, locale=language)
    # Not fuzzy, or it is passed over when compiling; no moment of making, or every run would change the file.
    fresh = Catalog(
        locale=language,
        header_comment="# Nuandong (暖冬): messages of the interface.",
        project="nuandong",
        version="0",
        creation_date=MADE,
        revision_date=MADE,
        last_translator="the Nuandong contributors",
        language_team="the Nuandong contributors",
        msgid_bugs_address="-",
        fuzzy=False,
    )
    for message in template:
        if message.id:
            known = old.get(message.id, message.context)
            if known and isinstance(known.string, tuple) != isinstance(message.id, tuple):
                known = None  # it got a plural, or lost it: its words must be written again
            fresh.add(
                message.id,
                known.string if known else None,
                flags=message.flags & {"python-format"},
                context=message.context,
            )
    written = BytesIO()  # whole before the file is touched: what stops half way must not empty a catalogue
    write_po(written, fresh, sort_output=True, width=120, omit_header=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(written.getvalue())
    return sum(1 for m in fresh if m.id and not (all(m.string) if isinstance(m.string, tuple) else m.string))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--to", type=Path)
    chosen = parser.parse_args()
    if chosen.to:
        extract(chosen.to)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "django.pot"
        extract(target)
        with target.open("rb") as file:
            template = read_po(file)
    for language in LANGUAGES:
        print(f"{language}: {update(language, template)} messages without a translation", file=sys.stderr)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
