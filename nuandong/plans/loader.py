"""Plan files in, checked plans out; every mistake with line and column, all of them at once."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any, Final

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from nuandong.plans import yaml_source
from nuandong.plans.agreement import Vocabulary, disagreements
from nuandong.plans.problems import Path, PlanFileError, Problem
from nuandong.plans.schema import Plan
from nuandong.plans.wording import PLAN_MODELS, Models, wording

LIBRARY_VERSION: Final = 1
"""Version of the rules by which plan files are read; stored with every decision that rests on one."""


@dataclass(frozen=True, slots=True)
class LoadedPlan:
    """A checked plan with the text it came from; `hash` is the SHA-256 of the text, hexadecimal."""

    plan: Plan
    text: str
    hash: str


def load(content: bytes, name: str, vocabulary: Vocabulary) -> LoadedPlan:
    """Read and check a plan file. Raises PlanFileError that lists every mistake as file:line:column."""
    source = yaml_source.read(content, name)
    try:
        plan = Plan.model_validate(source.data)
    except ValidationError as error:
        raise PlanFileError(name, shape_problems(source, error, PLAN_MODELS)) from None
    if problems := list(disagreements(plan, source, vocabulary)):
        raise PlanFileError(name, problems)
    text = content.decode("utf-8-sig")
    return LoadedPlan(plan, text, hashlib.sha256(content).hexdigest())


def parse_stored(text: str) -> Plan:
    """A plan from a text that was checked when it was stored: kinds of events may have come and gone since."""
    return Plan.model_validate(yaml_source.read(text.encode(), "stored").data)


def json_schema() -> str:
    """The JSON Schema of plan files, for editors."""
    schema = Plan.model_json_schema(by_alias=True)
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    return json.dumps(schema, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def shape_problems(source: yaml_source.Source, error: ValidationError, models: Models) -> list[Problem]:
    """Every mistake of shape with its place in the file."""
    return [_problem(source, details, models) for details in error.errors() if not _echo(details)]


def _problem(source: yaml_source.Source, details: ErrorDetails, models: Models) -> Problem:
    path = _path_in(source.data, details["loc"])
    place = source.place(path)
    at_key = details["type"] in {"extra_forbidden", "missing"}
    line, column = (place.key_line, place.key_column) if at_key else (place.line, place.column)
    message, advice, params = wording(details, path, models)
    return Problem(line, column, message, advice, params)


def _echo(details: ErrorDetails) -> bool:
    """Whether this says only that a list lost its entries, each of which is reported by itself."""
    return details["type"] == "too_short" and len(details["input"]) >= details["ctx"]["min_length"]


def _path_in(data: Any, loc: Path) -> Path:
    """The steps of a pydantic location that exist in the file: names of union branches are left out."""
    path: list[str | int] = []
    for step in loc:
        if isinstance(data, dict) and step in data:
            data = data[str(step)]
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
        else:
            continue
        path.append(step)
    return tuple(path)
