"""Reads of tasks and recorded work for pages and flows, in the entered scope."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.batches import EVERYTHING, batches
from nuandong.machine.together import listed
from nuandong.org import permissions
from nuandong.tasks.lookups import task_of, work_of
from nuandong.tasks.models import Task, TaskFile, WorkRecord
from nuandong.tasks.states import OPEN, TaskState
from nuandong.vault import api as vault

PAGE: Final = 50
SEE: Final = "tasks.task.see"
SEE_WORK: Final = "tasks.work.see"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which tasks: `unit` the owner, `giver` who gave them, `words` part of the title, `late` past their time."""

    states: tuple[TaskState, ...] = ()
    unit: UUID | None = None
    giver: UUID | None = None
    words: str = ""
    late: bool = False
    origin_of: UUID | None = None


ALL: Final = Wanted()


def task(identity: UUID) -> Task:
    """One task. Raises NotFound outside the scope."""
    return task_of(identity)


def tasks(
    by: Actor,
    *,
    now: datetime,
    wanted: Wanted = ALL,
    newest: bool = False,
    after: tuple[datetime, UUID] | None = None,
    limit: int = PAGE,
) -> list[Task]:
    """Tasks of the scope by their due time, the earliest first, with `newest` the latest first; keyset of (due, id).

    Raises Forbidden.
    """
    permissions.check(by, SEE)
    rows = _wanted(wanted, now)
    if after is not None:
        due, last = after
        rows = rows.filter(_beyond(due, last, newest=newest))
    return list(rows.order_by(*(("-due_at", "-id") if newest else ("due_at", "id")))[:limit])


def task_batches(by: Actor, *, now: datetime, wanted: Wanted = ALL, most: int = EVERYTHING) -> Iterator[list[Task]]:
    """The same without pages, read piece by piece, `most` tasks together."""

    def read(after: tuple[datetime, UUID] | None, limit: int) -> list[Task]:
        return tasks(by, now=now, wanted=wanted, after=after, limit=limit)

    return batches(read, key=lambda row: (row.due_at, row.id), most=most)


def counts(by: Actor, *, now: datetime, wanted: Wanted = ALL) -> Mapping[TaskState, int]:
    """How many tasks there are in each state. Raises Forbidden."""
    permissions.check(by, SEE)
    found = _wanted(wanted, now).order_by().values_list("state").annotate(Count("id"))
    return {TaskState(state): number for state, number in found}


def to_do(unit: UUID, *, limit: int = PAGE) -> list[Task]:
    """What a unit has still to do, the earliest due first."""
    return listed(to_do_rows(unit).order_by("due_at", "id")[:limit])


def to_do_rows(unit: UUID) -> QuerySet[Task]:
    """The same, not asked for yet."""
    return Task.objects.filter(unit=unit, state__in=OPEN)


def to_accept(giver: UUID, *, but_of: UUID, limit: int = PAGE) -> list[Task]:
    """Tasks completed for a unit that wait for its word, but for those somebody completed himself."""
    return listed(to_accept_rows(giver, but_of=but_of).order_by("completed_at", "id")[:limit])


def to_accept_rows(giver: UUID, *, but_of: UUID) -> QuerySet[Task]:
    """The same, not asked for yet."""
    return Task.objects.filter(giver=giver, state=TaskState.DONE).exclude(completed_by=but_of)


def of_plan(activation: UUID) -> list[Task]:
    """The tasks an activated plan was turned into, the earliest due first."""
    return list(Task.objects.filter(origin_of=activation).order_by("due_at", "id"))


def files_of(identity: UUID) -> list[TaskFile]:
    """The photos of a task in the order they came."""
    return list(TaskFile.objects.filter(task=identity).order_by("id"))


def late(by: Actor, *, now: datetime, limit: int = PAGE) -> list[Task]:
    """Tasks past their time, the longest first. Raises Forbidden."""
    return tasks(by, now=now, wanted=Wanted(late=True), limit=limit)


def explanations(rows: Collection[Task]) -> Mapping[UUID, str]:
    """Why tasks are late, in the words of their owners, by task; only for pages that may show words."""
    events = {row.explained_event: row.id for row in rows if row.explained_event}
    texts = journal.texts(list(events)) if events else {}
    return {events[event]: words.get("reason", "") for event, words in texts.items()}


def work(identity: UUID, *, by: Actor) -> WorkRecord:
    """One record of work. Raises NotFound, Forbidden, OutOfScope."""
    row = work_of(identity)
    permissions.check(by, SEE_WORK, region=row.region)
    return row


def works(
    by: Actor,
    *,
    kind: str = "",
    family: Collection[str] = (),
    unit: UUID | None = None,
    subject: UUID | None = None,
    voided: bool = False,
    after: UUID | None = None,
    limit: int = PAGE,
) -> list[WorkRecord]:
    """Records of work, newest first, by keyset of ids; `family` are the codes of a family's kinds, `voided` also
    those taken back. Raises Forbidden."""
    permissions.check(by, SEE_WORK)
    rows = WorkRecord.objects.all()
    if not voided:
        rows = rows.filter(voided_at=None)
    if kind or family:
        rows = rows.filter(work__in=[kind] if kind else list(family))
    if unit is not None:
        rows = rows.filter(unit=unit)
    if subject is not None:
        rows = rows.filter(subject=subject)
    if after is not None:
        rows = rows.filter(id__lt=after)
    return list(rows.order_by("-id")[:limit])


def works_of(subject: UUID) -> list[WorkRecord]:
    """What was recorded about something, in the order it was done; for modules whose acts count as work."""
    return list(WorkRecord.objects.filter(subject=subject, voided_at=None).order_by("id"))


def _wanted(wanted: Wanted, now: datetime) -> QuerySet[Task]:
    rows = Task.objects.all()
    if wanted.states:
        rows = rows.filter(state__in=wanted.states)
    if wanted.late:
        rows = rows.filter(state__in=OPEN, due_at__lt=now)
    if wanted.unit is not None:
        rows = rows.filter(unit=wanted.unit)
    if wanted.giver is not None:
        rows = rows.filter(giver=wanted.giver)
    if wanted.origin_of is not None:
        rows = rows.filter(origin_of=wanted.origin_of)
    return rows.filter(title__contains=wanted.words) if wanted.words else rows


def _beyond(due: datetime, last: UUID, *, newest: bool) -> Q:
    if newest:
        return Q(due_at__lt=due) | Q(due_at=due, id__lt=last)
    return Q(due_at__gt=due) | Q(due_at=due, id__gt=last)


def note_of(row: WorkRecord) -> str:
    """What was noted beside the numbers."""
    if row.note_sealed is None:
        return ""
    return vault.open_sealed(WorkRecord._meta.db_table, "note_sealed", row.id, bytes(row.note_sealed))
