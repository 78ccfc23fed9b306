"""Reads of reports for pages: what is owed, what was sent, one report with its versions. The scope is entered."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.db.models import Q

from nuandong.geo import selectors as divisions
from nuandong.geo.areas import in_area
from nuandong.geo.codes import Level
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor, Span
from nuandong.kernel.clock import local_date
from nuandong.machine.together import listed
from nuandong.org import permissions
from nuandong.plans import selectors as plans
from nuandong.reports.keeping import report_of
from nuandong.reports.library import all_definitions
from nuandong.reports.models import Report
from nuandong.reports.policies import level_for
from nuandong.reports.rhythm import Term, due_at, owed
from nuandong.reports.shape import Definition
from nuandong.reports.states import ReportState

SEE: Final = "reports.report.see"
PAGE: Final = 50
SOON: Final = timedelta(days=7)
BACK: Final = timedelta(days=400)
"""Older periods are history: their reports are found by what was sent."""


class Standing(StrEnum):
    """How a report stands at a moment."""

    LATE = "late"
    DUE = "due"
    DRAFT = "draft"
    SIGNED = "signed"
    SENT = "sent"
    SENT_LATE = "sent_late"


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """Where a line stands in the list: what is due soon or was before what is far off, the latest deadline first."""

    near: bool
    due_at: datetime
    region: int
    report: str


@dataclass(frozen=True, slots=True)
class Slot:
    """A report that a region owes for a period, whether it was begun or not; `row` is its newest version."""

    definition: Definition
    region: int
    term: Term
    due_at: datetime
    standing: Standing
    row: Report | None
    position: Position


def slots(
    by: Actor,
    *,
    now: datetime,
    within: Sequence[Span] | None = None,
    report: str = "",
    after: Position | None = None,
    limit: int = PAGE,
) -> list[Slot]:
    """What the regions of the actor owe, in the order of `Position`, each with the newest version there is.

    Four queries for any number. A report is owed from the first plan put in force on, so that nobody is late for what
    was before. Raises Forbidden.
    """
    permissions.check(by, SEE)
    today = local_date(now)
    began = min((one.starts_on for one in plans.activations()), default=None)
    if began is None:
        return []
    since = max(began, today - BACK)
    wanted = [one.definition for code, one in sorted(all_definitions().items()) if report in {"", code}]
    levels = {level_for(one) for one in wanted}
    regions = {level: _regions(within or by.spans, today, level) for level in levels}
    found: list[tuple[Position, Definition, Term]] = []
    for definition in wanted:
        for term in owed(definition, since=since, until=today):
            due = due_at(definition.rhythm, term)
            for region in regions[level_for(definition)]:
                near = due <= now + SOON
                found.append((Position(near, due, region, definition.report), definition, term))
    found.sort(key=lambda one: one[0], reverse=True)
    start = next((n for n, one in enumerate(found) if after is None or one[0] < after), len(found))
    return list(_with_rows(found[start : start + limit], now))


def _regions(spans: Iterable[Span], on: date, level: Level) -> list[int]:
    """The divisions of a level that lie whole within the spans."""
    inside = Q()
    for one in spans:
        inside |= Q(code__gte=one.lo, code__lt=one.hi)
    return listed(divisions.divisions_at(on, level=level).filter(inside).values_list("code", flat=True))


def _with_rows(chosen: Sequence[tuple[Position, Definition, Term]], now: datetime) -> Iterator[Slot]:
    days = {term.first for _position, _definition, term in chosen}
    rows = Report.objects.filter(
        region__in={position.region for position, *_rest in chosen},
        report__in={position.report for position, *_rest in chosen},
        first_day__in=days,
    ).defer("content_sealed", "texts_sealed", "values")
    newest = {(row.region, row.report, row.first_day): row for row in listed(rows.order_by("version"))}
    for position, definition, term in chosen:
        row = newest.get((position.region, position.report, term.first))
        stands = standing(row, position.due_at, now)
        yield Slot(definition, position.region, term, position.due_at, stands, row, position)


def standing(row: Report | None, due: datetime, now: datetime) -> Standing:
    """How a report stands; a correction on its way does not make a report late that was sent in time."""
    if row is not None and row.submitted_at is not None:
        return Standing.SENT if row.corrects_id or row.submitted_at <= due else Standing.SENT_LATE
    if now > due and (row is None or row.version == 1):
        return Standing.LATE
    if row is None:
        return Standing.DUE
    return Standing.SIGNED if row.state == ReportState.SIGNED else Standing.DRAFT


def report(identity: UUID, *, by: Actor) -> Report:
    """One report. Raises NotFound outside the scope, Forbidden."""
    row = report_of(identity)
    permissions.check(by, SEE, region=row.region)
    return row


def versions(row: Report) -> list[Report]:
    """All versions of a report, the newest first."""
    rows = Report.objects.filter(region=row.region, report=row.report, first_day=row.first_day)
    return list(rows.defer("content_sealed", "texts_sealed", "values").order_by("-version"))


def sealed_as(row: Report) -> str:
    """The digest that the journal holds for a report that went up; empty before."""
    events = journal.history(subject=row.id, kinds=["reports.report_submitted"], limit=1)
    return str(events[0].payload["digest"]) if events else ""


def sent(by: Actor, *, first: date, last: date, within: Span) -> list[Report]:
    """Reports that went up for periods that touch these days, older versions included. Raises Forbidden."""
    permissions.check(by, SEE)
    rows = Report.objects.filter(
        in_area(within),
        state=ReportState.SUBMITTED,
        first_day__lte=last,
        last_day__gte=first,
    )
    return list(rows.order_by("report", "region", "first_day", "version"))
