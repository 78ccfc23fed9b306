"""Plan files in, checked plans out; every mistake with line and column, all of them at once."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, Final

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from nuandong.kernel.text import gettext_noop as _
from nuandong.plans import yaml_source
from nuandong.plans.problems import Path, PlanFileError, Problem, suggestion
from nuandong.plans.schema import FLAGS, AtLeast, Never, Obligation, Plan, Presence, Within
from nuandong.plans.wording import wording

LIBRARY_VERSION: Final = 1
"""Version of the rules by which plan files are read; stored with every decision that rests on one."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What a plan may speak of: event kinds with the fields of their payload, warning events, kinds of places and
    teams, posts.

    For each field, the values it can have; an empty set where any value can stand. An empty set of warnings, places,
    teams or posts means that the list is not known and names are not checked against it.
    """

    events: Mapping[str, Mapping[str, frozenset[object]]]
    warnings: frozenset[str] = field(default_factory=frozenset)
    places: frozenset[str] = field(default_factory=frozenset)
    posts: frozenset[str] = field(default_factory=frozenset)
    teams: frozenset[str] = field(default_factory=frozenset)


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
        found = [_problem(source, details) for details in error.errors() if not _echo(details)]
        raise PlanFileError(name, found) from None
    if problems := list(_disagreements(plan, source, vocabulary)):
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


def _problem(source: yaml_source.Source, details: ErrorDetails) -> Problem:
    path = _path_in(source.data, details["loc"])
    place = source.place(path)
    at_key = details["type"] in {"extra_forbidden", "missing"}
    line, column = (place.key_line, place.key_column) if at_key else (place.line, place.column)
    message, advice, params = wording(details, path)
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


def _disagreements(plan: Plan, source: yaml_source.Source, words: Vocabulary) -> Iterator[Problem]:
    """What each entry alone cannot show: repeated ids, unknown groups, events, fields, warnings, places."""

    def wrong(path: Path, message: str, name: str, known: Iterable[str]) -> Problem:
        place = source.place(path)
        advice, params = suggestion(name, known)
        return Problem(place.line, place.column, message, advice, {"name": name, **params})

    seen: set[str] = set()
    for index, duty in enumerate(plan.obligations):
        here: Path = ("obligations", index)
        if duty.id in seen:
            place = source.place((*here, "id"))
            yield Problem(place.line, place.column, _("编号 %(name)s 重复。"), _("请换一个编号。"), {"name": duty.id})
        seen.add(duty.id)
        if duty.responsible and duty.responsible not in plan.organisation.groups:
            groups = plan.organisation.groups
            yield wrong((*here, "responsible"), _("组织里没有工作组 %(name)s。"), duty.responsible, groups)
        text = duty.source.split(" ")[0]
        if text not in plan.sources:
            yield wrong((*here, "source"), _("出处 %(name)s 不在本方案的来源里。"), text, plan.sources)
        yield from _repeated(duty, here, source)
        for step, name, known, what in _names(duty, words):
            if name not in known:
                yield wrong((*here, *step), what, name, known)
    for index, kind in enumerate(plan.key_locations):
        if words.places and kind not in words.places:
            yield wrong(("key_locations", index), _("没有地点类型 %(name)s。"), kind, words.places)


def _repeated(duty: Obligation, here: Path, source: yaml_source.Source) -> Iterator[Problem]:
    """Releases written twice: the second would never count."""
    seen: set[str] = set()
    for index, release in enumerate(duty.until if isinstance(duty, Within) else ()):
        key = f"{release.event} {json.dumps(release.where, sort_keys=True)}"
        if key in seen:
            place = source.place((*here, "until", index, "event"))
            message = _("解除条件 %(name)s 重复。")
            yield Problem(
                place.line,
                place.column,
                message,
                _("请删去这一行，或写明不同的条件（where）。"),
                {"name": release.event},
            )
        seen.add(key)


_Name = tuple[Path, str, frozenset[str], str]
_NO_EVENT: Final = _("没有事件 %(name)s。")
_NO_FIELD: Final = _("该事件没有字段 %(name)s。")
_NO_VALUE: Final = _("该字段没有取值 %(name)s。")
_NO_WARNING: Final = _("没有预警类型 %(name)s。")
_NO_TEAM: Final = _("没有队伍类型 %(name)s。")
_NO_POST: Final = _("没有岗位 %(name)s。")


def _names(duty: Obligation, words: Vocabulary) -> Iterator[_Name]:
    """Every name a duty uses, with the list it must be in."""
    events = frozenset(words.events)

    def event(step: Path, kind: str) -> _Name:
        return step, kind, events, _NO_EVENT

    def fields(step: Path, where: Mapping[str, Any] | None, *kinds: str) -> Iterator[_Name]:
        if not all(kind in events for kind in kinds):
            return  # the unknown event is reported by itself
        known: dict[str, list[frozenset[object]]] = {}
        for kind in kinds:
            for name, values in words.events[kind].items():
                known.setdefault(name, []).append(values)
        for name, wanted in (where or {}).items():
            yield (*step, name), name, frozenset(known), _NO_FIELD
            choices = known.get(name, [])
            if choices and all(choices):
                # A value that never occurs would be a check that finds nothing for ever.
                for value in wanted if isinstance(wanted, list) else [wanted]:
                    yield (*step, name), _written(value), frozenset(map(_written, chain(*choices))), _NO_VALUE

    if isinstance(duty, AtLeast | Never):
        yield event(("event",), duty.event)
        yield from fields(("where",), duty.where, duty.event)
    if isinstance(duty, AtLeast | Presence) and duty.when is not None:
        for index, name in enumerate(duty.when.warning_in_force if words.warnings else ()):
            yield ("when", "warning_in_force", index), name, words.warnings, _NO_WARNING
    if isinstance(duty, Presence):
        if words.posts and duty.post is not None:
            yield ("post",), duty.post, words.posts, _NO_POST
        if words.teams and duty.team is not None:
            yield ("team",), duty.team, words.teams, _NO_TEAM
    if isinstance(duty, Within):
        yield event(("trigger",), duty.trigger)
        yield event(("event",), duty.event)
        yield from fields(("where",), duty.where, duty.event)
        yield from fields(("when",), duty.when, duty.trigger, *duty.changed_by)
        if duty.hold:
            for _step, name, known, what in fields((), {FLAGS: list(duty.hold)}, duty.trigger):
                yield ("hold",), name, known, what
        for index, kind in enumerate(duty.changed_by):
            yield event(("changed_by", index), kind)
        for index, exception in enumerate(duty.exceptions):
            yield from fields(("exceptions", index, "if"), exception.condition, duty.trigger)
        for index, release in enumerate(duty.until):
            yield event(("until", index, "event"), release.event)
            yield from fields(("until", index, "where"), release.where, release.event)


def _written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
