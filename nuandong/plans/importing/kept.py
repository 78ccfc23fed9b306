"""A read document as it is kept while somebody goes through it, and what the decisions make of it."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from nuandong.plans.importing.document import Paragraph, PlanText
from nuandong.plans.importing.finding import Found
from nuandong.plans.importing.findings import Finding

KEEP: Final = "keep"
DROP: Final = "drop"
Decisions = Mapping[str, str | int]
"""Place of a finding (from 0, as text) → KEEP, DROP, or the number that stands in place of the one found."""


def packed(found: Found) -> str:
    """The document and its findings as text, to be sealed."""
    paragraphs = [[one.number, one.text, list(one.starts), one.heading] for one in found.plan.paragraphs]
    content = {**found.as_json(), "paragraphs": paragraphs}
    return json.dumps(content, ensure_ascii=False)


def unpacked(text: str) -> Found:
    """What `packed` was given."""
    content = json.loads(text)
    paragraphs = tuple(
        Paragraph(number, words, tuple(starts), heading) for number, words, starts, heading in content["paragraphs"]
    )
    findings = tuple(_finding(one) for one in content["findings"])
    return Found(PlanText(content["title"], paragraphs), findings, tuple(content["silent"]))


def _finding(one: Mapping[str, Any]) -> Finding:
    start, end = one["span"]
    return Finding(
        kind=one["kind"],
        value=one["value"],
        unit=one["unit"],
        paragraph=one["paragraph"],
        start=start,
        end=end,
        text=one["text"],
        strength=one["strength"],
        scope=one["scope"],
        condition=tuple(one["condition"]),
        detail=one["detail"],
        doubts=tuple(one["doubts"]),
    )


def is_number(finding: Finding) -> bool:
    """Whether a person may put another number in place of the one found."""
    return isinstance(finding.value, int) and not isinstance(finding.value, bool)


def undecided(found: Found, decisions: Decisions) -> int:
    """How many doubtful findings nobody has decided about yet."""
    return sum(not one.sure and str(place) not in decisions for place, one in enumerate(found.findings))


def decided(found: Found, decisions: Decisions) -> Found:
    """What is left after the decisions: dropped findings are gone, kept and corrected ones are sure."""
    left = []
    for place, finding in enumerate(found.findings):
        match decisions.get(str(place)):
            case "drop":
                continue
            case "keep":
                left.append(replace(finding, doubts=()))
            case int() as number:
                left.append(replace(finding, value=number, doubts=()))
            case _:
                left.append(finding)
    return Found(found.plan, tuple(left), found.silent)
