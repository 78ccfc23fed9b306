"""Draws, visits and findings in words."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from nuandong.geo import selectors as geo
from nuandong.geo.codes import Level
from nuandong.geo.kinds import PlaceKind
from nuandong.geo.places import place_names
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import local_date
from nuandong.org import permissions
from nuandong.org import selectors as org
from nuandong.org.kinds import UnitKind
from nuandong.plans import selectors as plans
from nuandong.supervision.actions.record_visit import RECORD
from nuandong.supervision.checklist import points
from nuandong.supervision.kinds import WAITING, Answer, FindingState, Result, Severity
from nuandong.supervision.policies.finding import is_waiting
from nuandong.tasks.moving import DO
from nuandong.tasks.policies.task import is_late
from nuandong.tasks.states import TaskState
from nuandong.web import wording
from nuandong.web.pages.journal.presenting import entries

if TYPE_CHECKING:
    from nuandong.supervision.models import Draw, DrawPick, Finding, Visit

RESULTS: Final = {Result.GOOD: wording.OK, Result.ON_THE_SPOT: wording.SOON_TONE, Result.PROBLEMS: wording.LATE}
SEVERITIES: Final = {
    Severity.GENERAL: wording.INFO,
    Severity.SERIOUS: wording.SOON_TONE,
    Severity.GRAVE: wording.LATE,
}
_SHOWN: Final = 60
_LATE_ENTRY: Final = timedelta(minutes=5)


def draw_lines(rows: Sequence["Draw"], now: datetime) -> list[dict[str, Any]]:
    """Draws with who made them and where; two queries for any number."""
    people = org.names_of([row.made_by for row in rows])
    paths = _paths((row.region for row in rows), now)
    return [
        {
            "row": row,
            "who": people.get(row.made_by, ""),
            "path": paths.get(row.region, ""),
            "kinds": [
                *(str(PlaceKind(kind).label) for kind in row.place_kinds),
                *(str(UnitKind(kind).label) for kind in row.unit_kinds),
            ],
        }
        for row in rows
    ]


def pick_lines(rows: Sequence["DrawPick"]) -> list[dict[str, Any]]:
    """What was drawn, with names."""
    names = target_names(rows)
    people = org.names_of([one for row in rows for one in row.inspectors])
    return [
        {
            "row": row,
            "name": names.get(row.place or row.unit, ""),
            "inspectors": [people.get(one, "") for one in row.inspectors],
        }
        for row in rows
    ]


def target_names(rows: Iterable["DrawPick | Visit"]) -> dict[UUID | None, str]:
    """Names of the places and units of picks or visits, by id."""
    found = list(rows)
    places = place_names([row.place for row in found if row.place])
    units = org.unit_names([row.unit for row in found if row.unit])
    return dict([*places.items(), *units.items()])


def visit_lines(rows: Sequence["Visit"], now: datetime) -> list[dict[str, Any]]:
    """Visits with names; a handful of queries for any number."""
    names = target_names(rows)
    people = org.names_of([one for row in rows for one in (*row.inspectors, row.recorded_by)])
    units = org.unit_names([row.by_unit for row in rows])
    paths = _paths((row.region for row in rows), now)
    return [
        {
            "row": row,
            "name": names.get(row.place or row.unit, ""),
            "inspectors": [people.get(one, "") for one in row.inspectors],
            "who": people.get(row.recorded_by, ""),
            "by_unit": units.get(row.by_unit, ""),
            "path": paths.get(row.region, ""),
            "result": str(Result(row.result).label),
            "tone": RESULTS[Result(row.result)],
            "wrong": sum(answer == Answer.BAD for answer in row.looked.values()),
            "belated": row.recorded_at - row.at > _LATE_ENTRY,
        }
        for row in rows
    ]


def checklist(row: "Visit") -> list[dict[str, str]]:
    """What was looked at, in the order of the list; a point that left the list is shown by its code."""
    titles = {code: wording.said(point.title) for code, point in points().items()}
    order = {code: place for place, code in enumerate(titles)}
    return [
        {
            "title": titles.get(code, code),
            "words": str(Answer(answer).label),
            "tone": wording.OK if answer == Answer.GOOD else wording.LATE,
        }
        for code, answer in sorted(row.looked.items(), key=lambda one: order.get(one[0], len(order)))
    ]


def finding_lines(rows: Sequence["Finding"], now: datetime) -> list[dict[str, Any]]:
    """Findings with names and where they stand; three queries for any number."""
    units = org.unit_names([one for row in rows for one in (row.unit, row.by_unit)])
    people = org.names_of([one for row in rows for one in (row.raised_by, row.closed_by) if one])
    paths = _paths((row.region for row in rows), now)
    return [
        {
            "row": row,
            "unit": units.get(row.unit, ""),
            "by_unit": units.get(row.by_unit, ""),
            "raiser": people.get(row.raised_by, "") if row.visit_id else _("系统自动检查"),
            "source": _("督查") if row.visit_id else _("自动检查"),
            "closer": people.get(row.closed_by, "") if row.closed_by else "",
            "path": paths.get(row.region, ""),
            "severity": str(Severity(row.severity).label),
            "severity_tone": SEVERITIES[Severity(row.severity)],
            "late": _is_late(row, now),
            **_standing(row),
        }
        for row in rows
    ]


def breach(row: "Finding", now: datetime) -> dict[str, Any]:
    """Which plan forbids what a check found, where it was found, and the event that shows it."""
    running = plans.activation(row.activation) if row.activation else None
    shown = entries(journal.events([row.event])) if row.event else []
    return {
        "plan": running.version.title if running else "",
        "plan_id": running.plan if running else "",
        "event": shown[0] if shown else None,
        "path": _paths([row.found_in], now).get(row.found_in, "") if row.found_in else "",
    }


def steps(row: "Finding", now: datetime) -> list[dict[str, str]]:
    """From raising it to closing it."""
    closed, waiting = row.state == FindingState.CLOSED, is_waiting(row)
    right = "done" if closed or waiting else "late" if _is_late(row, now) else "now"
    again = "done" if closed else "now" if waiting else "next"
    return [
        _step(_("提出问题"), "done", row.raised_at),
        _step(_("整改"), right, row.task.completed_at),
        _step(_("复查"), again, None),
        _step(_("销号"), "done" if closed else "next", row.closed_at),
    ]


def reads_words(by: Actor, *, units: Iterable[UUID | None], region: int) -> bool:
    """Whether what was written is for this person: at work in one of the units, or one who inspects there."""
    return (by.unit in set(units) and by.may(DO)) or permissions.allows(by, RECORD, region=region)


def timeline(row: "Finding", by: Actor) -> list[dict[str, Any]]:
    """What happened, newest first, with the words of re-checks for those they are meant for."""
    events = journal.history(subject=row.id, limit=_SHOWN)
    reads = reads_words(by, units=(row.unit, row.by_unit), region=row.region)
    said = journal.texts([event.id for event in events]) if reads else {}
    return [
        {
            "at": one.event.acted_at,
            "title": one.title,
            "note": wording.listing(
                filter(None, (said.get(one.event.id, {}).get("note", ""), _passed(one.event.payload))),
                wording.SEMICOLON,
            ),
            "who": " · ".join(filter(None, (one.who, one.unit))),
            "tone": one.tone,
            "belated": one.belated,
        }
        for one in entries(events)
    ]


def _passed(payload: dict[str, Any]) -> str:
    if "gone" in payload:
        return _("已经没有违反") if payload["gone"] else _("又出现违反")
    if "passed" not in payload:
        return ""
    return _("整改到位") if payload["passed"] else _("没有到位")


def _standing(row: "Finding") -> dict[str, str]:
    if row.state == FindingState.CLOSED:
        return {"state": str(FindingState.CLOSED.label), "tone": wording.OK}
    if is_waiting(row):
        return {"state": str(WAITING), "tone": wording.SOON_TONE}
    state = TaskState(row.task.state)
    if state is TaskState.RETURNED:
        return {"state": _("退回重办"), "tone": wording.LATE}
    return {"state": str(state.label), "tone": wording.ACCENT if state is TaskState.ASSIGNED else wording.INFO}


def _is_late(row: "Finding", now: datetime) -> bool:
    return row.state == FindingState.OPEN and is_late(row.task, now)


def _step(title: str, state: str, at: datetime | None) -> dict[str, str]:
    return {"title": title, "state": state, "note": wording.short_moment(at) if at else ""}


def _paths(regions: Iterable[int], now: datetime) -> dict[int, str]:
    wanted = set(regions)
    return geo.name_paths(wanted, local_date(now), top=Level.COUNTY) if wanted else {}
