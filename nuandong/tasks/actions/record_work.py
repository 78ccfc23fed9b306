from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from nuandong.geo.codes import validate
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import clean_text
from nuandong.org import permissions
from nuandong.org.lookups import unit_of
from nuandong.tasks.events import WorkRecorded
from nuandong.tasks.evidence import check_stored
from nuandong.tasks.models import WorkRecord
from nuandong.tasks.policies.task import check_region
from nuandong.tasks.policies.work import check_numbers
from nuandong.vault import api as vault

RECORD: Final = "tasks.work.record"
_NOTE: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What was done: `work` is a code of kinds.yaml, `done` and `base` count in its unit; `file` is a stored photo."""

    work: str
    done: int
    base: int | None = None
    note: str = ""
    file: UUID | None = None


@transaction.atomic
def record_work(
    *,
    by: Actor,
    now: datetime,
    region: int,
    what: Done,
    unit: UUID | None = None,
    subject: UUID | None = None,
    acted_at: datetime | None = None,
) -> WorkRecord:
    """Record work a unit did, by default the actor's own; `subject` is what it was done on, by default the record.

    `region` is a 12-digit code inside the unit's. Raises Forbidden, OutOfScope, NotFound for a unit or photo that is
    not there, Invalid for the kind, the numbers, the region or a time ahead. Source: OPS-003, CARE-021, DIS-020.
    """
    validate(region, field="region")
    permissions.check(by, RECORD, region=region)
    _check_unit(by, unit, region)
    check_numbers(what.work, what.done, what.base)
    check_stored([what.file] if what.file else [])
    identity = new_id(now)
    words = clean_text(what.note, _NOTE, field="note")
    doer = unit or by.unit
    payload = WorkRecorded(work=what.work, done=what.done, base=what.base, unit=doer)
    event = journal.record(
        payload,
        by=by,
        now=now,
        acted_at=acted_at,
        region=region,
        subject=subject or identity,
        text={"note": words} if words else None,
    )
    return WorkRecord.objects.create(
        id=identity,
        region=region,
        unit=doer,
        work=what.work,
        subject=subject or identity,
        done=what.done,
        base=what.base,
        at=event.acted_at,
        recorded_at=now,
        recorded_by=by.staff,
        note_sealed=vault.seal(WorkRecord._meta.db_table, "note_sealed", identity, words) if words else None,
        file=what.file,
        event=event.id,
    )


def _check_unit(by: Actor, unit: UUID | None, region: int) -> None:
    """Work of another unit is recorded where that unit works: a clerk for the villages, a county for its offices."""
    if unit is None or unit == by.unit:
        return
    check_region(unit_of(unit).region, region)
