"""Tasks and recorded work in words."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _

from nuandong.geo import selectors as geo
from nuandong.geo.codes import Level
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import local_date
from nuandong.org import permissions
from nuandong.org import selectors as org
from nuandong.plans.schema.fields import STRENGTH_TITLES, Strength
from nuandong.tasks.kinds_of_work import families, kinds
from nuandong.tasks.moving import ASSIGN, DO
from nuandong.tasks.policies.task import is_late
from nuandong.tasks.states import OPEN, OriginKind, TaskState
from nuandong.web import wording
from nuandong.web.pages.journal.presenting import entries

if TYPE_CHECKING:
    from nuandong.tasks.models import Task, WorkRecord

SOON: Final = 24 * 60
"""Minutes before its time at which a task turns amber."""
TONES: Final = {
    TaskState.ASSIGNED: wording.ACCENT,
    TaskState.RECEIVED: wording.INFO,
    TaskState.DONE: wording.SOON_TONE,
    TaskState.RETURNED: wording.LATE,
    TaskState.ACCEPTED: wording.OK,
    TaskState.RECALLED: wording.MUTE,
}
_SHOWN: Final = 60
_LATE_ENTRY: Final = timedelta(minutes=5)
_WORDS: Final = ("note", "reason")


def strength_words(strength: str) -> str:
    return _(STRENGTH_TITLES[Strength(strength)])


def task_lines(rows: Sequence["Task"], now: datetime) -> list[dict[str, Any]]:
    """Tasks with the names of their units and people; two queries for any number."""
    units = org.unit_names([unit for row in rows for unit in (row.unit, row.giver)])
    people = org.names_of([row.responsible for row in rows if row.responsible])
    return [
        {
            "row": row,
            "unit": units.get(row.unit, ""),
            "giver": units.get(row.giver, ""),
            "responsible": people.get(row.responsible, "") if row.responsible else "",
            "state": str(TaskState(row.state).label),
            "tone": TONES[TaskState(row.state)],
            "strength": strength_words(row.strength),
            "origin": str(OriginKind(row.origin).label),
            "open": row.state in OPEN,
            "late": is_late(row, now),
            "row_tone": _row_tone(row, now),
        }
        for row in rows
    ]


def _row_tone(row: "Task", now: datetime) -> str:
    if row.state not in OPEN:
        return ""
    left = (row.due_at - now).total_seconds()
    return wording.LATE if left < 0 else wording.SOON_TONE if left <= SOON * 60 else ""


def steps(row: "Task", now: datetime) -> list[dict[str, str]]:
    """From the giving to the accepting."""
    state = TaskState(row.state)
    working = "late" if is_late(row, now) else "now"
    done = state in {TaskState.DONE, TaskState.ACCEPTED}
    return [
        _step(_("下达"), "done", row.assigned_at),
        _step(_("签收"), "done" if row.received_at else working if state in OPEN else "next", row.received_at),
        _step(
            _("退回重办") if state is TaskState.RETURNED else _("办理"),
            "done" if done else working if row.received_at and state in OPEN else "next",
            row.completed_at,
        ),
        _step(
            _("验收"),
            "done" if state is TaskState.ACCEPTED else "now" if state is TaskState.DONE else "next",
            row.decided_at if state is TaskState.ACCEPTED else None,
        ),
    ]


def _step(title: str, state: str, at: datetime | None) -> dict[str, str]:
    return {"title": title, "state": state, "note": wording.short_moment(at) if at else ""}


def reads_words(by: Actor, row: "Task") -> bool:
    """Whether the notes of a task are for this person: at work in one of its units, or one who gives tasks there."""
    return (by.unit in {row.unit, row.giver} and by.may(DO)) or permissions.allows(by, ASSIGN, region=row.region)


def timeline(row: "Task", by: Actor) -> list[dict[str, Any]]:
    """What happened, newest first, with notes and reasons for those they are meant for."""
    events = journal.history(subject=row.id, limit=_SHOWN)
    said = journal.texts([event.id for event in events]) if reads_words(by, row) else {}
    return [
        {
            "at": one.event.acted_at,
            "title": one.title,
            "note": _note(one.event.kind, one.brief_words, said.get(one.event.id, {})),
            "who": " · ".join(filter(None, (one.who, one.unit))),
            "tone": one.tone,
            "belated": one.belated,
        }
        for one in entries(events)
    ]


def _note(kind: str, brief: str, said: dict[str, str]) -> str:
    # What was given stands on the page already; of the other acts the words come first.
    facts = "" if kind == "tasks.task_assigned" else brief
    return wording.listing([*(said.get(name, "") for name in _WORDS), facts], wording.SEMICOLON)


def work_lines(rows: Sequence["WorkRecord"], now: datetime) -> list[dict[str, Any]]:
    """Records of work with the names of units, people and places; three queries for any number."""
    units = org.unit_names([row.unit for row in rows])
    people = org.names_of([row.recorded_by for row in rows])
    paths = geo.name_paths({row.region for row in rows}, local_date(now), top=Level.COUNTY) if rows else {}
    return [
        {
            "row": row,
            "what": kind_words(row.work),
            "done": amount(row.work, row.done),
            "base": amount(row.work, row.base) if row.base is not None else "",
            "base_title": base_title(row.work),
            "family": family_words(row.work),
            "unit": units.get(row.unit, ""),
            "who": people.get(row.recorded_by, ""),
            "path": paths.get(row.region, str(row.region)),
            "voided": row.voided_at is not None,
            "belated": row.recorded_at - row.at > _LATE_ENTRY,
        }
        for row in rows
    ]


def kind_words(code: str) -> str:
    found = kinds().get(code)
    return wording.said(found.title) if found else code


def base_title(code: str) -> str:
    found = kinds().get(code)
    return wording.said(found.base) if found and found.base else _("总数")


def family_words(code: str) -> str:
    found = kinds().get(code)
    return wording.said(families()[found.family]) if found else ""


def amount(code: str, number: int) -> str:
    """A number in the unit of its kind: 30 户."""
    found = kinds().get(code)
    return f"{number} {wording.said(found.unit)}" if found else str(number)


def code_said(words: str) -> str:
    """The code of a kind by its title as the list of the form shows it; the words themselves where none has it."""
    sought = words.strip()
    return next((code for code in kinds() if kind_words(code) == sought), sought)


def codes_of(family: str) -> list[str]:
    """The codes of a family's kinds."""
    return [code for code, kind in kinds().items() if kind.family == family]
