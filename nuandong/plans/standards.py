"""The standards of library/standards: how much for whom, each file read once and checked whole."""

from collections.abc import Mapping
from functools import cache
from typing import Final

from nuandong.kernel import reference
from nuandong.plans.schema import Plan
from nuandong.plans.schema.standards import Rule, Standard

FOLDER: Final = reference.LIBRARY / "standards"


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
        seen: set[str] = set()
        for rule in standard.rules:
            if rule.id in seen or _turned(rule) or rule.source.split(" ")[0] not in standard.sources:
                raise reference.broken(path, f"rules.{rule.id}")
            seen.add(rule.id)
        found[standard.standard] = standard
    return found


def named(plan: Plan) -> list[Standard]:
    """The standards that a plan names, those that there are, and what it lays down by itself."""
    known = standards()
    found = [known[code] for code in plan.standards if code in known]
    if plan.amounts:
        own = plan.plan.rpartition("/")[2]
        found.append(Standard(standard=own, title=plan.title, sources=plan.sources[:1], rules=plan.amounts))
    return found


def _turned(rule: Rule) -> bool:
    """Whether a range ends before it begins: nothing could ever fit it."""
    low, high = rule.months or (0, 0)
    return low > high or (rule.at_least or 0) > (rule.at_most if rule.at_most is not None else rule.at_least or 0)
