"""The standards of library/standards: each file read once and checked whole."""

import hashlib
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Final, get_args

from nuandong.kernel import reference
from nuandong.kernel.errors import NotFound
from nuandong.kernel.text import gettext_noop as _
from nuandong.policy.schema import BY_MONTH, BY_PERSON, MAX_MONTHS, MAX_PIECES, Rule, Standard, Unit, Value

FOLDER: Final = reference.LIBRARY / "standards"
VERSION_LENGTH: Final = 12
_TAKEN: Final = frozenset(
    {"household", "persons", "amount_fen", "in_scope", "priority", "chosen_group", "granted_fen", "rounded_fen"}
    | {"row_number", "refused", "problem", "problem_of_choice"}
    | set(get_args(Unit))
)
"""Columns of every list, result and formula, which no input may be called."""


@cache
def standards() -> Mapping[str, Standard]:
    """Every standard by its code; a county's own file stands in for ours of the same name.

    Raises Invalid (code `reference_broken`) that names the file and the place in it.
    """
    found: dict[str, Standard] = {}
    for path in reference.listed(FOLDER, "*.yaml"):
        standard = reference.read(path, Standard)
        if standard.standard != path.stem:
            raise reference.broken(path, f"standard: {standard.standard}")
        for where in mistakes(standard):
            raise reference.broken(path, ".".join(map(str, where)))
        found[standard.standard] = standard
    return found


def standard_named(code: str) -> Standard:
    """One standard; raises NotFound that names those there are."""
    found = standards().get(code)
    if found is None:
        raise NotFound(
            "policy.no_standard",
            _("没有标准 %(name)s。"),
            _("可以写：%(known)s。"),
            field="standard",
            name=code,
            known="、".join(standards()),
        )
    return found


@cache
def version(code: str) -> str:
    """The first digits of the SHA-256 of the file that holds: what a decision names, so that it can be found again."""
    return digest(path_of(code).read_bytes())


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:VERSION_LENGTH]


def mistakes(standard: Standard) -> Iterator[tuple[str | int, ...]]:
    """The places of a standard that contradict each other, which the shape alone cannot show."""
    papers = {*standard.sources, *(one.id for one in standard.published)}
    inputs = {one.name: one for one in standard.inputs}
    seen: set[str] = set()
    if not papers:
        yield ("sources",)
    if len(inputs) != len(standard.inputs):
        yield ("inputs",)
    for one in standard.inputs:
        if (one.kind == "code") != bool(one.codes):
            yield ("inputs", one.name, "codes")
        if _same_titles(one.codes):
            yield ("inputs", one.name, "titles")
    taken = _taken(standard)
    for name in inputs:
        if "__" in name or name in taken:
            yield ("inputs", name)
    for name, codes in standard.scope.items():
        if name not in inputs or not set(codes) <= set(inputs[name].codes):
            yield ("scope", name)
    if standard.priority is not None:
        listed = [code for group in standard.priority.classes for code in group]
        if len(set(listed)) != len(listed) or not set(listed) <= set(standard.priority.codes):
            yield ("priority", "classes")
        if _same_titles(standard.priority.codes):
            yield ("priority", "titles")
    for rule in standard.rules:
        if rule.id in seen:
            yield ("rules", rule.id)
        seen.add(rule.id)
        for place in _rule_mistakes(rule, standard):
            yield ("rules", rule.id, *place)
        for source in (rule.source, *(change.source for change in rule.changes)):
            if source.split(" ")[0] not in papers:
                yield ("rules", rule.id, "source")


def _same_titles(codes: Mapping[str, str]) -> bool:
    """Whether a title says two things: cells may hold titles as well as codes."""
    return len(set(codes.values())) < len(codes)


def _taken(standard: Standard) -> set[str]:
    """The names of columns that are not the inputs'; those of the formulas have `__` in them."""
    found = {
        f"{rule.id.replace('-', '_')}_{part}" for rule in standard.rules for part in ("amount", "months", "reason")
    }
    found |= {"area"} if standard.rural_only else set()
    found |= {"category"} if standard.priority is not None else set()
    return found | _TAKEN


def _rule_mistakes(rule: Rule, standard: Standard) -> Iterator[tuple[str | int, ...]]:
    inputs = {one.name: one for one in standard.inputs}
    for name, wanted in rule.when.items():
        one = inputs.get(name)
        if one is None or (one.kind != "flag" if wanted is True else wanted not in one.codes):
            yield ("when", name)
    if rule.count is not None and (
        rule.per not in BY_PERSON or rule.count not in inputs or inputs[rule.count].kind not in {"persons", "number"}
    ):
        yield ("count",)
    if rule.part_played in {"floor", "ceiling"} and (rule.unit != "fen" or rule.per not in {"person", "household"}):
        yield ("role",)
    if rule.per == "person_day" and standard.month_days is None:
        yield ("per",)
    days = [day for day in (rule.from_, *(change.from_ for change in rule.changes)) if day is not None]
    if any(one >= other for one, other in pairwise(days)):
        yield ("changes",)
    for value in (rule, *rule.changes):
        yield from _value_mistakes(value, rule)


def _value_mistakes(value: Value, rule: Rule) -> Iterator[tuple[str | int, ...]]:
    low, high = value.at_least or 0, value.at_most
    if high is not None and low > high:
        yield ("at_most",)
    if (rule.part_played == "floor" and value.floor is None) or (rule.part_played == "ceiling" and value.cap is None):
        yield ("bound",)
    if (rule.per in BY_MONTH) != (value.months is not None):
        yield ("months",)
    first, last = value.months or (1, 1)
    if not 1 <= first <= last <= MAX_MONTHS:
        yield ("months",)
    if rule.unit == "fen" and value.price is not None:
        yield ("price",)
    chosen = value.chosen
    amounts = (value.floor, value.cap, chosen.amount if chosen is not None else None)
    if rule.unit != "fen" and any(amount > MAX_PIECES for amount in amounts if amount is not None):
        yield ("exact",)
    if chosen is None:
        return
    if chosen.amount is not None and (
        value.exact is not None or not low <= chosen.amount <= (chosen.amount if high is None else high)
    ):
        yield ("chosen", "amount")
    if chosen.months is not None and not first <= chosen.months <= last:
        yield ("chosen", "months")


def path_of(code: str) -> Path:
    """The file that holds a standard, the county's own if there is one."""
    return reference.local(FOLDER / f"{code}.yaml") or FOLDER / f"{code}.yaml"
