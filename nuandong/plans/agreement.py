"""Whether the entries of a plan agree with each other and with what the system knows: ids, groups, events, places."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, Final

from nuandong.kernel.text import gettext_noop as _
from nuandong.plans import yaml_source
from nuandong.plans.problems import Path, Problem, suggestion
from nuandong.plans.schema import (
    FLAGS,
    AtLeast,
    ByDeadline,
    Coverage,
    Lasts,
    Never,
    Obligation,
    Plan,
    Presence,
    Within,
)
from nuandong.plans.schema.procedures import Entry
from nuandong.plans.schema.sections import NOTICE_FIELDS

_Name = tuple[Path, str, frozenset[str], str]
"""Where a name stands, the name, the list that it must be in, what is said when it is not."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What a plan may speak of: event kinds with the fields of their payload, warning events, kinds of places and
    teams, posts.

    For each field, the values it can have; an empty set where any value can stand. An empty set of warnings, places,
    teams, posts, checks or standards means that the list is not known and names are not checked against it.
    """

    events: Mapping[str, Mapping[str, frozenset[object]]]
    warnings: frozenset[str] = field(default_factory=frozenset)
    standards: frozenset[str] = field(default_factory=frozenset)
    places: frozenset[str] = field(default_factory=frozenset)
    posts: frozenset[str] = field(default_factory=frozenset)
    teams: frozenset[str] = field(default_factory=frozenset)
    checks: frozenset[str] = field(default_factory=frozenset)


def disagreements(plan: Plan, source: yaml_source.Source, words: Vocabulary) -> Iterator[Problem]:
    """What each entry alone cannot show: repeated ids, unknown groups, events, fields, warnings, places."""

    def problem(path: Path, message: str, name: str, advice: str, **params: object) -> Problem:
        place = source.place(path)
        return Problem(place.line, place.column, message, advice, {"name": name, **params})

    def wrong(path: Path, message: str, name: str, known: Iterable[str]) -> Problem:
        advice, params = suggestion(name, known)
        return problem(path, message, name, advice, **params)

    seen: set[str] = set()
    for here, entry in _entries(plan):
        if entry.id in seen:
            yield problem((*here, "id"), _("编号 %(name)s 重复。"), entry.id, _("请换一个编号。"))
        seen.add(entry.id)
        text = entry.source.split(" ")[0]
        if text not in plan.sources:
            yield wrong((*here, "source"), _("出处 %(name)s 不在本方案的来源里。"), text, plan.sources)
    for here, duty in _duties(plan):
        if duty.responsible and duty.responsible not in plan.organisation.groups:
            groups = plan.organisation.groups
            yield wrong((*here, "responsible"), _("组织里没有工作组 %(name)s。"), duty.responsible, groups)
        for step in _repeated(duty):
            advice = _("请删去这一行，或写明不同的条件（where）。")
            yield problem((*here, *step), _("解除条件 %(name)s 重复。"), _named(source.data, (*here, *step)), advice)
        for step, name, known, what in _names(duty, words):
            if name not in known:
                yield wrong((*here, *step), what, name, known)
    for path, name, known, what in chain(_lists(plan, words), _own_names(plan)):
        if name not in known:
            yield wrong(path, what, name, known)


_PARTS: Final = (
    *("obligations", "procedures", "phases", "reports", "prohibitions", "targets", "funds"),
    *("eligibility", "items", "notice_fields", "resources"),
)


def _entries(plan: Plan) -> Iterator[tuple[Path, Obligation | Entry]]:
    """Everything with an id of its own in the file, and where it stands."""
    for part in _PARTS:
        for index, entry in enumerate(getattr(plan, part)):
            yield (part, index), entry
    for index, phase in enumerate(plan.phases):
        for number, task in enumerate(phase.tasks):
            yield ("phases", index, "tasks", number), task


def _lists(plan: Plan, words: Vocabulary) -> Iterator[_Name]:
    """Names of checks, kinds of places and standards, where the system's lists of them are known."""
    for part in ("prohibitions", "targets") if words.checks else ():
        for index, entry in enumerate(getattr(plan, part)):
            if entry.check is not None:
                yield (part, index, "check"), entry.check, words.checks, _("没有检查办法 %(name)s。")
    for index, kind in enumerate(plan.key_locations if words.places else ()):
        yield ("key_locations", index), kind, words.places, _("没有地点类型 %(name)s。")
    for index, code in enumerate(plan.standards if words.standards else ()):
        yield ("standards", index), code, words.standards, _("没有标准 %(name)s。")


