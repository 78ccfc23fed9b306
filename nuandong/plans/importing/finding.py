"""All findings of a document, and the paragraphs that gave none."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from nuandong.plans.importing.alike import lists_of
from nuandong.plans.importing.characters import GARBLED
from nuandong.plans.importing.days import deadline, window
from nuandong.plans.importing.document import Document, Paragraph, PlanText
from nuandong.plans.importing.findings import Finding
from nuandong.plans.importing.grammar import hits
from nuandong.plans.importing.orders import duty, prohibition
from nuandong.plans.importing.quantities import build
from nuandong.plans.importing.reporting import reporting
from nuandong.plans.importing.sharing import shared
from nuandong.plans.importing.spacing import without_spaces
from nuandong.plans.importing.spread import spread
from nuandong.plans.importing.surroundings import SENTENCE
from nuandong.plans.importing.tables import tables

_LONGEST_SENTENCE: Final = 1000
"""The time patterns take grows with the square of a sentence."""


@dataclass(frozen=True, slots=True)
class Found:
    """A plan with its findings, in the order of the text.

    `silent` are the numbers of paragraphs without any, `unread` the pages of its document that have no text.
    """

    plan: PlanText
    findings: tuple[Finding, ...]
    silent: tuple[int, ...]
    unread: tuple[int, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {
            "title": self.plan.title,
            "paragraphs": self.plan.size,
            "findings": [finding.as_json() for finding in self.findings],
            "silent": list(self.silent),
            "pages_not_read": list(self.unread),
        }


def find(document: Document) -> tuple[Found, ...]:
    """What every plan of a document lays down. Pure: the same text always gives the same findings."""
    return tuple(replace(_found(plan), unread=document.unread) for plan in document.plans)


def _said_by(report: Finding, frequency: Finding, shadow: str) -> bool:
    """Whether a frequency only says how often the report of its clause is due."""
    if report.unit is None or not report.start <= frequency.start < report.end:
        return False
    if shadow[frequency.end - 1] == "报":
        return True  # 实行一日一报制度，18时前报送
    on_days = "days" in frequency.detail  # 每月5日、20日前报送 only names the days of the report
    if frequency.unit != f"per {report.unit}" or (frequency.value > 1 and not on_days):
        return False  # 每周报送信息不少于2条 says more than that it is weekly
    return not re.search("[，；。]", shadow[frequency.end : report.end])


def _comes_back_with(deadline: Finding, reports: list[Finding]) -> bool:
    """Whether 次日 only says when a daily report is due: its clock stands with the report."""
    daily = [one for one in reports if one.unit == "day" and one.start <= deadline.start < one.end]
    return deadline.value == "next day" and bool(daily)


def _found(plan: PlanText) -> Found:
    findings: list[Finding] = []
    silent: list[int] = []
    in_cells = list(tables(plan, in_paragraph))
    lists = {paragraph.number: one for one, held in spread(plan) for paragraph in held}
    for paragraph in plan.paragraphs:
        here = list(in_paragraph(paragraph))
        if (whole := lists.get(paragraph.number)) is not None:
            here = [one for one in here if one.kind != "categories" or one.unit != whole.unit]
            here += [whole] if paragraph.number <= whole.paragraph <= paragraph.last else []
        here += [one for one in in_cells if paragraph.number <= one.paragraph <= paragraph.last]
        findings += sorted(here, key=lambda one: (one.start, one.end))
        if not here and whole is None:
            silent.append(paragraph.number)
    return Found(plan, tuple(findings), tuple(silent))


def in_paragraph(paragraph: Paragraph) -> Iterator[Finding]:
    """What one paragraph lays down, sentence by sentence; sentences that no person would write are left unread."""
    start = 0
    for end in [*(found.end() for found in SENTENCE.finditer(paragraph.shadow)), len(paragraph.text)]:
        if 0 < end - start <= _LONGEST_SENTENCE:
            text, places = without_spaces(paragraph.text[start:end])
            part = Paragraph(1, text, heading=paragraph.heading)
            garbled = GARBLED.search(part.text) is not None
            for one in _in_sentence(part):
                first, last = start + places[one.start], start + places[one.end - 1] + 1
                said = paragraph.text[first:last]
                moved = replace(one, paragraph=paragraph.number_at(first), start=first, end=last, text=said)
                yield moved.doubted("garbled") if garbled else moved
        start = end


def _in_sentence(paragraph: Paragraph) -> Iterator[Finding]:
    """Dates of a window are no deadlines, hours of a frequency no hours of their own."""
    shadow = paragraph.shadow
    windows = [one for hit in hits("window", shadow) if (one := window(paragraph, hit)) is not None]
    taken = [(one.start, one.end) for one in windows]
    deadlines = [one for hit in hits("deadline", shadow, taken) if (one := deadline(paragraph, hit)) is not None]
    taken += [(one.start, one.end) for one in deadlines]
    reports = list(reporting(paragraph, deadlines))
    deadlines = [one for one in deadlines if not _comes_back_with(one, reports)]
    frequencies = [
        one
        for one in build("frequency", paragraph, hits("frequency", shadow, taken))
        if not any(_said_by(report, one, shadow) for report in reports)
    ]
    taken += [(one.start, one.end) for one in frequencies]
    amounts = list(shared(shadow, build("amount", paragraph, hits("amount", shadow, taken))))
    taken += [(one.start, one.end) for one in amounts]
    durations = list(build("duration", paragraph, hits("duration", shadow, taken)))
    yield from (*windows, *deadlines, *reports, *frequencies, *amounts, *durations)
    yield from build("percentage", paragraph, hits("percentage", shadow, taken))
    said = {one.detail.get("hours") for one in frequencies}
    yield from (one for one in build("hours", paragraph, hits("hours", shadow, taken)) if one.value not in said)
    within = [(one.start, one.end) for one in durations]
    yield from (one for hit in hits("duty", shadow, within) if (one := duty(paragraph, hit)) is not None)
    yield from (one for hit in hits("prohibition", shadow) if (one := prohibition(paragraph, hit)) is not None)
    yield from lists_of(paragraph)
