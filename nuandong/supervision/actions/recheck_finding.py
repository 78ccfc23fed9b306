from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import F

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.text import clean_text
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.supervision.actions.raise_finding import TASK_TITLE
from nuandong.supervision.errors import raced, required
from nuandong.supervision.events import FindingClosed, FindingRechecked
from nuandong.supervision.kinds import FindingState
from nuandong.supervision.lookups import finding_of
from nuandong.supervision.models import Finding
from nuandong.supervision.policies.finding import check_recheck
from nuandong.tasks.actions.accept_task import accept_task
from nuandong.tasks.actions.assign_task import assign_task
from nuandong.tasks.actions.extend_due import extend_due
from nuandong.tasks.actions.return_task import return_task
from nuandong.tasks.origins import Origin
from nuandong.tasks.states import OriginKind, TaskState

RECHECK: Final = "supervision.finding.recheck"
_NOTE: Final = 500


@transaction.atomic
def recheck_finding(
    *, by: Actor, now: datetime, finding: UUID, passed: bool, note: str, due_at: datetime | None = None
) -> Finding:
    """Somebody of another unit looked again. Right: its task is accepted and the finding closed (销号). Still wrong:
    the task goes back to the unit, or where it has ended a new one is given; `due_at` is the new time.

    Raises NotFound, Forbidden, OutOfScope, NotNow, Invalid without words or a time that is needed, Conflict.
    Source: OPS-005.
    """
    found = finding_of(finding)
    permissions.check(by, RECHECK, region=found.region)
    check_recheck(found, by)
    words = clean_text(note, _NOTE, field="note")
    if not words:
        raise required("note", _("复查情况"))
    task = found.task_id
    if passed:
        _close(found, by=by, now=now)
    else:
        task = _again(found, words, due_at, by=by, now=now)
    payload = FindingRechecked(unit=found.unit, passed=passed, task=task)
    journal.record(payload, by=by, now=now, region=found.region, subject=found.id, text={"note": words})
    if passed:
        done = found.task.completed_at
        closed = FindingClosed(unit=found.unit, in_time=done is not None and done <= found.task.due_at)
        journal.record(closed, by=by, now=now, region=found.region, subject=found.id)
    return finding_of(found.id)


def _close(found: Finding, *, by: Actor, now: datetime) -> None:
    if found.task.state == TaskState.DONE:
        accept_task(by=by, now=now, task=found.task_id)
    _update(found, state=FindingState.CLOSED, closed_at=now, closed_by=by.staff)


def _again(found: Finding, words: str, due_at: datetime | None, *, by: Actor, now: datetime) -> UUID:
    if found.task.state == TaskState.DONE:
        task = return_task(by=by, now=now, task=found.task_id, reason=words)
        if due_at is not None:
            extend_due(by=by, now=now, task=task.id, due_at=due_at, reason=words)
    else:
        if due_at is None:
            raise required("due_at", _("新的整改期限"))
        task = assign_task(
            by=by,
            now=now,
            region=found.region,
            unit=found.unit,
            title=TASK_TITLE % {"what": found.what},
            due_at=due_at,
            origin=Origin(OriginKind.FINDING, found.id),
        )
    _update(found, task=task.id, failed=F("failed") + 1)
    return task.id


def _update(found: Finding, **columns: object) -> None:
    rows = Finding.objects.filter(id=found.id, state=FindingState.OPEN, task=found.task_id, failed=found.failed)
    if rows.update(**columns) != 1:
        raise raced()
