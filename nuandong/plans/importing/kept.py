"""A read document as it is kept while somebody goes through it, and what the decisions make of it."""

import json
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any, Final

from nuandong.plans.importing.document import Paragraph, PlanText
from nuandong.plans.importing.finding import Found
from nuandong.plans.importing.findings import Finding

KEEP: Final = "keep"
DROP: Final = "drop"
ADDED: Final = "+"
"""Begins the place of a finding that a person added by hand."""
Decision = str | int | Mapping[str, Any]
Decisions = Mapping[str, Decision]
"""Place of a finding (from 0, as text) → KEEP, DROP, the number that stands in place of the one found, or an Asked.

Places that begin with ADDED are entries a person took from a paragraph that gave none: an Asked with `kind`, `unit`
and `paragraph`.
"""


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
    unread = tuple(content.get("pages_not_read", ()))
    return Found(PlanText(content["title"], paragraphs), findings, tuple(content["silent"]), unread)


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


def asked(work: str, title: str, scope: str, **more: Any) -> dict[str, Any]:
    """What a person says an entry asks for: records of a kind of work, for each division of a level.

    `value` in `more` stands in place of the number found.
    """
    return {"work": work, "title": title, "for": scope, **more}


def undecided(found: Found, decisions: Decisions) -> int:
    """How many doubtful findings nobody has decided about yet."""
    return sum(not one.sure and str(place) not in decisions for place, one in enumerate(found.findings))


def decided(found: Found, decisions: Decisions) -> Found:
    """What is left after the decisions: dropped findings are gone, kept and corrected ones sure, added ones last."""
    left = []
    for place, finding in enumerate(found.findings):
        match decisions.get(str(place)):
            case "drop":
                continue
            case "keep":
                left.append(replace(finding, doubts=()))
            case int() as number:
                left.append(replace(finding, value=number, doubts=()))
            case Mapping() as said:
                left.append(_asking(replace(finding, doubts=()), said))
            case _:
                left.append(finding)
    more = added(decisions)
    silent = tuple(one for one in found.silent if one not in {finding.paragraph for finding in more.values()})
    return replace(found, findings=(*left, *more.values()), silent=silent)


def added(decisions: Decisions) -> dict[str, Finding]:
    """The entries added by hand by their places in the decisions, in the order they were added."""
    bounds = {"deadline": "by"}
    return {
        place: _asking(
            Finding(
                said["kind"], said["value"], said["unit"], said["paragraph"], 0, 0, "",
                detail={"bound": bounds.get(said["kind"], "at_least")},
            ),
            said,
        )
        for place, said in decisions.items()
        if place.startswith(ADDED) and isinstance(said, Mapping)
    }  # fmt: skip


def probed(found: Found, places: Collection[int]) -> Found:
    """Every finding as if it were sure, those at the places as if they asked for some work: does a draft take them?"""
    any_work = asked("report_sent", "-", "each county")
    findings = (
        _asking(replace(one, doubts=()), any_work) if place in places else replace(one, doubts=())
        for place, one in enumerate(found.findings)
    )
    return replace(found, findings=tuple(findings))


def _asking(finding: Finding, said: Mapping[str, Any]) -> Finding:
    value = finding.value if said.get("value") is None else said["value"]
    named = {key: said[key] for key in ("work", "title", "for")}
    return replace(finding, value=value, detail={**finding.detail, **named})