def _own_names(plan: Plan) -> Iterator[_Name]:
    """Names of what the plan itself says elsewhere: duties, steps, phases, fields of its notices."""
    watched = frozenset(duty.id for duty in plan.duties)
    for index, ban in enumerate(plan.prohibitions):
        if ban.checked_by is not None:
            yield ("prohibitions", index, "checked_by"), ban.checked_by, watched, _("没有义务 %(name)s。")
    steps = frozenset(step.id for procedure in plan.procedures for step in procedure.steps)
    for index, notice in enumerate(plan.notice_fields):
        if notice.step is not None:
            yield ("notice_fields", index, "step"), notice.step, steps, _("程序里没有步骤 %(name)s。")
        shown = frozenset(NOTICE_FIELDS[notice.notice])
        for number, name in enumerate(notice.fields):
            yield ("notice_fields", index, "fields", number), name, shown, _("这种公示没有内容 %(name)s。")
    phases = frozenset(phase.id for phase in plan.phases)
    for path, phase_id in _phases_named(plan):
        yield path, phase_id, phases, _("没有阶段 %(name)s。")


def _phases_named(plan: Plan) -> Iterator[tuple[Path, str]]:
    """Every place that names a phase, with the name."""
    for index, duty in enumerate(plan.obligations):
        if duty.during is not None:
            yield ("obligations", index, "during"), duty.during
    for index, phase in enumerate(plan.phases):
        for number, name in enumerate(phase.after):
            yield ("phases", index, "after", number), name
        for at, task in enumerate(phase.tasks):
            for number, name in enumerate(task.needed_for):
                yield ("phases", index, "tasks", at, "needed_for", number), name
    for index, procedure in enumerate(plan.procedures):
        for number, step in enumerate(procedure.steps):
            if step.phase is not None:
                yield ("procedures", index, "steps", number, "phase"), step.phase


def _duties(plan: Plan) -> Iterator[tuple[Path, Obligation]]:
    """What is watched, and where in the file it is said."""
    for index, duty in enumerate(plan.obligations):
        yield ("obligations", index), duty
    for part in ("reports", "targets"):
        for index, entry in enumerate(getattr(plan, part)):
            if (derived := entry.duty()) is not None:
                yield (part, index), derived


def _repeated(duty: Obligation) -> Iterator[Path]:
    """Releases written twice: the second would never count."""
    seen: set[str] = set()
    for index, release in enumerate(duty.until if isinstance(duty, Within) else ()):
        key = f"{release.event} {json.dumps(release.where, sort_keys=True)}"
        if key in seen:
            yield "until", index, "event"
        seen.add(key)


_Event = Callable[[Path, str], _Name]
_Fields = Callable[..., Iterator[_Name]]
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

    if isinstance(duty, AtLeast | ByDeadline | Lasts | Coverage | Never):
        yield event(("event",), duty.event)
        yield from fields(("where",), duty.where, duty.event)
    if isinstance(duty, AtLeast) and (each := duty.for_each) is not None:
        yield event(("for_each", "event"), each.event)
        yield from fields(("for_each", "where"), each.where, each.event)
        for index, kind in enumerate(each.until):
            yield event(("for_each", "until", index), kind)
    if isinstance(duty, ByDeadline) and duty.about is not None:
        for _step, name, known, what in fields((), {duty.about: []}, duty.event):
            yield ("about",), name, known, what
    if isinstance(duty, Lasts):
        for index, one in enumerate(duty.ended_by):
            yield event(("ended_by", index, "event"), one.event)
            yield from fields(("ended_by", index, "where"), one.where, one.event)
    if isinstance(duty, Coverage):
        yield from _coverage(duty, event, fields)
    if isinstance(duty, AtLeast | Presence) and duty.when is not None:
        for index, name in enumerate(duty.when.warning_in_force if words.warnings else ()):
            yield ("when", "warning_in_force", index), name, words.warnings, _NO_WARNING
    if isinstance(duty, Presence):
        if words.posts and duty.post is not None:
            yield ("post",), duty.post, words.posts, _NO_POST
        if words.teams and duty.team is not None:
            yield ("team",), duty.team, words.teams, _NO_TEAM
    if isinstance(duty, Within):
        yield from _within(duty, event, fields)


def _within(duty: Within, event: _Event, fields: _Fields) -> Iterator[_Name]:
    yield event(("trigger",), duty.trigger)
    yield event(("event",), duty.event)
    yield from fields(("where",), duty.where, duty.event)
    yield from fields(("trigger_where",), duty.trigger_where, duty.trigger)
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


def _coverage(duty: Coverage, event: _Event, fields: _Fields) -> Iterator[_Name]:
    if duty.base is not None:
        yield event(("base", "event"), duty.base.event)
        yield from fields(("base", "where"), duty.base.where, duty.base.event)
        for index, one in enumerate(duty.base.until):
            yield event(("base", "until", index, "event"), one.event)
            yield from fields(("base", "until", index, "where"), one.where, one.event)
        return
    for number in ("done", "base"):
        for _step, name, known, what in fields((), {number: []}, duty.event):
            yield ("event",), name, known, what


def _named(data: Any, path: Path) -> str:
    for step in path:
        data = data[step]
    return str(data)
