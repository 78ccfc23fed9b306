from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import F

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import local_date
from nuandong.kernel.errors import Invalid
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.people import events
from nuandong.people.details import Details, checked
from nuandong.people.errors import changed_meanwhile
from nuandong.people.lookups import person_of
from nuandong.people.models import Person
from nuandong.people.rows import add_keys, columns, detail_keys, opened, remove_keys

Value = str | int | date | None
_FIELDS: Final = frozenset(Details.__dataclass_fields__)


@transaction.atomic
def correct_person(
    *,
    by: Actor,
    now: datetime,
    person: UUID,
    version: int,
    changes: Mapping[str, Value],
    reason: str = "",
    acted_at: datetime | None = None,
) -> Person:
    """Correct what the record says of a person; `changes` maps fields of `Details` to their new values.

    `version` is that of the record the corrector looked at: Conflict when somebody was faster. What stood there before
    goes, with the reason, to the encrypted sidecar of the event. Raises Invalid for values that cannot be.
    """
    row = person_of(person, lock=True)
    permissions.check(by, "people.person.change", region=row.region)
    if unknown := set(changes) - _FIELDS:
        raise ValueError(f"no such details of a person: {sorted(unknown)}")
    before = opened(row)
    after = checked(replace(before, **changes), today=local_date(now))  # type: ignore[arg-type]
    fields = changed_fields(before, after)
    if not fields:
        return row
    if not after.name and row.temporary_number is None:
        raise Invalid("people.name_missing", _("姓名没有填写。"), _("请填写姓名。"), field="name")
    rewrite(row, before, after, version=version, now=now)
    journal.record(
        events.PersonCorrected(fields=fields),
        by=by,
        now=now,
        acted_at=acted_at,
        region=row.region,
        subject=row.id,
        text=sidecar(before, after, fields),
        reason=reason or None,
    )
    return person_of(row.id)


def changed_fields(before: Details, after: Details) -> list[str]:
    old, new = asdict(before), asdict(after)
    return [field for field in old if old[field] != new[field]]


def sidecar(before: Details, after: Details, fields: list[str]) -> dict[str, str]:
    """What the fields said and say, in words, for the encrypted part of the event."""
    words = {f"{field}_before": str(asdict(before)[field] or "") for field in fields}
    return words | {f"{field}_after": str(asdict(after)[field] or "") for field in fields}


def rewrite(row: Person, before: Details, after: Details, *, version: int, now: datetime) -> None:
    """Columns and keys for the new details; Conflict unless the record still has the version that was looked at."""
    changed = Person.objects.filter(id=row.id, version=version).update(
        version=F("version") + 1, changed_at=now, **columns(row.id, after)
    )
    if changed != 1:
        raise changed_meanwhile()
    old, new = detail_keys(before), detail_keys(after)
    remove_keys(row.id, row.region, old - new)
    add_keys(row.id, row.region, new - old)
