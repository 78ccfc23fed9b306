from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import local_date
from nuandong.kernel.errors import Invalid, NotNow
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.people import events
from nuandong.people.actions.correct_person import Value, changed_fields, rewrite, sidecar
from nuandong.people.actions.record_document import record_document
from nuandong.people.details import checked
from nuandong.people.documents import Paper
from nuandong.people.lookups import person_of
from nuandong.people.models import Person
from nuandong.people.rows import opened


@transaction.atomic
def identify_person(
    *,
    by: Actor,
    now: datetime,
    person: UUID,
    version: int,
    name: str,
    details: dict[str, Value] | None = None,
    papers: Sequence[Paper] = (),
    reason: str = "",
    acted_at: datetime | None = None,
) -> Person:
    """Give a person of a temporary number the name that was found out; number, photo and history stay.

    `details` are further fields of `Details`. Raises NotNow when the name is known already, Conflict when the record
    changed meanwhile or a number is registered in this region, Invalid for values that cannot be. Source: RES-038.
    """
    row = person_of(person, lock=True)
    permissions.check(by, "people.person.change", region=row.region)
    if row.name_sealed is not None or row.temporary_number is None:
        raise NotNow("people.identified_already", _("这个人的姓名已经登记。"), _("姓名有误的，请用“更正”。"))
    before = opened(row)
    after = checked(replace(before, **{**(details or {}), "name": name}), today=local_date(now))  # type: ignore[arg-type]
    if not after.name:
        raise Invalid("people.name_missing", _("姓名没有填写。"), _("请填写查明的姓名。"), field="name")
    rewrite(row, before, after, version=version, now=now)
    journal.record(
        events.PersonIdentified(temporary_number=row.temporary_number),
        by=by,
        now=now,
        acted_at=acted_at,
        region=row.region,
        subject=row.id,
        text=sidecar(before, after, changed_fields(before, after)),
        reason=reason or None,
    )
    for paper in papers:
        record_document(by=by, now=now, person=row.id, paper=paper, acted_at=acted_at)
    return person_of(row.id)
