"""The report definitions of this installation: read once, checked whole, mistakes named by line and column."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from nuandong.kernel import reference
from nuandong.kernel.errors import NotFound
from nuandong.kernel.text import gettext_noop as _
from nuandong.plans import yaml_source
from nuandong.plans.problems import PlanFileError
from nuandong.reports.shape import Definition

FOLDER: Final = reference.LIBRARY / "reports"


@dataclass(frozen=True, slots=True)
class Stored:
    """A definition and the SHA-256 of the file it came from, hexadecimal."""

    definition: Definition
    hash: str


@lru_cache(maxsize=1)
def all_definitions() -> Mapping[str, Stored]:
    """Every definition by its code; a county's own file stands in for ours of the same name.

    Raises Invalid that names the file, line and column of the first mistake.
    """
    found: dict[str, Stored] = {}
    for path in reference.listed(FOLDER, "*.yaml"):
        stored = read(path)
        code = stored.definition.report
        if code != path.stem:
            raise reference.broken(path, f"report: {code}")
        found[code] = stored
    return found


def definition_of(code: str) -> Stored:
    """One definition. Raises NotFound."""
    found = all_definitions().get(code)
    if found is None:
        raise NotFound("reports.no_definition", _("没有报表 %(report)s。"), _("请在报表列表中选择。"), report=code[:40])
    return found


def read(path: Path) -> Stored:
    """One file, checked. Raises Invalid (code `reference_broken`) with line:column and what is wrong."""
    try:
        content = path.read_bytes()
        source = yaml_source.read(content, path.name)
        return Stored(Definition.model_validate(source.data), hashlib.sha256(content).hexdigest())
    except OSError as error:
        raise reference.broken(path, str(error)) from error
    except PlanFileError as error:
        raise reference.broken(path, error.lines()[0].removeprefix(f"{path.name}:")) from error
    except ValidationError as error:
        first = error.errors()[0]
        place = source.place(first["loc"])
        where = ".".join(map(str, first["loc"]))
        raise reference.broken(path, f"{place.line}:{place.column} {where}: {first['msg']}") from error
